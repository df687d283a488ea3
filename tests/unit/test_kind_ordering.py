"""Ordering: what is written, what is complained of, what an answer scores, and what pages show."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.quizzes.rules.kind import Answer, Question, Slot, WrittenPart, fits
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.kinds.ordering import KIND
from tests.unit.kind_pages import asked, fitting, frozen, read, reviewed, words_of

TEXT = """\
## Put the steps of a fair search in order {#steps objective=lawful difficulty=2 marks=part}

1. Say who you are and why you search. {#say}
2. Search in **private**, by an officer of the same sex. {#search}
3. Write it down. {#write}

> Why."""
TRANSLATION = """\
## Расставьте по порядку {#steps}

1. Записать {#write}
2. Обыскать {#search}
3. Назваться {#say}

> Почему."""
PLAN = {"steps": ("say", "search", "write"), "places": ("1", "2", "3")}
PARTLY = Question("steps", "ordering", "lawful", 2, PLAN, {"order": ["say", "search", "write"], "partly": True})
WHOLE = replace(PARTLY, key={**PARTLY.key, "partly": False})


def numbers(*given: str) -> Answer:
    """The answer that gives these numbers to say, search and write; an empty one is none."""
    return {step: (number,) for step, number in zip(PARTLY.key["order"], given, strict=False) if number}


def test_what_is_written() -> None:
    written, complaints = read(TEXT)
    assert complaints == []
    assert fitting(written) == ["ordering"]
    assert KIND.words(written) == {
        "say": "Say who you are and why you search.",
        "search": "Search in **private**, by an officer of the same sex.",
        "write": "Write it down.",
    }
    assert KIND.ids(written) == {"say": 3, "search": 4, "write": 5}
    assert KIND.more(written) == ""
    assert frozen(TEXT) == PARTLY
    assert frozen(TEXT.replace(" marks=part", "")) == WHOLE


def test_a_plan_does_not_tell_the_order() -> None:
    other = frozen(TEXT.replace("{#say}", "{#who}"))
    assert other.plan == {"steps": ("search", "who", "write"), "places": ("1", "2", "3")}
    assert other.key == {"order": ["who", "search", "write"], "partly": True}
    assert KIND.shuffled == ("steps",)


def test_the_source_language_says_the_order_for_all() -> None:
    (source, _), (translation, complaints) = read(TEXT), read(TRANSLATION, source=False)
    assert complaints == []
    assert KIND.ids(translation).keys() == KIND.ids(source).keys()
    assert KIND.key(source, {"ru": translation}) == PARTLY.key


def test_slots_stand_in_the_order_of_the_paper() -> None:
    layout = {**PLAN, "steps": ("write", "say", "search")}
    assert KIND.slots(layout) == tuple(Slot(step, role="places") for step in ("write", "say", "search"))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("3. Write it down. {#write}\n", "", [(1, "This question has fewer than three steps.")]),
        (
            "1. Say who you are and why you search. {#say}",
            "First:\n\n1. Say who you are.\n\n1. Think. {#think}",
            [(1, "“Say who you are.” is no step, as it has no id.")],
        ),
        (
            "1. Say who you are and why you search. {#say}",
            "1. Say who\n   you are.\n1. Think. {#think}",
            [(1, "“Say who” is no step, as it has no id.")],
        ),
        ("1. Say", "1. This list is no step.\n\nWhat is right?\n\n1. Say", []),
        (
            "Write it down.",
            "say who you are  and why you search.",
            [(5, "“say who you are and why you search.” is written twice.")],
        ),
        ("2. Search", "3. Search", [(4, "This step has the number 3 where 2 comes next.")]),
        ("1. Say", "2. Say", [(3, "This step has the number 2 where 1 comes next.")]),
        ("3. Write", "1. Write", [(5, "This step has the number 1 where 3 comes next.")]),
        (" {#write}", " {#write}\n   > It must be written.", [(5, "A step has no feedback of its own.")]),
        ("{#write}", "{#write}\n\n- [x] Yes {#yes}", [(7, "This line does not belong to this kind of question.")]),
        ("{#write}", "{#write}\n\n= 3", [(7, "This line does not belong to this kind of question.")]),
        (
            "{#write}",
            "{#write}\n\n| A | B |\n|---|---|\n| A {#a} | 1 |",
            [(9, "This line does not belong to this kind of question.")],
        ),
    ],
)
def test_what_is_wrong(old: str, new: str, expected: list[tuple[int, str]]) -> None:
    assert old in TEXT
    _written, complaints = read(TEXT.replace("marks=part", "kind=ordering").replace(old, new))
    assert complaints == expected


def test_steps_may_all_have_the_number_one() -> None:
    ones = TEXT.replace("2. Search", "1. Search").replace("3. Write", "1. Write")
    assert read(ones) == read(TEXT)
    assert read(ones)[1] == []


def test_the_numbers_of_a_translation_mean_nothing() -> None:
    assert read(TRANSLATION.replace("1. ", "3. ", 1), source=False)[1] == []


def test_a_question_without_steps_is_complained_of_where_it_says_that_it_has_some() -> None:
    _written, complaints = read("## When? {#when objective=o difficulty=1 kind=ordering}\n\n1. First\n\n> Why.")
    assert (1, "This question has fewer than three steps.") in complaints


@pytest.mark.parametrize("more", ["- [x] Yes {#yes}", "= 3", "| A | B |\n|---|---|\n| A {#a} | 1 |", "| A {#a} | B |"])
def test_another_shape(more: str) -> None:
    written, _complaints = read(TEXT.replace("> Why.", f"{more}\n\n> Why."))
    assert not KIND.is_written(written)
    assert not KIND.is_written(replace(read(TEXT)[0], steps=()))


@pytest.mark.parametrize(
    ("given_numbers", "partly", "whole"),
    [
        ("123", 1, 1),
        ("132", Fraction(1, 3), 0),
        ("213", Fraction(1, 3), 0),
        ("312", 0, 0),
        ("231", 0, 0),
        ("321", 0, 0),
        ("111", 0, 0),  # equal numbers are no order
        ("112", Fraction(2, 3), 0),
        ("113", Fraction(2, 3), 0),
        (("1", "", "2"), Fraction(1, 3), 0),  # two of three: one pair
        (("", "2", "3"), Fraction(1, 3), 0),
        (("1",), 0, 0),
        (("1", "2", "4"), Fraction(1, 3), 0),  # no such place
        (("x", "y", "z"), 0, 0),
    ],
)
def test_what_an_answer_scores(given_numbers: Sequence[str], partly: Fraction | int, whole: int) -> None:
    answer = numbers(*given_numbers)
    assert [KIND.score(PARTLY, answer), KIND.score(WHOLE, answer)] == [Fraction(partly), Fraction(whole)]


def test_ten_steps_are_counted_as_numbers_not_as_letters() -> None:
    steps = tuple(f"step-{number}" for number in range(10))
    plan = {"steps": steps, "places": tuple(str(place) for place in range(1, 11))}
    question = replace(PARTLY, plan=plan, key={"order": list(steps), "partly": True})
    assert KIND.score(question, KIND.right(question)) == 1
    assert KIND.right(question)["step-9"] == ("10",)


def test_points_for_a_part_are_kendalls_tau_and_never_less_than_none() -> None:
    """The distribution of S = right - wrong pairs for 4 steps: M. G. Kendall, Rank Correlation Methods, 1948, table of n = 4."""
    steps = ("one", "two", "three", "four")
    plan = {"steps": steps, "places": tuple("1234")}
    question = replace(PARTLY, plan=plan, key={"order": list(steps), "partly": True})
    orders = [dict(zip(steps, ((place,) for place in order), strict=True)) for order in permutations("1234")]
    scores = Counter(KIND.score(question, order) for order in orders)
    assert scores == {
        Fraction(1): 1,
        Fraction(4, 6): 3,
        Fraction(2, 6): 5,
        Fraction(0): 6 + 5 + 3 + 1,  # as many orders have more wrong pairs than right ones as the other way round
    }


def test_the_right_answer_fits_and_scores_one() -> None:
    assert KIND.right(PARTLY) == {"say": ("1",), "search": ("2",), "write": ("3",)}
    assert fits(KIND.slots(PLAN), PLAN, KIND.right(PARTLY))
    assert KIND.score(PARTLY, KIND.right(PARTLY)) == KIND.score(WHOLE, KIND.right(WHOLE)) == 1


@given(
    st.dictionaries(
        st.sampled_from(["say", "search", "write"]) | st.text(max_size=3),
        st.lists(st.sampled_from(["1", "2", "3"]) | st.text(max_size=3), max_size=2).map(tuple),
    ),
    st.booleans(),
)
def test_a_score_never_leaves_its_bounds(answer: Answer, partly: bool) -> None:
    score = KIND.score(PARTLY if partly else WHOLE, answer)
    assert 0 <= score <= 1
    assert (score == 1) == all(answer.get(step) == place for step, place in KIND.right(PARTLY).items())


STEPS = st.lists(
    st.builds(WrittenPart, st.sampled_from(["", "a", "b"]), st.text(max_size=3), feedback=st.text(max_size=1))
)


@given(STEPS.map(tuple), st.text(alphabet="1. \na", max_size=10))
def test_no_list_raises(steps: tuple[WrittenPart, ...], more: str) -> None:
    written = replace(read(TEXT)[0], steps=steps, more=more)
    KIND.is_written(written)
    list(KIND.findings(written))
    KIND.plan(written)
    KIND.key(written, {})


def test_the_page_asks_by_places_and_tells_no_ids() -> None:
    layout = {**PLAN, "steps": ("write", "say", "search")}
    html = asked(PARTLY, words_of(TEXT), {"say": ("1",), "write": ("1",)}, layout)
    assert html == (
        '<fieldset class="options" aria-describedby="how"> <legend>Put the steps of a fair search in order</legend>'
        ' <p id="how" class="soft">Choose a number for each step: 1 for what comes first, and so on.'
        " Use each number once.</p>"
        ' <div class="field"> <div id="step-0">Write it down.</div>'
        ' <select name="answer-0" aria-labelledby="step-0"> <option value="">…</option>'
        ' <option value="0" selected>1</option> <option value="1">2</option> <option value="2">3</option>'
        " </select> </div>"
        ' <div class="field"> <div id="step-1">Say who you are and why you search.</div>'
        ' <select name="answer-1" aria-labelledby="step-1"> <option value="">…</option>'
        ' <option value="0" selected>1</option> <option value="1">2</option> <option value="2">3</option>'
        " </select> </div>"
        ' <div class="field">'
        ' <div id="step-2">Search in <strong>private</strong>, by an officer of the same sex.</div>'
        ' <select name="answer-2" aria-labelledby="step-2"> <option value="">…</option>'
        ' <option value="0">1</option> <option value="1">2</option> <option value="2">3</option>'
        " </select> </div> </fieldset>"
    )


def test_words_in_another_language_are_marked() -> None:
    assert asked(PARTLY, words_of(TEXT, "ar"), {}).count(' lang="ar" dir="rtl"') == 1 + 3  # stem and steps


def test_while_the_key_is_secret_only_the_answer_is_shown() -> None:
    html = reviewed(PARTLY, words_of(TEXT), numbers("3", "", "1"), open_key=False)
    assert html == (
        '<p class="soft">Your answer:</p> <ol class="steps">'
        ' <li value="1">Write it down.</li> <li value="3">Say who you are and why you search.</li> </ol>'
    )
    assert reviewed(PARTLY, words_of(TEXT), {}, open_key=False) == ""


def test_with_the_key_the_right_order_is_shown_with_the_numbers_given() -> None:
    html = reviewed(PARTLY, words_of(TEXT), numbers("1", "3"), open_key=True)
    assert html == (
        '<ol class="steps"> <li> <span>Say who you are and why you search.</span>'
        ' <span class="tag ok">right</span> <span class="tag">your number: 1</span> </li>'
        " <li> <span>Search in <strong>private</strong>, by an officer of the same sex.</span>"
        ' <span class="tag bad">your number: 3</span> </li>'
        " <li> <span>Write it down.</span> </li> </ol>"
    )
    assert "your number" not in reviewed(PARTLY, words_of(TEXT), {}, open_key=True)


def test_it_is_one_of_the_kinds() -> None:
    assert KINDS["ordering"] is KIND
    assert KIND.label == "Ordering"
