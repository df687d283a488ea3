"""Matching: what is written, what is complained of, what an answer scores, and what pages show."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.quizzes.rules.kind import Answer, Question, Slot, WrittenPart, fits
from elearn.quizzes.rules.kinds import KINDS, kind_of
from elearn.quizzes.rules.kinds.matching import KIND
from tests.unit.kind_pages import asked, fitting, frozen, read, reviewed, words_of

TEXT = """\
## What do you do first? {#signs objective=observe difficulty=2 marks=part}

You are alone on the wing.

| What you see | What you do |
|---|---|
| A prisoner stops eating {#eating} | You tell the **nurse** {#nurse} |
| Two groups sit apart {#apart} | You tell the shift leader {#leader} |
|  | You search all cells {#search} |

> Why. Rule 31."""
TRANSLATION = """\
## Что сначала? {#signs}

| Что вы видите | Что вы делаете |
|---|---|
| | Обыскать все камеры {#search} |
| Не ест {#eating} | Сказать медсестре {#nurse} |
| Две группы {#apart} | Сказать начальнику смены {#leader} |

> Почему."""
NURSE = "| A prisoner stops eating {#eating} | You tell the **nurse** {#nurse} |"
LEADER = "| Two groups sit apart {#apart} | You tell the shift leader {#leader} |"
SEARCH = "|  | You search all cells {#search} |"
PLAN = {"left": ("apart", "eating"), "right": ("leader", "nurse", "search")}
PAIRS = {"eating": "nurse", "apart": "leader"}
PARTLY = Question("signs", "matching", "observe", 2, PLAN, {"pairs": PAIRS, "partly": True})
WHOLE = replace(PARTLY, key={"pairs": PAIRS, "partly": False})


def test_what_is_written() -> None:
    written, complaints = read(TEXT)
    assert complaints == []
    assert fitting(written) == ["matching"]
    assert KIND.words(written) == {
        "eating": "A prisoner stops eating",
        "nurse": "You tell the **nurse**",
        "apart": "Two groups sit apart",
        "leader": "You tell the shift leader",
        "search": "You search all cells",
    }
    assert KIND.ids(written) == {"eating": 7, "nurse": 7, "apart": 8, "leader": 8, "search": 9}
    assert KIND.more(written) == "You are alone on the wing."
    assert frozen(TEXT) == PARTLY
    assert frozen(TEXT.replace(" marks=part", "")) == WHOLE


def test_a_plan_does_not_tell_what_goes_with_what() -> None:
    other = read(TEXT.replace("{#leader}", "{#tell}").replace("{#apart}", "{#groups}"))[0]
    assert KIND.plan(other) == {"left": ("eating", "groups"), "right": ("nurse", "search", "tell")}
    one_by_one = "\n".join((NURSE, SEARCH, LEADER))
    assert KIND.plan(read(TEXT.replace("\n".join((NURSE, LEADER, SEARCH)), one_by_one))[0]) == PLAN
    assert KIND.shuffled == ("left", "right")


def test_a_translation_has_the_same_ids_in_any_order() -> None:
    (source, _), (translation, complaints) = read(TEXT), read(TRANSLATION, source=False)
    assert complaints == []
    assert KIND.ids(translation).keys() == KIND.ids(source).keys()
    assert KIND.key(source, {"ru": translation}) == PARTLY.key


def test_slots_stand_in_the_order_of_the_paper() -> None:
    assert KIND.slots(PLAN) == (Slot("apart", role="right"), Slot("eating", role="right"))
    assert KIND.slots({**PLAN, "left": ("eating", "apart")})[0] == Slot("eating", role="right")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (LEADER + "\n", "", [(1, "This table has fewer than two pairs.")]),
        ("|---|---|", "|---|---|---|", []),  # lines of dashes do not matter
        (
            "| What you see | What you do |",
            "| What you see | What you do | Why |",
            [(1, "This table does not have two columns.")],
        ),
        (LEADER, LEADER + " Rule 1 {#one} |", [(8, "This table does not have two columns.")]),
        (SEARCH, "| You search all cells {#search} |", [(9, "This table does not have two columns.")]),
        (" {#apart}", "", [(8, "“Two groups sit apart” has no id.")]),
        (" {#leader}", "", [(8, "“You tell the shift leader” has no id.")]),
        (" {#search}", "", [(9, "“You search all cells” has no id.")]),
        (SEARCH, "|  |  |", [(9, "The right cell of this line is empty.")]),
        (SEARCH, "| A door is open {#door} |  |", [(9, "The right cell of this line is empty.")]),
        (
            "You search all cells",
            "you  tell the SHIFT leader",
            [(9, "“you  tell the SHIFT leader” stands in this column twice.")],
        ),
        (
            SEARCH,
            "| A prisoner stops eating {#again} | You wait {#wait} |",
            [(9, "“A prisoner stops eating” stands in this column twice.")],
        ),
        ("{#leader}", "{#nurse}", [(8, "The id “nurse” is used already in line 7.")]),
        (SEARCH, SEARCH + "\n\n= true", [(11, "This line does not belong to this kind of question.")]),
        (SEARCH, SEARCH + "\n\n1. First {#first}", [(11, "This line does not belong to this kind of question.")]),
    ],
)
def test_what_is_wrong(old: str, new: str, expected: list[tuple[int, str]]) -> None:
    assert old in TEXT
    _written, complaints = read(TEXT.replace("marks=part", "kind=matching").replace(old, new))
    assert complaints == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" {#search}", ""),  # what stands on the right may be something else than a part, such as a range
        (SEARCH, SEARCH + "\n\n= 1-5: low | high"),
        (SEARCH, SEARCH + "\n\n- [x] Yes {#yes}"),
        (SEARCH, SEARCH + "\n\n1. First {#first}"),
        (f"{NURSE}\n{LEADER}\n{SEARCH}", "| Contacts {#contacts} | |"),
        (f"{NURSE}\n{LEADER}\n{SEARCH}", ""),
    ],
)
def test_another_shape(old: str, new: str) -> None:
    written, _complaints = read(TEXT.replace(old, new))
    assert not KIND.is_written(written)
    assert kind_of(replace(written, kind="matching")) == "matching"


@pytest.mark.parametrize(
    ("answer", "partly", "whole"),
    [
        ({"eating": ("nurse",), "apart": ("leader",)}, 1, 1),
        ({"eating": ("nurse",), "apart": ("search",)}, Fraction(1, 2), 0),
        ({"eating": ("nurse",), "apart": ("nurse",)}, Fraction(1, 2), 0),
        ({"eating": ("nurse",)}, Fraction(1, 2), 0),
        ({"eating": ("leader",), "apart": ("nurse",)}, 0, 0),
        ({"eating": ("search",)}, 0, 0),
        ({"nothing": ("nurse",)}, 0, 0),
    ],
)
def test_what_an_answer_scores(answer: Answer, partly: Fraction | int, whole: int) -> None:
    assert [KIND.score(PARTLY, answer), KIND.score(WHOLE, answer)] == [Fraction(partly), Fraction(whole)]


def test_the_right_answer_fits_and_scores_one() -> None:
    assert KIND.right(PARTLY) == {"eating": ("nurse",), "apart": ("leader",)}
    assert fits(KIND.slots(PLAN), PLAN, KIND.right(PARTLY))
    assert KIND.score(PARTLY, KIND.right(PARTLY)) == KIND.score(WHOLE, KIND.right(WHOLE)) == 1


@given(
    st.dictionaries(
        st.sampled_from(["eating", "apart", "other"]) | st.text(max_size=3),
        st.lists(st.sampled_from(["nurse", "leader", "search"]) | st.text(max_size=3), max_size=2).map(tuple),
    ),
    st.booleans(),
)
def test_a_score_never_leaves_its_bounds(answer: Answer, partly: bool) -> None:
    question = PARTLY if partly else WHOLE
    assert 0 <= KIND.score(question, answer) <= 1


CELLS = st.builds(WrittenPart, st.sampled_from(["", "a", "b"]), st.sampled_from(["", "A", "a ", "B"]))
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=3).map(tuple), max_size=4).map(tuple)


@given(ROWS, st.lists(st.sampled_from(["A", "", "{#a}"]), max_size=3).map(tuple))
def test_no_table_raises(rows: tuple[tuple[WrittenPart, ...], ...], columns: tuple[str, ...]) -> None:
    written = replace(read(TEXT)[0], rows=rows, columns=columns)
    KIND.is_written(written)
    if not list(KIND.findings(written)):
        question = replace(PARTLY, plan=KIND.plan(written), key=KIND.key(written, {}))
        assert KIND.score(question, KIND.right(question)) == 1


def test_the_page_asks_by_places_and_tells_no_ids() -> None:
    layout = {"left": ("eating", "apart"), "right": ("search", "nurse", "leader")}
    html = asked(PARTLY, words_of(TEXT), {"apart": ("leader",)}, layout)
    assert html == (
        '<fieldset class="options" aria-describedby="how">'
        " <legend><p>What do you do first?</p> <p>You are alone on the wing.</p></legend>"
        ' <p id="how" class="soft">Choose what goes with each part. Something may be left over.</p>'
        " <ol> <li>You search all cells</li><li>You tell the <strong>nurse</strong></li>"
        "<li>You tell the shift leader</li> </ol>"
        ' <div class="field"> <div id="part-0">A prisoner stops eating</div>'
        ' <select name="answer-0" aria-labelledby="part-0"> <option value="">…</option>'
        ' <option value="0">1. You search all cells</option> <option value="1">2. You tell the nurse</option>'
        ' <option value="2">3. You tell the shift leader</option> </select> </div>'
        ' <div class="field"> <div id="part-1">Two groups sit apart</div>'
        ' <select name="answer-1" aria-labelledby="part-1"> <option value="">…</option>'
        ' <option value="0">1. You search all cells</option> <option value="1">2. You tell the nurse</option>'
        ' <option value="2" selected>3. You tell the shift leader</option> </select> </div>'
        " </fieldset>"
    )


def test_words_in_another_language_are_marked() -> None:
    html = asked(PARTLY, words_of(TEXT, "ar"), {})
    assert html.count(' lang="ar" dir="rtl"') == 1 + 1 + 2 * (1 + 3)  # stem, list, and two left parts with three each


def test_words_of_a_list_are_escaped() -> None:
    words = words_of(TEXT.replace("You search all cells", "Cells < 5 & `<b>`"))
    assert "Cells &lt; 5 &amp; &lt;b&gt;</option>" in asked(PARTLY, words, {})


def lines_of(html: str) -> list[str]:
    """The words of each left part and of each right part below it."""
    return [" ".join(re.sub("<[^>]*>", " ", line).split()) for line in re.split("<(?=dt|div|p )", html)[1:]]


def test_while_the_key_is_secret_only_the_answer_is_shown() -> None:
    html = reviewed(PARTLY, words_of(TEXT), {"eating": ("leader",)}, open_key=False)
    assert html == (
        '<p class="soft">Your answer:</p> <dl class="pairs"> <dt>A prisoner stops eating</dt>'
        " <dd> <div> <span>You tell the shift leader</span> </div> </dd> </dl>"
    )
    assert reviewed(PARTLY, words_of(TEXT), {}, open_key=False) == ""


def test_with_the_key_both_are_shown() -> None:
    html = reviewed(PARTLY, words_of(TEXT), {"eating": ("leader",), "apart": ("leader",)}, open_key=True)
    assert [line.removeprefix("dt>").removeprefix("div>").strip() for line in lines_of(html)] == [
        "Two groups sit apart",
        "You tell the shift leader right your choice",
        "A prisoner stops eating",
        "You tell the nurse right",
        "You tell the shift leader your choice",
    ]
    assert html.count('<span class="tag bad">your choice</span>') == 1
    assert "Your answer:" not in html
    unanswered = reviewed(PARTLY, words_of(TEXT), {}, open_key=True)
    assert (unanswered.count('<span class="tag ok">right</span>'), unanswered.count("your choice")) == (2, 0)


def test_it_is_one_of_the_kinds() -> None:
    assert KINDS["matching"] is KIND
    assert KIND.label == "Matching"
