"""Quizzes as instructors write them: from the lines of quiz.md to questions and their words."""
