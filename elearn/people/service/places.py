"""Countries, institutions and academies: made and kept by the administrators of the site."""

from collections.abc import Mapping
from enum import Enum
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from elearn.foundation.db import Base, db
from elearn.people.models import Academy, Country, Institution

Names = Mapping[str, str]


class Kept(Enum):
    """What came of it when a place was to be written down."""

    DONE = "done"
    CODE_TAKEN = "code-taken"


def add_country(code: str, names: Names, time_zone: str) -> Kept:
    """A country by its ISO 3166 code; its periods end at midnight in the time zone."""
    return _added(Country(code=code, names=dict(names), time_zone=time_zone))


def add_institution(country: str, code: str, names: Names, region: str) -> Kept:
    """A place where officers of the country serve."""
    return _added(Institution(country=country, code=code, names=dict(names), region=region))


def change_institution(institution_id: UUID, names: Names, region: str) -> None:
    """Its country and code stay: they are what others know it by."""
    institution = db.session.get_one(Institution, institution_id)
    institution.names, institution.region = dict(names), region


def add_academy(country: str, code: str, names: Names, own_choice: bool, contact: str) -> Kept:
    """A place that trains officers of the country."""
    return _added(Academy(country=country, code=code, names=dict(names), own_choice=own_choice, contact=contact))


def change_academy(academy_id: UUID, names: Names, own_choice: bool, contact: str) -> None:
    """Its country and code stay: they are what others know it by."""
    academy = db.session.get_one(Academy, academy_id)
    academy.names, academy.own_choice, academy.contact = dict(names), own_choice, contact


def _added(place: Base) -> Kept:
    try:
        with db.session.begin_nested():
            db.session.add(place)
    except IntegrityError:
        return Kept.CODE_TAKEN
    return Kept.DONE
