"""The figures of a programme, and the people behind each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from elearn.foundation.db import db
from elearn.people.models import Academy, Institution, PackEntry
from elearn.people.queries.mergers import names_on
from elearn.people.queries.packs import names_it
from elearn.people.rules.officers import Track
from elearn.people.rules.packs import Listing
from elearn.reports.models import Counted, Held, Programme, StoredCount
from elearn.reports.rules import (
    Age,
    Breakdown,
    Cell,
    Mode,
    Report,
    Tally,
    by_group,
    quarter_end,
    quarters,
    report,
)

PAGE = 50
_TALLY = [getattr(StoredCount, f.name) for f in fields(Tally)]


def report_until(programme: Programme, until: str, today: date, by: Breakdown | None = None) -> Report:
    """The programme's report at the end of a quarter, or today within it, broken down if wanted."""
    span = quarters(programme.starts_on, quarter_end(until))
    days = [min(quarter_end(name), today) for name in span]
    found = report(cells(programme.id, until), holding(programme.id, days), span, days[-1])
    if by is None:
        return found
    of_keys = {key: group for group, keys in groups(programme.countries, by).items() for key in keys}
    return replace(found, by_group=by_group(*_by_part(programme.id, by.part, until, days[-1]), of_keys))


def groups(countries: Collection[str], by: Breakdown) -> dict[str, list[str]]:
    """The groups of a breakdown in these countries, in the order of the rows, and what of a profile belongs to each."""
    match by:
        case Breakdown.REGION:
            return _regions(countries)
        case Breakdown.RANK_GROUP:
            return _rank_groups(countries)
    return {str(each): [str(each)] for each in _FIXED[by]}


_FIXED: Mapping[Breakdown, type[StrEnum]] = {Breakdown.TRACK: Track, Breakdown.AGE: Age, Breakdown.MODE: Mode}


def _regions(countries: Collection[str]) -> dict[str, list[str]]:
    """The institutions of each region, country:code, in the order of the packs; regions that no pack lists come last."""
    rows = db.session.execute(
        select(Institution.id, Institution.country, Institution.region)
        .outerjoin(PackEntry, names_it(Listing.REGION, Institution.country, Institution.region, PackEntry))
        .where(Institution.country.in_(countries), Institution.region != "")
        .order_by(Institution.country, PackEntry.position.nulls_last(), Institution.region, Institution.code)
    )
    found: dict[str, list[str]] = {}
    for institution_id, country, region in rows:
        found.setdefault(f"{country}:{region}", []).append(institution_id.hex)
    return found


def _rank_groups(countries: Collection[str]) -> dict[str, list[str]]:
    """The ranks of each rank group of these countries, both as rules.Profile has ranks, the lowest first."""
    group = aliased(PackEntry)
    rows = db.session.execute(
        select(PackEntry.country, PackEntry.code, PackEntry.rank_group)
        .join(group, names_it(Listing.RANK_GROUP, PackEntry.country, PackEntry.rank_group, group))
        .where(PackEntry.listing == Listing.RANK, PackEntry.country.in_(countries))
        .order_by(PackEntry.country, group.position, PackEntry.position)
    )
    found: dict[str, list[str]] = {}
    for country, rank, group_code in rows:
        found.setdefault(f"{country}:{group_code}", []).append(f"{country}:{rank}")
    return found


def _by_part(programme_id: UUID, part: str, upto: str, day: date) -> tuple[dict[str, Tally], dict[str, int]]:
    """The stored counts by a part of the profile, and how many people who hold a certificate on the day, as when it began."""
    rows = db.session.execute(
        select(StoredCount.key, *map(func.sum, _TALLY))
        .where(StoredCount.programme_id == programme_id, StoredCount.by == part, StoredCount.quarter <= upto)
        .group_by(StoredCount.key)
    )
    key = getattr(Held, part)
    holders = db.session.execute(
        select(key, func.count())
        .where(Held.programme_id == programme_id, Held.academy_id.is_(None))
        .where(Held.first_day <= day, Held.last_day >= day)
        .group_by(key)
    )
    return {row[0]: Tally(*map(int, row[1:])) for row in rows}, {row[0]: row[1] for row in holders}


def cells(programme_id: UUID, upto: str) -> dict[Cell, Tally]:
    """The stored counts of a programme up to the end of a quarter such as 2026Q3, whatever the profile."""
    rows = db.session.execute(
        select(StoredCount.academy_id, StoredCount.sex, StoredCount.quarter, *_TALLY).where(
            StoredCount.programme_id == programme_id, StoredCount.by == "", StoredCount.quarter <= upto
        )
    )
    return {Cell(row[0], row[1], row[2]): Tally(*map(int, row[3:])) for row in rows}


def holding(programme_id: UUID, days: Sequence[date]) -> dict[tuple[UUID | None, str], tuple[int, ...]]:
    """How many people hold a valid certificate on each of the days: by (academy or None for everyone once, sex)."""
    sums = [func.sum(case((and_(Held.first_day <= day, Held.last_day >= day), 1), else_=0)) for day in days]
    rows = db.session.execute(
        select(Held.academy_id, Held.sex, *sums)
        .where(Held.programme_id == programme_id)
        .group_by(Held.academy_id, Held.sex)
    )
    return {(row[0], row[1]): tuple(row[2:]) for row in rows}


def academy_names(academy_ids: Collection[UUID], day: date) -> dict[UUID, Mapping[str, str]]:
    """The names that academies had on a day."""
    names = names_on(Academy, day).label("names")
    rows = db.session.execute(select(Academy.id, names).where(Academy.id.in_(academy_ids)))
    return {row.id: row.names for row in rows}


@dataclass(frozen=True)
class Part:
    """Which people of a programme: those behind a figure until a day, or new since another, at an academy, of a sex."""

    programme_id: UUID
    figure: str  # one of rules.FIGURES
    until: date
    since: date | None = None
    academy_id: UUID | None = None
    sex: str | None = None  # empty: not stated; None: whatever it is
    part: str = "rank"  # of rules.Profile
    keys: Sequence[str] | None = None  # what that is
    but_keys: Sequence[str] | None = None  # of a group that is not known: all but these

    def conditions(self) -> tuple[InstrumentedAttribute[UUID], list[ColumnElement[bool]]]:
        """The column of the people, and what holds of their rows."""
        table = Held if self.figure == "holding" else Counted
        found: list[ColumnElement[bool]] = [table.programme_id == self.programme_id]
        if self.sex is not None:
            found.append(table.sex == self.sex)
        if self.keys is not None:
            found.append(getattr(table, self.part).in_(self.keys))
        if self.but_keys is not None:
            found.append(getattr(table, self.part).not_in(self.but_keys))
        if self.figure == "holding":
            found += [Held.first_day <= self.until, Held.last_day >= self.until]
            found.append(Held.academy_id == self.academy_id if self.academy_id else Held.academy_id.is_(None))
            return Held.person_id, found
        found.append(Counted.completed_on <= self.until)
        if self.since:
            found.append(Counted.completed_on >= self.since)
        if self.academy_id:
            found.append(Counted.academy_id == self.academy_id)
        if flag := {"trained": "first"}.get(self.figure, self.figure if self.figure != "participations" else ""):
            found.append(getattr(Counted, f"{flag}_here" if self.academy_id else flag))
        return Counted.person_id, found


def people_behind(part: Part, page: int) -> tuple[int, list[UUID]]:
    """How many people a figure counts, and one page of their ids. Figure D lists each person as often as it counts."""
    person, conditions = part.conditions()
    number = db.session.execute(select(func.count(person)).where(*conditions)).scalar_one()
    ids = select(person).where(*conditions).order_by(person).limit(PAGE).offset((page - 1) * PAGE)
    return number, list(db.session.execute(ids).scalars())
