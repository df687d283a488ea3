"""The figures of a programme, and the people behind each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import InstrumentedAttribute

from elearn.foundation.db import db
from elearn.people.models import Academy
from elearn.reports.models import Counted, Held, Programme, StoredCount
from elearn.reports.rules import Cell, Report, Tally, quarter_end, quarters, report

PAGE = 50
_TALLY = [getattr(StoredCount, f.name) for f in fields(Tally)]


def report_until(programme: Programme, until: str, today: date) -> Report:
    """The programme's report at the end of a quarter, or today within it."""
    span = quarters(programme.starts_on, quarter_end(until))
    days = [min(quarter_end(name), today) for name in span]
    return report(cells(programme.id, until), holding(programme.id, days), span, days[-1])


def cells(programme_id: UUID, upto: str) -> dict[Cell, Tally]:
    """The stored counts of a programme up to the end of a quarter such as 2026Q3."""
    rows = db.session.execute(
        select(StoredCount.academy_id, StoredCount.sex, StoredCount.quarter, *_TALLY).where(
            StoredCount.programme_id == programme_id, StoredCount.quarter <= upto
        )
    )
    return {Cell(row[0], row[1], row[2]): Tally(*row[3:]) for row in rows}


def holding(programme_id: UUID, days: Sequence[date]) -> dict[tuple[UUID | None, str], tuple[int, ...]]:
    """How many people hold a valid certificate on each of the days: by (academy or None for everyone once, sex)."""
    sums = [func.sum(case((and_(Held.first_day <= day, Held.last_day >= day), 1), else_=0)) for day in days]
    rows = db.session.execute(
        select(Held.academy_id, Held.sex, *sums)
        .where(Held.programme_id == programme_id)
        .group_by(Held.academy_id, Held.sex)
    )
    return {(row[0], row[1]): tuple(row[2:]) for row in rows}


def academy_names(academy_ids: Collection[UUID]) -> dict[UUID, Mapping[str, str]]:
    """The names of academies."""
    rows = db.session.execute(select(Academy.id, Academy.names).where(Academy.id.in_(academy_ids)))
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

    def conditions(self) -> tuple[InstrumentedAttribute[UUID], list[ColumnElement[bool]]]:
        """The column of the people, and what holds of their rows."""
        table = Held if self.figure == "holding" else Counted
        found: list[ColumnElement[bool]] = [table.programme_id == self.programme_id]
        if self.sex is not None:
            found.append(table.sex == self.sex)
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
