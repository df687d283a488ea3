"""Use cases of cohorts."""
