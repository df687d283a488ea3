"""What those who assess see: answers to mark, and results to release."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from elearn.quizzes.rules.attempts import Sitting
from elearn.quizzes.rules.kind import Answer
from elearn.quizzes.rules.rubric import Mark, Rubric, in_force
from elearn.quizzes.rules.words import Secrets, Words


class Marking(StrEnum):
    """What becomes of a mark."""

    KEPT = "kept"
    OVERTAKEN = "overtaken"  # somebody marked the same answer since it was shown
    WRONG = "wrong"  # nothing to mark there, or no level for some criterion


class Counting(StrEnum):
    """What becomes of late answers that staff let count."""

    NOTHING = "nothing"  # none brings more than what counts already
    COUNTED = "counted"
    TO_MARK = "to-mark"  # people have to mark one of them first


@dataclass(frozen=True)
class ToMark:
    """An answer that waits to be marked. `titles` are the module's; `marks` how many people marked it already.

    With `again` whoever is asked is one of them: they are far apart.
    """

    attempt_id: UUID
    question_id: str
    module_id: str
    titles: Mapping[str, str]
    words: Words
    submitted_at: datetime
    marks: int
    again: bool


@dataclass(frozen=True)
class Kept:
    """Results of an academy at a paper that nobody has been told: `ready` to be released, `waiting` to be marked first."""

    academy_id: UUID
    module_id: str
    titles: Mapping[str, str]
    paper: str
    ready: int
    waiting: int


@dataclass(frozen=True)
class AnswerToMark:
    """An answer as those who mark see it: not whose it is. `marks` are all of them, in the order of time."""

    sitting: Sitting
    question_id: str
    words: Words
    secrets: Secrets
    sequence: int
    answer: Answer
    rubric: Rubric
    marks: tuple[Mark, ...]

    def mine(self, marker_id: UUID) -> Mark | None:
        """What this person gave last."""
        return next((mark for mark in in_force(self.marks) if mark.marker_id == marker_id), None)


@dataclass(frozen=True)
class Regraded:
    """An attempt that comes to more since a question was put right: the points of all its questions."""

    attempt_id: UUID
    points: Mapping[str, Fraction]
    passes_now: bool


@dataclass(frozen=True)
class Correction:
    """Questions of a bank whose key a later one puts right; how many attempts gain by it, and how many pass only now.

    With `holds` it was said already: what is handed in or marked since is scored by it.
    """

    questions: Sequence[Words]
    gaining: int
    passing: int
    holds: bool
