"""SKELETON, to be written."""

from flask import Blueprint

from elearn.foundation.access import public

blueprint = Blueprint("people", __name__, template_folder="templates")


@blueprint.get("/sign-in")
@public
def sign_in() -> str:
    return "sign_in"


@blueprint.post("/sign-out")
@public
def sign_out() -> str:
    return "sign_out"


@blueprint.get("/unlock")
@public
def unlock() -> str:
    return "unlock"


@blueprint.post("/language")
@public
def language() -> str:
    return "language"


@blueprint.get("/account")
@public
def own_account() -> str:
    return "own_account"


@blueprint.get("/privacy")
@public
def privacy() -> str:
    return "privacy"


@blueprint.get("/help")
@public
def help() -> str:
    return "help"


@blueprint.get("/officers")
@public
def officers() -> str:
    return "officers"


@blueprint.get("/site")
@public
def site() -> str:
    return "site"
