"""Use cases of quizzes."""
