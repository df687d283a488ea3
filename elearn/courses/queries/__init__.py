"""What is read of modules: published revisions, and where officers stand."""
