"""What the pages of quizzes share."""

from flask import Blueprint

blueprint = Blueprint("quizzes", "elearn.quizzes", template_folder="templates")
