"""Reads of the facts that progress is made of."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from elearn.courses.models import (
    Attended,
    DueMoved,
    Enrolled,
    EnrolmentWithdrawn,
    PartDone,
    Progress,
    RevisionPublished,
)
from elearn.courses.rules.attending import Meeting
from elearn.courses.rules.module import FINAL
from elearn.courses.rules.standing import OPEN
from elearn.courses.rules.tally import Mark, Move, Reading, Sitting, UnderWay, days_attended, shared_among
from elearn.foundation.db import db
from elearn.foundation.facts import Fact
from elearn.people.models import LinkUndone, Officer, OfficersLinked
from elearn.people.queries import mergers
from elearn.quizzes.models import AttemptGranted, AttemptScored, AttemptSubmitted, LateCounted
from elearn.quizzes.rules.marking import Cause


def moves(fact: Fact) -> list[UUID]:
    """The enrolments whose progress the fact moves; none for facts of other kinds."""
    match fact:
        case (
            EnrolmentWithdrawn() | PartDone() | AttemptSubmitted() | AttemptScored() | AttemptGranted() | LateCounted()
        ):
            return [fact.enrolment_id]
        case Attended():
            theirs = Enrolled.officer_id.in_(_records([fact.officer_id]))
            here = (Enrolled.module_id == fact.module_id, Enrolled.academy_id == fact.academy_id)
            return list(db.session.execute(select(Enrolled.id).where(theirs, *here).order_by(Enrolled.id)).scalars())
        case OfficersLinked():
            return _in_class([fact.one_id, fact.other_id])
        case LinkUndone():
            link = db.session.get_one(OfficersLinked, fact.link_id)
            return _in_class([link.one_id, link.other_id])
    return []


def _records(officer_ids: Sequence[UUID]) -> list[UUID]:
    """These records and all others of the same people.

    Held until the transaction ends: whoever marks a day and whoever links the records wait for each other.
    """
    people = select(Officer.person_id).where(Officer.id.in_(officer_ids))
    found = select(Officer.id).where(Officer.person_id.in_(people)).order_by(Officer.id)
    return [*officer_ids, *db.session.execute(found.with_for_update(key_share=True)).scalars()]


def _in_class(officer_ids: Sequence[UUID]) -> list[UUID]:
    """The enrolments of these people in modules of which a day was marked for any of them."""
    records = _records(officer_ids)
    modules = select(Attended.module_id).where(Attended.officer_id.in_(records), Attended.module_id.is_not(None))
    found = select(Enrolled.id).where(Enrolled.officer_id.in_(records), Enrolled.module_id.in_(modules))
    return list(db.session.execute(found.order_by(Enrolled.id)).scalars())


def enrolled(after: UUID | None, limit: int) -> list[Enrolled]:
    """Enrolments in the order of their ids, which means nothing, after the one named: for going through all of them."""
    query = select(Enrolled).order_by(Enrolled.id).limit(limit)
    return list(db.session.execute(query.where(Enrolled.id > after) if after else query).scalars())


def every_enrolled(at_once: int = 500) -> Iterator[list[Enrolled]]:
    """All enrolments, so many at once."""
    last = None
    while batch := enrolled(last, at_once):
        yield batch
        last = batch[-1].id


def readings(enrolment_ids: Sequence[UUID]) -> dict[UUID, list[Reading]]:
    """The parts done, by enrolment."""
    rows = db.session.execute(
        select(
            PartDone.enrolment_id,
            PartDone.part_id,
            PartDone.revision_id,
            PartDone.language,
            PartDone.recorded_at,
        ).where(PartDone.enrolment_id.in_(enrolment_ids))
    )
    found = defaultdict(list)
    for row in rows:
        found[row.enrolment_id].append(Reading(row.part_id, row.revision_id, row.language, row.recorded_at))
    return found


def sittings(enrolment_ids: Sequence[UUID]) -> dict[UUID, list[Sitting]]:
    """The submitted attempts, by enrolment, each with its latest score."""
    scored = {
        row.attempt_id: row
        for row in db.session.execute(
            select(AttemptScored.attempt_id, AttemptScored.percent, AttemptScored.passed)
            .where(AttemptScored.enrolment_id.in_(enrolment_ids))
            .order_by(AttemptScored.number)
        )
    }
    rows = db.session.execute(
        select(
            AttemptSubmitted.id,
            AttemptSubmitted.enrolment_id,
            AttemptSubmitted.paper,
            AttemptSubmitted.number,
            AttemptSubmitted.bank_id,
            AttemptSubmitted.answered,
            AttemptSubmitted.out_of,
            AttemptSubmitted.percent,
            AttemptSubmitted.passed,
            AttemptSubmitted.started_at,
            AttemptSubmitted.submitted_at,
        ).where(AttemptSubmitted.enrolment_id.in_(enrolment_ids))
    )
    waiting = _waiting_again(enrolment_ids)
    found = defaultdict(list)
    for row in rows:
        found[row.enrolment_id].append(
            Sitting(
                row.paper,
                row.number,
                row.bank_id,
                row.answered,
                row.out_of,
                scored.get(row.id, row).percent,
                scored.get(row.id, row).passed,
                row.started_at,
                row.submitted_at,
                row.id in waiting,
            )
        )
    return found


def _waiting_again(enrolment_ids: Sequence[UUID]) -> set[UUID]:
    """The attempts of which a late answer is still to be marked. What else they are scored by meanwhile does not end that."""
    ended = exists().where(
        AttemptScored.attempt_id == LateCounted.attempt_id,
        AttemptScored.number > LateCounted.scored,
        AttemptScored.cause.in_((Cause.MARKED, Cause.RELEASED)),
    )
    waiting = select(LateCounted.attempt_id).where(
        LateCounted.enrolment_id.in_(enrolment_ids), LateCounted.waits, ~ended
    )
    return set(db.session.execute(waiting).scalars())


def taken_along(enrolment_ids: Sequence[UUID]) -> dict[UUID, list[Move]]:
    """The publications that took along who was under way, in their order, by enrolment."""
    rows = db.session.execute(
        select(Enrolled.id, RevisionPublished.recorded_at, RevisionPublished.revision_id)
        .join(RevisionPublished, RevisionPublished.module_id == Enrolled.module_id)
        .where(Enrolled.id.in_(enrolment_ids), RevisionPublished.under_way == UnderWay.AGAIN)
        .order_by(RevisionPublished.serial)
    )
    found = defaultdict(list)
    for row in rows:
        found[row.id].append(Move(row.recorded_at, row.revision_id))
    return found


def under_way(module_id: str, revision_id: str) -> list[UUID]:
    """The enrolments that were begun and are not completed, but for those that are at this revision already."""
    chosen = select(Progress.enrolment_id).where(
        Progress.module_id == module_id, Progress.revision_id.is_not(None), Progress.completed_at.is_(None)
    )
    return list(db.session.execute(chosen.where(Progress.revision_id != revision_id)).scalars())


def granted(enrolment_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many more attempts at the final assessment were granted, by enrolment; those without any are left out."""
    rows = db.session.execute(
        select(AttemptGranted.enrolment_id, func.count().label("number"))
        .where(AttemptGranted.enrolment_id.in_(enrolment_ids), AttemptGranted.paper == FINAL)
        .group_by(AttemptGranted.enrolment_id)
    )
    return {row.enrolment_id: row.number for row in rows}


def withdrawn(enrolment_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the enrolments that were withdrawn, and not taken up again."""
    rows = db.session.execute(
        select(EnrolmentWithdrawn.enrolment_id, EnrolmentWithdrawn.withdrawn)
        .where(EnrolmentWithdrawn.enrolment_id.in_(enrolment_ids))
        .order_by(EnrolmentWithdrawn.number, EnrolmentWithdrawn.recorded_at, EnrolmentWithdrawn.id)
    )
    latest = {row.enrolment_id: row.withdrawn for row in rows}
    return {enrolment_id for enrolment_id, is_so in latest.items() if is_so}


def answering(meeting: Meeting, officer_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """At which academy attendance counts, of officers with whom it may be another than the one that holds the session.

    Who is enrolled at an academy that became part of that one attends for the enrolment there; a correction counts where
    what it corrects does.
    """
    parts = mergers.parts(meeting.academy_id)
    found: dict[UUID, UUID] = {}
    if len(parts) > 1:
        there = select(Progress.officer_id, Progress.academy_id).where(
            Progress.officer_id.in_(officer_ids),
            Progress.module_id == meeting.module_id,
            Progress.academy_id.in_(parts),
        )
        own = Progress.academy_id == meeting.academy_id
        order = (Progress.state.in_(OPEN), own, Progress.enrolled_on, Progress.enrolment_id)
        found |= {row.officer_id: row.academy_id for row in db.session.execute(there.order_by(*order))}
    said = select(Attended.officer_id, Attended.academy_id).where(
        Attended.session_id == meeting.session_id,
        Attended.day == meeting.day,
        Attended.officer_id.in_(officer_ids),
    )
    return found | {row.officer_id: row.academy_id for row in db.session.execute(said)}


Place = tuple[UUID, str | None, UUID]  # person, module, academy


def days(enrolment_ids: Sequence[UUID]) -> dict[UUID, list[datetime]]:
    """When the days ended that were attended and count for each of these enrolments; those without any may be left out.

    Of a person with several records those marked under any of them: rules.tally.shared_among.
    """
    person = _people(enrolment_ids)
    marked = select(Attended).where(Attended.officer_id.in_(person), Attended.module_id.is_not(None))
    marks: dict[Place, dict[UUID, list[Mark]]] = defaultdict(lambda: defaultdict(list))
    for each in db.session.execute(marked).scalars():
        mark = Mark(each.session_id, each.day, each.serial, each.present, each.at)
        marks[person[each.officer_id], each.module_id, each.academy_id][each.officer_id].append(mark)
    found: dict[UUID, list[datetime]] = {}
    if marks:
        for place, begun in _begun(person).items():
            found |= shared_among({record: days_attended(theirs) for record, theirs in marks[place].items()}, begun)
    return found


def _people(enrolment_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Whose enrolments these are: every record of theirs with the person that it is."""
    mine, every = aliased(Officer), aliased(Officer)
    query = (
        select(Enrolled.officer_id, every.id, every.person_id)
        .outerjoin(mine, mine.id == Enrolled.officer_id)
        .outerjoin(every, every.person_id == mine.person_id)
        .where(Enrolled.id.in_(enrolment_ids))
        .distinct()
    )
    # An enrolment may have come from its site before its officer did.
    return {row.id or row.officer_id: row.person_id or row.officer_id for row in db.session.execute(query)}


def _begun(person: Mapping[UUID, UUID]) -> dict[Place, dict[UUID, list[tuple[UUID, datetime]]]]:
    """All enrolments under these records, with when each was made."""
    found: dict[Place, dict[UUID, list[tuple[UUID, datetime]]]] = defaultdict(lambda: defaultdict(list))
    columns = Enrolled.officer_id, Enrolled.module_id, Enrolled.academy_id, Enrolled.id, Enrolled.recorded_at
    for row in db.session.execute(select(*columns).where(Enrolled.officer_id.in_(person))):
        made = (row.id, row.recorded_at)
        found[person[row.officer_id], row.module_id, row.academy_id][row.officer_id].append(made)
    return found


def moved(enrolment_ids: Sequence[UUID]) -> dict[UUID, date]:
    """The day to which the due date was moved last, by enrolment; those that were never moved are left out."""
    rows = db.session.execute(
        select(DueMoved.enrolment_id, DueMoved.due_on)
        .where(DueMoved.enrolment_id.in_(enrolment_ids))
        .order_by(DueMoved.number)
    )
    return {row.enrolment_id: row.due_on for row in rows}
