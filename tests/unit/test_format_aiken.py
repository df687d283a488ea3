"""Aiken: questions read exactly, every fault with its line, hostile files, and what is written read again."""

from dataclasses import replace
from time import process_time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from elearn.foundation.manuscript.text import read as read_text
from elearn.quizzes.content.quiz import Setting, read_quiz
from elearn.quizzes.content.writing import quiz_text
from elearn.quizzes.formats import aiken, gift_syntax
from elearn.quizzes.formats.carrying import PICTURES, TANGLED, UNFINISHED
from elearn.quizzes.formats.exchange import NOT_TEXT, TOO_LARGE, TOO_MANY, Imported, NotCarried, Refused
from elearn.quizzes.formats.hypertext import from_plain, in_one_line, line_of
from elearn.quizzes.rules.kind import Fault, WrittenPart, WrittenQuestion
from elearn.quizzes.rules.kinds import kind_of


def question(ident: str, heading: str, right: int, *options: str) -> WrittenQuestion:
    parts = tuple(
        WrittenPart(part_id, words, place == right)
        for place, (part_id, words) in enumerate(zip("abcdef", options, strict=False))
    )
    return WrittenQuestion(ident, heading, "", "", 0, parts)


FILE = """\
\ufeffWho may order a search?
A) Whom the law names
B) Anybody *else*
ANSWER: A

U.S. prisons: is 1 < 2 & <b> a tag?
which goes on\r
  A. Yes

B.No
C)  &amp;
Answer : b)
Кто отвечает?
А) Начальник
Б) Дежурный
В) Никто
ANSWER:В
Кто ещё?
А) Он
В) Она
ANSWER: b
"""
QUESTIONS = (
    question("question-1", "Who may order a search?", 0, "Whom the law names", "Anybody \\*else\\*"),
    question("question-2", "U.S. prisons: is 1 < 2 & &lt;b> a tag? which goes on", 1, "Yes", "No", "&amp;amp;"),
    question("question-3", "Кто отвечает?", 2, "Начальник", "Дежурный", "Никто"),
    question("question-4", "Кто ещё?", 1, "Он", "Она"),
)


def test_a_file_with_everything() -> None:
    imported = aiken.read(FILE.encode())
    assert imported == Imported(QUESTIONS)
    assert [kind_of(each) for each in imported.questions] == ["single"] * 4
    assert [(each.line, [part.line for part in each.options]) for each in imported.questions] == [
        (1, [2, 3]), (6, [8, 10, 11]), (13, [14, 15, 16]), (18, [19, 20]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "fault", "line", "name"),
    [
        ("A) a\nB) b\n\nC) c\nANSWER: A", aiken.NO_QUESTION, 1, "A) a"),
        ("ANSWER: A", aiken.NO_QUESTION, 1, ""),
        ("q\nA) a\nB) b\n", aiken.NO_ANSWER, 1, "q"),
        ("q\n", aiken.NO_ANSWER, 1, "q"),
        ("q\nANSWER: A", aiken.TOO_FEW, 1, "q"),
        ("q\nA) a\nANSWER: A", aiken.TOO_FEW, 1, "q"),
        ("q\nA) a\nB) b\nANSWER: C", aiken.NO_SUCH_LETTER, 4, "q"),
        ("q\nA) a\nB) b\nANSWER: A, B", aiken.NO_SUCH_LETTER, 4, "q"),
        ("q\nA) a\nB) b\nANSWER:", aiken.NO_SUCH_LETTER, 4, "q"),
        ("q\nA) a\nB) b\nA) c\nANSWER: B", aiken.SAME_LETTER, 4, "q"),
        ("q\nA) a\nB)\nANSWER: A", aiken.NO_WORDS, 3, "q"),
        ("q\n" + "A) a\n" * 27 + "ANSWER: A", aiken.TOO_MANY_OPTIONS, 1, "q"),
        ("q\nA) a\nB) " + "b" * 6_000 + "\nANSWER: A", TANGLED, 3, "q"),
        ("q\nA) a\nB) " + "[" * 200 + "\nANSWER: A", TANGLED, 3, "q"),
        ("q\n" * 9_000 + "A) a\nB) b\nANSWER: A", TANGLED, 1, "q"),
        ("q" * 90 + "\nA) a", aiken.NO_ANSWER, 1, "q" * 60),
    ],
)
def test_what_is_left_out_and_the_rest_is_read(text: str, fault: Fault, line: int, name: str) -> None:
    good = "one\nA) a\nB) b\nANSWER: A\n"
    imported = aiken.read(f"{good}\n{text}\n\n{good}".encode())
    assert imported.questions == (
        question("question-1", "one", 0, "a", "b"), question("question-3", "one", 0, "a", "b"),
    )  # fmt: skip
    assert imported.left_out == (NotCarried(line + 5, name, fault),)


def test_words_between_options_begin_another_question() -> None:
    imported = aiken.read(b"q\nA) a\ngoes on\nA) a\nB) b\nANSWER: B")
    assert imported.questions == (question("question-2", "goes on", 1, "a", "b"),)
    assert imported.left_out == (NotCarried(1, "q", aiken.NO_ANSWER),)


@pytest.mark.parametrize(
    ("data", "fault", "line"),
    [
        (b"A" * 10_000_001, TOO_LARGE, 1),
        (b"q\n\xff", NOT_TEXT, 2),
        ("вопрос".encode("koi8-r"), NOT_TEXT, 1),
        (b"q\n\n" * 6_000, TOO_MANY, 10_001),
        (b"\n" * 4_999_999, gift_syntax.TOO_MANY_LINES, 500_001),
        (b"ANSWER: A\n" * 6_000, TOO_MANY, 5_001),
        (b"A) a\n\nANSWER: A\n" * 6_000, TOO_MANY, 15_001),
    ],
    ids=["large", "byte", "encoding", "questions", "lines", "answers", "options"],
)
def test_files_that_are_refused(data: bytes, fault: Fault, line: int) -> None:
    with pytest.raises(Refused) as refused:
        aiken.read(data)
    assert (refused.value.fault, refused.value.line) == (fault, line)
    assert fault.what % refused.value.values


@pytest.mark.parametrize("sign", ["{", "[", "A) ", "<b>", "*"])
def test_ten_megabytes_of_signs_are_read_at_once(sign: str) -> None:
    data = (sign * (9_999_000 // len(sign))).encode()
    start = process_time()
    imported = aiken.read(data)
    assert process_time() - start < 5  # quadratic work would take minutes
    assert imported.questions == ()


def outcome(data: bytes) -> Imported | Fault:
    """What a file brings, or why it is refused."""
    try:
        return aiken.read(data)
    except Refused as refused:
        return refused.fault


PIECES = ["q\n", "q", "\n", "\n\n", "A) ", "B) ", "А. ", "a)", "ANSWER: A\n", "ANSWER:", "answer : b", "*", "{#a}", "= ",
          "- [x] ", "#", "1. ", "|", "\\", "<b>", "&lt;", "\u202e", "\ufffc", "\x1c", "\u2028", "\r", "\xa0"]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=40).map("".join))
def test_whatever_is_read_can_be_written_as_quiz_md_and_as_aiken(text: str) -> None:
    imported = outcome(text.encode("utf-8", "surrogatepass"))
    if isinstance(imported, Fault):
        assert imported == NOT_TEXT
        return
    assert all(1 <= each.line <= text.count("\n") + text.count("\r") + 1 for each in imported.left_out)
    manuscript = read_text("quiz.md", quiz_text(imported.questions).encode())
    assert read_quiz(manuscript, Setting(True, None, ())) == imported.questions
    written = aiken.write(imported.questions)
    whole = [each for each in written.left_out if each.fault in (UNFINISHED, aiken.MISTAKEN)]
    assert len(aiken.read(written.data).questions) + len(whole) == len(imported.questions)


@given(st.binary(max_size=100))
def test_any_bytes(data: bytes) -> None:
    assert isinstance(outcome(data), Imported | Fault)


# --- writing -----------------------------------------------------------------------------------------------------

LAW = question("law", "Who *may*\xa0order it?", 1, "Anybody", "**Whom** [the law](https://example.org) names")
MORE = replace(LAW, more="It is night.\nNobody sees it.\n\n![A gate](../media/gate.png)", explanation="The law.")
MULTIPLE = replace(LAW, options=tuple(replace(option, right=True) for option in LAW.options) * 2)


def test_a_file_as_it_is_written() -> None:
    written = aiken.write([LAW, MORE])
    assert written.data.decode() == (
        "Who may order it?\nA) Anybody\nB) Whom the law names\nANSWER: B\n\n"
        "Who may order it? It is night. Nobody sees it. A gate\nA) Anybody\nB) Whom the law names\nANSWER: B\n"
    )
    name = "Who *may* order it?"
    assert written.left_out == (NotCarried(2, name, PICTURES), NotCarried(2, name, aiken.FEEDBACK))
    assert aiken.write([]).data == b""


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        (replace(LAW, options=(), sets=(WrittenPart("", "true"),)), aiken.ONLY_SINGLE),
        (MULTIPLE, aiken.ONLY_SINGLE),
        (replace(LAW, options=()), UNFINISHED),
        (replace(LAW, options=LAW.options[:1]), UNFINISHED),
        (replace(LAW, options=(*LAW.options, WrittenPart("c", "&nbsp;", False))), UNFINISHED),
        (replace(LAW, options=(*LAW.options, *LAW.options[:1] * 26)), aiken.TOO_MANY_OPTIONS),
        (replace(LAW, more="Look:\n\n- a\n- b"), aiken.LAYOUT),
        (replace(LAW, more="| a | b |\n|---|---|\n| c | d |"), aiken.LAYOUT),
        (replace(LAW, heading="A. Smith orders it."), aiken.MISTAKEN),
        (replace(LAW, heading="ANSWER: who?"), aiken.MISTAKEN),
        (replace(LAW, heading="[" * 200), TANGLED),
    ],
)
def test_what_cannot_be_written(written: WrittenQuestion, fault: Fault) -> None:
    exported = aiken.write([LAW, written])
    assert exported.data == aiken.write([LAW]).data
    assert exported.left_out == (NotCarried(2, in_one_line(written.heading)[:60], fault),)


words = st.text(st.sampled_from("aB \\~=#{}:%[]()*_`-+.>|<&;/!'\"1жё؟"), max_size=12) | st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters="\ufffc\ufffd"), max_size=6
)
markdown = words.map(lambda text: line_of(from_plain(text))).filter(bool)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(markdown, st.lists(markdown, min_size=2, max_size=6), st.integers(0, 1)), max_size=3))
def test_what_is_written_is_read_again(given_questions: list[tuple[str, list[str], int]]) -> None:
    written = tuple(
        question(f"question-{number}", heading, right, *options)
        for number, (heading, options, right) in enumerate(given_questions, 1)
    )
    exported = aiken.write(written)
    assume(not exported.left_out)  # what begins like an option
    assert aiken.read(exported.data) == Imported(written)
