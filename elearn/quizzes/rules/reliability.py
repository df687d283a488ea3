"""How far the results of a paper would come out the same again: Cronbach's alpha and the standard error of measurement.

Where everybody has the same questions, both are the plain ones: Cronbach (1951), Psychometrika 16(3), 297–334, and
SD · sqrt(1 − alpha). Where papers are drawn, nobody has answered all questions and there is no variance of sums to divide by.
Both are then built up from what they consist of, as Cronbach writes alpha too: from the mean variance of a question and the
mean covariance of two questions on the same paper. What one paper is harder than another by the luck of the draw is part of
the error, as an officer's questions are a sample that others do not share: Cronbach, Rajaratnam & Gleser (1963), British
Journal of Statistical Psychology 16(2), 137–163; Brennan (2001), Generalizability Theory, on items nested in persons.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from math import ceil, fsum, sqrt
from operator import mul

from elearn.quizzes.rules.analysis import FEW, FEWEST, Sheet

# Nunnally (1978), Psychometric Theory, p. 245, asks for 0.7, and for 0.9 where a test alone decides on people. Below 0.5 the
# error is greater than what officers differ by.
GOOD_FROM = 0.7
LOW_BELOW = 0.5
# 95 of 100 repeated results are within so many standard errors.
_NEARLY_ALL = 1.96
# A longer paper is no advice.
_MOST_QUESTIONS = 100
# What rounding leaves of a variance that is none.
_NOTHING = 1e-9


class NoAlpha(StrEnum):
    """Why there is no alpha."""

    TOO_FEW_OFFICERS = "too-few-officers"
    TOO_FEW_QUESTIONS = "too-few-questions"
    DIFFERENT_LENGTHS = "different-lengths"  # not all papers have the same number of questions
    NEVER_TOGETHER = "never-together"  # no two officers met the same two questions
    NO_VARIATION = "no-variation"  # all have the same points


class Trust(StrEnum):
    """What an alpha means, the worst first. The sentences stand elsewhere."""

    BELOW_CHANCE = "below-chance"  # questions contradict each other
    LOW = "low"
    MIDDLING = "middling"
    GOOD = "good"


@dataclass(frozen=True)
class Reliability:
    """The `alpha` of a paper of so many `questions`, and the standard error in `points`, a question giving one at most.

    `drawn` where officers had different questions. Where there is no alpha, `why_not` says why.
    """

    officers: int
    questions: int = 0
    drawn: bool = False
    alpha: float | None = None
    points: float = 0.0
    why_not: NoAlpha | None = None

    @property
    def certain(self) -> bool:
        """Whether so many took it that the number means something."""
        return self.alpha is not None and self.officers >= FEWEST

    @property
    def rough(self) -> bool:
        """Whether more officers may well change it."""
        return self.officers < FEW

    @property
    def trust(self) -> Trust:
        return list(Trust)[sum((self.alpha or 0) >= limit for limit in (0, LOW_BELOW, GOOD_FROM))]

    @property
    def error(self) -> float:
        """The standard error in percent of the paper, as results are given."""
        return 100 * self.points / self.questions

    @property
    def margin(self) -> int:
        """By so many percent a result may be off, nearly always (95 of 100)."""
        return ceil(_NEARLY_ALL * self.error)

    @property
    def difference(self) -> int:
        """Two results that differ by less percent than this may be equal: each of them has its error (95 of 100)."""
        return ceil(_NEARLY_ALL * sqrt(2) * self.error)

    @property
    def enough(self) -> int | None:
        """About so many questions like these would be good; None where these are, or more of them are no help.

        Spearman (1910) and Brown (1910), British Journal of Psychology 3(3), 271–295 and 296–322; Nunnally (1978), p. 244.
        """
        if self.alpha is None or not 0 < self.alpha < GOOD_FROM:
            return None
        number = round(self.questions * GOOD_FROM * (1 - self.alpha) / (self.alpha * (1 - GOOD_FROM)))
        return number if number <= _MOST_QUESTIONS else None


def reliability(sheets: Sequence[Sheet]) -> Reliability:
    """Of a paper, by the points of those who took it. Alpha is 1 at most and may be below 0."""
    officers = len(sheets)
    if why_not := _no_alpha(sheets):
        return Reliability(officers, why_not=why_not)
    questions, drawn = len(sheets[0].points), any(sheet.points.keys() != sheets[0].points.keys() for sheet in sheets)
    met, given = _columns(sheets)
    pairs = _pairs(met.values())
    if pairs < _NOTHING:
        return Reliability(officers, questions, drawn, why_not=NoAlpha.NEVER_TOGETHER)
    facilities = {question: fsum(points) / len(points) for question, points in given.items()}
    # What a paper is worth to an officer of middle strength, and by how much officers are above or below it.
    worth = [sum(map(facilities.__getitem__, sheet.points)) for sheet in sheets]
    apart = [sum(sheet.points.values()) - middle for sheet, middle in zip(sheets, worth, strict=True)]
    squares = fsum(_squares(points) for points in given.values())
    variance = squares / sum(len(points) - 1 for points in given.values())
    covariance = (fsum(each * each for each in apart) - squares) / pairs
    true = questions**2 * covariance
    # The luck of the draw, the variance of what papers are worth, is none where all have the same questions.
    error = max(0.0, questions * (variance - covariance)) + _squares(worth) / (officers - 1)
    if true + error < _NOTHING:
        return Reliability(officers, questions, drawn, why_not=NoAlpha.NO_VARIATION)
    return Reliability(officers, questions, drawn, true / (true + error), sqrt(error))


def _no_alpha(sheets: Sequence[Sheet]) -> NoAlpha | None:
    """What can be seen before anything is worked out."""
    lengths = {len(sheet.points) for sheet in sheets}
    if len(sheets) < 2:
        return NoAlpha.TOO_FEW_OFFICERS
    if len(lengths) > 1:
        return NoAlpha.DIFFERENT_LENGTHS
    return NoAlpha.TOO_FEW_QUESTIONS if max(lengths) < 2 else None


def _columns(sheets: Sequence[Sheet]) -> tuple[dict[str, bytearray], dict[str, list[Fraction | float]]]:
    """By question who met it, a byte for each officer, and the points of those."""
    met: defaultdict[str, bytearray] = defaultdict(lambda: bytearray(len(sheets)))
    given: defaultdict[str, list[Fraction | float]] = defaultdict(list)
    for officer, sheet in enumerate(sheets):
        for question, points in sheet.points.items():
            met[question][officer] = 1
            given[question].append(points)
    return met, given


def _pairs(met: Iterable[bytearray]) -> float:
    """What the products of deviations of all pairs of questions are divided by, so that their mean is that of covariances.

    A pair counts as often as it stands on a paper. Deviations are from the mean of all who met a question, and not only of
    those who met both: with n officers who met both, and a and b who met the one and the other, the n products come to
    n·(1 − 1/a − 1/b + n/ab) times the covariance. Where all met both that is n − 1.
    """
    rows = [int.from_bytes(row) for row in met]  # as numbers, two rows are compared at once
    together = ((one.bit_count(), other.bit_count(), (one & other).bit_count()) for one, other in combinations(rows, 2))
    return 2 * fsum(n * (1 - 1 / a - 1 / b + n / (a * b)) for a, b, n in together)


def _squares(numbers: Sequence[Fraction | float]) -> float:
    """The sum of squared deviations from the mean."""
    return max(0.0, fsum(map(mul, numbers, numbers)) - fsum(numbers) ** 2 / len(numbers))
