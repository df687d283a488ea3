"""Forms of cohorts."""
