"""Questionnaires: what is asked of whom and when, and how answers are kept so that nobody's can be told.

Levels are Kirkpatrick's (Evaluating Training Programs, 1994): 1 reaction, 2 learning, 3 behaviour, 4 results.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from elearn.people.rules.crowds import SMALLEST


class Kind(StrEnum):
    """A questionnaire: who is asked, and when."""

    REACTION = "reaction"  # the officer, on completing
    FOLLOW_UP = "follow-up"  # the officer, three months later
    SUPERVISOR = "supervisor"  # the officer's supervisor, three months later, on paper


LEVELS: Mapping[Kind, int] = {Kind.REACTION: 1, Kind.FOLLOW_UP: 3, Kind.SUPERVISOR: 3}
STATEMENTS: Mapping[Kind, tuple[str, ...]] = {
    Kind.REACTION: ("useful", "clear", "new", "close-to-work", "recommended"),
    Kind.FOLLOW_UP: ("used", "differently", "confident", "supported", "enabled"),
    Kind.SUPERVISOR: ("uses", "safer", "by-the-rules", "passes-on", "can-use"),
}
CANNOT_SAY = 0
AGREES = (4, 5)
MARKS = (5, 4, 3, 2, 1, CANNOT_SAY)  # from full agreement to none

Marks = Mapping[str, int]  # one answer: a mark for each statement
Counts = dict[str, list[int]]  # how often each mark from 0 to 5 was given to a statement


@dataclass(frozen=True)
class About:
    """What a questionnaire is about: a cohort, or a module that was completed outside of any."""

    cohort_id: UUID | None = None
    module_id: str | None = None

    def __str__(self) -> str:
        return f"cohort:{self.cohort_id}" if self.cohort_id else f"module:{self.module_id}"

    @classmethod
    def read(cls, written: str) -> "About | None":
        """The same of what str() gave; None when it is nothing of the kind."""
        what, _colon, which = written.partition(":")
        if what == "module" and which:
            return cls(module_id=which)
        try:
            return cls(cohort_id=UUID(which)) if what == "cohort" else None
        except ValueError:
            return None


_THREE_MONTHS = timedelta(weeks=13)
_ASKED_AFTER = {Kind.REACTION: timedelta(), Kind.FOLLOW_UP: _THREE_MONTHS}
_ASKED_FOR = {Kind.REACTION: timedelta(days=30), Kind.FOLLOW_UP: timedelta(days=60)}
ON_SCREEN = tuple(_ASKED_AFTER)
LONGEST_ASKED = max(_ASKED_AFTER[kind] + _ASKED_FOR[kind] for kind in ON_SCREEN)


def completed_before(kind: Kind, now: datetime) -> datetime:
    """Whoever completed until then has been asked."""
    return now - _ASKED_AFTER[kind]


def is_asked(kind: Kind, completed_at: datetime, now: datetime) -> bool:
    """Whether an officer is asked now: from a moment on, for a time."""
    since = completed_before(kind, now) - completed_at
    return timedelta() <= since < _ASKED_FOR[kind]


def is_whole(kind: Kind, marks: Marks) -> bool:
    """Whether a mark is given to each statement of the questionnaire, and to nothing else."""
    return set(marks) == set(STATEMENTS[kind]) and set(marks.values()) <= set(MARKS)


@dataclass(frozen=True)
class Held:
    """What was answered to a questionnaire about one thing: no answers, but how often each mark was given.

    `shown` answers may be seen, `waiting` ones not yet.
    """

    shown: int
    shown_marks: Counts
    waiting: int
    waiting_marks: Counts


def with_answer(held: Held, marks: Marks) -> Held:
    """With one more answer. As soon as ten wait they are shown together, and never one by one.

    So what is shown always grows by tens: whatever is subtracted from whatever, no answers of fewer than ten are left.
    """
    waiting, waiting_marks = held.waiting + 1, together(held.waiting_marks, _as_counts(marks))
    if waiting < SMALLEST:
        return Held(held.shown, held.shown_marks, waiting, waiting_marks)
    return Held(held.shown + waiting, together(held.shown_marks, waiting_marks), 0, {})


def _as_counts(marks: Marks) -> Counts:
    return {statement: [int(given == mark) for given in sorted(MARKS)] for statement, mark in marks.items()}


def together(one: Counts, other: Counts) -> Counts:
    """The sums of two counts."""
    none = [0] * len(MARKS)
    return {
        statement: [a + b for a, b in zip(one.get(statement, none), other.get(statement, none), strict=True)]
        for statement in {**one, **other}
    }


def said(counts: list[int]) -> int:
    """How many gave a mark: who cannot say is left out."""
    return sum(counts) - counts[CANNOT_SAY]


def agreement(counts: list[int]) -> float | None:
    """The share, of those who gave a mark, of those who agree; None when nobody gave one."""
    return sum(counts[mark] for mark in AGREES) / said(counts) if said(counts) else None


def overall(counts: Counts) -> float | None:
    """The agreement with all statements taken together."""
    return agreement([sum(marks) for marks in zip(*counts.values(), strict=True)]) if counts else None


def response_rate(asked: int, answered: int) -> float | None:
    """The share of those asked who answered; at most 1, as somebody may answer on screen and on paper. None: nobody asked."""
    return min(answered / asked, 1.0) if asked else None


# Points of 100 by which the post-test is above the pre-test of who improved: definition 1 of officers trained says the same.
MARGIN = 10
