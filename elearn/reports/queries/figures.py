"""The figures of a programme, and the people behind each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select

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


def people_behind(
    programme_id: UUID, figure: str, upto: date, page: int, academy_id: UUID | None = None
) -> tuple[int, list[UUID]]:
    """How many people a figure counts, and one page of their ids. Figure D lists each person as often as it counts."""
    if figure == "holding":
        where: list[ColumnElement[bool]] = [
            Held.programme_id == programme_id,
            Held.first_day <= upto,
            Held.last_day >= upto,
            Held.academy_id == academy_id if academy_id else Held.academy_id.is_(None),
        ]
        column = Held.person_id
    else:
        end = "_here" if academy_id else ""
        flag = {"trained": f"first{end}", "matched": f"matched{end}", "improved": f"improved{end}"}.get(figure)
        where = [Counted.programme_id == programme_id, Counted.completed_on <= upto]
        if flag:
            where.append(getattr(Counted, flag))
        if academy_id:
            where.append(Counted.academy_id == academy_id)
        column = Counted.person_id
    number = db.session.execute(select(func.count()).select_from(column.table).where(*where)).scalar_one()
    ids = db.session.execute(select(column).where(*where).order_by(column).limit(PAGE).offset((page - 1) * PAGE))
    return number, list(ids.scalars())
