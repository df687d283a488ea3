"""Reads of quizzes: frozen banks, kept in memory as they never change; attempts and what may be shown of them."""

from collections.abc import Collection, Mapping
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
from elearn.quizzes import rules
from elearn.quizzes.models import Answer, Attempt, AttemptSubmitted, FrozenQuestion, QuestionText
from elearn.quizzes.rules import (
    AttemptLine,
    Given,
    Item,
    Kind,
    Outcome,
    Question,
    Reviewed,
    Secrets,
    Shown,
    Sitting,
    Words,
)

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
        row.question_id: Question(
            row.question_id, Kind(row.kind), row.objective, row.difficulty, tuple(row.options), frozenset(row.right)
        )
        for row in rows
    }


@lru_cache(maxsize=128)
def words(bank_id: str, language: str) -> Mapping[str, Words]:
    """What may be read of each question during an attempt: in the language, else in the one that has most questions."""
    return {row.question_id: Words(row.stem, row.options, row.language) for row in _texts(bank_id, language)}


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
            QuestionText.options,
            QuestionText.feedback,
            QuestionText.explanation,
        ).where(QuestionText.bank_id == bank_id)
    ).all()
    if not rows:
        raise NoSuchBank(bank_id)
    order = rules.languages_in_order(language, [row.language for row in rows])
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
    return {question_id for items in papers for question_id, _options in items}


def sitting(attempt_id: UUID, officer_id: UUID, *, hold: bool = False) -> Sitting | None:
    """The officer's attempt, None for anyone else's. With `hold` nobody hands it in before this transaction ends."""
    whose = {"attempt_id": attempt_id, "officer_id": officer_id}
    row = db.session.execute(_SITTING_HELD if hold else _SITTING, whose).one_or_none()
    if row is None:
        return None
    values = row._asdict()
    items = tuple(Item(question_id, tuple(options)) for question_id, options in values.pop("items"))
    is_open = values.pop("state") == "open"
    return Sitting(**values, items=items, is_open=is_open)


def answers(attempt_id: UUID) -> dict[str, Given]:
    """The latest answers of an attempt, by question."""
    rows = db.session.execute(
        select(Answer.question_id, Answer.sequence, Answer.chosen, Answer.saved_at).where(
            Answer.attempt_id == attempt_id
        )
    )
    return {row.question_id: Given(row.sequence, tuple(row.chosen), row.saved_at) for row in rows}


def overdue(now: datetime) -> list[tuple[UUID, UUID]]:
    """Open attempts that take no answer any more: (attempt id, officer id)."""
    rows = db.session.execute(
        select(Attempt.id, Attempt.officer_id).where(Attempt.state == "open", Attempt.deadline < now - rules.GRACE)
    )
    return [(row.id, row.officer_id) for row in rows]


def outcome(of: Sitting, language: str) -> Outcome:
    """What a submitted attempt came to, and of its paper what may be shown now."""
    tries = [line for line in attempts(of.enrolment_id) if line.paper == of.paper]
    passed = any(line.passed for line in tries)
    shown = rules.shown(of.pass_percent, of.attempts_allowed, sum(line.state == "submitted" for line in tries), passed)
    left = rules.attempts_left(of.attempts_allowed, len(tries))
    under_way = next((line.id for line in tries if line.state == "open"), None)
    fact = db.session.get_one(AttemptSubmitted, of.id)
    return Outcome(
        points=fact.points,
        out_of=fact.out_of,
        percent=fact.percent,
        passed=fact.passed,
        submitted_at=fact.submitted_at.astimezone(time_zone(of.academy_id)),
        shown=shown,
        left=left,
        under_way=under_way,
        questions=_review(of, shown, language),
        ask=places.whom_to_ask(of.academy_id) if left == 0 and not under_way and not passed else None,
    )


def _review(of: Sitting, shown: Shown, language: str) -> list[Reviewed]:
    """The paper question by question, as far as it is shown: what is secret is not even read."""
    if shown is Shown.SCORE_ONLY:
        return []
    given, texts = answers(of.id), words(of.bank_id, language)
    plain = [Reviewed(texts[item.question_id], item.options, _chosen(given, item)) for item in of.items]
    if shown is Shown.OWN_CHOICES:
        return plain
    key, behind = bank(of.bank_id), secrets(of.bank_id, language)
    return [
        _opened(each, key[item.question_id], behind[item.question_id])
        for each, item in zip(plain, of.items, strict=True)
    ]


def _chosen(given: Mapping[str, Given], item: Item) -> frozenset[str]:
    return frozenset(given[item.question_id].chosen) if item.question_id in given else frozenset()


def _opened(plain: Reviewed, question: Question, behind: Secrets) -> Reviewed:
    """With the key, the explanation, and the feedback to what was chosen."""
    feedback = {option: words for option, words in behind.feedback.items() if option in plain.chosen}
    return replace(plain, right=question.right, feedback=feedback, explanation=behind.explanation)


@lru_cache(maxsize=1024)
def time_zone(academy_id: UUID) -> ZoneInfo:
    """The time on the academy's wall."""
    return ZoneInfo(
        db.session.execute(
            select(Country.time_zone).join(Academy, Academy.country == Country.code).where(Academy.id == academy_id)
        ).scalar_one()
    )
