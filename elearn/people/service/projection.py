"""The table Officer, kept in step with the facts of people and rebuilt from them."""

from datetime import date
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update

from elearn.foundation.db import db
from elearn.foundation.facts import Fact
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


def _restate(officer_id: UUID) -> None:
    row = db.session.execute(state.of_officers([officer_id])).one()
    officer = db.session.get(Officer, officer_id)
    if officer is None:
        officer = Officer(id=officer_id, person_id=officer_id)
        db.session.add(officer)
    for column, value in row._mapping.items():
        setattr(officer, column, value)
    if officer.institution_id:
        officer.institution_id = mergers.all_standing().on(officer.institution_id, date.max)


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
