"""A list is checked: read, judged row by row, and kept as a preview. Nothing is recorded of any officer here."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from elearn.foundation import clock, signing
from elearn.foundation.db import db
from elearn.foundation.sheets import reading
from elearn.people.models import Academy, Country, ListedRow, OfficerList
from elearn.people.queries import lists, packs, places
from elearn.people.queries.rows import AnyRow
from elearn.people.rules.lists import columns
from elearn.people.rules.lists.cells import Named
from elearn.people.rules.lists.columns import Headings, NoHeadings
from elearn.people.rules.lists.judging import Judge, Judged, likeness, settle
from elearn.people.rules.lists.rows import Known, Setting, by_column
from elearn.people.rules.lists.states import ListState, NoRow
from elearn.people.rules.lists.words import Column
from elearn.people.rules.packs import Listing, fits

Tell = Callable[[int], None]
_AT_ONCE = 2_000


@dataclass(frozen=True)
class Content:
    """The rows of a list below its headings, by their number in the file."""

    headings: Headings
    rows: Mapping[int, list[str]]
    is_workbook: bool


@dataclass(frozen=True)
class Faulty:
    """Why nothing can be done with the list as a whole, as its page tells it."""

    fault: dict[str, Any]


def content_of(found: AnyRow) -> Content | Faulty:
    """What is to be checked: the file that was sent, the rows that are kept, or these with corrected rows of a file."""
    data = lists.content(found.id)
    kept = {row.number: row.cells for row in lists.rows(found.id)}
    if data is None:
        return Content(_sure(columns.read(0, found.headings)), kept, found.is_workbook)
    try:
        sheet = reading.read(data, columns.fitness)
    except reading.Refused as refused:
        return Faulty({"why": refused.reason, "line": refused.line})
    headings = columns.find(sheet.rows)
    if isinstance(headings, NoHeadings):
        return Faulty({"why": headings.why, "row": headings.row, "said": headings.said})
    below = enumerate(sheet.rows[headings.row :], headings.row + 1)
    rows = {number: row for number, row in below if any(row)}
    if not kept:
        return Content(headings, rows, sheet.is_workbook) if rows else Faulty({"why": reading.Unreadable.EMPTY})
    base = Content(_sure(columns.read(0, found.headings)), kept, found.is_workbook)
    return _corrected(base, headings, rows)


def _sure(headings: Headings | NoHeadings) -> Headings:
    if isinstance(headings, NoHeadings):
        raise RuntimeError("headings that were kept can be read")
    return headings


def _corrected(base: Content, headings: Headings, rows: Mapping[int, list[str]]) -> Content | Faulty:
    """The list with the corrected rows in the places of the wrong ones; a row whose cells are all empty is taken out."""
    if Column.ROW not in headings.places:
        return Faulty({"why": NoRow.NO_ROW_COLUMN})
    added = [column for column in headings.places if column not in (*base.headings.places, Column.ROW, Column.ADVICE)]
    said = (*base.headings.said, *(headings.said[headings.places[column]] for column in added))
    merged = dict(base.rows)
    following = max(merged, default=0) + 1
    for cells in rows.values():
        given = by_column(headings.places, cells)
        number = given.pop(Column.ROW)
        given.pop(Column.ADVICE, None)
        at = int(number) if number.isdecimal() and int(number) in base.rows else following
        following += at == following
        row = [*merged.get(at, []), *[""] * len(said)][: len(said)]
        for place, column in enumerate((*_meanings(base.headings), *added)):
            if column in given:
                row[place] = given[column]
        merged[at] = row
        if not any(given.values()):
            del merged[at]
    return Content(_sure(columns.read(0, said)), merged, base.is_workbook)


def _meanings(headings: Headings) -> list[Column | None]:
    by_place = {place: column for column, place in headings.places.items()}
    return [by_place.get(place) for place in range(len(headings.said))]


@dataclass(frozen=True)
class Judging:
    """What rows are judged with: the officers whom the academy sees, and what its country calls things."""

    country: str
    setting: Setting
    known: dict[str, list[Known]]
    key_of: Callable[[str], str]


def setting(academy_id: UUID, language: str) -> tuple[str, Setting]:
    """The academy's country, and what a list of the academy is read and written with."""
    chosen = select(Academy.country, Country.time_zone).join(Country, Country.code == Academy.country)
    country, time_zone = db.session.execute(chosen.where(Academy.id == academy_id)).one()
    institutions = Named((row.id, row.code, row.names) for row in places.institutions([country]))
    ranks = Named((row.code, row.code, row.names) for row in packs.offered(country, Listing.RANK))
    rules = packs.number_rules(country)
    forms = tuple(rules.number_forms) if rules.only_these_forms else ()
    has_form = partial(fits, forms, normalised=signing.normalised_number)
    return country, Setting(institutions, ranks, clock.today(time_zone), language, forms, has_form)


def judging(academy_id: UUID, language: str, keys: Path) -> Judging:
    """As things stand now. Raises KeyMissing."""
    country, read_with = setting(academy_id, language)
    return Judging(country, read_with, lists.known(academy_id), signing.matcher(keys, country))


def judge(content: Content, by: Judging, tell: Tell) -> list[Judged]:
    """Every row with its verdict, likeness aside; `tell` hears how many are judged."""
    judge_row = Judge(by.known, by.setting, by.key_of).judge
    judged: list[Judged] = []
    for number, cells in content.rows.items():
        judged.append(judge_row(number, by_column(content.headings.places, cells)))
        if len(judged) % _AT_ONCE == 0:
            tell(len(judged))
    return settle(judged)


def compared(judged: Sequence[Judged], by: Judging) -> list[Judged]:
    """The rows, with what looks like one person in doubt."""
    return likeness(judged, (known for same in by.known.values() for known in same))


def keep(list_id: UUID, content: Content, judged: Sequence[Judged], fault: Mapping[str, Any] | None = None) -> None:
    """Keep the rows as the preview shows them."""
    db.session.execute(delete(ListedRow).where(ListedRow.list_id == list_id))
    for start in range(0, len(judged), _AT_ONCE):
        rows = [_row(list_id, content.rows[row.number], row) for row in judged[start : start + _AT_ONCE]]
        db.session.execute(insert(ListedRow.__table__), rows)  # type: ignore[arg-type]
    _stands(
        list_id,
        state=ListState.CHECKED,
        headings=list(content.headings.said),
        is_workbook=content.is_workbook,
        counts=count(judged),
        fault=fault,
    )


def refuse(found: AnyRow, faulty: Faulty) -> None:
    """The file cannot be read; rows that were kept before stay as they were."""
    _stands(found.id, state=ListState.CHECKED if found.counts else ListState.UNREADABLE, fault=faulty.fault)


def count(judged: Iterable[Judged]) -> dict[str, int]:
    """How many rows there are of each verdict."""
    return dict(Counter(str(row.verdict) for row in judged))


def _stands(list_id: UUID, **now: Any) -> None:
    db.session.execute(update(OfficerList).where(OfficerList.id == list_id).values(content=None, **now))


def _row(list_id: UUID, cells: list[str], row: Judged) -> dict[str, Any]:
    changes = row.wanted.changes if row.wanted else ()
    return {
        "list_id": list_id,
        "number": row.number,
        "cells": cells,
        "verdict": row.verdict,
        "effect": row.effect,
        "remarks": [asdict(remark) for remark in row.remarks],
        "changes": [[change.column, change.before, change.after] for change in changes],
    }
