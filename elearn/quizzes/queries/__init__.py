"""Reads of quizzes."""
