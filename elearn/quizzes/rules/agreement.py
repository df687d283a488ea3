"""How far a group of raters agrees: intraclass correlations and weighted kappa.

For example officers who rated the factors of the same cases, before and after a training, or the experts of a panel.
Agreement is not being right: a group may agree on what is wrong.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from statistics import fmean


@dataclass(frozen=True)
class Intraclass:
    """ICC(2,1), how reliable the rating of one rater is, and ICC(2,k), how reliable the mean of all k is.

    1 is full agreement; 0 is as much as chance gives; less is possible. None where it cannot be computed.
    """

    single: float | None
    mean: float | None


@dataclass(frozen=True)
class Agreement:
    """How far those agree who rated everything. `left_out` are those who rated only some of it.

    `kappa` is the mean over all pairs of raters.
    """

    raters: int
    left_out: int
    intraclass: Intraclass
    kappa: float | None


def agreement(ratings: Iterable[Mapping[str, int]], factors: Collection[str]) -> Agreement:
    """How far raters agree, given what each of them gave to each factor; other factors than these do not count."""
    everybody = list(ratings)
    whole = [[given[factor] for factor in factors] for given in everybody if set(factors) <= set(given)]
    table = list(zip(*whole, strict=True))
    return Agreement(len(whole), len(everybody) - len(whole), intraclass(table), mean_kappa(whole))


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


def mean_kappa(raters: Iterable[Sequence[int]]) -> float | None:
    """The mean weighted kappa over all pairs of a group (Light 1971, Psychological Bulletin 76(5), 365–377).

    Pairs without a kappa are left out; None where no pair has one. The time it takes grows with the square of the group.
    """
    kappas = [kappa for pair in combinations(raters, 2) if (kappa := weighted_kappa(*pair)) is not None]
    return fmean(kappas) if kappas else None
