"""What an attempt came to, and what its officer may see of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any
from uuid import UUID

from elearn.quizzes.rules.kind import Answer, Plan, Question
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.papers import Item
from elearn.quizzes.rules.words import Secrets, Words


class Cause(StrEnum):
    """Why an attempt was scored after it had been handed in."""

    MARKED = "marked"  # people marked what only people can
    RELEASED = "released"  # the result had been kept back
    LATE = "late"  # answers that had come too late were let count
    CORRECTED = "corrected"  # a question was found to be wrong and put right


# The keys that each question of a bank has had: its own, and after it those by which it was put right, the last one last.
Keys = Mapping[str, Sequence[Question]]


@dataclass(frozen=True)
class Score:
    """What an attempt came to: 0 to 1 for each question, None for one that waits for people to mark it.

    `percent` is rounded down, so that 79.9 never passes a mark of 80; it is None while anything waits. `passed` is None
    then too, and where there is no pass mark.
    """

    by_question: Mapping[str, Fraction | None]
    pass_percent: int | None

    @property
    def known(self) -> dict[str, Fraction]:
        """The points of the questions that do not wait."""
        return {question_id: points for question_id, points in self.by_question.items() if points is not None}

    @property
    def to_mark(self) -> tuple[str, ...]:
        """The questions that wait, in the paper's order."""
        return tuple(question_id for question_id, points in self.by_question.items() if points is None)

    @property
    def points(self) -> Fraction:
        return sum(self.known.values(), Fraction(0))

    @property
    def out_of(self) -> int:
        return len(self.by_question)

    @property
    def percent(self) -> int | None:
        return None if self.to_mark else int(100 * self.points / self.out_of)

    @property
    def passed(self) -> bool | None:
        if self.to_mark or self.pass_percent is None:
            return None
        return 100 * self.points >= self.pass_percent * self.out_of


def score(
    pass_percent: int | None,
    items: Sequence[Item],
    keys: Keys,
    answers: Mapping[str, Answer],
) -> Score:
    """The score of a paper as far as nobody has to mark it; questions without an answer bring nothing."""
    by_question = {
        item.question_id: best_points(keys[item.question_id], answers.get(item.question_id, {})) for item in items
    }
    return Score(by_question, pass_percent)


def points(question: Question, answer: Answer) -> Fraction | None:
    """From 0 to 1; no answer is 0, and None is what people have to mark."""
    return KINDS[question.kind].score(question, answer) if answer else Fraction(0)


def best_points(keys: Sequence[Question], answer: Answer) -> Fraction | None:
    """By the key that gives most of those that a question has had: a mistake of ours takes a point from nobody."""
    by_key = [points(each, answer) for each in keys]
    known = [each for each in by_key if each is not None]
    return max(known) if len(known) == len(by_key) else None


def raised(before: Mapping[str, Fraction], now: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The points of each question after a second look: nobody loses a point that a mistake of ours once gave."""
    return {question_id: max(points, now.get(question_id, points)) for question_id, points in before.items()}


def stored(points: Mapping[str, Fraction]) -> dict[str, float]:
    """Points as a fact keeps them; `exactly` is the way back."""
    return {question_id: float(each) for question_id, each in points.items()}


def exactly(scores: Mapping[str, float]) -> dict[str, Fraction]:
    """Points that were stored, as they were worked out: three thirds shall be one again."""
    return {question_id: Fraction(points).limit_denominator(10_000) for question_id, points in scores.items()}


def corrected(old: Mapping[str, Question], new: Mapping[str, Question]) -> frozenset[str]:
    """The questions whose key was put right: they are in both banks, of the same parts, and are scored otherwise.

    What people marked by one rubric says nothing by another, so questions that they mark are not among them.
    """
    return frozenset(
        question_id
        for question_id in old.keys() & new.keys()
        if _shape(old[question_id]) == _shape(new[question_id])
        and old[question_id].key != new[question_id].key
        and not KINDS[old[question_id].kind].by_people
    )


def _shape(question: Question) -> tuple[str, Mapping[str, Sequence[str]]]:
    """What an answer was given to: parts in another order are the same parts."""
    return question.kind, {role: sorted(parts) for role, parts in question.plan.items()}


class Shown(StrEnum):
    """What a submitted attempt shows of its paper."""

    NOTHING = "nothing"  # there is no result yet
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
    """What may be seen of a question when rules.shown allows everything. `points` are from 0 to 1.

    `levels` are what people gave for each criterion of a rubric.
    """

    key: Mapping[str, Any]
    right: Answer
    points: float
    feedback: Mapping[str, str]
    explanation: str
    right_slots: frozenset[str] = frozenset()
    levels: Mapping[str, float] = field(default_factory=dict)


_NO_LEVELS: Mapping[str, float] = MappingProxyType({})


def key_seen(
    question: Question, answer: Answer, behind: Secrets, points: float, levels: Mapping[str, float] = _NO_LEVELS
) -> Key:
    """What an officer who gave this answer sees of the key: feedback on what was chosen only."""
    kind = KINDS[question.kind]
    told = kind.told(question, answer)
    return Key(
        question.key,
        kind.right(question),
        points,
        {secret_id: words for secret_id, words in behind.feedback.items() if secret_id in told},
        behind.explanation,
        kind.right_slots(question, answer),
        levels,
    )


@dataclass(frozen=True)
class Reviewed:
    """A question of a submitted paper as its officer may see it. `key` is None while it is secret.

    `comments` are what those who marked it wrote to the officer.
    """

    kind: str
    words: Words
    layout: Plan
    answer: Answer
    key: Key | None = None
    comments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Earlier:
    """A result that no longer counts, and why another took its place, on what day at the academy."""

    percent: int
    cause: Cause
    replaced_on: date


@dataclass(frozen=True)
class Outcome:
    """What a submitted attempt's officer is told. `left` are attempts that may still be started, None without a limit.

    `percent` is None while it waits for people: `to_mark` says how many answers are still to be marked, none where the
    result is kept back until it is released. `submitted_at` is in the academy's time. `under_way` is a later attempt at
    the same paper that is still open. `ask` is set when nothing is left to try: the academy's names by language, and
    whom to turn to there. With `waits` another attempt at the paper has no result yet. `earlier` are results before
    this one, the first first.
    """

    points: float
    out_of: int
    percent: int | None
    to_mark: int
    passed: bool | None
    submitted_at: datetime
    shown: Shown
    left: int | None
    under_way: UUID | None
    questions: Sequence[Reviewed]
    ask: tuple[Mapping[str, str], str] | None
    waits: bool = False
    earlier: Sequence[Earlier] = ()
