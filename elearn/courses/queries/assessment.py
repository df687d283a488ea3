"""Reads for staff: the attempts of one enrolment, answers that came too late, and what was granted by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, literal, null, select, union_all

from elearn.courses.models import Module, Progress
from elearn.courses.queries import published
from elearn.courses.rules.module import FINAL, Published
from elearn.foundation.db import db
from elearn.people.models import Academy, Account, Country, Identity
from elearn.people.queries.rows import AnyRow
from elearn.quizzes.models import Attempt, AttemptGranted, AttemptUnlocked, DeadlineMoved, LateAnswer, TimeGranted
from elearn.quizzes.queries import banks, sittings
from elearn.quizzes.rules.attempts import AttemptLine, Sitting, attempts_allowed, attempts_left
from elearn.quizzes.rules.marking import Reviewed


@dataclass(frozen=True)
class Late:
    """An answer that does not count, and to which question, from 1."""

    number: int
    saved_at: datetime
    question: Reviewed


@dataclass(frozen=True)
class Measure:
    """What was granted: `what` is minutes, percent, attempt or unlock; how many of it, and in whose name (of staff)."""

    at: datetime
    what: str
    amount: int | None
    reason: str | None
    by: str | None


@dataclass(frozen=True)
class Assessed:
    """An enrolment as staff see it. `extra_percent` holds by the fact of `serial`; `measures` are the latest first."""

    row: AnyRow
    module: Published
    attempts: Sequence[AttemptLine]
    open: Mapping[UUID, Sitting]
    late: Mapping[UUID, Sequence[Late]]
    extra_percent: int
    serial: int
    measures: Sequence[Measure]

    @property
    def left(self) -> int | None:
        """Attempts at the final assessment that may still be started; None for as many as one likes."""
        begun = sum(line.paper == FINAL for line in self.attempts)
        return attempts_left(attempts_allowed(self.module.papers[FINAL].attempts, self.row.granted), begun)


def enrolment(enrolment_id: UUID) -> AnyRow | None:
    """Whose enrolment it is, where, and how it stands; None where there is none of that id."""
    return db.session.execute(
        select(
            Progress.enrolment_id,
            Progress.officer_id,
            Progress.academy_id,
            Progress.module_id,
            Progress.passed_at,
            Progress.granted,
            func.coalesce(Progress.revision_id, Module.revision_id).label("revision_id"),
            Identity.family_name,
            Identity.given_name,
            Identity.service_number,
            Academy.names.label("academy_names"),
            Country.time_zone,
        )
        .join(Module, Module.id == Progress.module_id)
        .join(Academy, Academy.id == Progress.academy_id)
        .join(Country, Country.code == Academy.country)
        .outerjoin(Identity, Identity.officer_id == Progress.officer_id)
        .where(Progress.enrolment_id == enrolment_id)
    ).one_or_none()


def attempt(found: AnyRow, attempt_id: UUID) -> Sitting | None:
    """The attempt, when it is one of this enrolment."""
    sitting = sittings.sitting(attempt_id, found.officer_id)
    return sitting if sitting and sitting.enrolment_id == found.enrolment_id else None


def assessed(found: AnyRow, language: str) -> Assessed:
    """All that the page of an enrolment shows; answers in the language, as far as there are words in it."""
    lines = sittings.attempts(found.enrolment_id)
    under_way = [sittings.sitting(line.id, found.officer_id) for line in lines if line.state == "open"]  # one a paper
    percent, serial = sittings.extra_time(found.officer_id, found.academy_id)
    return Assessed(
        found,
        published.revision(found.revision_id),
        lines,
        {each.id: each for each in under_way if each},
        _late([line.id for line in lines], language),
        percent,
        serial,
        _measures(found, [line.id for line in lines]),
    )


def _late(attempt_ids: Sequence[UUID], language: str) -> dict[UUID, list[Late]]:
    rows = db.session.execute(
        select(
            LateAnswer.attempt_id,
            LateAnswer.question_id,
            LateAnswer.answer,
            LateAnswer.saved_at,
            Attempt.bank_id,
            Attempt.items.label("paper_items"),
        )
        .join(Attempt, Attempt.id == LateAnswer.attempt_id)
        .where(LateAnswer.attempt_id.in_(attempt_ids))
    )
    found: dict[UUID, list[Late]] = {}
    for row in rows:
        found.setdefault(row.attempt_id, []).append(_late_one(row, language))
    return {
        attempt_id: sorted(late, key=lambda each: (each.number, each.saved_at)) for attempt_id, late in found.items()
    }


def _late_one(row: AnyRow, language: str) -> Late:
    number, layout = next(
        (number, layout) for number, (asked, layout) in enumerate(row.paper_items, 1) if asked == row.question_id
    )
    kind = banks.bank(row.bank_id)[row.question_id].kind
    words = banks.words(row.bank_id, language)[row.question_id]
    return Late(number, row.saved_at, Reviewed(kind, words, layout, row.answer))


def _measures(found: AnyRow, attempt_ids: Sequence[UUID]) -> list[Measure]:
    granted = union_all(
        _measure(DeadlineMoved, "minutes", DeadlineMoved.minutes, DeadlineMoved.reason).where(
            DeadlineMoved.attempt_id.in_(attempt_ids)
        ),
        _measure(AttemptUnlocked, "unlock", null(), null()).where(AttemptUnlocked.attempt_id.in_(attempt_ids)),
        _measure(AttemptGranted, "attempt", AttemptGranted.number, AttemptGranted.reason).where(
            AttemptGranted.enrolment_id == found.enrolment_id
        ),
        _measure(TimeGranted, "percent", TimeGranted.percent, null()).where(
            TimeGranted.officer_id == found.officer_id, TimeGranted.academy_id == found.academy_id
        ),
    ).subquery()
    rows = db.session.execute(select(*granted.c).order_by(granted.c.recorded_at.desc(), granted.c.id.desc()))
    return [Measure(row.recorded_at, row.what, row.amount, row.reason, row.by) for row in rows]


def _measure(fact: Any, what: str, amount: Any, reason: Any) -> Select[Any]:
    return select(
        fact.id,
        fact.recorded_at,
        literal(what).label("what"),
        amount.label("amount"),
        reason.label("reason"),
        Account.display_name.label("by"),
    ).outerjoin(Account, Account.id == fact.by_account)
