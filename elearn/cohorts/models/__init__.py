"""Tables of cohorts."""
