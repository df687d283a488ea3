"""Essays: what an instructor writes, what is asked, and what people make of the answers."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.foundation.manuscript.text import read
from elearn.quizzes.content import questions
from elearn.quizzes.content.quiz import Setting, compare, read_quiz
from elearn.quizzes.formats import aiken, gift, moodle_xml, qti
from elearn.quizzes.formats.carrying import RUBRIC
from elearn.quizzes.rules.kind import Question, Slot, WrittenQuestion, fits
from elearn.quizzes.rules.kinds import KINDS, kind_of
from elearn.quizzes.rules.kinds.essay import KIND, LONGEST
from elearn.quizzes.rules.marking import corrected
from elearn.quizzes.rules.rubric import Mark, Rubric, agreed, rubric_of, share, waits_for

REPORT = """\
## You found a phone in a cell. Write the report. {#report objective=reporting difficulty=2}

Write to your shift leader.

= 150 words
= 2 markers

| Criterion | 0 | 1 | 2 |
|---|---|---|---|
| Facts come first {#facts} | only opinions | some facts | facts only |
| What was done {#done} | nothing | a part | all of it |

> Who, what, where, when: see rule 64.
"""


def quiz(text: str, source: bool = True) -> tuple[tuple[WrittenQuestion, ...], list[str]]:
    manuscript = read("quiz.md", text.encode())
    found = read_quiz(manuscript, Setting(source, None, ()))
    return found, [f"{each.line}: {each.problem.what}" for each in manuscript.complaints]


def written(text: str = REPORT) -> WrittenQuestion:
    [question], complaints = quiz(text)
    assert complaints == []
    return question


def test_what_is_written_and_what_becomes_of_it() -> None:
    question = written()
    assert [name for name, kind in KINDS.items() if kind.is_written(question)] == ["essay"]
    assert questions.question(question, {}) == Question(
        "report",
        "essay",
        "reporting",
        2,
        {"criteria": ("facts", "done"), "words": ("150",)},
        {"criteria": {"facts": 2, "done": 2}, "markers": 2},
    )
    words = questions.words(question, "essay", "en", {})
    assert words.parts == {"facts": "Facts come first", "done": "What was done"}
    assert {level: html.strip() for level, html in words.feedback.items()} == {
        "facts 0": "<p>only opinions</p>",
        "facts 1": "<p>some facts</p>",
        "facts 2": "<p>facts only</p>",
        "done 0": "<p>nothing</p>",
        "done 1": "<p>a part</p>",
        "done 2": "<p>all of it</p>",
    }
    assert "150" not in words.stem
    assert "opinions" not in words.stem + "".join(words.parts.values())


def test_it_may_be_as_long_as_one_likes_and_one_marker_is_enough() -> None:
    question = written(REPORT.replace("= 150 words\n= 2 markers\n", ""))
    assert KIND.plan(question) == {"criteria": ("facts", "done")}
    assert KIND.key(question, {}) == {"criteria": {"facts": 2, "done": 2}, "markers": 1}


@pytest.mark.parametrize(
    ("wrong", "right", "complaint"),
    [
        (
            "| Criterion | 0 | 1 | 2 |",
            "| Criterion | good | bad | fair |",
            "1: The rubric of this question has no levels.",
        ),
        ("| Criterion | 0 | 1 | 2 |", "| Criterion | 1 | 2 | 3 |", "1: The rubric of this question has no levels."),
        (" {#done}", "", "11: This criterion has no id."),
        ("| a part |", "|  |", "11: A level of this criterion is not described."),
        ("| a part |", "|", "11: A level of this criterion is not described."),
        ("= 2 markers", "= 3 markers", "6: This line does not say how long the answer may be or who marks it."),
        ("= 150 words", "= as you like", "5: This line does not say how long the answer may be or who marks it."),
        ("= 150 words", "= 0 words", "5: This line does not say how long the answer may be or who marks it."),
    ],
)
def test_what_is_wrong(wrong: str, right: str, complaint: str) -> None:
    _questions, complaints = quiz(REPORT.replace(wrong, right).replace("difficulty=2}", "difficulty=2 kind=essay}"))
    assert complaints == [complaint]


def test_a_translation_has_every_criterion_and_every_level() -> None:
    translation = """\
## Сіз телефон таптыңыз. {#report}

| Белгі | 0 | 1 | 2 |
|---|---|---|---|
| Алдымен деректер {#facts} | тек пікір | біраз дерек |  |

> 64-қағида.
"""
    manuscript = read("quiz.md", translation.encode())
    compare(manuscript, read_quiz(manuscript, Setting(False, None, ())), [written()])
    assert [(each.line, each.values["id"]) for each in manuscript.complaints] == [
        (1, "done"),
        (1, "facts 2"),
        (1, "done 0"),
        (1, "done 1"),
        (1, "done 2"),
    ]


def test_only_people_score_it() -> None:
    question = questions.question(written(), {})
    assert KIND.score(question, {"text": ("I saw it.",)}) is None
    assert KIND.right(question) == {}
    assert KIND.slots(question.plan) == (Slot("text", longest=LONGEST),)
    assert fits(KIND.slots(question.plan), question.plan, {"text": ("x" * LONGEST,)})
    assert not fits(KIND.slots(question.plan), question.plan, {"text": ("x" * (LONGEST + 1),)})
    assert KIND.told(question, {}) == {f"{each} {level}" for each in ("facts", "done") for level in range(3)}


# --- what people give ------------------------------------------------------------------------------------------------

FIRST, SECOND, THIRD = (UUID(int=number) for number in (1, 2, 3))
ONE, TWO = Rubric({"facts": 2, "done": 3}), Rubric({"facts": 2, "done": 3}, markers=2)


def mark(marker: UUID, facts: int, done: int) -> Mark:
    return Mark(marker, {"facts": facts, "done": done})


@pytest.mark.parametrize(
    ("rubric", "marks", "expected"),
    [
        (ONE, [], None),
        (ONE, [mark(FIRST, 1, 3)], (1, 3)),
        (ONE, [mark(FIRST, 1, 3), mark(FIRST, 2, 2)], (2, 2)),  # the same person looked again
        (ONE, [mark(FIRST, 1, 3), mark(SECOND, 0, 0)], (0, 0)),  # somebody was asked for another look
        (TWO, [mark(FIRST, 1, 3)], None),
        (TWO, [mark(FIRST, 1, 3), mark(FIRST, 1, 2)], None),  # still one person
        (TWO, [mark(FIRST, 1, 3), mark(SECOND, 2, 3)], (Fraction(3, 2), 3)),  # one point of five apart
        (TWO, [mark(FIRST, 1, 3), mark(SECOND, 2, 1)], (Fraction(3, 2), 2)),
        (TWO, [mark(FIRST, 1, 3), mark(SECOND, 1, 1)], None),  # two points apart
        (TWO, [mark(FIRST, 1, 3), mark(SECOND, 1, 1), mark(THIRD, 0, 2)], (0, 2)),
        (TWO, [mark(FIRST, 1, 3), mark(SECOND, 1, 1), mark(SECOND, 1, 2)], (1, Fraction(5, 2))),
    ],
)
def test_what_several_marks_come_to(
    rubric: Rubric, marks: list[Mark], expected: tuple[Fraction | int, Fraction | int] | None
) -> None:
    assert agreed(rubric, marks) == (dict(zip(rubric.highest, expected, strict=True)) if expected else None)


def test_an_answer_waits_for_somebody_else() -> None:
    marks = [mark(FIRST, 1, 3), mark(SECOND, 1, 1)]
    assert [waits_for(TWO, marks, each) for each in (FIRST, SECOND, THIRD)] == [True, True, True]  # two are far apart
    assert [waits_for(TWO, [*marks, mark(SECOND, 1, 2)], each) for each in (FIRST, THIRD)] == [False, False]
    assert [waits_for(TWO, marks[:1], each) for each in (FIRST, SECOND)] == [False, True]
    assert waits_for(ONE, [], FIRST)
    assert not waits_for(ONE, marks[:1], SECOND)


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ({"facts": 2, "done": 3}, True),
        ({"facts": 0, "done": 0}, True),
        ({"facts": 3, "done": 3}, False),
        ({"facts": -1, "done": 3}, False),
        ({"facts": 1}, False),
        ({"facts": 1, "done": 1, "more": 1}, False),
    ],
)
def test_every_criterion_gets_a_level_that_there_is(levels: dict[str, int], expected: bool) -> None:
    assert ONE.fits(levels) is expected


@given(st.lists(st.tuples(st.sampled_from([FIRST, SECOND, THIRD]), st.integers(0, 2), st.integers(0, 3)), max_size=6))
def test_what_is_agreed_never_leaves_0_to_1(given_by: list[tuple[UUID, int, int]]) -> None:
    for rubric in (ONE, TWO):
        levels = agreed(rubric, [mark(*each) for each in given_by])
        assert levels is None or 0 <= share(rubric, levels) <= 1


def test_a_rubric_is_no_key_that_can_be_put_right() -> None:
    """People marked by the one that there was: their marks say nothing by another."""
    question = questions.question(written(), {})
    assert rubric_of(question.key) == Rubric({"facts": 2, "done": 2}, 2)
    other = replace(question, key={"criteria": {"facts": 2, "done": 2}, "markers": 1})
    assert corrected({"report": question}, {"report": other}) == frozenset()


def test_the_shape_names_the_kind() -> None:
    assert kind_of(written()) == "essay"


@pytest.mark.parametrize("file_format", [aiken, gift, moodle_xml, qti])
def test_other_systems_have_no_place_for_a_rubric(file_format: Any) -> None:
    exported = file_format.write((written(),))
    assert [(each.line, each.fault, each.of_part) for each in exported.left_out] == [(1, RUBRIC, False)]


def _counts(rubric: Rubric, marks: list[Mark]) -> Mark | list[Mark] | None:
    """By the words of decision 12, said once more: the mark that counts, or the two whose mean does."""
    if not marks or rubric.markers == 1:
        return marks[-1] if marks else None
    first = marks[0].marker_id
    second = next((mark.marker_id for mark in marks if mark.marker_id != first), None)
    thirds = [mark for mark in marks if mark.marker_id not in (first, second)]
    if thirds:
        return thirds[-1]
    pair = [[mark for mark in marks if mark.marker_id == each][-1] for each in (first, second) if each]
    return pair if len(pair) == 2 and abs(pair[0].points - pair[1].points) <= 1 else None


@pytest.mark.parametrize("rubric", [ONE, TWO], ids=["one-marker", "two-markers"])
def test_every_order_in_which_up_to_three_people_mark(rubric: Rubric) -> None:
    """Each gives, the first time and after, points that tell whose mark and which of them it was."""
    seen: list[tuple[str, int]] = []
    for length in range(6):
        for order in product((FIRST, SECOND, THIRD), repeat=length):
            for spread in (0, 1):  # all close, and those after the first far apart
                marks = [mark(each, number % 3, spread * 3 * (each != FIRST)) for number, each in enumerate(order)]
                counts = _counts(rubric, marks)
                expected = None
                if isinstance(counts, Mark):
                    expected = {criterion: Fraction(level) for criterion, level in counts.levels.items()}
                elif counts:
                    expected = {each: Fraction(sum(one.levels[each] for one in counts), 2) for each in rubric.highest}
                assert agreed(rubric, marks) == expected
                seen.append((type(counts).__name__, length))
    assert len(seen) == 2 * sum(3**length for length in range(6))


def test_who_marks_once_more_after_another_look_is_the_last_word() -> None:
    """One marker is wanted: A, B and A again."""
    marks = [mark(FIRST, 0, 0), mark(SECOND, 2, 3), mark(FIRST, 1, 1)]
    assert agreed(ONE, marks) == {"facts": Fraction(1), "done": Fraction(1)}
    # Where two are wanted, neither of them takes back what a third person decided.
    assert agreed(TWO, [*marks[:2], mark(THIRD, 2, 2), mark(FIRST, 1, 1)]) == {
        "facts": Fraction(2),
        "done": Fraction(2),
    }
