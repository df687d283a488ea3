"""What answers say of questions, against published examples, hand calculation and definitions worked out another way."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import sqrt
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.quizzes.rules.analysis import (
    FEWEST,
    ItemAnalysis,
    Judgement,
    OptionCount,
    Sheet,
    Verdict,
    analyse,
)
from tests.unit.lsat import LSAT_ROWS, sheets


def by_id(analysed: Sequence[ItemAnalysis]) -> dict[str, ItemAnalysis]:
    return {item.question_id: item for item in analysed}


def test_facility_and_discrimination_of_a_published_example() -> None:
    items = analyse(sheets(LSAT_ROWS), {})
    assert [item.facility for item in items] == [0.924, 0.709, 0.553, 0.763, 0.87]
    for place, item in enumerate(items):
        assert item.discrimination == pytest.approx(point_biserial(LSAT_ROWS, place))
    assert [round(item.discrimination or 0, 2) for item in items] == [0.11, 0.15, 0.17, 0.14, 0.12]
    assert [(item.met, item.exposure) for item in items] == [(1000, 1.0)] * 5


def point_biserial(rows: Sequence[Sequence[int]], place: int) -> float:
    """(mean rest of those right − mean rest of those wrong) · sqrt(share right · share wrong) / SD of the rest."""
    rests = {right: [sum(row) - row[place] for row in rows if row[place] == right] for right in (0, 1)}
    everybody = [*rests[0], *rests[1]]
    mean, share = fmean(everybody), len(rests[1]) / len(rows)
    spread = sqrt(fmean((rest - mean) ** 2 for rest in everybody))
    return (fmean(rests[1]) - fmean(rests[0])) * sqrt(share * (1 - share)) / spread


def test_discrimination_by_hand() -> None:
    # Of a: points 1, 1, 1, 0 and means of the rest 1, 1/2, 0, 0. Sums of products of deviations: 3/8, 3/4 and 11/16.
    item = analyse(sheets([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]]), {})[0]
    assert item.discrimination == pytest.approx((3 / 8) / sqrt(3 / 4 * 11 / 16))
    assert item.facility == 0.75


def test_the_rest_is_the_mean_of_what_an_officer_met() -> None:
    # Of a: points 1, 1, 0; means of the rest 1 (of three), 1/2 (of two) and 0 (of one); the fourth met nothing else.
    papers = [{"a": 1, "b": 1, "c": 1, "d": 1}, {"a": 1, "b": 1, "e": 0}, {"a": 0, "c": 0}, {"a": 1}, {"b": 1}]
    item = by_id(analyse([Sheet(points) for points in papers], {}))["a"]
    assert item.discrimination == pytest.approx(0.5 / sqrt(2 / 3 * 1 / 2))
    assert (item.met, item.exposure, item.facility) == (4, 0.8, 0.75)


def test_a_question_that_nobody_met_is_there_too() -> None:
    assert analyse([Sheet({"b": 1})], {"a": {"yes": True}}) == (
        ItemAnalysis("a", 0, 0.0, None, None, 0, 0, (OptionCount("yes", True, 0, 0, 0),)),
        ItemAnalysis("b", 1, 1.0, 1.0, None, 0, 0, ()),
    )
    assert analyse([], {}) == ()


OPTIONS = {"q": {"right": True, "wrong": False, "odd": False}}


def paper(right: bool, rest: Fraction | float, *chosen: str) -> Sheet:
    """Somebody who met the question q and one other."""
    return Sheet({"q": int(right), "other": rest}, {"q": chosen} if chosen else {})


def options(counts: Mapping[str, tuple[int, int, int]]) -> tuple[OptionCount, ...]:
    return tuple(OptionCount(option, option == "right", *each) for option, each in counts.items())


def test_the_table_of_options_tells_the_strong_from_the_weak() -> None:
    papers = [paper(place >= 4, Fraction(place, 10), "right" if place >= 4 else "wrong") for place in range(11)]
    papers[0] = paper(False, 0)  # gave no answer
    item = by_id(analyse(papers, OPTIONS))["q"]
    assert (item.met, item.upper, item.lower) == (11, 3, 3)  # 27 % of 11 are 2.97
    assert item.options == options({"right": (7, 3, 0), "wrong": (3, 0, 2), "odd": (0, 0, 0)})


def test_equals_stand_in_the_same_group() -> None:
    rests = [0.0, 0.0, 0.0, 0.0, 0.5, 0.5, 0.5, 1.0, 1.0, 1.0]  # 27 % of 10 are 3
    item = by_id(analyse([paper(True, rest, "right") for rest in rests], OPTIONS))["q"]
    assert (item.upper, item.lower) == (3, 4)
    assert item.options[0] == OptionCount("right", True, 10, 3, 4)
    alike = by_id(analyse([paper(True, 1, "right") for _officer in range(10)], OPTIONS))["q"]
    assert (alike.upper, alike.lower) == (0, 0)


def test_several_options_may_be_chosen_and_unknown_ones_do_not_count() -> None:
    item = by_id(analyse([paper(False, 0, "right", "odd"), paper(False, 1, "right", "deleted")], OPTIONS))["q"]
    assert item.options == options({"right": (2, 1, 1), "wrong": (0, 0, 0), "odd": (1, 0, 1)})


def item(**changes: object) -> ItemAnalysis:
    """A question of which nothing is to be said but good."""
    fine: dict[str, object] = {
        "question_id": "q",
        "met": 100,
        "exposure": 1.0,
        "facility": 0.7,
        "discrimination": 0.3,
        "upper": 27,
        "lower": 27,
        "options": options({"right": (70, 25, 10), "wrong": (20, 1, 12), "odd": (10, 1, 5)}),
    }
    return ItemAnalysis(**{**fine, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "verdicts"),
    [
        ({}, [Verdict.GOOD]),
        ({"options": ()}, [Verdict.GOOD]),
        ({"met": FEWEST}, [Verdict.GOOD]),
        ({"met": FEWEST - 1}, [Verdict.TOO_FEW]),
        ({"met": FEWEST - 1, "facility": 0.1, "discrimination": -0.5}, [Verdict.TOO_FEW]),
        ({"met": 0, "facility": None, "discrimination": None}, [Verdict.TOO_FEW]),
        ({"facility": 0.2}, [Verdict.GOOD]),
        ({"facility": 0.19}, [Verdict.TOO_HARD]),
        ({"facility": 0.95}, [Verdict.GOOD]),
        ({"facility": 0.96}, [Verdict.TOO_EASY]),
        ({"facility": 1.0, "discrimination": None}, [Verdict.TOO_EASY]),
        ({"discrimination": None}, [Verdict.NOTHING_TO_COMPARE]),
        ({"discrimination": 0.15}, [Verdict.GOOD]),
        ({"discrimination": 0.14}, [Verdict.LOW]),
        ({"discrimination": 0.0}, [Verdict.LOW]),
        ({"discrimination": -0.01}, [Verdict.NEGATIVE]),
        ({"facility": 0.1, "discrimination": -0.2}, [Verdict.NEGATIVE, Verdict.TOO_HARD]),
        ({"facility": 0.99, "discrimination": 0.1}, [Verdict.TOO_EASY, Verdict.LOW]),
    ],
)
def test_verdicts_at_their_thresholds(changes: dict[str, object], verdicts: list[Verdict]) -> None:
    assert item(**changes).judgements == tuple(Judgement(verdict) for verdict in verdicts)


def test_an_option_is_named_with_its_verdict() -> None:
    counts = options({"right": (60, 15, 14), "wrong": (40, 12, 3), "odd": (0, 0, 0)})
    assert item(options=counts).judgements == (
        Judgement(Verdict.STRONG_CHOOSE_WRONG, "wrong"),
        Judgement(Verdict.NOBODY_CHOSE, "odd"),
    )


@pytest.mark.parametrize(
    ("upper", "lower", "groups", "said"),
    [
        (3, 0, (8, 8), True),  # 0.375 above 1.645 · 0.195
        (2, 0, (8, 8), False),  # 0.25 below 1.645 · 0.165
        (22, 12, (135, 135), True),  # 0.074 above 1.645 · 0.040
        (20, 12, (135, 135), False),  # 0.059 below 1.645 · 0.039
        (3, 3, (8, 16), False),  # 0.188 below 1.645 · 0.188, and shares count, not heads
        (8, 8, (8, 8), False),
        (0, 0, (8, 8), False),
        (0, 0, (0, 0), False),
    ],
)
def test_a_wrong_option_is_blamed_for_more_than_chance(
    upper: int, lower: int, groups: tuple[int, int], said: bool
) -> None:
    counts = options({"right": (60, 1, 1), "wrong": (40, upper, lower)})
    found = item(upper=groups[0], lower=groups[1], options=counts).judgements
    assert found == (Judgement(Verdict.STRONG_CHOOSE_WRONG, "wrong") if said else Judgement(Verdict.GOOD),)


def test_a_wrong_key_is_found() -> None:
    """The strong choose what is right, and the key says something else."""
    strong = [paper(False, 1, "odd") for _officer in range(20)]
    weak = [paper(place % 2 == 0, 0, "wrong" if place % 2 else "right") for place in range(20)]
    item = by_id(analyse(strong + weak, OPTIONS))["q"]
    assert item.judgements == (Judgement(Verdict.NEGATIVE), Judgement(Verdict.STRONG_CHOOSE_WRONG, "odd"))


POINTS = st.sampled_from([Fraction(0), Fraction(1, 4), Fraction(1, 3), Fraction(1, 2)])
BLOCKS = st.integers(2, 5).flatmap(
    lambda questions: st.lists(st.lists(POINTS, min_size=questions, max_size=questions), min_size=2, max_size=12)
)


@given(BLOCKS, st.sampled_from([Fraction(1, 4), Fraction(1, 2)]))
def test_adding_a_constant_to_a_question_changes_nothing(rows: list[list[Fraction]], more: Fraction) -> None:
    easier = [[row[0] + more, *row[1:]] for row in rows]
    before, after = analyse(sheets(rows), {}), analyse(sheets(easier), {})
    assert [item.discrimination for item in after] == [item.discrimination for item in before]
    assert [(item.upper, item.lower) for item in after] == [(item.upper, item.lower) for item in before]


IDS = st.text(alphabet="abcd", min_size=1, max_size=1)
SHEETS = st.builds(
    Sheet,
    st.dictionaries(IDS, st.one_of(st.floats(0, 1), st.fractions(0, 1), st.integers(0, 1)), max_size=4),
    st.dictionaries(IDS, st.lists(IDS, max_size=3).map(tuple), max_size=4),
)


@pytest.mark.slow
@settings(max_examples=200)
@given(
    st.lists(SHEETS, max_size=12),
    st.integers(1, 20),
    st.dictionaries(IDS, st.dictionaries(IDS, st.booleans(), max_size=3), max_size=3),
)
def test_no_input_raises(some: list[Sheet], times: int, options: dict[str, dict[str, bool]]) -> None:
    everybody = some * times
    for item in analyse(everybody, options):
        assert item.judgements
        assert 0 <= item.exposure <= 1
        assert item.facility is None or 0 <= item.facility <= 1
        assert item.discrimination is None or -1 <= item.discrimination <= 1
        assert max(item.upper, item.lower) <= item.met
        assert all(max(count.upper, count.lower) <= count.everybody <= item.met for count in item.options)
        if item.met < FEWEST:
            assert item.judgements == (Judgement(Verdict.TOO_FEW),)


@pytest.mark.slow
@given(st.lists(SHEETS, max_size=12).flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_the_order_of_officers_means_nothing(orders: tuple[list[Sheet], list[Sheet]]) -> None:
    one, other = orders
    assert analyse(one, OPTIONS) == analyse(other, OPTIONS)
