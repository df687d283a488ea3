"""Pure decisions of cohorts."""
