"""How good the questions of a paper are, judged by how officers answered them: classical test theory.

Papers are drawn at random, so officers meet different questions. An officer's score on the rest is therefore the mean of the
other questions on the same paper, and not their sum. Give one paper of each officer, the first: later ones are rehearsed.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import sqrt

from elearn.quizzes.rules.words import Words

# With 30 officers a correlation leaves the range of chance at 0.36 (5 %, two-sided): below that, numbers only mislead.
FEWEST = 30
# Ebel & Frisbie (1991), Essentials of Educational Measurement, and Haladyna (2004), Developing and Validating
# Multiple-Choice Test Items, want questions of middle difficulty. Here everybody shall learn everything, so nearly everybody
# may be right; but below 0.2 are fewer right than would be by guessing among four or five options.
TOO_HARD_BELOW = 0.2
TOO_EASY_ABOVE = 0.95
# Ebel & Frisbie (1991) call a question poor whose upper and lower group differ by less than 0.2. A correlation with the rest
# comes out lower than that difference, and lower yet where most are right.
LOW_BELOW = 0.15
# The groups by which Kelley (1939), Journal of Educational Psychology 30(1), 17–24, tells the strong from the weak best.
GROUP = Fraction(27, 100)
# Haladyna (2004) wants each wrong option to be chosen by the weak more than by the strong. The other way round counts when
# chance gives it less than one time in 20: the one-sided point of the normal distribution for two proportions.
STRONGER = 1.645

# Points come from a database as decimals: a third is a third again.
_FINEST = 1_000_000


@dataclass(frozen=True)
class Sheet:
    """What one officer met: points from 0 to 1 by question, and by question the options chosen, where there are any."""

    points: Mapping[str, Fraction | float]
    chosen: Mapping[str, Collection[str]] = field(default_factory=dict)


class Verdict(StrEnum):
    """What follows for a question. The sentences stand elsewhere."""

    TOO_FEW = "too-few"  # fewer than FEWEST officers met it: nothing else is said of it
    NEGATIVE = "negative"  # the weak do better than the strong: check the key
    STRONG_CHOOSE_WRONG = "strong-choose-wrong"  # a wrong option attracts the strong more than the weak: check the key
    TOO_HARD = "too-hard"
    TOO_EASY = "too-easy"
    LOW = "low"  # hardly tells the strong from the weak
    NOBODY_CHOSE = "nobody-chose"  # an option that nobody chose
    NOTHING_TO_COMPARE = "nothing-to-compare"  # nothing else is wrong, but points or rest do not vary
    GOOD = "good"


@dataclass(frozen=True)
class Judgement:
    """A verdict; `option` is the id of the option that it is about, if of one."""

    verdict: Verdict
    option: str = ""


@dataclass(frozen=True)
class OptionCount:
    """How many chose an option: of all, and of the strongest and the weakest 27 %."""

    option: str
    right: bool
    everybody: int
    upper: int
    lower: int


@dataclass(frozen=True)
class ItemAnalysis:
    """What the answers to a question say of it.

    `met` officers had it on their paper, which is the share `exposure` of all. `facility` is their mean of points, from 0
    (nobody was right) to 1; `discrimination` the correlation of their points with the rest. `upper` and `lower` are the sizes
    of the strongest and the weakest group: officers with the same score on the rest stand in the same group, so that it may
    be larger than 27 %; both are 0 where the two cannot be told apart.
    """

    question_id: str
    met: int
    exposure: float
    facility: float | None
    discrimination: float | None
    upper: int
    lower: int
    options: tuple[OptionCount, ...]

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """What follows, the most urgent first; at least one."""
        if self.facility is None or self.met < FEWEST:
            return (Judgement(Verdict.TOO_FEW),)
        found = (*self._of_the_key(), *self._of_the_points(self.facility), *self._of_the_options())
        unknown = Verdict.NOTHING_TO_COMPARE if self.discrimination is None else Verdict.GOOD
        return found or (Judgement(unknown),)

    def _of_the_key(self) -> Iterator[Judgement]:
        if self.discrimination is not None and self.discrimination < 0:
            yield Judgement(Verdict.NEGATIVE)
        for count in self.options:
            if not count.right and _strong_prefer(count, self.upper, self.lower):
                yield Judgement(Verdict.STRONG_CHOOSE_WRONG, count.option)

    def _of_the_points(self, facility: float) -> Iterator[Judgement]:
        if facility < TOO_HARD_BELOW:
            yield Judgement(Verdict.TOO_HARD)
        if facility > TOO_EASY_ABOVE:
            yield Judgement(Verdict.TOO_EASY)
        if self.discrimination is not None and 0 <= self.discrimination < LOW_BELOW:
            yield Judgement(Verdict.LOW)

    def _of_the_options(self) -> Iterator[Judgement]:
        for count in self.options:
            if not count.everybody:
                yield Judgement(Verdict.NOBODY_CHOSE, count.option)


@dataclass(frozen=True)
class Judged:
    """A question with its words and what the answers to it say."""

    kind: str
    words: Words
    item: ItemAnalysis


def _strong_prefer(count: OptionCount, upper: int, lower: int) -> bool:
    """Whether the strong choose an option more often than the weak, and by more than chance."""
    if not (upper and lower):
        return False
    share = (count.upper + count.lower) / (upper + lower)
    error = sqrt(share * (1 - share) * (1 / upper + 1 / lower))
    return count.upper / upper - count.lower / lower > STRONGER * error


@dataclass(frozen=True)
class _Meeting:
    """An officer and a question: points, the mean of the officer's other questions if there are any, options chosen."""

    points: Fraction
    rest: Fraction | None
    chosen: Collection[str]


def analyse(sheets: Sequence[Sheet], options: Mapping[str, Mapping[str, bool]]) -> tuple[ItemAnalysis, ...]:
    """Each question that is in a sheet or in `options`, by id. `options` says of a question's options which are right."""
    meetings: dict[str, list[_Meeting]] = {question: [] for question in options}
    for sheet in sheets:
        points = _exact(sheet)
        whole, others = sum(points.values()), len(points) - 1
        for question, given in points.items():
            rest = (whole - given) / others if others else None
            meetings.setdefault(question, []).append(_Meeting(given, rest, sheet.chosen.get(question, ())))
    return tuple(
        _item(question, met, len(sheets), options.get(question, {})) for question, met in sorted(meetings.items())
    )


def _exact(sheet: Sheet) -> dict[str, Fraction]:
    return {question: Fraction(points).limit_denominator(_FINEST) for question, points in sheet.points.items()}


def _item(question: str, met: Sequence[_Meeting], officers: int, options: Mapping[str, bool]) -> ItemAnalysis:
    upper, lower = _groups(met)
    return ItemAnalysis(
        question_id=question,
        met=len(met),
        exposure=len(met) / max(1, officers),
        facility=float(sum(each.points for each in met) / len(met)) if met else None,
        discrimination=_correlation([(each.points, each.rest) for each in met if each.rest is not None]),
        upper=len(upper),
        lower=len(lower),
        options=tuple(
            OptionCount(option, right, *(_choosing(option, group) for group in (met, upper, lower)))
            for option, right in options.items()
        ),
    )


def _groups(met: Sequence[_Meeting]) -> tuple[list[_Meeting], list[_Meeting]]:
    """The strongest and the weakest by the rest. None where so many are equal that somebody would be in both."""
    rests = sorted(each.rest for each in met if each.rest is not None)
    size = int(GROUP * len(rests) + Fraction(1, 2))
    if not size or rests[size - 1] >= rests[-size]:
        return [], []
    return (
        [each for each in met if each.rest is not None and each.rest >= rests[-size]],
        [each for each in met if each.rest is not None and each.rest <= rests[size - 1]],
    )


def _choosing(option: str, group: Sequence[_Meeting]) -> int:
    return sum(option in each.chosen for each in group)


def _correlation(pairs: Sequence[tuple[Fraction, Fraction]]) -> float | None:
    """Pearson's, which is the point-biserial one where points are 0 or 1. None where one of the two does not vary."""
    ones, others = [one for one, _other in pairs], [other for _one, other in pairs]
    spread = _deviations(ones, ones) * _deviations(others, others)
    if not spread:
        return None
    shared = _deviations(ones, others)
    size = sqrt(shared**2 / spread)
    return size if shared >= 0 else -size


def _deviations(ones: Sequence[Fraction], others: Sequence[Fraction]) -> Fraction:
    """The sum of the products of deviations from the mean."""
    products = sum((one * other for one, other in zip(ones, others, strict=True)), Fraction(0))
    return products - Fraction(sum(ones)) * sum(others) / max(1, len(ones))


class NoAlpha(StrEnum):
    """Why there is no alpha."""

    TOO_FEW_OFFICERS = "too-few-officers"
    TOO_FEW_QUESTIONS = "too-few-questions"
    DIFFERENT_QUESTIONS = "different-questions"  # not everybody met the same, as papers are drawn at random
    NO_VARIATION = "no-variation"  # all have the same points


@dataclass(frozen=True)
class Reliability:
    """How far a paper's points would come out the same again: Cronbach's `alpha`, and the standard error in points.

    Where there is none, `why_not` says why.
    """

    officers: int
    alpha: float | None = None
    error: float | None = None
    why_not: NoAlpha | None = None

    @property
    def certain(self) -> bool:
        """Whether so many took it that the number means something."""
        return self.alpha is not None and self.officers >= FEWEST


def reliability(sheets: Sequence[Sheet]) -> Reliability:
    """Cronbach's alpha of a paper in which everybody met the same questions, and the standard error of its points.

    Cronbach (1951), Psychometrika 16(3), 297–334. It is 1 at most and may be below 0. The error is SD · sqrt(1 − alpha).
    """
    officers = len(sheets)
    if why_not := _no_alpha(sheets):
        return Reliability(officers, why_not=why_not)
    points = [_exact(sheet) for sheet in sheets]
    questions = list(points[0])
    of_questions = sum(_variance([given[question] for given in points]) for question in questions)
    of_all = _variance([sum(given.values(), Fraction(0)) for given in points])
    if not of_all:
        return Reliability(officers, why_not=NoAlpha.NO_VARIATION)
    alpha = Fraction(len(questions), len(questions) - 1) * (1 - of_questions / of_all)
    return Reliability(officers, float(alpha), sqrt(of_all * (1 - alpha)))


def _no_alpha(sheets: Sequence[Sheet]) -> NoAlpha | None:
    if len(sheets) < 2:
        return NoAlpha.TOO_FEW_OFFICERS
    if any(one.points.keys() != other.points.keys() for one, other in pairwise(sheets)):
        return NoAlpha.DIFFERENT_QUESTIONS
    return NoAlpha.TOO_FEW_QUESTIONS if len(sheets[0].points) < 2 else None


def _variance(points: Sequence[Fraction]) -> Fraction:
    """Of a sample: divided by one less than there are."""
    return _deviations(points, points) / (len(points) - 1)
