"""What cohorts do in the background."""
