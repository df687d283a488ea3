"""What an attempt came to, and what its officer may see of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any
from uuid import UUID

from elearn.quizzes.rules.kind import Answer, Plan, Question
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.papers import Item
from elearn.quizzes.rules.words import Words


@dataclass(frozen=True)
class Score:
    """What an attempt came to: 0 to 1 for each question. `percent` is rounded down, so that 79.9 never passes a mark of 80."""

    by_question: Mapping[str, Fraction]
    passed: bool | None

    @property
    def points(self) -> Fraction:
        return sum(self.by_question.values(), Fraction(0))

    @property
    def out_of(self) -> int:
        return len(self.by_question)

    @property
    def percent(self) -> int:
        return int(100 * self.points / self.out_of)


def score(
    pass_percent: int | None,
    items: Sequence[Item],
    bank: Mapping[str, Question],
    answers: Mapping[str, Answer],
) -> Score:
    """The score of a paper; questions without an answer bring nothing. `passed` is None where there is no pass mark."""
    by_question = {
        item.question_id: points(bank[item.question_id], answers.get(item.question_id, {})) for item in items
    }
    if pass_percent is None:
        return Score(by_question, None)
    return Score(by_question, 100 * sum(by_question.values()) >= pass_percent * len(items))


def points(question: Question, answer: Answer) -> Fraction:
    """From 0 to 1; no answer is 0."""
    return KINDS[question.kind].score(question, answer) if answer else Fraction(0)


class Shown(StrEnum):
    """What a submitted attempt shows of its paper."""

    SCORE_ONLY = "score-only"
    OWN_CHOICES = "own-choices"
    EVERYTHING = "everything"  # key, feedback and explanations too


def shown(pass_percent: int | None, attempts_allowed: int | None, submitted: int, passed: bool) -> Shown:
    """What may be seen when so many attempts at the paper were submitted, and one of them passed or none.

    A pre-test shows its score only, as its questions may come again; a failed attempt shows one's own choices;
    key and explanations come after passing or after the last attempt.
    """
    if pass_percent is None:
        return Shown.SCORE_ONLY
    used_up = attempts_allowed is not None and submitted >= attempts_allowed
    return Shown.EVERYTHING if passed or used_up else Shown.OWN_CHOICES


@dataclass(frozen=True)
class Key:
    """What may be seen of a question when rules.shown allows everything. `points` are from 0 to 1."""

    key: Mapping[str, Any]
    right: Answer
    points: float
    feedback: Mapping[str, str]
    explanation: str
    right_slots: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reviewed:
    """A question of a submitted paper as its officer may see it. `key` is None while it is secret."""

    kind: str
    words: Words
    layout: Plan
    answer: Answer
    key: Key | None = None


@dataclass(frozen=True)
class Outcome:
    """What a submitted attempt's officer is told. `left` are attempts that may still be started, None without a limit.

    `submitted_at` is in the academy's time. `under_way` is a later attempt at the same paper that is still open. `ask`
    is set when nothing is left to try: the academy's names by language, and whom to turn to there.
    """

    points: float
    out_of: int
    percent: int
    passed: bool | None
    submitted_at: datetime
    shown: Shown
    left: int | None
    under_way: UUID | None
    questions: Sequence[Reviewed]
    ask: tuple[Mapping[str, str], str] | None
