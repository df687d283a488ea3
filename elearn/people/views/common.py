"""What the pages of people share: their blueprint, numbers of pages, and which academies somebody manages."""

from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app
from flask_login import current_user

from elearn.foundation import locale
from elearn.people.queries import officers
from elearn.people.rules.roles import Permission
from elearn.people.rules.signing_in import Refusal

blueprint = Blueprint("people", "elearn.people", template_folder="templates")

PER_PAGE = 50
UNPROCESSABLE = 422  # a form that must be looked at again
STATUS = {Refusal.WRONG: UNPROCESSABLE, Refusal.TOO_MANY: 429}


def keys() -> Path:
    """The folder of the countries' keys."""
    folder: Path = current_app.config["KEYS"]
    return folder


def managed() -> frozenset[UUID] | None:
    """The academies whose officers the visitor manages; None means all."""
    scopes: frozenset[UUID] | None = current_user.scopes(Permission.MANAGE_OFFICERS)
    return scopes


def manages(academy_id: UUID) -> bool:
    """Whether the visitor manages the officers of the academy."""
    may: bool = current_user.may(Permission.MANAGE_OFFICERS, academy_id)
    return may


def visible(officer_id: UUID) -> Any:
    """The officer, when the visitor may see the officer; else there is no such page."""
    return officers.one(managed(), officer_id) or abort(404)


def pair(one_id: UUID, other_id: UUID) -> tuple[Any, Any]:
    """Two officers whom the visitor may see."""
    if one_id == other_id:
        abort(404)
    return visible(one_id), visible(other_id)


def own_academy() -> UUID | None:
    """The visitor's academy, when it is one only: looks at names are noted for it."""
    scopes = managed()
    return next(iter(scopes)) if scopes and len(scopes) == 1 else None


def offered(places: list[Any]) -> list[tuple[str, str]]:
    """Places with id and names as choices of a form, in the reader's language and by name."""
    return sorted(((str(place.id), str(locale.pick(place.names))) for place in places), key=lambda choice: choice[1])


def offered_by_code(entries: list[Any]) -> list[tuple[str, str]]:
    """Entries of a country's list as choices of a form, in the reader's language and in the order of the list."""
    return [(entry.code, str(locale.pick(entry.names))) for entry in entries]
