"""Reads of attempts: those of an enrolment, one as it stands, its answers."""

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from elearn.foundation import clock
from elearn.foundation.clock import Boot, Noted
from elearn.foundation.db import db
from elearn.people.models import Academy, Country
from elearn.people.queries.officers import records_of_person
from elearn.quizzes.models import (
    Attempt,
    AttemptGranted,
    AttemptScored,
    AttemptSubmitted,
    LateAnswer,
    SavedAnswer,
    TimeGranted,
)
from elearn.quizzes.queries import banks
from elearn.quizzes.rules.attempts import PATIENCE, AttemptLine, Given, Sitting
from elearn.quizzes.rules.papers import Item

# What every save asks. Said once and of the table itself: built anew and through the mapper it would be half of the work.
_ATTEMPT = Attempt.__table__.c
_SITTINGS = select(
    _ATTEMPT.id,
    _ATTEMPT.officer_id,
    _ATTEMPT.enrolment_id,
    _ATTEMPT.academy_id,
    _ATTEMPT.module_id,
    _ATTEMPT.titles,
    _ATTEMPT.bank_id,
    _ATTEMPT.paper,
    _ATTEMPT.number,
    _ATTEMPT.pass_percent,
    _ATTEMPT.attempts_allowed,
    _ATTEMPT.minutes,
    _ATTEMPT.supervised,
    _ATTEMPT.place,
    _ATTEMPT.takeovers,
    _ATTEMPT.started_at,
    _ATTEMPT.deadline,
    _ATTEMPT.held,
    _ATTEMPT.boot_id,
    _ATTEMPT.booted_at,
    _ATTEMPT.resumed_at,
    _ATTEMPT.resumed_boot_id,
    _ATTEMPT.resumed_booted_at,
    _ATTEMPT["items"],
    _ATTEMPT.state,
).where(_ATTEMPT.id == bindparam("attempt_id"))
_SITTING = _SITTINGS.where(_ATTEMPT.officer_id == bindparam("officer_id"))
# Held against two that both want to write: with a lock that both may have, each would wait for the other.
_SITTING_HELD = _SITTING.with_for_update(key_share=True)
_SITTINGS_HELD = _SITTINGS.with_for_update()

# The number of an attempt's score in force, where there is one after the first.
_SCORED = aliased(AttemptScored)
_LATEST_SCORE = (
    select(func.max(_SCORED.number))
    .where(_SCORED.attempt_id == AttemptScored.attempt_id)
    .correlate(AttemptScored)
    .scalar_subquery()
)


def with_score(submitted: Select[Any]) -> Select[Any]:
    """Of submitted attempts, with their latest score beside what they came to at first: `counting` says what counts."""
    latest = and_(AttemptScored.attempt_id == AttemptSubmitted.id, AttemptScored.number == _LATEST_SCORE)
    return submitted.outerjoin(AttemptScored, latest)


def counting(name: str) -> ColumnElement[Any]:
    """What counts now of a submitted attempt: percent, passed, points or scores."""
    return func.coalesce(getattr(AttemptScored, name), getattr(AttemptSubmitted, name)).label(name)


def attempts(enrolment_id: UUID) -> list[AttemptLine]:
    """All attempts of an enrolment, at every paper, in the order of paper and number, with what they come to now."""
    lines = (
        select(
            Attempt.id,
            Attempt.paper,
            Attempt.number,
            Attempt.state,
            Attempt.started_at,
            Attempt.deadline,
            counting("percent"),
            counting("passed"),
            AttemptSubmitted.submitted_at,
            counting("points"),
            AttemptSubmitted.out_of,
        )
        .outerjoin(AttemptSubmitted, AttemptSubmitted.id == Attempt.id)
        .where(Attempt.enrolment_id == enrolment_id)
        .order_by(Attempt.paper, Attempt.number)
    )
    return [AttemptLine(*row) for row in db.session.execute(with_score(lines))]


def is_under_way(officer_id: UUID, module_id: str) -> bool:
    """Whether an attempt of the person at some paper of the module is open, in whichever enrolment."""
    mine = (_theirs(officer_id, module_id), Attempt.state == "open")
    return db.session.execute(select(Attempt.id).where(*mine).limit(1)).first() is not None


def granted(enrolment_id: UUID, paper: str) -> int:
    """How many more attempts at a paper were granted than it allows."""
    count = select(func.count()).where(AttemptGranted.enrolment_id == enrolment_id, AttemptGranted.paper == paper)
    return db.session.execute(count).scalar_one()


def extra_time(officer_id: UUID, academy_id: UUID) -> tuple[int, int]:
    """How many per cent more time an officer has at an academy, and the serial of the fact that says so: 0 for none."""
    latest = (
        select(TimeGranted.percent, TimeGranted.serial)
        .where(TimeGranted.officer_id == officer_id, TimeGranted.academy_id == academy_id)
        .order_by(TimeGranted.serial.desc())
        .limit(1)
    )
    row = db.session.execute(latest).one_or_none()
    return (row.percent, row.serial) if row else (0, 0)


def questions_on(attempt_ids: Collection[UUID]) -> set[str]:
    """Ids of the questions on the papers of these attempts."""
    papers = db.session.execute(select(Attempt.items).where(Attempt.id.in_(attempt_ids))).scalars()
    return {question_id for items in papers for question_id, _layout in items}


def met_before(officer_id: UUID, module_id: str, enrolment_id: UUID) -> set[str]:
    """Ids of the questions that the person had before them in other enrolments in the module."""
    earlier = select(Attempt.id).where(_theirs(officer_id, module_id), Attempt.enrolment_id != enrolment_id)
    return questions_on(db.session.execute(earlier).scalars().all())


def _theirs(officer_id: UUID, module_id: str) -> ColumnElement[bool]:
    """At a module, by any record of the officer's person."""
    return and_(Attempt.officer_id.in_(records_of_person(officer_id)), Attempt.module_id == module_id)


def sitting(attempt_id: UUID, officer_id: UUID, *, hold: bool = False) -> Sitting | None:
    """The officer's attempt, None for anyone else's. With `hold` nobody hands it in before this transaction ends.

    Its moments are those of the clock as it stands now: when the clock is moved, they move with it.
    """
    whose = {"attempt_id": attempt_id, "officer_id": officer_id}
    row = db.session.execute(_SITTING_HELD if hold else _SITTING, whose).one_or_none()
    return _sitting(row) if row else None


def assessed(attempt_id: UUID, *, hold: bool = False) -> Sitting | None:
    """The attempt, whoever's it is, for those who assess it: whether they may is theirs to ask.

    With `hold` whoever else holds it waits until this transaction ends.
    """
    row = db.session.execute(_SITTINGS_HELD if hold else _SITTINGS, {"attempt_id": attempt_id}).one_or_none()
    return _sitting(row) if row else None


def _sitting(row: Row[*tuple[Any, ...]]) -> Sitting:
    values = row._asdict()
    items = tuple(Item(question_id, banks.plan_of(layout)) for question_id, layout in values.pop("items"))
    again = (values.pop(name) for name in ("resumed_at", "resumed_boot_id", "resumed_booted_at"))
    noted = Boot(values.pop("boot_id"), values.pop("booted_at")), values["started_at"], _noted(*again)
    moved = clock.moved_since(*noted)
    moments = {name: values[name] + moved for name in ("started_at", "deadline")}
    return Sitting(**values | moments, items=items, resumes=clock.lies_ahead(*noted))


def _noted(at: datetime | None, boot_id: str | None, booted_at: datetime | None) -> Noted | None:
    return Noted(at, Boot(boot_id, booted_at)) if at and boot_id and booted_at else None


def officer_of(attempt_id: UUID, academies: Collection[UUID] | None) -> UUID | None:
    """Whose attempt it is; None when it is at none of these academies, all of them for None."""
    whose = select(Attempt.officer_id).where(Attempt.id == attempt_id)
    if academies is not None:
        whose = whose.where(Attempt.academy_id.in_(academies))
    return db.session.execute(whose).scalar_one_or_none()


def answers(attempt_id: UUID) -> dict[str, Given]:
    """The latest answers of an attempt that count, by question."""
    rows = db.session.execute(
        select(SavedAnswer.question_id, SavedAnswer.sequence, SavedAnswer.answer, SavedAnswer.saved_at).where(
            SavedAnswer.attempt_id == attempt_id
        )
    )
    return {row.question_id: Given(row.sequence, banks.plan_of(row.answer), row.saved_at) for row in rows}


def late_answers(attempt_id: UUID) -> list[tuple[str, Given]]:
    """The answers of an attempt that came too late or from elsewhere, with their questions, in the order of time."""
    rows = db.session.execute(
        select(LateAnswer.question_id, LateAnswer.sequence, LateAnswer.answer, LateAnswer.saved_at)
        .where(LateAnswer.attempt_id == attempt_id)
        .order_by(LateAnswer.saved_at, LateAnswer.question_id, LateAnswer.sequence)
    )
    return [(row.question_id, Given(row.sequence, banks.plan_of(row.answer), row.saved_at)) for row in rows]


def overdue(now: datetime) -> list[tuple[UUID, UUID]]:
    """Open attempts to which nobody came back, unless the clock was moved since: (attempt id, officer id)."""
    rows = db.session.execute(
        select(Attempt.id, Attempt.officer_id).where(Attempt.state == "open", Attempt.deadline < now - PATIENCE)
    )
    return [(row.id, row.officer_id) for row in rows]


@lru_cache(maxsize=1024)
def time_zone(academy_id: UUID) -> ZoneInfo:
    """The time on the academy's wall."""
    return ZoneInfo(
        db.session.execute(
            select(Country.time_zone).join(Academy, Academy.country == Country.code).where(Academy.id == academy_id)
        ).scalar_one()
    )
