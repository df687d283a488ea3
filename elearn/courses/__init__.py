"""Modules and their revisions, enrolment, the reader, scenarios and progress."""
