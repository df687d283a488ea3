"""True or false: what is written, what is complained of, what an answer scores, and what pages show."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.quizzes.rules.kind import Answer, Question, Slot, WrittenPart, fits
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.kinds.true_false import KIND
from tests.unit.kind_pages import asked, fitting, frozen, read, reviewed, words_of

TEXT = """\
## A prisoner may be refused all visits as a punishment. {#visits objective=contact difficulty=1 marks=part}

= false

- [x] Contact with the family may be limited for a **short** time only. {#limited}
- [ ] Visits are a reward. {#reward}
  > Visits are no reward.

> Rule 43 (3)."""
BARE = "## Officers may strike. {#strike objective=contact difficulty=1}\n\n= TRUE\n\n> Rule 82."
TRANSLATION = """\
## Свидания можно запретить. {#visits}

- Только на время. {#limited}
- Это награда. {#reward}
  > Нет.

> Правило 43."""
OPTIONS = TEXT[TEXT.index("- [x]") : TEXT.index("> Rule")]
PLAN = {"truth": ("true", "false"), "options": ("limited", "reward")}
PARTLY = Question("visits", "true_false", "contact", 1, PLAN, {"truth": "false", "reason": "limited", "partly": True})
WHOLE = replace(PARTLY, key={**PARTLY.key, "partly": False})
ALONE = Question(
    "strike",
    "true_false",
    "contact",
    1,
    {"truth": ("true", "false"), "options": ()},
    {"truth": "true", "reason": "", "partly": False},
)


def test_what_is_written() -> None:
    written, complaints = read(TEXT)
    assert complaints == []
    assert fitting(written) == ["true_false"]
    assert KIND.words(written) == {
        "limited": "Contact with the family may be limited for a **short** time only.",
        "reward": "Visits are a reward.",
    }
    assert KIND.ids(written) == {"limited": 5, "reward": 6}
    assert frozen(TEXT) == PARTLY
    assert frozen(TEXT.replace(" marks=part", "")) == WHOLE


@pytest.mark.parametrize("verdict", ["= true", "= TRUE", "=True", "  =  tRuE  "])
def test_a_statement_alone(verdict: str) -> None:
    text = BARE.replace("= TRUE", verdict)
    assert fitting(read(text)[0]) == ["true_false"]
    assert frozen(text) == ALONE
    assert frozen(text.replace("}", " marks=part}", 1)).key == {"truth": "true", "reason": "", "partly": True}


def test_the_reasons_may_stand_first() -> None:
    assert frozen(TEXT.replace(f"= false\n\n{OPTIONS}", f"{OPTIONS}= false\n\n")) == PARTLY


def test_the_source_language_says_what_is_true_for_all() -> None:
    (source, _), (translation, complaints) = read(TEXT), read(TRANSLATION, source=False)
    assert complaints == []
    assert KIND.ids(translation).keys() == KIND.ids(source).keys()
    assert KIND.key(source, {"ru": translation}) == PARTLY.key
    assert read("## Можно бить. {#strike}\n\n> Правило 82.", source=False)[1] == []


def test_the_reason_has_a_slot_where_there_are_some() -> None:
    assert KIND.slots(PLAN) == (Slot("truth", role="truth"), Slot("reason", role="options"))
    assert KIND.slots(ALONE.plan) == (Slot("truth", role="truth"),)
    assert KIND.shuffled == ("options",)


FEEDBACK = "\n  > No."


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("= false\n\n", "", [(1, "It is not said whether this statement is true.")]),
        ("= false", "= not", [(3, "“not” is neither true nor false.")]),
        ("= false", "= falsch", [(3, "“falsch” is neither true nor false.")]),
        ("= false", "=", [(3, "“” is neither true nor false.")]),
        ("= false", "= false\n= true", [(4, "It is said twice whether this statement is true.")]),
        (
            "= false",
            "= false\n= no",
            [(4, "“no” is neither true nor false."), (4, "It is said twice whether this statement is true.")],
        ),
        (
            "- [ ] Visits",
            "- [x] Visits",
            [(1, "No option of this question is wrong."), (1, "More than one reason is right.")],
        ),
        (
            "> Rule 43 (3).",
            "- [x] It is unlawful. {#law}\n\n> Rule 43 (3).",
            [(1, "More than one reason is right.")],
        ),
        (
            "- [x] Contact",
            "- [ ] Contact",
            [(5, "This wrong option has no feedback."), (1, "No option of this question is right.")],
        ),
        (
            "- [ ] Visits are a reward. {#reward}\n  > Visits are no reward.\n",
            "",
            [(1, "This question has fewer than two options.")],
        ),
        ("  > Visits are no reward.\n", "", [(6, "This wrong option has no feedback.")]),
        ("{#reward}", "{#true}", [(6, "“true” cannot be the id of a reason.")]),
        ("- [ ] Visits", "- Visits", [(6, "This option is neither marked right nor wrong.")]),
        ("= false", "= false\n\n1. First {#first}", [(5, "This line does not belong to this kind of question.")]),
        (
            "= false",
            "= false\n\n| A | B |\n|---|---|\n| A {#a} | 1 |",
            [(7, "This line does not belong to this kind of question.")],
        ),
    ],
)
def test_what_is_wrong(old: str, new: str, expected: list[tuple[int, str]]) -> None:
    assert old in TEXT
    _written, complaints = read(TEXT.replace("marks=part", "kind=true_false").replace(old, new))
    assert complaints == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("= false", ""),
        ("= false", "= 3"),
        ("= false", "= false | not true"),
        ("= false", "= false\n= no"),
        ("= false", "= false\n\n1. First {#first}"),
        ("= false", "= false\n\n| A | B |\n|---|---|\n| A {#a} | 1 |"),
        ("= false", "= false\n\n| A {#a} | B |"),
    ],
)
def test_another_shape(old: str, new: str) -> None:
    assert not KIND.is_written(read(TEXT.replace(old, new))[0])


def answered(truth: str = "", reason: str = "") -> Answer:
    return {slot: (given,) for slot, given in (("truth", truth), ("reason", reason)) if given}


@pytest.mark.parametrize(
    ("answer", "partly", "whole"),
    [
        (answered("false", "limited"), 1, 1),
        (answered("false", "reward"), Fraction(1, 2), 0),
        (answered("false"), Fraction(1, 2), 0),
        (answered("true", "limited"), 0, 0),  # the right reason for the wrong verdict
        (answered("true", "reward"), 0, 0),
        (answered("true"), 0, 0),
        (answered("", "limited"), 0, 0),
        (answered("limited", "false"), 0, 0),
        ({"other": ("false",)}, 0, 0),
    ],
)
def test_what_an_answer_scores(answer: Answer, partly: Fraction | int, whole: int) -> None:
    assert [KIND.score(PARTLY, answer), KIND.score(WHOLE, answer)] == [Fraction(partly), Fraction(whole)]


@pytest.mark.parametrize("partly", [True, False])
def test_a_statement_alone_is_right_or_wrong(partly: bool) -> None:
    question = replace(ALONE, key={**ALONE.key, "partly": partly})
    assert [KIND.score(question, answered(truth)) for truth in ("true", "false")] == [1, 0]


@pytest.mark.parametrize("question", [PARTLY, WHOLE, ALONE])
def test_the_right_answer_fits_and_scores_one(question: Question) -> None:
    right = KIND.right(question)
    assert right == (answered("true") if question is ALONE else answered("false", "limited"))
    assert fits(KIND.slots(question.plan), question.plan, right)
    assert KIND.score(question, right) == 1


@given(
    st.dictionaries(
        st.sampled_from(["truth", "reason"]) | st.text(max_size=3),
        st.lists(st.sampled_from(["true", "false", "limited", ""]) | st.text(max_size=3), max_size=2).map(tuple),
    ),
    st.sampled_from([PARTLY, WHOLE, ALONE]),
)
def test_a_score_never_leaves_its_bounds(answer: Answer, question: Question) -> None:
    score = KIND.score(question, answer)
    assert 0 <= score <= 1
    assert (score > 0) <= (answer.get("truth") == (question.key["truth"],))


PARTS = st.lists(
    st.builds(
        WrittenPart,
        st.sampled_from(["", "a", "b"]),
        st.sampled_from(["true", "False", "", "x"]),
        st.sampled_from([None, True, False]),
    ),
    max_size=3,
).map(tuple)


@given(PARTS, PARTS, PARTS)
def test_no_question_raises(
    sets: tuple[WrittenPart, ...], options: tuple[WrittenPart, ...], steps: tuple[WrittenPart, ...]
) -> None:
    written = replace(read(TEXT)[0], sets=sets, options=options, steps=steps)
    KIND.is_written(written)
    if not list(KIND.findings(written)):
        question = replace(PARTLY, plan=KIND.plan(written), key=KIND.key(written, {}))
        assert KIND.score(question, KIND.right(question)) == 1


def test_the_page_asks_by_places_and_tells_no_ids() -> None:
    layout = {**PLAN, "options": ("reward", "limited")}
    html = asked(PARTLY, words_of(TEXT), answered("false", "reward"), layout)
    assert html == (
        '<fieldset class="options" aria-describedby="how">'
        " <legend>A prisoner may be refused all visits as a punishment.</legend>"
        ' <p id="how" class="soft">Is this true or false?</p>'
        ' <label> <input type="radio" name="answer-0" value="0"> <span>True</span> </label>'
        ' <label> <input type="radio" name="answer-0" value="1" checked> <span>False</span> </label> </fieldset>'
        ' <fieldset class="options"> <legend>Why?</legend>'
        ' <label> <input type="radio" name="answer-1" value="0" checked> <span>Visits are a reward.</span> </label>'
        ' <label> <input type="radio" name="answer-1" value="1">'
        " <span>Contact with the family may be limited for a <strong>short</strong> time only.</span> </label>"
        " </fieldset>"
    )


def test_a_statement_alone_has_no_reasons_on_the_page() -> None:
    html = asked(ALONE, words_of(BARE), {})
    assert (html.count("<fieldset"), html.count("<input"), html.count("checked")) == (1, 2, 0)
    assert "Why?" not in html


def test_words_in_another_language_are_marked() -> None:
    html = asked(PARTLY, words_of(TEXT, "ar"), {})
    assert html.count(' lang="ar" dir="rtl"') == 1 + 2  # stem and reasons
    assert "<legend>Why?</legend>" in html


def test_while_the_key_is_secret_only_the_answer_is_shown() -> None:
    words = words_of(TEXT)
    assert reviewed(PARTLY, words, answered("true", "reward"), open_key=False) == (
        '<p class="soft">Your answer:</p> <ul> <li>True</li> <li>Visits are a reward.</li> </ul>'
    )
    assert reviewed(PARTLY, words, answered("", "reward"), open_key=False) == (
        '<p class="soft">Your answer:</p> <ul> <li>Visits are a reward.</li> </ul>'
    )
    assert reviewed(PARTLY, words, {}, open_key=False) == ""


def test_with_the_key_both_are_shown_with_feedback() -> None:
    answer, feedback = answered("true", "reward"), {"reward": "<p>Visits are no reward.</p>"}
    html = reviewed(PARTLY, words_of(TEXT), answer, open_key=True, feedback=feedback)
    verdicts, reasons = html.split("Why?")
    assert verdicts == (
        '<ul class="rows"> <li> <div>True</div> <span> <span class="tag bad">your choice</span> </span> </li>'
        ' <li> <div>False</div> <span> <span class="tag ok">right</span> </span> </li> </ul> <p class="soft">'
    )
    assert [reasons.count(words) for words in (">right<", ">your choice<", "<p>Visits are no reward.</p>")] == [1, 1, 1]
    alone = reviewed(ALONE, words_of(BARE), answered("true"), open_key=True)
    assert [alone.count(words) for words in (">right<", ">your choice<", "Why?")] == [1, 1, 0]
    assert "your choice" not in reviewed(PARTLY, words_of(TEXT), {}, open_key=True)


def test_it_is_one_of_the_kinds() -> None:
    assert KINDS["true_false"] is KIND
    assert KIND.label == "True or false"
