"""Completions added up by one of their properties."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, String, and_, cast, func, select

from elearn.cohorts.models.cohorts import Cohort, CohortTakes
from elearn.foundation.db import db
from elearn.people.models import Academy, Institution, PackEntry
from elearn.people.rules.packs import Listing
from elearn.reports.models import CompletedAs
from elearn.reports.queries import naming
from elearn.reports.queries.completions import Filters, Totals, is_here, sums


class By(StrEnum):
    """What completions are added up by."""

    COHORT = "cohort"
    INSTITUTION = "institution"
    ACADEMY = "academy"
    REGION = "region"
    MODULE = "module"
    TRACK = "track"
    RANK_GROUP = "rank-group"
    SEX = "sex"
    AGE = "age"
    MODE = "mode"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


PERIODS = (By.MONTH, By.QUARTER, By.YEAR)
_YEAR = func.substr(cast(CompletedAs.completed_on, String), 1, 4, type_=String)
_MONTH = cast(func.substr(cast(CompletedAs.completed_on, String), 6, 2), Integer)


def added_up(filters: Filters, by: By) -> dict[str, Totals]:
    """The sums by key; the key is empty where nothing is known.

    Ids are in hex, regions and rank groups country:code, periods as 2026, 2026Q3 and 2026-09. A person counts in each row once;
    what counts in two cohorts stands in the row of each.
    """
    groups = naming.rank_groups()
    keys: Mapping[By, Any] = {
        By.COHORT: Cohort.id,
        By.INSTITUTION: CompletedAs.institution_id,
        By.ACADEMY: CompletedAs.academy_id,
        By.REGION: Institution.country + ":" + Institution.region,
        By.MODULE: CompletedAs.module_id,
        By.TRACK: CompletedAs.track,
        By.RANK_GROUP: groups.c.country + ":" + groups.c.name,
        By.SEX: CompletedAs.sex,
        By.AGE: CompletedAs.age,
        By.MODE: CompletedAs.mode,
        By.MONTH: func.substr(cast(CompletedAs.completed_on, String), 1, 7),
        By.QUARTER: _YEAR + "Q" + cast((_MONTH + 2) // 3, String),
        By.YEAR: _YEAR,
    }
    query = select(keys[by].label("key"), *sums()).select_from(CompletedAs).where(*filters.conditions()).group_by("key")
    if by is By.COHORT:
        query = query.outerjoin(CohortTakes, CohortTakes.enrolment_id == CompletedAs.enrolment_id)
        # An enrolment may count in another academy's cohort, which is not told here.
        query = query.outerjoin(Cohort, and_(Cohort.id == CohortTakes.cohort_id, is_here()))
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


def cohort_names(keys: Collection[str]) -> dict[str, str]:
    """What these cohorts are called, by key, those that start first before the others."""
    chosen = select(Cohort.id, Cohort.name).where(Cohort.id.in_([UUID(key) for key in keys if key]))
    return {
        row.id.hex: row.name for row in db.session.execute(chosen.order_by(Cohort.starts_on, Cohort.name, Cohort.id))
    }


def pack_names(listing: Listing, countries: Collection[str]) -> dict[str, Mapping[str, str]]:
    """The names of all regions or rank groups of these countries, country:code, in order."""
    chosen = select(PackEntry.country, PackEntry.code, PackEntry.names)
    chosen = chosen.where(PackEntry.listing == listing, PackEntry.country.in_(countries))
    rows = db.session.execute(chosen.order_by(PackEntry.country, PackEntry.position))
    return {f"{row.country}:{row.code}": row.names for row in rows}
