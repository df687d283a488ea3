"""Alpha and the standard error, against a published example, hand calculation, and strengths that are known."""

from fractions import Fraction
from itertools import permutations
from math import sqrt
from random import Random
from statistics import correlation, covariance, fmean, stdev, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.quizzes.rules.analysis import FEW, FEWEST, Sheet
from elearn.quizzes.rules.reliability import NoAlpha, Reliability, Trust, reliability
from tests.unit.lsat import LSAT_ROWS, sheets


def test_alpha_is_that_of_a_published_example() -> None:
    found = reliability(sheets(LSAT_ROWS))
    assert found.alpha == pytest.approx(0.295, abs=0.0005)
    assert (found.officers, found.questions, found.drawn, found.why_not, found.certain) == (1000, 5, False, None, True)
    # Another way: k²·(mean covariance of two different questions) / variance of the sums.
    columns = list(zip(*LSAT_ROWS, strict=True))
    shared = fmean(covariance(one, other) for one, other in permutations(columns, 2))
    sums = [sum(row) for row in LSAT_ROWS]
    assert found.alpha == pytest.approx(25 * shared / variance(sums))
    assert found.points == pytest.approx(stdev(sums) * sqrt(1 - 25 * shared / variance(sums)))


def test_alpha_and_error_by_hand() -> None:
    # Variances 1/4, 1/3 and 1/4, of the sums 3, 2, 1, 0 it is 5/3: 3/2 · (1 − (5/6)/(5/3)) = 3/4, and sqrt(5/3 · 1/4).
    found = reliability(sheets([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]]))
    assert (found.officers, found.questions, found.drawn, found.why_not) == (4, 3, False, None)
    assert (found.alpha, found.points) == pytest.approx((0.75, sqrt(5 / 12)))
    assert not found.certain


def test_papers_that_were_drawn_by_hand() -> None:
    """Two of the questions a, b and c on each paper; every pair was met by two officers.

    Facilities are 3/4, 1/2 and 1/4, deviations of each officer's two questions (1/4, 1/2), (1/4, −1/2), (1/4, 3/4),
    (−3/4, −1/4), (1/2, −1/4) and (−1/2, −1/4). Their squares sum to 2 1/2 and nine degrees of freedom, 5/18. Twice their
    products sum to 1/4 − 1/4 + 3/8 + 3/8 − 1/4 + 1/4 = 3/4, and each of six ordered pairs counts 2·(1 − 1/4 − 1/4 + 2/16):
    (3/4) / 7.5 = 1/10. Papers are worth 5/4, 1 and 3/4, each twice: a variance of 4·(1/4)²/5 = 1/20.
    """
    papers = [
        {"a": 1, "b": 1},
        {"a": 1, "b": 0},
        {"a": 1, "c": 1},
        {"a": 0, "c": 0},
        {"b": 1, "c": 0},
        {"b": 0, "c": 0},
    ]
    found = reliability([Sheet(points) for points in papers])
    true, error = 4 / 10, 2 * (5 / 18 - 1 / 10) + 1 / 20
    assert (found.officers, found.questions, found.drawn, found.why_not) == (6, 2, True, None)
    assert (found.alpha, found.points) == pytest.approx((true / (true + error), sqrt(error)))


def drawn(officers: int, bank: int, length: int, unequal: float) -> tuple[list[Sheet], list[float]]:
    """Papers of so many questions out of a bank, and how strong each officer really is: the mean chance to be right."""
    chance = Random(7)  # noqa: S311 - no secret
    hardness = {f"q{number}": chance.gauss(0, unequal) for number in range(bank)}
    papers, strengths = [], []
    for _officer in range(officers):
        strength = chance.gauss(0, 0.2)
        rights = {question: min(1.0, max(0.0, 0.6 + strength - hard)) for question, hard in hardness.items()}
        mine = chance.sample(list(rights), length)
        papers.append(Sheet({question: int(chance.random() < rights[question]) for question in mine}))
        strengths.append(fmean(rights.values()))
    return papers, strengths


@pytest.mark.slow
@pytest.mark.parametrize("unequal", [0.0, 0.15, 0.25])
def test_drawn_papers_are_as_reliable_as_they_really_are(unequal: float) -> None:
    """Reliability is the squared correlation of results with what they measure, which is known here."""
    papers, strengths = drawn(4000, 60, 20, unequal)
    results = [sum(sheet.points.values()) for sheet in papers]
    found = reliability(papers)
    assert found.drawn
    assert found.alpha == pytest.approx(correlation(results, strengths) ** 2, abs=0.02)
    off = [result - 20 * strength for result, strength in zip(results, strengths, strict=True)]
    assert found.points == pytest.approx(sqrt(fmean(each**2 for each in off)), rel=0.02)


@pytest.mark.parametrize(
    ("papers", "why_not"),
    [
        ([], NoAlpha.TOO_FEW_OFFICERS),
        ([{"a": 1, "b": 0}], NoAlpha.TOO_FEW_OFFICERS),
        ([{"a": 1, "b": 0}, {"a": 1, "c": 0, "d": 1}], NoAlpha.DIFFERENT_LENGTHS),
        ([{"a": 1}, {"a": 0}], NoAlpha.TOO_FEW_QUESTIONS),
        ([{}, {}], NoAlpha.TOO_FEW_QUESTIONS),
        ([{"a": 1, "b": 0}, {"a": 1, "c": 0}], NoAlpha.NEVER_TOGETHER),
        ([{"a": 1, "b": 0}, {"b": 1, "a": 0}], NoAlpha.NO_VARIATION),
    ],
)
def test_where_there_is_no_alpha_the_reason_is_given(papers: list[dict[str, float]], why_not: NoAlpha) -> None:
    found = reliability([Sheet(points) for points in papers])
    assert (found.officers, found.alpha, found.why_not, found.certain) == (len(papers), None, why_not, False)


def test_decimals_that_were_thirds_leave_nothing_to_vary() -> None:
    thirds = [[Fraction(1, 3), Fraction(2, 3)], [Fraction(2, 3), Fraction(1, 3)]]
    decimals = [[float(points) for points in row] for row in thirds]
    assert reliability(sheets(decimals)) == reliability(sheets(thirds))
    assert reliability(sheets(thirds)).why_not is NoAlpha.NO_VARIATION


def paper(alpha: float, questions: int = 20, points: float = 1.0, officers: int = FEW) -> Reliability:
    return Reliability(officers, questions, False, alpha, points)


def test_what_the_figures_mean() -> None:
    # 1.96 standard errors of 5 %, and 1.96 · sqrt(2) of them for a difference.
    assert (paper(0.8).error, paper(0.8).margin, paper(0.8).difference) == (5.0, 10, 14)
    assert {alpha: paper(alpha).trust for alpha in (-0.01, 0.0, 0.49, 0.5, 0.69, 0.7, 1.0)} == {
        -0.01: Trust.BELOW_CHANCE,
        0.0: Trust.LOW,
        0.49: Trust.LOW,
        0.5: Trust.MIDDLING,
        0.69: Trust.MIDDLING,
        0.7: Trust.GOOD,
        1.0: Trust.GOOD,
    }
    sizes = (FEWEST - 1, FEWEST, FEW - 1, FEW)
    assert [(paper(0.8, officers=n).certain, paper(0.8, officers=n).rough) for n in sizes] == [
        (False, True),
        (True, True),
        (True, True),
        (True, False),
    ]


def test_how_many_questions_would_be_good() -> None:
    """Nunnally (1978), p. 244: a test of 5 questions with 0.66 needs 6 for 0.7."""
    assert paper(0.66, questions=5).enough == 6
    assert paper(0.35).enough == 87  # 20 · (0.7 · 0.65) / (0.35 · 0.3)
    assert [paper(alpha).enough for alpha in (-0.2, 0.0, 0.3, 0.7, 0.9)] == [None] * 5


POINTS = st.sampled_from([Fraction(0), Fraction(1, 4), Fraction(1, 3), Fraction(1, 2)])
BLOCKS = st.integers(2, 5).flatmap(
    lambda questions: st.lists(st.lists(POINTS, min_size=questions, max_size=questions), min_size=2, max_size=12)
)


def plain(rows: list[list[Fraction]]) -> float | None:
    """Alpha as it stands in textbooks, for those who all have the same questions."""
    k, sums = len(rows[0]), [sum(row, Fraction(0)) for row in rows]
    if not variance(sums):
        return None
    return float(
        Fraction(k, k - 1) * (1 - sum(variance(column) for column in zip(*rows, strict=True)) / variance(sums))
    )


@given(BLOCKS)
def test_alpha_is_the_plain_one_where_all_have_the_same_questions(rows: list[list[Fraction]]) -> None:
    found = reliability(sheets(rows))
    assert found.alpha == (None if plain(rows) is None else pytest.approx(plain(rows), abs=1e-6))
    assert found.alpha is None or found.alpha <= 1
    assert found.points >= 0


@given(BLOCKS, st.sampled_from([Fraction(1, 4), Fraction(1, 2)]))
def test_a_question_that_gives_more_to_all_changes_nothing(rows: list[list[Fraction]], more: Fraction) -> None:
    easier = reliability(sheets([[row[0] + more, *row[1:]] for row in rows]))
    as_it_was = reliability(sheets(rows))
    assert (easier.alpha is None) == (as_it_was.alpha is None)
    assert easier.points == pytest.approx(as_it_was.points, abs=1e-6)


MADE = st.lists(st.dictionaries(st.sampled_from("abcd"), st.floats(0, 1), max_size=4), max_size=12)


@given(MADE)
def test_no_papers_raise(papers: list[dict[str, float]]) -> None:
    found = reliability([Sheet(points) for points in papers])
    assert (found.alpha is None) == (found.why_not is not None)
    assert found.alpha is None or found.alpha <= 1
