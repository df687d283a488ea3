"""What the pages of authoring share: their blueprint."""

from flask import Blueprint

blueprint = Blueprint("authoring", "elearn.authoring", template_folder="templates")
