"""How good the questions of a paper are, judged by how officers answered them: classical test theory.

Papers are drawn at random, so officers meet different questions. An officer's score on the rest is therefore the mean of the
other questions on the same paper, and not their sum. Give one paper of each officer, the first: later ones are rehearsed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import chain
from math import lcm, sqrt

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

# Below so many a correlation may be off by more than 0.2: 95 %, by the error 1/sqrt(n − 3) of Fisher's (1921) z.
FEW = 100

# Points come from a database as decimals: a third is a third again.
_FINEST = 1_000_000


@dataclass(frozen=True)
class Sheet:
    """What one officer met: points from 0 to 1 by question, and by question the options chosen, where there are any."""

    points: Mapping[str, Fraction | float]
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


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


# What officers stumble over, or what works against them: the rest is for the authors.
HARD = frozenset({Verdict.NEGATIVE, Verdict.STRONG_CHOOSE_WRONG, Verdict.TOO_HARD, Verdict.LOW})


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
    def enough(self) -> bool:
        """Whether so many met it that something can be said of it, and nothing of one of them."""
        return self.met >= FEWEST

    @property
    def good(self) -> bool:
        """Whether there is nothing to look at."""
        return self.judgements[0].verdict in (Verdict.GOOD, Verdict.NOTHING_TO_COMPARE)

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """What follows, the most urgent first; at least one."""
        if self.facility is None or not self.enough:
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


def _strong_prefer(count: OptionCount, upper: int, lower: int) -> bool:
    """Whether the strong choose an option more often than the weak, and by more than chance."""
    if not (upper and lower):
        return False
    share = (count.upper + count.lower) / (upper + lower)
    error = sqrt(share * (1 - share) * (1 / upper + 1 / lower))
    return count.upper / upper - count.lower / lower > STRONGER * error


# What an officer gave to a question: points and the mean of the officer's other questions, both in whole units, and the
# options chosen. There is no mean where there was no other question.
_Meeting = tuple[int, int | None, tuple[str, ...]]


def analyse(sheets: Sequence[Sheet], options: Mapping[str, Mapping[str, bool]]) -> tuple[ItemAnalysis, ...]:
    """Each question that is in a sheet or in `options`, by id. `options` says of a question's options which are right.

    Officers who met a question alike are counted together: of 50,000 few are different. Whole units keep sums exact.
    """
    units, one = _units(sheets)
    # A mean of the others is their sum times `among`, the least number that all numbers of others divide, over their number.
    among = lcm(*{len(sheet.points) - 1 for sheet in sheets if len(sheet.points) > 1})
    meetings: defaultdict[str, list[_Meeting]] = defaultdict(list, {question: [] for question in options})
    for sheet in sheets:
        points = [units[given] for given in sheet.points.values()]
        whole, share = sum(points), among // (len(points) - 1) if len(points) > 1 else None
        chosen = sheet.chosen
        for question, given in zip(sheet.points, points, strict=True):
            rest = (whole - given) * share if share else None
            meetings[question].append((given, rest, chosen.get(question, ())))
    return tuple(
        _item(question, Counter(met), one, len(sheets), options.get(question, {}))
        for question, met in sorted(meetings.items())
    )


def _units(sheets: Sequence[Sheet]) -> tuple[dict[Fraction | float, int], int]:
    """All points that were given as whole numbers of the largest unit that fits into all of them; and one point."""
    given = set(chain.from_iterable(sheet.points.values() for sheet in sheets))
    exact = {points: Fraction(points).limit_denominator(_FINEST) for points in given}
    one = lcm(*(points.denominator for points in exact.values()))
    return {points: int(fraction * one) for points, fraction in exact.items()}, one


def _item(question: str, met: Counter[_Meeting], one: int, officers: int, options: Mapping[str, bool]) -> ItemAnalysis:
    everybody = met.total()
    upper, lower = _groups(met)
    return ItemAnalysis(
        question_id=question,
        met=everybody,
        exposure=everybody / max(1, officers),
        facility=sum(points * count for (points, _, _), count in met.items()) / (everybody * one) if met else None,
        discrimination=_correlation(met),
        upper=upper.total(),
        lower=lower.total(),
        options=tuple(
            OptionCount(option, right, *(_choosing(option, group) for group in (met, upper, lower)))
            for option, right in options.items()
        ),
    )


def _groups(met: Counter[_Meeting]) -> tuple[Counter[_Meeting], Counter[_Meeting]]:
    """The strongest and the weakest by the rest. None where so many are equal that somebody would be in both."""
    counts: Counter[int] = Counter()
    for (_points, rest, _chosen), count in met.items():
        if rest is not None:
            counts[rest] += count
    rests = list(Counter(dict(sorted(counts.items()))).elements())
    size = int(GROUP * len(rests) + Fraction(1, 2))
    if not size or rests[size - 1] >= rests[-size]:
        return Counter(), Counter()
    return (
        Counter({each: count for each, count in met.items() if each[1] is not None and each[1] >= rests[-size]}),
        Counter({each: count for each, count in met.items() if each[1] is not None and each[1] <= rests[size - 1]}),
    )


def _choosing(option: str, group: Counter[_Meeting]) -> int:
    return sum(count for (_points, _rest, chosen), count in group.items() if option in chosen)


def _correlation(met: Counter[_Meeting]) -> float | None:
    """Pearson's of points and rest, which is the point-biserial one where points are 0 or 1.

    None where one of the two does not vary.
    """
    counted = [(points, rest, count) for (points, rest, _chosen), count in met.items() if rest is not None]
    everybody = sum(count for _points, _rest, count in counted)
    of_points = sum(points * count for points, _rest, count in counted)
    of_rest = sum(rest * count for _points, rest, count in counted)
    shared = everybody * sum(points * rest * count for points, rest, count in counted) - of_points * of_rest
    spread_of_points = everybody * sum(points**2 * count for points, _rest, count in counted) - of_points**2
    spread_of_rest = everybody * sum(rest**2 * count for _points, rest, count in counted) - of_rest**2
    if not (spread_of_points and spread_of_rest):
        return None
    size = sqrt(shared**2 / (spread_of_points * spread_of_rest))
    return size if shared >= 0 else -size
