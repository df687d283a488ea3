"""How far officers who rated a case agree with each other, by intraclass correlations, and with the panel, by weighted kappa.

Agreement is not being right: a group may agree on what is wrong.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from statistics import fmean


@dataclass(frozen=True)
class Intraclass:
    """ICC(2,1), how reliable the rating of one rater is, and ICC(2,k), how reliable the mean of all k is.

    1 is full agreement; 0 is as much as chance gives; less is possible. None where it cannot be computed.
    """

    single: float | None
    mean: float | None


class Strength(StrEnum):
    """What an intraclass correlation or a kappa means. The sentences stand elsewhere."""

    LOW = "low"
    MIDDLING = "middling"
    GOOD = "good"
    EXCELLENT = "excellent"


@dataclass(frozen=True)
class Factor:
    """How often each step of the scale was given to a factor of a case, and the lowest and highest of the panel."""

    id: str
    panel: tuple[int, int]
    counts: Mapping[int, int]

    @property
    def raters(self) -> int:
        return sum(self.counts.values())

    @property
    def within(self) -> int:
        """How many rated it as the panel did."""
        low, high = self.panel
        return sum(count for step, count in self.counts.items() if low <= step <= high)

    @property
    def shares(self) -> tuple[float, ...]:
        """Of all raters, by step."""
        return tuple(count / self.raters for count in self.counts.values())


@dataclass(frozen=True)
class Agreement:
    """How far those agree who rated all factors of a case. `left_out` are those who rated only some.

    `kappa` is the mean of the weighted kappas of each officer with the middle of the panel's ranges.
    """

    raters: int
    left_out: int
    intraclass: Intraclass
    kappa: float | None
    factors: tuple[Factor, ...]

    @property
    def single(self) -> Strength | None:
        return _of_intraclass(self.intraclass.single)

    @property
    def mean(self) -> Strength | None:
        return _of_intraclass(self.intraclass.mean)

    @property
    def panel(self) -> Strength | None:
        return _of_kappa(self.kappa)


def _of_intraclass(value: float | None) -> Strength | None:
    """By the limits of Koo & Li (2016), Journal of Chiropractic Medicine 15(2), 155–163."""
    return _strength(value, 0.5, 0.75, 0.9)


def _of_kappa(value: float | None) -> Strength | None:
    """By those of Landis & Koch (1977), Biometrics 33(1), 159–174: fair or less, moderate, substantial, almost perfect."""
    return _strength(value, 0.4, 0.6, 0.8)


def _strength(value: float | None, *limits: float) -> Strength | None:
    return None if value is None else list(Strength)[sum(value > limit for limit in limits)]


def agreement(
    ratings: Iterable[Mapping[str, int]], panel: Mapping[str, tuple[int, int]], scale: Collection[int]
) -> Agreement:
    """How far raters agree, given what each of them gave to each factor and the panel's range of it.

    Other factors than the panel's do not count, and an officer who did not rate all of them does not.
    """
    everybody = list(ratings)
    whole = [[given[factor] for factor in panel] for given in everybody if set(panel) <= set(given)]
    table = list(zip(*whole, strict=True))
    counts = [Counter(dict.fromkeys(scale, 0)) for _factor in panel]
    for row, steps in zip(table, counts, strict=False):
        steps.update(row)
    factors = tuple(Factor(factor, panel[factor], steps) for factor, steps in zip(panel, counts, strict=True))
    return Agreement(
        len(whole), len(everybody) - len(whole), intraclass(table), kappa_with_panel(whole, panel.values()), factors
    )


def kappa_with_panel(raters: Iterable[Sequence[int]], panel: Collection[tuple[int, int]]) -> float | None:
    """The mean weighted kappa of each rater with the middle of the panel's ranges; None where nobody has one.

    Kappas of a group are averaged as Light (1971), Psychological Bulletin 76(5), 365–377, does. A middle may lie between two
    steps, so that both sides are counted in halves.
    """
    middle = [low + high for low, high in panel]
    alike = Counter(tuple(2 * rating for rating in given) for given in raters)  # of thousands, few are different
    kappas = [(kappa, count) for given, count in alike.items() if (kappa := weighted_kappa(given, middle)) is not None]
    return fmean([kappa for kappa, _ in kappas], [count for _, count in kappas]) if kappas else None


def intraclass(table: Sequence[Sequence[int]]) -> Intraclass:
    """ICC(2,1) and ICC(2,k) of a complete table: a row for each factor or case, a column for each rater.

    Two-way random effects, absolute agreement: a rater who is always one higher than the others lowers it. Shrout & Fleiss
    (1979), Psychological Bulletin 86(2), 420–428; McGraw & Wong (1996), Psychological Methods 1(1), 30–46, call them
    ICC(A,1) and ICC(A,k). None with fewer than two rows or raters, and where nothing varies, so that there is nothing to
    tell apart. The mean is None too where the ratings contradict each other so much that its variance comes out as none.
    """
    rows, raters = len(table), len(table[0]) if table else 0
    if rows < 2 or raters < 2:
        return Intraclass(None, None)
    between_rows, between_raters, error = _mean_squares(table)
    true, bias = between_rows - error, (between_raters - error) / rows
    return Intraclass(
        _ratio(true, between_rows + (raters - 1) * error + raters * bias),
        _ratio(true, between_rows + bias),
    )


def _mean_squares(table: Sequence[Sequence[int]]) -> tuple[Fraction, Fraction, Fraction]:
    """Between rows, between raters, and what neither explains: an analysis of variance with one rating in each cell."""
    rows, raters = len(table), len(table[0])
    correction = Fraction(sum(map(sum, table)) ** 2, rows * raters)
    total = sum(rating**2 for row in table for rating in row) - correction
    of_rows = Fraction(sum(sum(row) ** 2 for row in table), raters) - correction
    of_raters = Fraction(sum(sum(column) ** 2 for column in zip(*table, strict=True)), rows) - correction
    error = total - of_rows - of_raters
    return of_rows / (rows - 1), of_raters / (raters - 1), error / ((rows - 1) * (raters - 1))


def _ratio(part: Fraction, whole: Fraction) -> float | None:
    """None where the whole is no variance."""
    return float(part / whole) if whole > 0 else None


def weighted_kappa(one: Sequence[int], other: Sequence[int]) -> float | None:
    """Kappa of two raters on an ordinal scale, who rated the same in the same order; a disagreement weighs its square.

    Cohen (1968), Psychological Bulletin 70(4), 213–220; the quadratic weights are those of Fleiss & Cohen (1973),
    Educational and Psychological Measurement 33(3), 613–619. How long the scale is does not matter. 1 is full agreement,
    0 as much as chance gives. None where both gave one and the same number throughout: chance explains that too.
    """
    observed = sum((first - second) ** 2 for first, second in zip(one, other, strict=True))
    # What chance gives is the mean over all pairs of any rating of the one with any of the other.
    squares = sum(rating**2 for rating in (*one, *other))
    by_chance = len(one) * squares - 2 * sum(one) * sum(other)
    return float(1 - Fraction(len(one) * observed, by_chance)) if by_chance else None
