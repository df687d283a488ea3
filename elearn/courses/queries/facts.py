"""Reads of the facts that progress is made of."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import func, select

from elearn.courses.models import Enrolled, PartDone, Progress, RevisionPublished
from elearn.courses.rules.module import FINAL
from elearn.courses.rules.tally import Move, Reading, Sitting, UnderWay
from elearn.foundation.db import db
from elearn.foundation.facts import Fact
from elearn.quizzes.models import AttemptGranted, AttemptScored, AttemptSubmitted


def moves(fact: Fact) -> UUID | None:
    """The enrolment whose progress the fact moves; None for facts of other kinds."""
    moving = PartDone | AttemptSubmitted | AttemptScored | AttemptGranted
    return fact.enrolment_id if isinstance(fact, moving) else None


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
            )
        )
    return found


def moved(enrolment_ids: Sequence[UUID]) -> dict[UUID, list[Move]]:
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
