"""The table Officer, kept in step with the facts of people and rebuilt from them."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update

from elearn.foundation.db import db
from elearn.foundation.facts import Fact, Rows
from elearn.people.models import (
    LinkUndone,
    MatchKeyRecorded,
    MergerUndone,
    Officer,
    OfficerRegistered,
    OfficersLinked,
    PlacesMerged,
    PostingRecorded,
)
from elearn.people.queries import links, mergers, state
from elearn.people.queries.rows import AnyRow
from elearn.people.rules.mergers import Mergers
from elearn.people.rules.officers import same_person
from elearn.people.service.links import regroup


def project(fact: Fact) -> None:
    """Keep Officer in step with the facts of people."""
    match fact:
        case OfficerRegistered() | MatchKeyRecorded() | PostingRecorded():
            _restate(fact.officer_id)
        case OfficersLinked():
            regroup((fact.one_id, fact.other_id))
        case LinkUndone():
            undone = db.session.get_one(OfficersLinked, fact.link_id)
            regroup((undone.one_id, undone.other_id))
        case PlacesMerged():
            _move(fact)
        case MergerUndone():
            _move(db.session.get_one(PlacesMerged, fact.merger_id))
        case _:
            return
    db.session.flush()


def project_many(facts: Sequence[Fact]) -> None:
    """The same for many facts: first where officers stand, five hundred at a time, then who is one person."""
    stated = OfficerRegistered | MatchKeyRecorded | PostingRecorded
    officers = sorted({fact.officer_id for fact in facts if isinstance(fact, stated)})
    for start in range(0, len(officers), 500):
        _restate_many(officers[start : start + 500])
    db.session.expire_all()
    for fact in facts:
        if not isinstance(fact, stated):
            project(fact)


def project_first(tables: Rows) -> None:
    """The same for officers who have just been registered: the facts say it all, and nothing has to be looked up."""
    standing = mergers.all_standing()
    keys = {row["officer_id"]: row["match_key"] for row in tables.get(MatchKeyRecorded, ())}
    posted = {row["officer_id"]: row for row in tables.get(PostingRecorded, ())}
    new = []
    for row in tables.get(OfficerRegistered, ()):
        officer_id, posting = row["officer_id"], posted.get(row["officer_id"])
        new.append(
            {
                "id": officer_id,
                "person_id": officer_id,
                "country": row["country"],
                "academy_id": row["academy_id"],
                "sex": row["sex"],
                "birth_year": row["birth_year"],
                "is_test": row["is_test"],
                "match_key": keys.get(officer_id),
                "institution_id": standing.on(posting["institution_id"], date.max) if posting else None,
                "rank": posting["rank"] if posting else None,
                "track": posting["track"] if posting else None,
                "unit": posting.get("unit") if posting else None,
            }
        )
    if new:
        db.session.execute(insert(Officer.__table__), new)  # type: ignore[arg-type]


def _restate_many(officer_ids: list[UUID]) -> None:
    there = set(db.session.execute(select(Officer.id).where(Officer.id.in_(officer_ids))).scalars())
    standing = mergers.all_standing()
    rows = [_as_merged(row, standing) for row in db.session.execute(state.of_officers(officer_ids))]
    new = [{**row, "person_id": row["id"]} for row in rows if row["id"] not in there]
    old = [row for row in rows if row["id"] in there]
    if new:
        db.session.execute(insert(Officer.__table__), new)  # type: ignore[arg-type]
    if old:
        db.session.execute(update(Officer), old)


def _restate(officer_id: UUID) -> None:
    row = db.session.execute(state.of_officers([officer_id])).one()
    columns = _as_merged(row, mergers.all_standing())
    officer = db.session.get(Officer, officer_id)
    if officer is None:
        officer = Officer(id=officer_id, person_id=officer_id)
        db.session.add(officer)
    for column, value in columns.items():
        setattr(officer, column, value)


def _as_merged(row: AnyRow, standing: Mergers) -> dict[str, Any]:
    """A stated officer's columns; who was posted to a place that is part of another one now serves there."""
    columns = dict(row._mapping)
    if columns["institution_id"]:
        columns["institution_id"] = standing.on(columns["institution_id"], date.max)
    return columns


def _move(merger: PlacesMerged) -> None:
    """Officers of both places serve where their latest postings lead by the mergers that stand now."""
    db.session.flush()
    standing = mergers.all_standing()
    both = {merger.place_id, standing.on(merger.into_id, date.max)}
    there = select(Officer.id).where(Officer.institution_id.in_(both))
    posted = [row for row in db.session.execute(state.of_officers(there)) if row.institution_id]
    moved = [{"id": row.id, "institution_id": standing.on(row.institution_id, date.max)} for row in posted]
    if moved:
        db.session.execute(update(Officer), moved)
    db.session.expire_all()


def rebuild() -> int:
    """Make the table Officer anew from the facts: how many officers there are."""
    now = state.of_officers().subquery()
    everyone = select(*now.c, now.c.id)  # each at first a person of their own
    db.session.execute(delete(Officer))
    db.session.execute(insert(Officer).from_select([*now.c.keys(), "person_id"], everyone))
    for merger in db.session.scalars(mergers.standing()).all():
        _move(merger)
    pairs = links.all_pairs()
    person = same_person({officer_id for pair in pairs for officer_id in pair}, pairs)
    if person:
        db.session.execute(update(Officer), [{"id": one, "person_id": leader} for one, leader in person.items()])
    db.session.expire_all()
    return db.session.execute(select(func.count()).select_from(Officer)).scalar_one()
