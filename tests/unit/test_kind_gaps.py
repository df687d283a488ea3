"""Texts with gaps: from their brackets to points for each gap."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.foundation.manuscript.text import Manuscript
from elearn.quizzes.content import questions
from elearn.quizzes.content.quiz import Setting, compare, read_quiz
from elearn.quizzes.rules.kind import SLOT, Answer, Fault, Question, Slot, WrittenPart, WrittenQuestion, fits
from elearn.quizzes.rules.kinds import KINDS, kind_of
from elearn.quizzes.rules.kinds.gaps import (
    BAD_ID,
    DOUBLE_ID,
    KIND,
    NO_GAP,
    NO_ID,
    NO_PLACE,
    NOT_CLOSED,
)
from elearn.quizzes.rules.typed import EMPTY_WORD, FOREIGN, TOO_LONG

SOURCE = """\
## Fill in the gaps. {#fill objective=order difficulty=2 marks=part}

Solitary confinement is [[22|twenty-two]]{#hours} hours or more a day
without **[[meaningful | real]]{#contact}** human contact.

> Rule 44."""
RUSSIAN = """\
## Заполните пропуски. {#fill}

Без [[содержательных|значимых]]{#contact} контактов с людьми [[22|двадцать два]]{#hours} часа в сутки.

> Правило 44."""


def read(text: str, source: bool = True) -> tuple[Manuscript, WrittenQuestion]:
    manuscript = Manuscript("quiz.md", tuple(text.split("\n")))
    [question] = read_quiz(manuscript, Setting(source=source, objectives=None, media=()))
    return manuscript, question


def written(more: str, heading: str = "Fill in the gaps.", sets: tuple[WrittenPart, ...] = ()) -> WrittenQuestion:
    return WrittenQuestion("fill", heading, more, "order", 2, sets=sets, line=5)


def asked(partly: bool = False) -> Question:
    accept = {"hours": ["22", "twenty-two"], "contact": ["meaningful", "значимых"], "days": ["15"]}
    return Question(
        "fill", "gaps", "order", 2, {"gaps": ("hours", "contact", "days")}, {"accept": accept, "partly": partly}
    )


def test_gaps_as_they_are_written() -> None:
    manuscript, question = read(SOURCE)
    assert manuscript.complaints == []
    assert kind_of(question) == "gaps"
    assert KIND.plan(question) == {"gaps": ("hours", "contact")}
    assert KIND.key(question, {}) == {
        "accept": {"hours": ["22", "twenty-two"], "contact": ["meaningful", "real"]},
        "partly": True,
    }
    assert KIND.words(question) == {}
    assert KIND.ids(question) == {"hours": 1, "contact": 1}
    assert question.explanation == "Rule 44."
    assert KIND.slots(KIND.plan(question)) == (Slot("hours", longest=100), Slot("contact", longest=100))


def test_the_stem_has_a_slot_where_a_gap_was() -> None:
    _manuscript, question = read(SOURCE)
    stem = questions.words(question, "gaps", "en", {}).stem
    assert stem == (
        "<p>Fill in the gaps.</p>\n<p>Solitary confinement is \ufffchours\ufffc hours or more a day\n"
        "without <strong>\ufffccontact\ufffc</strong> human contact.</p>"
    )
    assert stem.split(SLOT)[1::2] == ["hours", "contact"]


def test_a_translation_has_the_gaps_in_its_own_order_and_words() -> None:
    _manuscript, source = read(SOURCE)
    manuscript, translation = read(RUSSIAN, source=False)
    compare(manuscript, [translation], [source])
    assert manuscript.complaints == []
    assert KIND.ids(translation) == {"contact": 1, "hours": 1}
    assert KIND.more(translation).split(SLOT)[1::2] == ["contact", "hours"]
    assert KIND.key(source, {"ru": translation, "kk": source}) == {
        "accept": {
            "hours": ["22", "twenty-two", "двадцать два"],
            "contact": ["meaningful", "real", "содержательных", "значимых"],
        },
        "partly": True,
    }


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("[[содержательных|значимых]]{#contact} ", "", ["contact"]),
        ("[[содержательных|значимых]]", "[[|]]", ["contact", "[[|]]{#contact}"]),
        ("{#contact}", "", ["contact", "[[содержательных|значимых]]"]),
        ("{#contact}", "{#other}", ["contact", "other"]),
        ("{#contact}", "{#hours}", ["contact", "[[22|двадцать два]]{#hours}"]),
        ("пропуски", "[[x]]{#hours} пропуски", ["[[x]]{#hours}"]),
        ("часа", "[[часа", ["[["]),
    ],
)
def test_a_translation_with_other_gaps_is_complained_of(old: str, new: str, named: list[str]) -> None:
    _manuscript, source = read(SOURCE)
    manuscript, translation = read(RUSSIAN.replace(old, new), source=False)
    compare(manuscript, [translation], [source])
    assert [(complaint.line, complaint.values["id"]) for complaint in manuscript.complaints] == [
        (1, name) for name in named
    ]


@pytest.mark.parametrize(
    ("more", "faults"),
    [
        ("a [[22 | twenty-two]] {#hours} b", []),
        ("a [[22]]{ #a-1 }", []),
        ("[[a]]{#" + "a" * 60 + "}", []),
        ("", [(NO_GAP, {})]),
        ("no [gap] here", [(NO_GAP, {})]),
        ("a [[22]] b", [(NO_ID, {"gap": "[[22]]"})]),
        ("a [[22]]{} b", [(NO_ID, {"gap": "[[22]]{}"})]),
        ("a [[22]]{hours}", [(BAD_ID, {"id": "hours"})]),
        ("a [[22]]{#Hours}", [(BAD_ID, {"id": "Hours"})]),
        ("a [[22]]{#часы}", [(BAD_ID, {"id": "часы"})]),
        ("a [[22]]{#a--b}", [(BAD_ID, {"id": "a--b"})]),
        ("a [[22]]{#a b}", [(BAD_ID, {"id": "a b"})]),
        ("[[a]]{#" + "a" * 61 + "}", [(BAD_ID, {"id": "a" * 61})]),
        (
            "[[a]]{#x} [[b]]{#y} [[c]]{#x} [[a]]{#x}",
            [(DOUBLE_ID, {"id": "x", "first": 5}), (DOUBLE_ID, {"id": "x", "first": 5})],
        ),
        ("[[]]{#x}", [(EMPTY_WORD, {})]),
        ("[[a||b]]{#x}", [(EMPTY_WORD, {})]),
        ("[[a|.]]{#x}", [(EMPTY_WORD, {})]),
        ("[[" + "a" * 100 + "|" + "b" * 101 + "]]{#x}", [(TOO_LONG, {"longest": 100})]),
        ("[[a [b] c]]{#x}", [(NOT_CLOSED, {})]),
        ("[[a]]{#x} and [[b", [(NOT_CLOSED, {})]),
        ("a]] [[a]]{#x}", [(NOT_CLOSED, {})]),
    ],
)
def test_what_is_wrong(more: str, faults: list[tuple[Fault, dict[str, object]]]) -> None:
    found = list(KIND.findings(written(more)))
    assert [(finding.line, finding.fault, dict(finding.values)) for finding in found] == [
        (5, fault, values) for fault, values in faults
    ]
    for finding in found:
        assert finding.fault.what % finding.values
        assert finding.fault.remedy % finding.values


def test_a_gap_in_the_heading() -> None:
    manuscript, _question = read("## It is [[22]]{#a} hours. {#q objective=o difficulty=1}\n\n[[a]]{#x}\n\n> Why.")
    assert [(complaint.line, complaint.problem) for complaint in manuscript.complaints] == [(1, NO_PLACE)]


def test_what_does_not_belong_to_gaps() -> None:
    question = written("[[a]]{#x}", sets=(WrittenPart("", "15", line=9),))
    assert [(finding.line, finding.fault) for finding in KIND.findings(question)] == [(9, FOREIGN)]
    assert not KIND.is_written(question)


def test_its_shape_is_its_own() -> None:
    for more in ("a [[22]]{#hours} b", "a [[22]] b"):
        assert [name for name, kind in KINDS.items() if kind.is_written(written(more))] == ["gaps"]
    for more in ("", "a [22](#x) b", "[[22"):
        assert not KIND.is_written(written(more))


def test_the_reader_shows_what_is_wrong() -> None:
    manuscript, _question = read(SOURCE.replace("{#contact}", ""))
    [complaint] = manuscript.complaints
    assert (complaint.line, complaint.problem, complaint.values) == (1, NO_ID, {"gap": "[[meaningful | real]]"})


def test_a_sign_for_a_slot_in_the_text_is_no_slot() -> None:
    assert KIND.more(written("a\ufffcb [[22]]{#hours} [[no id]]")) == "ab \ufffchours\ufffc [[no id]]"


@pytest.mark.parametrize(
    ("answer", "whole", "partly"),
    [
        ({"hours": ("Twenty-Two.",), "contact": ("значимых",), "days": ("١٥",)}, 1, Fraction(1)),
        ({"hours": ("22",), "contact": ("meaningful",), "days": ("16",)}, 0, Fraction(2, 3)),
        ({"hours": ("22",)}, 0, Fraction(1, 3)),
        ({"contact": ("22",), "hours": ("meaningful",)}, 0, Fraction(0)),  # each in its own place
        ({"hours": ()}, 0, Fraction(0)),
        ({"elsewhere": ("22",)}, 0, Fraction(0)),
        ({}, 0, Fraction(0)),
    ],
)
def test_points(answer: Answer, whole: int, partly: Fraction) -> None:
    assert KIND.score(asked(), answer) == whole
    assert KIND.score(asked(partly=True), answer) == partly


def test_the_right_answer() -> None:
    assert KIND.right(asked()) == {"hours": ("22",), "contact": ("meaningful",), "days": ("15",)}
    assert fits(KIND.slots(asked().plan), asked().plan, KIND.right(asked()))


PIECES = ("[[", "]]", "[", "]", "|", "a", " ", ".", "{#x}", "{#y}", "{", "}", "\n", "\n\n", "[[b]]{#z}", SLOT)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(), st.text(), st.booleans())
def test_whatever_is_written_or_typed_is_read(more: str, typed: str, partly: bool) -> None:
    question = written(more)
    KIND.ids(question)
    assert KIND.more(question).count(SLOT) % 2 == 0
    if not list(KIND.findings(question)):
        key = KIND.key(question, {"ru": question}) | {"partly": partly}
        asks = Question("fill", "gaps", "order", 2, KIND.plan(question), key)
        assert tuple(KIND.more(question).split(SLOT)[1::2]) == asks.plan["gaps"] == tuple(KIND.ids(question))
        assert KIND.score(asks, KIND.right(asks)) == 1
        assert fits(KIND.slots(asks.plan), asks.plan, KIND.right(asks))
        assert 0 <= KIND.score(asks, dict.fromkeys(asks.plan["gaps"], (typed,))) <= 1
