"""Whether the questions of a bank are drawn equally often."""

import math
from collections import Counter
from collections.abc import Collection, Sequence


def exposure(drawn: Sequence[Collection[str]], alike: Collection[str]) -> float:
    """How likely counts as uneven as these are, or more so, where questions that are `alike` have the same chance.

    Pearson's statistic is chi-square distributed for draws with replacement. On one paper nothing is drawn twice, which makes
    the variance of each count smaller by (N - k) / (N - 1) for k of N questions drawn: the finite population correction (W. G.
    Cochran, Sampling Techniques, 3rd ed. 1977, section 2.6). So the sum of squares is divided by the sum, over all papers, of
    k (N - k) / (N (N - 1)). An odd number of questions makes an even number of degrees of freedom, for which the tail of the
    distribution is a finite sum (M. Abramowitz, I. A. Stegun, Handbook of Mathematical Functions, 26.4.5).
    """
    number, freedom = len(alike), len(alike) - 1
    assert freedom % 2 == 0
    counts = Counter(question for paper in drawn for question in paper)
    expected = sum(counts[question] for question in alike) / number
    of_these = [len(set(paper) & set(alike)) for paper in drawn]
    variance = sum(k * (number - k) for k in of_these) / (number * freedom)
    statistic = sum((counts[question] - expected) ** 2 for question in alike) / variance
    return math.exp(-statistic / 2) * sum(
        (statistic / 2) ** term / math.factorial(term) for term in range(freedom // 2)
    )
