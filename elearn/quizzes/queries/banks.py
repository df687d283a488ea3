"""Reads of frozen banks, kept in memory as they never change; and of what put their keys right since."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, select

from elearn.foundation.db import db
from elearn.quizzes.models import (
    BankCorrected,
    FrozenQuestion,
    QuestionSource,
    QuestionText,
)
from elearn.quizzes.rules.kind import Plan, Question, Slot, WrittenQuestion
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.marking import Keys, corrected
from elearn.quizzes.rules.papers import Item
from elearn.quizzes.rules.words import Secrets, Words, languages_in_order

# Turns written questions into what QuestionSource keeps, and back.
WRITTEN = TypeAdapter(tuple[WrittenQuestion, ...])


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
            row.question_id, row.kind, row.objective, row.difficulty, plan_of(row.plan), row.key, tuple(row.tags)
        )
        for row in rows
    }


def corrected_by(bank_id: str) -> list[str]:
    """The banks whose keys put those of this one right, in the order in which that was said."""
    rows = select(BankCorrected.key_bank_id).where(BankCorrected.bank_id == bank_id).order_by(BankCorrected.number)
    return list(db.session.execute(rows).scalars())


def put_right(bank_id: str, *by: str) -> dict[str, list[str]]:
    """For each question the banks that hold a key of it: this one, and each that put it right, `by` others too."""
    holding, asked = {question_id: [bank_id] for question_id in bank(bank_id)}, dict(bank(bank_id))
    for later in (*corrected_by(bank_id), *by):
        for question_id in corrected(asked, bank(later)):
            holding[question_id].append(later)
            asked[question_id] = bank(later)[question_id]
    return holding


def keys(bank_id: str, *by: str) -> Keys:
    """By what the answers to each question of a bank are scored now, or would be once it was corrected `by` others too."""
    return {
        question_id: [bank(each)[question_id] for each in holding]
        for question_id, holding in put_right(bank_id, *by).items()
    }


def plan_of(stored: Mapping[str, Sequence[str]]) -> Plan:
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


@lru_cache(maxsize=64)
def languages(bank_id: str) -> frozenset[str]:
    """The languages in which there are questions."""
    there = select(QuestionText.language).where(QuestionText.bank_id == bank_id).distinct()
    return frozenset(db.session.execute(there).scalars())


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


def written(bank_id: str) -> dict[str, tuple[WrittenQuestion, ...]]:
    """What the authors of a bank wrote, by language: translations without what only the source language says."""
    rows = db.session.execute(
        select(QuestionSource.language, QuestionSource.written).where(QuestionSource.bank_id == bank_id)
    )
    return {row.language: WRITTEN.validate_python(row.written) for row in rows}
