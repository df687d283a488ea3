"""quiz.md written from questions is read again to the same questions, and written again to the same text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config import ROOT
from elearn.foundation.manuscript.text import read
from elearn.quizzes.content.quiz import Setting, read_quiz
from elearn.quizzes.content.writing import quiz_text
from elearn.quizzes.rules.kind import WrittenQuestion
from tests.factories_content import QUIZ
from tests.quizzes.samples import SAMPLES
from tests.unit.test_content_reading import RICH
from tests.unit.written import PARTS, questions

MODULES = sorted((ROOT / "content" / "modules").glob("*/en/quiz.md"))  # a translation says less: no keys


def questions_of(text: str) -> tuple[WrittenQuestion, ...]:
    manuscript = read("quiz.md", text.encode())
    found = read_quiz(manuscript, Setting(True, None, {"a.png"}))
    assert manuscript.complaints == []
    return found


@pytest.mark.parametrize("text", [QUIZ, RICH, SAMPLES, *[path.read_text() for path in MODULES]])
def test_what_is_written_is_read_again(text: str) -> None:
    once = questions_of(text)
    assert len(once) == text.count("\n## ") + text.startswith("## ")
    written = quiz_text(once)
    assert questions_of(written) == once
    assert quiz_text(questions_of(written)) == written


def test_a_question_as_it_is_written() -> None:
    assert quiz_text(questions_of(QUIZ)).startswith(
        "## Who may order a search? {#order objective=lawful difficulty=1}\n\n"
        "- [x] Whom the law names {#law}\n- [ ] Anybody {#anybody}\n  > Only whom the law names.\n\n"
        "> The law says who. Rule 52.\n\n## When is it lawful?"
    )


BROKEN = """\
## Who may order a search? {#order objective=lawful difficulty=1 tags=gate,law}

The law says:\x20\x20
ask first.

- [x] Whom the law names {#law}
- [ ] Anybody {#anybody}
  > Only whom\x20\x20
  > the law names,\x20\x20
  and nobody\x20\x20
  else.
  >
  > Rule 52.

> The law\x20\x20
> says who.
"""


def test_breaks_of_lines_are_kept() -> None:
    [question] = questions_of(BROKEN)
    assert question.tags == ("gate", "law")
    assert question.more == "The law says:  \nask first."
    assert question.options[1].feedback == "Only whom  \nthe law names,  \nand nobody  \nelse.\n\nRule 52."
    assert question.explanation == "The law  \nsays who."
    assert quiz_text([question]) == BROKEN.replace("  and nobody", "  > and nobody").replace("  else", "  > else")


@pytest.mark.slow
@settings(max_examples=40)
@given(st.sampled_from(sorted(PARTS)).flatmap(questions))
def test_any_question_is_read_again(question: WrittenQuestion) -> None:
    manuscript = read("quiz.md", quiz_text([question]).encode())
    assert read_quiz(manuscript, Setting(True, None, {"a.png"})) == (question,)
