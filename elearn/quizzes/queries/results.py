"""What submitted attempts came to, and what may be shown of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, or_, select

from elearn.foundation.db import db
from elearn.people.queries import places
from elearn.people.queries.officers import records_of_person
from elearn.quizzes.models import (
    AnswerMarked,
    Attempt,
    AttemptScored,
    AttemptSubmitted,
    MarkComment,
    SavedAnswer,
)
from elearn.quizzes.queries import banks, sittings
from elearn.quizzes.rules.attempts import Sitting, attempts_allowed, attempts_left
from elearn.quizzes.rules.kind import Question
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.marking import Cause, Earlier, Outcome, Reviewed, Shown, key_seen, shown
from elearn.quizzes.rules.rubric import Mark, agreed, in_force, rubric_of


@dataclass(frozen=True)
class Scores:
    """What a submitted attempt came to at first, and each time that it was scored again."""

    first: AttemptSubmitted
    again: Sequence[AttemptScored]

    @property
    def last(self) -> AttemptSubmitted | AttemptScored:
        """What counts."""
        return self.again[-1] if self.again else self.first


def scores(attempt_id: UUID) -> Scores:
    """All that a submitted attempt came to. Raises NoResultFound for one that was not handed in."""
    again = select(AttemptScored).where(AttemptScored.attempt_id == attempt_id).order_by(AttemptScored.number)
    return Scores(db.session.get_one(AttemptSubmitted, attempt_id), db.session.execute(again).scalars().all())


def key_seen_from(of: Sitting) -> datetime | None:
    """Since when the officer could see what is right in an attempt that was handed in; None while they never could.

    That is after passing, and after the last attempt that a paper itself allows has a result (rules.marking.shown): at the
    same paper, and in the person's other enrolments in the module at any, as they may have had the same questions. It is
    never before this attempt was handed in: while one is open nothing of that is shown (`outcome`).
    """
    theirs = (
        AttemptSubmitted.officer_id.in_(records_of_person(of.officer_id)),
        AttemptSubmitted.module_id == of.module_id,
        or_(AttemptSubmitted.paper == of.paper, AttemptSubmitted.enrolment_id != of.enrolment_id),
        Attempt.pass_percent.is_not(None),
    )
    last = AttemptSubmitted.number >= Attempt.attempts_allowed
    told_at_once = AttemptSubmitted.percent.is_not(None)
    ended = (
        select(func.min(AttemptSubmitted.recorded_at))
        .join(Attempt, Attempt.id == AttemptSubmitted.id)
        .where(*theirs, told_at_once, or_(AttemptSubmitted.passed.is_(True), last))
    )
    told_later = (
        select(func.min(AttemptScored.recorded_at))
        .join(AttemptSubmitted, AttemptSubmitted.id == AttemptScored.attempt_id)
        .join(Attempt, Attempt.id == AttemptSubmitted.id)
        .where(*theirs, or_(AttemptScored.passed.is_(True), last & ~told_at_once))
    )
    moments = [moment for query in (ended, told_later) if (moment := db.session.execute(query).scalar())]
    return max(min(moments), scores(of.id).first.recorded_at) if moments else None


def outcome(of: Sitting, language: str) -> Outcome:
    """What a submitted attempt came to, and of its paper what may be shown now."""
    tries = [line for line in sittings.attempts(of.enrolment_id) if line.paper == of.paper]
    passed = any(line.passed for line in tries)
    allowed = attempts_allowed(of.attempts_allowed, sittings.granted(of.enrolment_id, of.paper))
    submitted = sum(line.state == "submitted" for line in tries)
    left = attempts_left(allowed, len(tries))
    under_way = next((line.id for line in tries if line.state == "open"), None)
    goes_on = any(line.state != "submitted" for line in tries)
    scored, zone = scores(of.id), sittings.time_zone(of.academy_id)
    first, now = scored.first, scored.last
    seen = shown(of.pass_percent, allowed, submitted, passed) if now.percent is not None else Shown.NOTHING
    if seen is Shown.EVERYTHING and sittings.is_under_way(of.officer_id, of.module_id):
        seen = Shown.OWN_CHOICES  # whoever takes the module once more may have the same questions before them
    return Outcome(
        points=now.points,
        out_of=now.out_of,
        percent=now.percent,
        to_mark=_still_to_mark(of) if of.state == "waiting" else 0,
        passed=now.passed,
        submitted_at=first.submitted_at.astimezone(zone),
        shown=seen,
        left=left,
        under_way=under_way,
        questions=_review(of, seen, language, scored),
        ask=places.whom_to_ask(of.academy_id)
        if now.passed is False and left == 0 and not (goes_on or passed)
        else None,
        waits=now.percent is not None and any(line.state == "waiting" for line in tries),
        earlier=_earlier([first, *scored.again], zone),
    )


def _earlier(scored: Sequence[AttemptSubmitted | AttemptScored], zone: ZoneInfo) -> list[Earlier]:
    """Each result before the last, with why and when the next one took its place."""
    return [
        Earlier(before.percent, Cause(after.cause), after.recorded_at.astimezone(zone).date())
        for before, after in pairwise(scored)
        if before.percent is not None and isinstance(after, AttemptScored) and after.scores != before.scores
    ]


def _still_to_mark(of: Sitting) -> int:
    """How many answers of an attempt people have to mark before it has a result."""
    asked, given = banks.bank(of.bank_id), sittings.answers(of.id)
    marks = marks_of([of.id])
    return sum(
        agreed_for(asked[question_id], marks.get((of.id, question_id), [])) is None
        for question_id, each in given.items()
        if each.answer and KINDS[asked[question_id].kind].by_people
    )


def _review(of: Sitting, seen: Shown, language: str, scored: Scores) -> list[Reviewed]:
    """The paper question by question, as far as it is shown: what is secret is not even read."""
    if seen in (Shown.NOTHING, Shown.SCORE_ONLY):
        return []
    given, texts, asked = sittings.answers(of.id), banks.words(of.bank_id, language), banks.bank(of.bank_id)
    marks = marks_of([of.id]) if any(KINDS[asked[item.question_id].kind].by_people for item in of.items) else {}
    latest = {key: in_force(of_answer) for key, of_answer in marks.items()}
    comments = comments_on([mark.id for of_answer in latest.values() for mark in of_answer])
    plain = [
        Reviewed(
            asked[item.question_id].kind,
            texts[item.question_id],
            item.layout,
            given[item.question_id].answer if item.question_id in given else {},
            comments=tuple(
                comments[mark.id] for mark in latest.get((of.id, item.question_id), ()) if mark.id in comments
            ),
        )
        for item in of.items
    ]
    if seen is Shown.OWN_CHOICES:
        return plain
    holding = banks.put_right(of.bank_id)  # what was wrong is not shown as right again
    return [
        replace(
            each,
            key=key_seen(
                banks.bank(holding[item.question_id][-1])[item.question_id],
                each.answer,
                banks.secrets(holding[item.question_id][-1], language)[item.question_id],
                scored.last.scores[item.question_id],
                levels(asked[item.question_id], marks.get((of.id, item.question_id), ())),
            ),
        )
        for each, item in zip(plain, of.items, strict=True)
    ]


def marks_of(attempt_ids: Collection[UUID]) -> dict[tuple[UUID, str], list[AnswerMarked]]:
    """What people gave to the answers of these attempts that count, by attempt and question, in the order of time."""
    counts = and_(
        SavedAnswer.attempt_id == AnswerMarked.attempt_id,
        SavedAnswer.question_id == AnswerMarked.question_id,
        SavedAnswer.sequence == AnswerMarked.sequence,
    )
    rows = db.session.execute(
        select(AnswerMarked)
        .join(SavedAnswer, counts)
        .where(AnswerMarked.attempt_id.in_(attempt_ids))
        .order_by(AnswerMarked.number)
    ).scalars()
    found = defaultdict(list)
    for row in rows:
        found[row.attempt_id, row.question_id].append(row)
    return found


def comments_on(mark_ids: Collection[UUID]) -> dict[UUID, str]:
    """What markers wrote to officers, by mark."""
    if not mark_ids:
        return {}
    rows = db.session.execute(select(MarkComment).where(MarkComment.mark_id.in_(mark_ids))).scalars()
    return {row.mark_id: row.words for row in rows}


def agreed_for(question: Question, marks: Sequence[AnswerMarked]) -> Mapping[str, Fraction] | None:
    """What people came to for an answer to this question; None while somebody has still to mark."""
    return agreed(rubric_of(question.key), [Mark(mark.marker_id, mark.levels) for mark in marks])


def levels(question: Question, marks: Sequence[AnswerMarked]) -> dict[str, float]:
    """The level of each criterion that counts; none where nobody had to mark, or has not yet."""
    if not marks:
        return {}
    given = agreed_for(question, marks)
    return {criterion: float(level) for criterion, level in (given or {}).items()}
