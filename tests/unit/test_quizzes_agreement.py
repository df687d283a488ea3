"""Agreement of raters, against published examples and against the definitions worked out another way."""

from collections.abc import Sequence
from fractions import Fraction
from statistics import fmean, pvariance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.quizzes.rules.agreement import (
    Agreement,
    Factor,
    Intraclass,
    Strength,
    agreement,
    intraclass,
    kappa_with_panel,
    weighted_kappa,
)

# Shrout & Fleiss (1979), table 2: six targets, four judges.
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]

# Twenty subjects rated from 1 to 6 by three raters: the data "anxiety" of the package irr for R (Gamer, Lemon, Fellows &
# Singh), whose manual computes kappa2(anxiety[, 1:2], "squared") = 0.297 and icc(anxiety, "twoway", "agreement") = 0.198.
ANXIETY = (
    [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3],
    [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4],
    [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2],
)

# Cohen (1968), table 1: 200 patients, two judges, three diagnoses. With his own weights he finds 0.348.
COHEN = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
COHENS_WEIGHTS = [[0, 1, 3], [1, 0, 6], [3, 6, 0]]


def test_intraclass_correlations_are_those_of_shrout_and_fleiss() -> None:
    found = intraclass(SHROUT_FLEISS)
    assert found.single == pytest.approx(0.29, abs=0.005)
    assert found.mean == pytest.approx(0.62, abs=0.005)


def by_definition(table: Sequence[Sequence[int]]) -> tuple[float, float]:
    """ICC(2,1) and ICC(2,k) from sums of squared deviations, with the letters of Shrout & Fleiss."""
    n, k = len(table), len(table[0])
    grand = fmean(rating for row in table for rating in row)
    rows, judges = [fmean(row) for row in table], [fmean(column) for column in zip(*table, strict=True)]
    bms = k * sum((mean - grand) ** 2 for mean in rows) / (n - 1)
    jms = n * sum((mean - grand) ** 2 for mean in judges) / (k - 1)
    ems = sum(
        (table[i][j] - rows[i] - judges[j] + grand) ** 2 for i in range(n) for j in range(k)
    ) / ((n - 1) * (k - 1))  # fmt: skip
    return (bms - ems) / (bms + (k - 1) * ems + k * (jms - ems) / n), (bms - ems) / (bms + (jms - ems) / n)


def test_intraclass_correlations_follow_their_definition() -> None:
    for table in (SHROUT_FLEISS, list(zip(*ANXIETY, strict=True))):
        found = intraclass(table)
        assert (found.single, found.mean) == pytest.approx(by_definition(table))
    assert intraclass(list(zip(*ANXIETY, strict=True))).single == pytest.approx(0.198, abs=0.0005)


def test_who_is_always_one_higher_does_not_agree() -> None:
    alike, higher = intraclass([[1, 1], [3, 3], [5, 5]]), intraclass([[1, 2], [3, 4], [5, 6]])
    assert alike == Intraclass(1.0, 1.0)
    assert higher == Intraclass(8 / 9, 16 / 17)  # between rows 8, between raters 1.5, error 0


@pytest.mark.parametrize(
    "table",
    [[], [[]], [[1, 2, 3]], [[1], [2], [3]], [[], []], [[4, 4], [4, 4]]],
)
def test_there_is_no_intraclass_correlation_without_rows_raters_or_variance(table: list[list[int]]) -> None:
    assert intraclass(table) == Intraclass(None, None)


def test_there_is_none_of_the_mean_where_ratings_only_contradict_each_other() -> None:
    assert intraclass([[1, 2], [2, 1]]) == Intraclass(None, None)
    assert intraclass([[1, 5], [5, 1], [3, 3]]) == Intraclass(-3.0, None)  # between rows and raters 0, error 8


def pairs_of(table: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
    """The two columns of ratings of which a table has the counts."""
    pairs = [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _each in range(count)]
    return [one for one, _other in pairs], [other for _one, other in pairs]


def by_weights(one: Sequence[int], other: Sequence[int], weights: Sequence[Sequence[int]]) -> float:
    """Kappa as Cohen writes it: 1 − Σ v·observed / Σ v·expected, for ratings from 0."""
    n, steps = len(one), range(len(weights))
    pairs = list(zip(one, other, strict=True))
    observed = sum(weights[i][j] * pairs.count((i, j)) / n for i in steps for j in steps)
    expected = sum(weights[i][j] * (one.count(i) / n) * (other.count(j) / n) for i in steps for j in steps)
    return 1 - observed / expected


def squares(steps: int) -> list[list[int]]:
    return [[(i - j) ** 2 for j in range(steps)] for i in range(steps)]


def test_weighted_kappa_is_that_of_a_published_example() -> None:
    first, second, _third = ANXIETY
    assert weighted_kappa(first, second) == pytest.approx(0.297, abs=0.0005)
    assert weighted_kappa(first, second) == pytest.approx(by_weights(first, second, squares(7)))


def test_weighted_kappa_of_cohens_table_by_hand() -> None:
    one, other = pairs_of(COHEN)
    assert by_weights(one, other, COHENS_WEIGHTS) == pytest.approx(0.348, abs=0.0005)
    # 40 disagree by one and 20 by two: 40 + 4·20 = 120. By chance (120·60 + 60·100 + 60·40 + 20·60)/200 = 84 do by one and
    # (120·40 + 20·100)/200 = 34 by two: 84 + 4·34 = 220. 1 − 120/220 = 5/11.
    assert weighted_kappa(one, other) == float(Fraction(5, 11))
    assert by_weights(one, other, squares(3)) == pytest.approx(5 / 11)


def test_how_long_the_scale_is_does_not_matter() -> None:
    assert weighted_kappa([1, 2, 3], [1, 3, 3]) == weighted_kappa([11, 12, 13], [11, 13, 13]) == 0.8


@pytest.mark.parametrize(
    ("one", "other", "kappa"),
    [
        ([], [], None),
        ([3], [3], None),
        ([3, 3], [3, 3], None),
        ([3, 3], [4, 4], 0.0),
        ([1, 5], [1, 5], 1.0),
        ([1, 5], [5, 1], -1.0),
        ([1, 5], [3, 3], 0.0),
    ],
)
def test_kappa_at_its_limits(one: list[int], other: list[int], kappa: float | None) -> None:
    assert weighted_kappa(one, other) == kappa


def test_two_raters_who_rated_other_things_are_refused() -> None:
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        weighted_kappa([1, 2], [1])


def test_kappa_with_the_panel_is_the_mean_of_that_of_each_rater() -> None:
    first, second, third = ANXIETY
    kappas = [weighted_kappa(first, third), weighted_kappa(second, third), weighted_kappa(first, third)]
    panel = [(rating, rating) for rating in third]
    assert kappa_with_panel([first, second, first], panel) == pytest.approx(sum(kappas[0:3]) / 3)  # type: ignore[arg-type]


def test_kappa_with_the_middle_of_ranges_by_hand() -> None:
    # Middles 1.5 and 4. Ratings 1 and 4 are off by 1/2 and 0: 1/4. By chance half of 0.25 + 6.25 + 9 + 0 = 15.5.
    assert kappa_with_panel([[1, 4]], [(1, 2), (3, 5)]) == pytest.approx(1 - 0.25 * 2 / 15.5)
    assert kappa_with_panel([[2, 2], [2, 2]], [(2, 2), (1, 3)]) is None
    assert kappa_with_panel([], [(1, 2)]) is None


PANEL = {"contacts": (1, 1), "revenge": (3, 4), "routine": (4, 5)}


def rated(*numbers: int) -> dict[str, int]:
    return dict(zip(PANEL, numbers, strict=False))


def test_who_rated_only_some_factors_is_left_out_and_counted() -> None:
    whole = [rated(1, 3, 5), rated(2, 4, 5), {**rated(1, 3, 5), "another": 9}]
    found = agreement([*whole, rated(5, 1), {}], PANEL, range(1, 6))
    table = [(1, 2, 1), (3, 4, 3), (5, 5, 5)]
    assert found == Agreement(
        3,
        2,
        intraclass(table),
        kappa_with_panel([[1, 3, 5], [2, 4, 5], [1, 3, 5]], PANEL.values()),
        (
            Factor("contacts", (1, 1), {1: 2, 2: 1, 3: 0, 4: 0, 5: 0}),
            Factor("revenge", (3, 4), {1: 0, 2: 0, 3: 2, 4: 1, 5: 0}),
            Factor("routine", (4, 5), {1: 0, 2: 0, 3: 0, 4: 0, 5: 3}),
        ),
    )
    assert [(factor.raters, factor.within) for factor in found.factors] == [(3, 2), (3, 3), (3, 3)]
    assert list(found.factors[0].shares) == [2 / 3, 1 / 3, 0, 0, 0]
    assert found.intraclass.mean == pytest.approx(by_definition(table)[1])
    nobody = tuple(Factor(factor, panel, {1: 0, 2: 0}) for factor, panel in PANEL.items())
    assert agreement([], PANEL, (1, 2)) == Agreement(0, 0, Intraclass(None, None), None, nobody)
    assert agreement([{}, {}], {}, (1, 2)) == Agreement(2, 0, Intraclass(None, None), None, ())


@pytest.mark.parametrize(
    ("single", "kappa", "strengths"),
    [
        (None, None, (None, None)),
        (-0.2, -0.2, (Strength.LOW, Strength.LOW)),
        (0.5, 0.4, (Strength.LOW, Strength.LOW)),
        (0.51, 0.41, (Strength.MIDDLING, Strength.MIDDLING)),
        (0.76, 0.61, (Strength.GOOD, Strength.GOOD)),
        (0.91, 0.81, (Strength.EXCELLENT, Strength.EXCELLENT)),
    ],
)
def test_strengths_at_their_limits(
    single: float | None, kappa: float | None, strengths: tuple[Strength | None, Strength | None]
) -> None:
    """Koo & Li (2016): 0.5, 0.75, 0.9; Landis & Koch (1977): 0.4, 0.6, 0.8."""
    found = Agreement(40, 0, Intraclass(single, single), kappa, ())
    assert (found.single, found.mean, found.panel) == (strengths[0], strengths[0], strengths[1])


RATING = st.integers(1, 10)
TABLES = st.integers(1, 6).flatmap(
    lambda raters: st.lists(st.lists(RATING, min_size=raters, max_size=raters), max_size=8)
)


@given(TABLES, st.integers(-3, 3))
def test_intraclass_correlations_are_1_at_most_and_know_no_order_and_no_zero(table: list[list[int]], more: int) -> None:
    found = intraclass(table)
    assert all(value is None or value <= 1 for value in (found.single, found.mean))
    assert intraclass(table[::-1]) == found
    assert intraclass([row[::-1] for row in table]) == found
    assert intraclass([[rating + more for rating in row] for row in table]) == found


@given(TABLES)
def test_the_mean_of_k_follows_from_one_by_spearman_and_brown(table: list[list[int]]) -> None:
    found = intraclass(table)
    if found.single is not None and found.mean is not None:
        k = len(table[0])
        assert found.mean == pytest.approx(k * found.single / (1 + (k - 1) * found.single))


@given(st.lists(st.tuples(RATING, RATING), max_size=12))
def test_quadratic_kappa_is_the_concordance_of_both(pairs: list[tuple[int, int]]) -> None:
    """2·covariance / (variance + variance + (difference of means)²): Krippendorff (1970), Lin (1989)."""
    one, other = [first for first, _second in pairs], [second for _first, second in pairs]
    kappa = weighted_kappa(one, other)
    assert kappa == weighted_kappa(other, one)
    assert kappa is None or -1 <= kappa <= 1
    if kappa is not None:
        ones, others = fmean(one), fmean(other)
        covariance = fmean(first * second for first, second in pairs) - ones * others
        assert kappa == pytest.approx(
            2 * covariance / (pvariance(one) + pvariance(other) + (ones - others) ** 2), abs=1e-9
        )
