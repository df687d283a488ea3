"""Texts that people write in Markdown files: read line by line, and judged with file, line and what to do."""
