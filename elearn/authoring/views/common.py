"""What the pages of authoring share: their blueprint, and the draft that a visitor may change."""

from zoneinfo import ZoneInfo

from flask import Blueprint, abort
from flask_login import current_user

from elearn.authoring.queries import drafts, history
from elearn.authoring.rules.drafts import Draft, may_write
from elearn.people.rules.roles import Permission

UNPROCESSABLE = 422

blueprint = Blueprint("authoring", "elearn.authoring", template_folder="templates")


def draft(module_id: str) -> Draft:
    """The draft of a module that the visitor may change; else 404."""
    found = drafts.draft(module_id)
    if found is None or not may_write(current_user.scopes(Permission.AUTHOR), found.academy_id):
        abort(404)
    return found


def zone(found: Draft) -> ZoneInfo:
    """By whose clock the pages of a draft say when."""
    return ZoneInfo(history.time_zone(found.academy_id))
