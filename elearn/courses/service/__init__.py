"""What is done with modules: publishing, enrolling, reading, keeping progress in step."""
