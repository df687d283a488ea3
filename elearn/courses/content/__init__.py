"""Modules as instructors write them: from a folder of Markdown files to what is published, or to complaints."""
