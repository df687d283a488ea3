"""What the pages of authoring share: their blueprint, and the draft that a visitor may change."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, url_for
from flask_babel import gettext as _
from flask_login import current_user

from elearn.authoring.queries import drafts, history
from elearn.authoring.rules.drafts import Draft, File, is_text, may_write
from elearn.courses.queries import progress
from elearn.courses.rules.standing import may_see_keys
from elearn.foundation.locale import pick
from elearn.people.queries import places
from elearn.people.rules.roles import Permission

UNPROCESSABLE = 422

blueprint = Blueprint("authoring", "elearn.authoring", template_folder="templates")


def draft(module_id: str) -> Draft:
    """The draft of a module that the visitor may change; else 404. 403 for who has still to pass it: it holds the keys."""
    found = drafts.draft(module_id)
    if found is None or not may_write(current_user.scopes(Permission.AUTHOR), found.academy_id):
        abort(404)
    if current_user.officer_id and not may_see_keys(progress.of_module(current_user.officer_id, module_id)):
        abort(403)
    return found


def text_file(module_id: str, path: str) -> tuple[Draft, File]:
    """The draft, and a text in it."""
    found = draft(module_id)
    file = drafts.file(module_id, path) if is_text(path) else None
    return found, file or abort(404)


def addresses(module_id: str) -> Callable[[str], str]:
    """Gives the address of a picture of a draft by its name."""
    return lambda name: url_for(".medium", module_id=module_id, name=name)


def zone(found: Draft) -> ZoneInfo:
    """By whose clock the pages of a draft say when."""
    return ZoneInfo(history.time_zone(found.academy_id))


def own_places() -> list[tuple[str, Any]]:
    """The academies for which the visitor may write, as choices; before them the programme, for who may write for all."""
    if not current_user.may(Permission.AUTHOR):
        return []
    mine = current_user.scopes(Permission.AUTHOR)
    programme = [("", _("The programme"))] if mine is None else []
    offered = places.academies(mine, also_ended=False)
    return [*programme, *((str(each.id), str(pick(each.names))) for each in offered)]


def download(data: bytes, name: str, mime_type: str) -> Response:
    """A file to keep; its name is ours."""
    answer = Response(data, mimetype=mime_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
