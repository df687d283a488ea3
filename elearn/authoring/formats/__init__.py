"""Modules as other programs take them: a folder in a zip, a package for learning platforms, a document to print."""
