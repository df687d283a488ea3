"""What the pages of cohorts share: their blueprint."""

from flask import Blueprint

blueprint = Blueprint("cohorts", "elearn.cohorts", template_folder="templates")
