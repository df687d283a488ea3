"""Answers, scores and what is shown of them, with plain values."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.quizzes.rules import attempts, kind, marking
from elearn.quizzes.rules.attempts import Acceptance, Given, Sitting
from elearn.quizzes.rules.kind import Answer, Slot
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.marking import Score, Shown
from elearn.quizzes.rules.papers import Item
from elearn.quizzes.rules.words import languages_in_order
from tests.factories_quizzes import choice, question

T = datetime(2026, 9, 15, 6, 0, tzinfo=UTC)
ID = UUID(int=1)


def sitting(*, is_open: bool = True, items: tuple[Item, ...] = ()) -> Sitting:
    return Sitting(
        id=ID,
        officer_id=ID,
        enrolment_id=ID,
        academy_id=ID,
        module_id="gate",
        titles={},
        bank_id="bank",
        paper="final",
        number=1,
        pass_percent=80,
        attempts_allowed=3,
        minutes=40,
        supervised=False,
        place=None,
        started_at=T - timedelta(minutes=40),
        deadline=T,
        held=False,
        items=items,
        state="open" if is_open else "submitted",
    )


@pytest.mark.parametrize(
    ("kind", "right", "chosen", "expected"),
    [
        ("single", "a", "a", 1),
        ("single", "a", "b", 0),
        ("single", "a", "", 0),
        ("multiple", "ab", "ba", 1),
        ("multiple", "ab", "a", 0),
        ("multiple", "ab", "abc", 0),
        ("multiple", "ab", "", 0),
    ],
)
def test_points_are_all_or_nothing(kind: str, right: str, chosen: str, expected: int) -> None:
    assert marking.points(question("q", kind=kind, right=right), choice(chosen)) == expected


@pytest.mark.parametrize(
    ("right", "chosen", "expected"),
    [
        ("ab", "ab", Fraction(1)),
        ("ab", "a", Fraction(1, 2)),
        ("ab", "abc", Fraction(1, 2)),
        ("ab", "ac", Fraction(0)),
        ("ab", "abcd", Fraction(0)),
        ("ab", "cd", Fraction(0)),  # never below zero
        ("abc", "ab", Fraction(2, 3)),
        ("ab", "", Fraction(0)),
    ],
)
def test_points_for_a_part_never_go_below_zero(right: str, chosen: str, expected: Fraction) -> None:
    partly = question("q", kind="multiple", right=right)
    partly = replace(partly, key={**partly.key, "partly": True})
    assert marking.points(partly, choice(chosen)) == expected


@pytest.mark.parametrize(
    ("right", "out_of", "mark", "expected"),
    [
        (8, 10, 80, (80, True)),
        (7, 9, 78, (77, False)),  # 77.8
        (7, 9, 77, (77, True)),
        (799, 1000, 80, (79, False)),  # 79.9
        (0, 3, 1, (0, False)),
        (3, 3, 100, (100, True)),
        (2, 3, None, (66, None)),
    ],
)
def test_scores_are_never_rounded_up(
    right: int, out_of: int, mark: int | None, expected: tuple[int, bool | None]
) -> None:
    items = tuple(Item(str(n), {"options": ("a", "b")}) for n in range(out_of))
    answers = {str(n): choice("a" if n < right else "b") for n in range(out_of - 1)}
    answers |= {str(out_of - 1): choice("a")} if right == out_of else {}  # the last one stays without an answer
    score = marking.score(mark, items, {str(n): [question(str(n))] for n in range(out_of)}, answers)
    assert (score.percent, score.passed) == expected
    assert (int(score.points), score.out_of, len(score.by_question)) == (right, out_of, out_of)


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(1, 100))
def test_who_sees_the_pass_mark_has_passed(points: tuple[int, int], mark: int) -> None:
    right, out_of = points
    items = tuple(Item(str(n), {"options": ("a", "b")}) for n in range(out_of))
    keys = {str(n): [question(str(n))] for n in range(out_of)}
    score = marking.score(mark, items, keys, {str(n): choice("a") for n in range(right)})
    assert score.percent is not None
    assert score.passed == (score.percent >= mark)


def test_what_waits_for_people_has_no_result_yet() -> None:
    score = Score({"q": Fraction(1), "essay": None}, pass_percent=50)
    assert score.points == 1
    assert (score.out_of, score.to_mark) == (2, ("essay",))
    assert score.percent is score.passed is None


@given(st.lists(st.fractions(0, 1, max_denominator=9), min_size=1))
def test_stored_points_come_back_exactly(points: list[Fraction]) -> None:
    stored = {str(number): float(each) for number, each in enumerate(points)}
    assert list(marking.exactly(stored).values()) == points


def test_nobody_loses_a_point_by_a_second_look() -> None:
    before = {"a": Fraction(1), "b": Fraction(1, 3), "c": Fraction(0)}
    now = {"a": Fraction(0), "b": Fraction(2, 3), "other": Fraction(1)}
    assert marking.raised(before, now) == {"a": Fraction(1), "b": Fraction(2, 3), "c": Fraction(0)}


def test_questions_of_the_bank_that_are_not_on_the_paper_bring_nothing() -> None:
    keys = {"q": [question("q")], "other": [question("other")]}
    assert marking.score(50, (Item("q", {"options": ("a", "b")}),), keys, {"other": choice("a")}) == Score(
        {"q": Fraction(0)}, pass_percent=50
    )


@pytest.mark.parametrize(
    ("seconds", "left", "expected"),
    [
        (-60, 60, None),
        (-1, 1, None),
        (0, 0, None),
        (30, 0, None),
        (31, 0, Acceptance.LATE),
        (86_400, 0, Acceptance.LATE),
    ],
)
def test_answers_count_until_the_deadline_and_their_way_through_the_network(
    seconds: int, left: int, expected: Acceptance | None
) -> None:
    now = T + timedelta(seconds=seconds)
    assert attempts.refusal(sitting(), now) is expected
    assert attempts.refusal(sitting(is_open=False), now) is Acceptance.CLOSED
    assert attempts.seconds_left(T, now) == left


@pytest.mark.parametrize(
    ("name", "answer", "expected"),
    [
        ("single", {}, True),
        ("single", {"choice": ("a",)}, True),
        ("single", {"choice": ("a", "b")}, False),
        ("single", {"choice": ("e",)}, False),
        ("single", {"other": ("a",)}, False),
        ("multiple", {"choice": ("d", "a")}, True),
        ("multiple", {"choice": ("a", "a")}, False),
        ("multiple", {"choice": ("a", "e")}, False),
    ],
)
def test_an_answer_fits_its_question(name: str, answer: Answer, expected: bool) -> None:
    plan = question("q", kind=name).plan
    assert kind.fits(KINDS[name].slots(plan), plan, answer) is expected


def test_typed_words_fit_up_to_a_length() -> None:
    slots = (Slot("words", longest=5),)
    assert [kind.fits(slots, {}, {"words": (words,)}) for words in ("abcde", "abcdef")] == [True, False]


def test_places_stand_for_the_parts_of_this_paper() -> None:
    slots, layout = (Slot("choice", role="options", many=True), Slot("why")), {"options": ("c", "a", "b")}
    given: list[tuple[dict[int, list[str]], Answer | None]] = [
        ({}, {}),
        ({0: ["2", "0"]}, {"choice": ("b", "c")}),
        ({0: [""], 1: ["  "]}, {}),
        ({1: [" so it is "]}, {"why": ("so it is",)}),
        ({0: ["3"]}, None),
        ({0: ["-1"]}, None),
        ({0: ["x"]}, None),
        ({2: ["0"]}, None),
    ]
    assert [kind.at_places(slots, layout, fields) for fields, _answer in given] == [answer for _fields, answer in given]


def test_the_order_of_choosing_means_nothing() -> None:
    assert kind.same({"choice": ("a", "b")}, {"choice": ("b", "a")})
    assert not kind.same({"choice": ("a",)}, {"choice": ("b",)})
    assert not kind.same({"choice": ("a",)}, {})


def test_questions_are_numbered_from_one() -> None:
    items = (Item("p", {}), Item("q", {}))
    assert [sitting(items=items).item(number) for number in (-1, 0, 1, 2, 3)] == [None, None, *items, None]


def test_one_resumes_at_the_first_question_without_an_answer() -> None:
    items = [Item("p", {}), Item("q", {}), Item("r", {})]
    done = attempts.answered({"p": Given(1, choice("a"), T), "q": Given(4, {}, T)})
    assert done == {"p"}
    assert attempts.place_to_resume(items, done) == 2
    assert attempts.place_to_resume(items, ()) == 1
    assert attempts.place_to_resume(items, "pqr") == 1


@pytest.mark.parametrize(
    ("mark", "allowed", "submitted", "passed", "expected"),
    [
        (None, 1, 1, False, Shown.SCORE_ONLY),
        (None, None, 5, False, Shown.SCORE_ONLY),
        (80, 3, 1, False, Shown.OWN_CHOICES),
        (80, 3, 2, False, Shown.OWN_CHOICES),
        (80, 3, 3, False, Shown.EVERYTHING),
        (80, 3, 1, True, Shown.EVERYTHING),
        (80, None, 9, False, Shown.OWN_CHOICES),
        (80, None, 2, True, Shown.EVERYTHING),
    ],
)
def test_the_key_is_shown_after_passing_or_the_last_attempt(
    mark: int | None, allowed: int | None, submitted: int, passed: bool, expected: Shown
) -> None:
    assert marking.shown(mark, allowed, submitted, passed) is expected


def test_attempts_left() -> None:
    assert [attempts.attempts_left(2, started) for started in range(4)] == [2, 1, 0, 0]
    assert attempts.attempts_left(None, 7) is None


def test_attempts_granted_come_on_top_of_the_papers_own() -> None:
    assert [attempts.attempts_allowed(2, granted) for granted in range(3)] == [2, 3, 4]
    assert attempts.attempts_allowed(None, 3) is None


@pytest.mark.parametrize(
    ("minutes", "percent", "expected"), [(40, 0, 40), (40, 25, 50), (10, 25, 13), (1, 1, 2), (20, 200, 60)]
)
def test_extra_time_is_in_whole_minutes_rounded_up(minutes: int, percent: int, expected: int) -> None:
    assert attempts.time_allowed(minutes, percent) == timedelta(minutes=expected)


def test_how_much_longer_an_attempt_may_take() -> None:
    plain = sitting()
    assert plain.more_minutes == 0
    assert replace(plain, deadline=T + timedelta(minutes=15)).more_minutes == 15
    assert replace(plain, minutes=25).more_minutes == 15


def test_elsewhere_is_where_it_is_not_open() -> None:
    nowhere, here = sitting(), replace(sitting(), place="here")
    assert [attempts.is_elsewhere(nowhere, "here"), attempts.is_elsewhere(nowhere, None)] == [False, False]
    assert [attempts.is_elsewhere(here, place) for place in ("here", "there", None)] == [False, True, True]


def test_words_are_taken_in_the_readers_language_then_in_the_fullest() -> None:
    assert languages_in_order("ky", ["kk", "kk", "ru", "en"]) == ["kk", "en", "ru"]
    assert languages_in_order("ru", ["kk", "kk", "ru", "en"]) == ["ru", "kk", "en"]
    assert languages_in_order("ky", ["ru", "en"]) == ["en", "ru"]
