"""Short answers: which words count, and how exactly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.foundation.manuscript.text import Manuscript
from elearn.quizzes.content.quiz import Setting, compare, read_quiz
from elearn.quizzes.rules.kind import Fault, Question, Slot, WrittenPart, WrittenQuestion, fits
from elearn.quizzes.rules.kinds import KINDS, kind_of
from elearn.quizzes.rules.kinds.short import KIND, NO_WORDS, UNKNOWN_WAY
from elearn.quizzes.rules.spelling import WAYS
from elearn.quizzes.rules.typed import EMPTY_WORD, FOREIGN, TOO_LONG

SOURCE = """\
## Which rules set the minimum for the treatment of prisoners? {#name objective=principles difficulty=1}

= Nelson  Mandela Rules | Mandela Rules
= the Rules {case yo}

> They were adopted in 2015."""


def read(text: str, source: bool = True) -> tuple[Manuscript, WrittenQuestion]:
    manuscript = Manuscript("quiz.md", tuple(text.split("\n")))
    [question] = read_quiz(manuscript, Setting(source=source, objectives=None, media=()))
    return manuscript, question


def written(*lines: str, options: tuple[WrittenPart, ...] = (), more: str = "") -> WrittenQuestion:
    sets = tuple(WrittenPart("", words, line=3 + number) for number, words in enumerate(lines))
    return WrittenQuestion("name", "Which rules?", more, "principles", 1, options=options, sets=sets, line=1)


def asked(*accept: str, exact: tuple[str, ...] = ()) -> Question:
    return Question("name", "short", "principles", 1, {}, {"accept": list(accept), "exact": list(exact)})


def test_a_short_answer_as_it_is_written() -> None:
    manuscript, question = read(SOURCE)
    assert manuscript.complaints == []
    assert kind_of(question) == "short"
    assert KIND.plan(question) == {}
    assert KIND.key(question, {}) == {
        "accept": ["Nelson Mandela Rules", "Mandela Rules", "the Rules"],
        "exact": ["case", "yo"],
    }
    assert KIND.words(question) == {}
    assert KIND.ids(question) == {"=": 3}
    assert KIND.slots({}) == (Slot("words", longest=200),)


def test_the_words_of_every_language_count() -> None:
    _manuscript, source = read(SOURCE)
    texts = {
        "ru": "## Какие правила? {#name}\n\n= Правила Манделы | Mandela Rules {kazakh}\n\n> В 2015 году.",
        "ar": "## ما هي القواعد؟ {#name}\n\n= قواعد مانديلا | |\n\n> في 2015.",
    }
    translations = {}
    for language, text in texts.items():
        manuscript, translations[language] = read(text, source=False)
        compare(manuscript, [translations[language]], [source])
        assert manuscript.complaints == []
    assert KIND.key(source, translations) == {
        "accept": ["Nelson Mandela Rules", "Mandela Rules", "the Rules", "قواعد مانديلا", "Правила Манделы"],
        "exact": ["case", "yo"],  # the source language says it for all
    }


@pytest.mark.parametrize("line", ["", "= |\n", "= .\n", "= {case}\n"])
def test_a_translation_without_words_is_complained_of(line: str) -> None:
    _manuscript, source = read(SOURCE)
    manuscript, translation = read(f"## Какие правила? {{#name}}\n\n{line}\n> В 2015 году.", source=False)
    assert KIND.ids(translation) == {}
    compare(manuscript, [translation], [source])
    [complaint] = manuscript.complaints
    assert (complaint.line, complaint.values) == (1, {"id": "="})


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        ([], [(1, NO_WORDS, {})]),
        (["a", "b | c {case accents}", "d {yo} "], []),
        ([""], [(3, EMPTY_WORD, {})]),
        (["a | | b"], [(3, EMPTY_WORD, {})]),
        (["a", "| b |"], [(4, EMPTY_WORD, {}), (4, EMPTY_WORD, {})]),
        (["a | ."], [(3, EMPTY_WORD, {})]),
        (["{case}"], [(3, EMPTY_WORD, {})]),
        (["a {Case}"], [(3, UNKNOWN_WAY, {"way": "Case"})]),
        (["a {case, yo}", "b {#b}"], [(3, UNKNOWN_WAY, {"way": "case,"}), (4, UNKNOWN_WAY, {"way": "#b"})]),
        (["a" * 200 + " | " + "b" * 201], [(3, TOO_LONG, {"longest": 200})]),
    ],
)
def test_what_is_wrong(lines: list[str], faults: list[tuple[int, Fault, dict[str, object]]]) -> None:
    found = list(KIND.findings(written(*(line.strip() for line in lines))))
    assert [(finding.line, finding.fault, dict(finding.values)) for finding in found] == faults
    for finding in found:
        assert finding.fault.what % finding.values
        assert finding.fault.remedy % finding.values


def test_every_way_is_explained() -> None:
    assert all(f"{{{way}}}" in UNKNOWN_WAY.remedy for way in WAYS)


def test_what_does_not_belong_to_a_short_answer() -> None:
    question = written("Mandela Rules", options=(WrittenPart("a", "A", line=7),))
    assert [(finding.line, finding.fault) for finding in KIND.findings(question)] == [(7, FOREIGN)]
    assert not KIND.is_written(question)
    assert not KIND.is_written(written("Mandela Rules", more="The [[Mandela]]{#name} Rules"))


def test_its_shape_is_its_own() -> None:
    for lines in (
        ["Mandela Rules"],
        ["Rule 44"],
        ["about 15", "fifteen"],
        ["true", "right"],
        ["true | right"],
        ["- x"],
    ):
        assert [name for name, kind in KINDS.items() if kind.is_written(written(*lines))] == ["short"]
    for lines in (["true"], ["FALSE"], ["true", "False"], ["15"], ["-15"], ["fifteen", "15"], []):
        assert not KIND.is_written(written(*lines))


def test_the_complaint_names_the_line() -> None:
    manuscript, _question = read(SOURCE.replace("case yo", "exact"))
    [complaint] = manuscript.complaints
    assert (complaint.line, complaint.problem, complaint.values) == (4, UNKNOWN_WAY, {"way": "exact"})


@pytest.mark.parametrize(
    ("typed", "exact", "expected"),
    [
        ("mandela rules.", (), 1),
        ("қағида", (), 1),
        ("кагида", (), 0),
        ("кагида", ("kazakh",), 1),
        ("mandela rules", ("case",), 0),
        ("Mandela  Rules", ("case", "accents"), 1),
        ("Havana Rules", (), 0),
        ("", (), 0),
    ],
)
def test_points(typed: str, exact: tuple[str, ...], expected: int) -> None:
    assert KIND.score(asked("Mandela Rules", "Қағида", exact=exact), {"words": (typed,)}) == expected


def test_answers_that_lack_the_slot_bring_nothing() -> None:
    assert KIND.score(asked("Mandela Rules"), {}) == KIND.score(asked("Mandela Rules"), {"words": ()}) == 0


@given(st.lists(st.text(max_size=30) | st.from_regex(r"[a-zé |.{}#]{0,30}", fullmatch=True), max_size=3), st.text())
def test_whatever_is_written_or_typed_is_read(lines: list[str], typed: str) -> None:
    question = written(*(line.strip() for line in lines))
    assert set(KIND.ids(question)) <= {"="}
    if not list(KIND.findings(question)):
        asks = Question("name", "short", "principles", 1, KIND.plan(question), KIND.key(question, {"ru": question}))
        assert KIND.score(asks, {"words": (typed,)}) in (Fraction(0), Fraction(1))
        assert KIND.score(asks, KIND.right(asks)) == 1
        assert fits(KIND.slots(asks.plan), asks.plan, KIND.right(asks))
