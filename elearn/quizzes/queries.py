"""Reads of quizzes: frozen banks, kept in memory as they never change; attempts and what may be shown of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, select

from elearn.foundation.db import db
from elearn.people.models import Academy, Country
from elearn.people.queries import places
from elearn.quizzes.models import Attempt, AttemptSubmitted, FrozenQuestion, QuestionText, SavedAnswer
from elearn.quizzes.rules.analysis import Judged, Sheet, Verdict, analyse
from elearn.quizzes.rules.attempts import GRACE, AttemptLine, Given, Sitting, attempts_left
from elearn.quizzes.rules.kind import Plan, Question, Slot
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.marking import Key, Outcome, Reviewed, Shown, shown
from elearn.quizzes.rules.papers import Item
from elearn.quizzes.rules.words import Secrets, Words, languages_in_order

# What every save asks. Said once and of the table itself: built anew and through the mapper it would be half of the work.
_ATTEMPT = Attempt.__table__.c
_SITTING = select(
    _ATTEMPT.id,
    _ATTEMPT.enrolment_id,
    _ATTEMPT.academy_id,
    _ATTEMPT.module_id,
    _ATTEMPT.titles,
    _ATTEMPT.bank_id,
    _ATTEMPT.paper,
    _ATTEMPT.number,
    _ATTEMPT.pass_percent,
    _ATTEMPT.attempts_allowed,
    _ATTEMPT.started_at,
    _ATTEMPT.deadline,
    _ATTEMPT["items"],
    _ATTEMPT.state,
).where(_ATTEMPT.id == bindparam("attempt_id"), _ATTEMPT.officer_id == bindparam("officer_id"))
_SITTING_HELD = _SITTING.with_for_update(read=True)


class NoSuchBank(LookupError):
    """No bank of that id was frozen here, or it holds no question."""


@lru_cache(maxsize=64)
def bank(bank_id: str) -> Mapping[str, Question]:
    """The questions of a bank by id, key included. Raises NoSuchBank."""
    rows = db.session.execute(select(FrozenQuestion).where(FrozenQuestion.bank_id == bank_id)).scalars().all()
    if not rows:
        raise NoSuchBank(bank_id)
    return {
        row.question_id: Question(row.question_id, row.kind, row.objective, row.difficulty, _plan(row.plan), row.key)
        for row in rows
    }


def _plan(stored: Mapping[str, Sequence[str]]) -> Plan:
    return {role: tuple(parts) for role, parts in stored.items()}


def slots(bank_id: str, item: Item) -> tuple[Slot, ...]:
    """The places to fill of a question on a paper, in the paper's order."""
    return KINDS[bank(bank_id)[item.question_id].kind].slots(item.layout)


@lru_cache(maxsize=128)
def words(bank_id: str, language: str) -> Mapping[str, Words]:
    """What may be read of each question during an attempt: in the language, else in the one that has most questions."""
    return {row.question_id: Words(row.stem, row.parts, row.language) for row in _texts(bank_id, language)}


@lru_cache(maxsize=64)
def secrets(bank_id: str, language: str) -> Mapping[str, Secrets]:
    """Feedback and explanation of each question, in the same language as its words."""
    return {row.question_id: Secrets(row.feedback, row.explanation) for row in _texts(bank_id, language)}


def _texts(bank_id: str, language: str) -> Collection[Row[Any]]:
    """One row a question. A language that lacks some questions is a translation; the source language has them all."""
    rows = db.session.execute(
        select(
            QuestionText.question_id,
            QuestionText.language,
            QuestionText.stem,
            QuestionText.parts,
            QuestionText.feedback,
            QuestionText.explanation,
        ).where(QuestionText.bank_id == bank_id)
    ).all()
    if not rows:
        raise NoSuchBank(bank_id)
    order = languages_in_order(language, [row.language for row in rows])
    # The last one entered under a question stays: the best language.
    return {row.question_id: row for row in sorted(rows, key=lambda row: -order.index(row.language))}.values()


def attempts(enrolment_id: UUID) -> list[AttemptLine]:
    """All attempts of an enrolment, at every paper, in the order of paper and number."""
    return [
        AttemptLine(*row)
        for row in db.session.execute(
            select(
                Attempt.id,
                Attempt.paper,
                Attempt.number,
                Attempt.state,
                Attempt.started_at,
                Attempt.deadline,
                AttemptSubmitted.percent,
                AttemptSubmitted.passed,
                AttemptSubmitted.submitted_at,
                AttemptSubmitted.points,
                AttemptSubmitted.out_of,
            )
            .outerjoin(AttemptSubmitted, AttemptSubmitted.id == Attempt.id)
            .where(Attempt.enrolment_id == enrolment_id)
            .order_by(Attempt.paper, Attempt.number)
        )
    ]


def questions_on(attempt_ids: Collection[UUID]) -> set[str]:
    """Ids of the questions on the papers of these attempts."""
    papers = db.session.execute(select(Attempt.items).where(Attempt.id.in_(attempt_ids))).scalars()
    return {question_id for items in papers for question_id, _layout in items}


def sitting(attempt_id: UUID, officer_id: UUID, *, hold: bool = False) -> Sitting | None:
    """The officer's attempt, None for anyone else's. With `hold` nobody hands it in before this transaction ends."""
    whose = {"attempt_id": attempt_id, "officer_id": officer_id}
    row = db.session.execute(_SITTING_HELD if hold else _SITTING, whose).one_or_none()
    if row is None:
        return None
    values = row._asdict()
    items = tuple(Item(question_id, _plan(layout)) for question_id, layout in values.pop("items"))
    is_open = values.pop("state") == "open"
    return Sitting(**values, items=items, is_open=is_open)


def officer_of(attempt_id: UUID, academies: Collection[UUID] | None) -> UUID | None:
    """Whose attempt it is; None when it is at none of these academies, all of them for None."""
    whose = select(Attempt.officer_id).where(Attempt.id == attempt_id)
    if academies is not None:
        whose = whose.where(Attempt.academy_id.in_(academies))
    return db.session.execute(whose).scalar_one_or_none()


def answers(attempt_id: UUID) -> dict[str, Given]:
    """The latest answers of an attempt, by question."""
    rows = db.session.execute(
        select(SavedAnswer.question_id, SavedAnswer.sequence, SavedAnswer.answer, SavedAnswer.saved_at).where(
            SavedAnswer.attempt_id == attempt_id
        )
    )
    return {row.question_id: Given(row.sequence, _plan(row.answer), row.saved_at) for row in rows}


def overdue(now: datetime) -> list[tuple[UUID, UUID]]:
    """Open attempts that take no answer any more: (attempt id, officer id)."""
    rows = db.session.execute(
        select(Attempt.id, Attempt.officer_id).where(Attempt.state == "open", Attempt.deadline < now - GRACE)
    )
    return [(row.id, row.officer_id) for row in rows]


def outcome(of: Sitting, language: str) -> Outcome:
    """What a submitted attempt came to, and of its paper what may be shown now."""
    tries = [line for line in attempts(of.enrolment_id) if line.paper == of.paper]
    passed = any(line.passed for line in tries)
    seen = shown(of.pass_percent, of.attempts_allowed, sum(line.state == "submitted" for line in tries), passed)
    left = attempts_left(of.attempts_allowed, len(tries))
    under_way = next((line.id for line in tries if line.state == "open"), None)
    fact = db.session.get_one(AttemptSubmitted, of.id)
    return Outcome(
        points=fact.points,
        out_of=fact.out_of,
        percent=fact.percent,
        passed=fact.passed,
        submitted_at=fact.submitted_at.astimezone(time_zone(of.academy_id)),
        shown=seen,
        left=left,
        under_way=under_way,
        questions=_review(of, seen, language, fact.scores),
        ask=places.whom_to_ask(of.academy_id) if left == 0 and not under_way and not passed else None,
    )


def _review(of: Sitting, seen: Shown, language: str, scores: Mapping[str, float]) -> list[Reviewed]:
    """The paper question by question, as far as it is shown: what is secret is not even read."""
    if seen is Shown.SCORE_ONLY:
        return []
    given, texts, asked = answers(of.id), words(of.bank_id, language), bank(of.bank_id)
    plain = [
        Reviewed(
            asked[item.question_id].kind,
            texts[item.question_id],
            item.layout,
            given[item.question_id].answer if item.question_id in given else {},
        )
        for item in of.items
    ]
    if seen is Shown.OWN_CHOICES:
        return plain
    behind = secrets(of.bank_id, language)
    return [
        replace(each, key=_key(each, asked[item.question_id], behind[item.question_id], scores[item.question_id]))
        for each, item in zip(plain, of.items, strict=True)
    ]


def _key(plain: Reviewed, question: Question, behind: Secrets, points: float) -> Key:
    """With feedback to what was chosen only."""
    chosen = {part for given in plain.answer.values() for part in given}
    kind = KINDS[question.kind]
    return Key(
        question.key,
        kind.right(question),
        points,
        {part: words for part, words in behind.feedback.items() if part in chosen},
        behind.explanation,
        kind.right_slots(question, plain.answer),
    )


@lru_cache(maxsize=1024)
def time_zone(academy_id: UUID) -> ZoneInfo:
    """The time on the academy's wall."""
    return ZoneInfo(
        db.session.execute(
            select(Country.time_zone).join(Academy, Academy.country == Country.code).where(Academy.id == academy_id)
        ).scalar_one()
    )


# So many of the latest papers say enough of a question, and are read and worked out in about a second.
MOST_SHEETS = 1_000


def judged(bank_id: str, paper: str, language: str) -> list[Judged]:
    """How good each question of a bank is, by the first attempts at a paper; those to be looked at first come first."""
    sheets, asked, texts = _sheets(bank_id, paper), bank(bank_id), words(bank_id, language)
    items = analyse(sheets, {question.id: _options(question) for question in asked.values()})
    found = [Judged(asked[item.question_id].kind, texts[item.question_id], item) for item in items]
    order = list(Verdict)
    return sorted(found, key=lambda each: (order.index(each.item.judgements[0].verdict), each.item.question_id))


def _options(question: Question) -> dict[str, bool]:
    """Which options are right; none where words are typed or parts put in order."""
    right = {part for given in KINDS[question.kind].right(question).values() for part in given}
    return {option: option in right for option in question.plan.get("options", ())}


def _sheets(bank_id: str, paper: str) -> list[Sheet]:
    rows = db.session.execute(
        select(AttemptSubmitted.id, AttemptSubmitted.scores)
        .where(AttemptSubmitted.bank_id == bank_id, AttemptSubmitted.paper == paper, AttemptSubmitted.number == 1)
        .order_by(AttemptSubmitted.submitted_at.desc())
        .limit(MOST_SHEETS)
    ).all()
    given = db.session.execute(
        select(SavedAnswer.attempt_id, SavedAnswer.question_id, SavedAnswer.answer).where(
            SavedAnswer.attempt_id.in_([row.id for row in rows])
        )
    )
    chosen: dict[UUID, dict[str, set[str]]] = {row.id: {} for row in rows}
    for answer in given:
        chosen[answer.attempt_id][answer.question_id] = {part for parts in answer.answer.values() for part in parts}
    return [Sheet(row.scores, chosen[row.id]) for row in rows]
