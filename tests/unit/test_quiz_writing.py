"""quiz.md written from questions is read again to the same questions, and written again to the same text."""

import pytest

from config import ROOT
from elearn.foundation.manuscript.text import read
from elearn.quizzes.content.quiz import Setting, read_quiz
from elearn.quizzes.content.writing import quiz_text
from elearn.quizzes.rules.kind import WrittenQuestion
from tests.factories_content import QUIZ
from tests.quizzes.test_kinds import SAMPLES
from tests.unit.test_content_reading import RICH

MODULES = sorted((ROOT / "content" / "modules").glob("*/*/quiz.md"))


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
