"""The figures of a programme, and the people behind each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from elearn.foundation.db import db
from elearn.people.models import Academy, PackEntry
from elearn.people.queries.mergers import names_on
from elearn.people.queries.packs import names_it
from elearn.people.rules.packs import Listing
from elearn.reports.models import Counted, Held, Programme, StoredCount
from elearn.reports.rules import Cell, Report, Tally, by_group, quarter_end, quarters, report

PAGE = 50
_TALLY = [getattr(StoredCount, f.name) for f in fields(Tally)]


def report_until(programme: Programme, until: str, today: date) -> Report:
    """The programme's report at the end of a quarter, or today within it."""
    span = quarters(programme.starts_on, quarter_end(until))
    days = [min(quarter_end(name), today) for name in span]
    found = report(cells(programme.id, until), holding(programme.id, days), span, days[-1])
    groups = {rank: group for group, ranks in rank_groups(programme.countries).items() for rank in ranks}
    return replace(found, by_rank_group=by_group(*_by_rank(programme.id, until, days[-1]), groups)) if groups else found


def rank_groups(countries: Collection[str]) -> dict[str, list[str]]:
    """The ranks of each rank group of these countries, both as rules.Completion has ranks, the lowest first."""
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


def group_names(countries: Collection[str]) -> dict[str, Mapping[str, str]]:
    """The names of the rank groups of these countries."""
    chosen = select(PackEntry.country, PackEntry.code, PackEntry.names)
    chosen = chosen.where(PackEntry.listing == Listing.RANK_GROUP, PackEntry.country.in_(countries))
    return {f"{row.country}:{row.code}": row.names for row in db.session.execute(chosen)}


def _by_rank(programme_id: UUID, upto: str, day: date) -> tuple[dict[str, Tally], dict[str, int]]:
    """The stored counts by rank, and how many people who hold a certificate on the day had that rank when it began."""
    rows = db.session.execute(
        select(StoredCount.rank, *map(func.sum, _TALLY))
        .where(StoredCount.programme_id == programme_id, StoredCount.quarter <= upto)
        .group_by(StoredCount.rank)
    )
    holders = db.session.execute(
        select(Held.rank, func.count())
        .where(Held.programme_id == programme_id, Held.academy_id.is_(None))
        .where(Held.first_day <= day, Held.last_day >= day)
        .group_by(Held.rank)
    )
    return {row[0]: Tally(*map(int, row[1:])) for row in rows}, {row[0]: row[1] for row in holders}


def cells(programme_id: UUID, upto: str) -> dict[Cell, Tally]:
    """The stored counts of a programme up to the end of a quarter such as 2026Q3, whatever the rank."""
    rows = db.session.execute(
        select(StoredCount.academy_id, StoredCount.sex, StoredCount.quarter, *map(func.sum, _TALLY))
        .where(StoredCount.programme_id == programme_id, StoredCount.quarter <= upto)
        .group_by(StoredCount.academy_id, StoredCount.sex, StoredCount.quarter)
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
    ranks: Sequence[str] | None = None
    but_ranks: Sequence[str] | None = None  # of a group that is not known: all ranks but these

    def conditions(self) -> tuple[InstrumentedAttribute[UUID], list[ColumnElement[bool]]]:
        """The column of the people, and what holds of their rows."""
        table = Held if self.figure == "holding" else Counted
        found: list[ColumnElement[bool]] = [table.programme_id == self.programme_id]
        if self.sex is not None:
            found.append(table.sex == self.sex)
        if self.ranks is not None:
            found.append(table.rank.in_(self.ranks))
        if self.but_ranks is not None:
            found.append(table.rank.not_in(self.but_ranks))
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
