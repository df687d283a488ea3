"""Countries, institutions and academies: made and kept by the administrators of the site."""

from collections.abc import Mapping
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from elearn.foundation.db import db
from elearn.people.models import Academy, Country, Institution


class Kept(Enum):
    """What came of it when a place was to be written down."""

    DONE = "done"
    CODE_TAKEN = "code-taken"


def add_country(code: str, names: Mapping[str, str], time_zone: str) -> Kept:
    """A country by its ISO 3166 code; its periods end at midnight in the time zone."""
    return _added(Country, code=code, names=dict(names), time_zone=time_zone)


def add_institution(country: str, code: str, columns: Mapping[str, Any]) -> Kept:
    """A place where officers of the country serve: names, region."""
    return _added(Institution, country=country, code=code, **columns)


def change_institution(institution_id: UUID, columns: Mapping[str, Any]) -> Kept:
    """Its country and code stay: they are what others know it by."""
    return _changed(Institution, institution_id, columns)


def add_academy(country: str, code: str, columns: Mapping[str, Any]) -> Kept:
    """A place that trains officers of the country: names, own_choice, contact."""
    return _added(Academy, country=country, code=code, **columns)


def change_academy(academy_id: UUID, columns: Mapping[str, Any]) -> Kept:
    """Its country and code stay: they are what others know it by."""
    return _changed(Academy, academy_id, columns)


def _added(table: type[Country] | type[Institution] | type[Academy], **columns: Any) -> Kept:
    try:
        with db.session.begin_nested():
            db.session.execute(insert(table).values(**columns))
    except IntegrityError:
        return Kept.CODE_TAKEN
    return Kept.DONE


def _changed(table: type[Institution] | type[Academy], place_id: UUID, columns: Mapping[str, Any]) -> Kept:
    db.session.execute(update(table).where(table.id == place_id).values(**columns))
    return Kept.DONE
