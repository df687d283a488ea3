"""SKELETON, to be written."""

from flask import Blueprint

import elearn.certificates.models  # noqa: F401 (skeleton only)

from elearn.foundation.access import public

blueprint = Blueprint("certificates", __name__, template_folder="templates")


@blueprint.get("/certificates")
@public
def mine() -> str:
    return "mine"


@blueprint.get("/check")
@public
def check_form() -> str:
    return "check_form"
