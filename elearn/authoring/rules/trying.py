"""A question that its author tries out: laid out as on a paper, and scored by the rules by which officers are scored."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from elearn.quizzes.rules.kind import Question, at_places, fits
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.marking import Reviewed, key_seen, points
from elearn.quizzes.rules.papers import laid_out
from elearn.quizzes.rules.words import FrozenWords, Secrets, Words


@dataclass(frozen=True)
class Tried:
    """What an answer came to: points from 0 to 1, None where people mark it, and what its officer would read in the end."""

    points: Fraction | None
    reviewed: Reviewed


def shown(question: Question, words: FrozenWords, language: str, order: int) -> Reviewed:
    """The question before it is answered. Its parts stand as on a paper; the same number is the same order."""
    chance = random.Random(f"{order} {question.id}")  # noqa: S311 - no secret hangs on it
    return Reviewed(question.kind, Words(words.stem, words.parts, language), laid_out(question, chance), {})


def tried(
    question: Question, words: FrozenWords, language: str, order: int, fields: Mapping[int, Sequence[str]]
) -> Tried | None:
    """What is given by places in this order comes to; None where no answer can be so."""
    plain = shown(question, words, language, order)
    slots = KINDS[question.kind].slots(plain.layout)
    answer = at_places(slots, plain.layout, fields)
    if answer is None or not fits(slots, plain.layout, answer):
        return None
    came_to = points(question, answer)
    key = key_seen(question, answer, Secrets(words.feedback, words.explanation), float(came_to or 0))
    return Tried(came_to, replace(plain, answer=answer, key=key))
