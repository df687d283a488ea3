"""Rules of questionnaires: whom is asked when, and that nothing about fewer than ten answers can be worked out."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.cohorts.rules.questionnaires import (
    MARKS,
    ON_SCREEN,
    STATEMENTS,
    About,
    Held,
    Kind,
    agreement,
    completed_before,
    is_asked,
    is_whole,
    overall,
    response_rate,
    said,
    together,
    with_answer,
)
from elearn.people.rules.crowds import coarse

NOW = datetime(2026, 9, 15, 6, tzinfo=UTC)
NOTHING = Held(0, {}, 0, {})
answers = st.lists(
    st.fixed_dictionaries({each: st.sampled_from(MARKS) for each in STATEMENTS[Kind.REACTION]}), max_size=45
)


@given(answers)
def test_what_is_shown_grows_by_tens_and_nothing_is_lost(given_answers: list[dict[str, int]]) -> None:
    """So the difference between what is shown on two days is nothing, or about ten people and more."""
    held = NOTHING
    for number, marks in enumerate(given_answers, 1):
        before, held = held, with_answer(held, marks)
        assert (held.shown, held.waiting) == (number - number % 10, number % 10)
        assert (held.shown_marks == before.shown_marks) == (number % 10 != 0)
    everything = together(held.shown_marks, held.waiting_marks)
    for statement in STATEMENTS[Kind.REACTION] if given_answers else ():
        given_marks = [marks[statement] for marks in given_answers]
        assert everything[statement] == [given_marks.count(mark) for mark in range(6)]
        assert sum(held.shown_marks.get(statement, [])) == held.shown


@given(st.permutations([{"useful": mark} for mark in (5, 5, 4, 3, 2, 1, 0)]))
def test_the_order_of_answers_leaves_no_trace(order: list[dict[str, int]]) -> None:
    held = NOTHING
    for marks in order:
        held = with_answer(held, marks)
    assert held == Held(0, {}, 7, {"useful": [1, 1, 1, 1, 1, 2]})


def test_who_is_asked_when() -> None:
    def days(kind: Kind, *ago: float) -> list[bool]:
        return [is_asked(kind, NOW - timedelta(days=each), NOW) for each in ago]

    assert days(Kind.REACTION, -1, 0, 29.9, 30) == [False, True, True, False]
    assert days(Kind.FOLLOW_UP, 90.9, 91, 150.9, 151) == [False, True, True, False]
    assert [NOW - completed_before(kind, NOW) for kind in ON_SCREEN] == [timedelta(), timedelta(days=91)]


@pytest.mark.parametrize(
    ("change", "whole"),
    [({}, True), ({"used": 0}, True), ({"used": 6}, False), ({"used": -1}, False), ({"useful": 3}, False)],
)
def test_an_answer_has_a_mark_for_each_statement(change: dict[str, int], whole: bool) -> None:
    marks = dict.fromkeys(STATEMENTS[Kind.FOLLOW_UP], 5)
    assert is_whole(Kind.FOLLOW_UP, marks | change) is whole
    assert not is_whole(Kind.FOLLOW_UP, {"used": 5})


def test_agreement_leaves_out_who_cannot_say() -> None:
    assert (said([4, 1, 0, 1, 1, 3]), agreement([4, 1, 0, 1, 1, 3])) == (6, 4 / 6)
    assert (said([10, 0, 0, 0, 0, 0]), agreement([10, 0, 0, 0, 0, 0])) == (0, None)
    assert overall({"a": [0, 0, 0, 0, 0, 3], "b": [1, 1, 0, 0, 0, 0]}) == 3 / 4
    assert overall({}) is None


def test_the_response_rate_is_of_those_asked_and_never_above_all() -> None:
    assert [response_rate(0, 0), response_rate(4, 1), response_rate(2, 3)] == [None, 0.25, 1.0]


def test_a_monitor_sees_tens() -> None:
    assert [coarse(number) for number in (0, 1, 9, 10, 19)] == [0, None, None, 10, 10]


@pytest.mark.parametrize("about", [About(module_id="searches"), About(cohort_id=UUID(int=7))])
def test_what_it_is_about_is_read_as_written(about: About) -> None:
    assert About.read(str(about)) == about


@pytest.mark.parametrize("written", ["", "module:", "cohort:searches", "course:1", "searches"])
def test_what_is_not_about_anything(written: str) -> None:
    assert About.read(written) is None
