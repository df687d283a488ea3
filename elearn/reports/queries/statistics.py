"""Completions added up by one of their properties."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, String, and_, cast, func, select

from elearn.foundation.db import db
from elearn.people.models import Academy, Institution, PackEntry
from elearn.people.rules.packs import Listing
from elearn.reports.models import CompletedAs
from elearn.reports.queries import naming
from elearn.reports.queries.completions import Filters, Totals, sums


class By(StrEnum):
    """What completions are added up by. A cohort has its place here."""

    INSTITUTION = "institution"
    ACADEMY = "academy"
    REGION = "region"
    MODULE = "module"
    TRACK = "track"
    RANK_GROUP = "rank-group"
    SEX = "sex"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


PERIODS = (By.MONTH, By.QUARTER, By.YEAR)
_YEAR = func.substr(cast(CompletedAs.completed_on, String), 1, 4, type_=String)
_MONTH = cast(func.substr(cast(CompletedAs.completed_on, String), 6, 2), Integer)


def added_up(filters: Filters, by: By) -> dict[str, Totals]:
    """The sums by key; the key is empty where nothing is known.

    Ids are in hex, regions and rank groups country:code, periods as 2026, 2026Q3 and 2026-09. A person counts in each row once.
    """
    groups = naming.rank_groups()
    keys: Mapping[By, Any] = {
        By.INSTITUTION: CompletedAs.institution_id,
        By.ACADEMY: CompletedAs.academy_id,
        By.REGION: Institution.country + ":" + Institution.region,
        By.MODULE: CompletedAs.module_id,
        By.TRACK: CompletedAs.track,
        By.RANK_GROUP: groups.c.country + ":" + groups.c.name,
        By.SEX: CompletedAs.sex,
        By.MONTH: func.substr(cast(CompletedAs.completed_on, String), 1, 7),
        By.QUARTER: _YEAR + "Q" + cast((_MONTH + 2) // 3, String),
        By.YEAR: _YEAR,
    }
    query = select(keys[by].label("key"), *sums()).select_from(CompletedAs).where(*filters.conditions()).group_by("key")
    if by is By.REGION:
        query = query.outerjoin(Institution, Institution.id == CompletedAs.institution_id)
    if by is By.RANK_GROUP:
        same = and_(groups.c.country == CompletedAs.country, groups.c.rank == CompletedAs.rank)
        query = query.outerjoin(groups, same)
    rows = db.session.execute(query)
    return {key.hex if isinstance(key, UUID) else key or "": Totals(*numbers) for key, *numbers in rows}


def place_names(by: By, keys: Collection[str]) -> dict[str, Mapping[str, str]]:
    """The names that these institutions or academies have now, by key."""
    place = Institution if by is By.INSTITUTION else Academy
    ids = [UUID(key) for key in keys if key]
    return {row.id.hex: row.names for row in db.session.execute(select(place.id, place.names).where(place.id.in_(ids)))}


def pack_names(listing: Listing, countries: Collection[str]) -> dict[str, Mapping[str, str]]:
    """The names of all regions or rank groups of these countries, country:code, in order."""
    chosen = select(PackEntry.country, PackEntry.code, PackEntry.names)
    chosen = chosen.where(PackEntry.listing == listing, PackEntry.country.in_(countries))
    rows = db.session.execute(chosen.order_by(PackEntry.country, PackEntry.position))
    return {f"{row.country}:{row.code}": row.names for row in rows}
