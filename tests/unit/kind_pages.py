"""For tests of kinds of questions: a question read from Markdown, and what its page says."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import elearn
from elearn.foundation.manuscript.text import Manuscript
from elearn.quizzes.content import questions
from elearn.quizzes.content.quiz import Setting, read_quiz
from elearn.quizzes.rules.kind import Answer, Question, WrittenQuestion
from elearn.quizzes.rules.kinds import KINDS, kind_of
from elearn.quizzes.rules.marking import Key, Reviewed
from elearn.quizzes.rules.words import Words

# What is complained of: the line and the sentence.
Complaints = list[tuple[int, str]]


def read(text: str, *, source: bool = True) -> tuple[WrittenQuestion, Complaints]:
    """The one question of a text, with the complaints, their values put in."""
    manuscript = Manuscript("quiz.md", tuple(text.split("\n")))
    [question] = read_quiz(manuscript, Setting(source=source, objectives=None, media=()))
    return question, [(each.line, each.problem.what % each.values) for each in manuscript.complaints]


def frozen(text: str) -> Question:
    """The question of a text in which nothing is wrong."""
    written, complaints = read(text)
    assert complaints == []
    return questions.question(written, {})


def fitting(written: WrittenQuestion) -> list[str]:
    """The kinds whose shape a question has: more than one would leave open which is meant."""
    assert kind_of(written) in (None, *KINDS)
    return [name for name, kind in KINDS.items() if kind.is_written(written)]


def words_of(text: str, language: str = "en") -> Words:
    """What an officer reads of the question of a text."""
    written, _complaints = read(text)
    found = questions.words(written, str(kind_of(written)), language, {})
    return Words(found.stem, found.parts, language)


def asked(question: Question, words: Words, answer: Answer, layout: Mapping[str, tuple[str, ...]] | None = None) -> str:
    """The HTML of a question on a page in English, with single spaces; its parts in the plan's order or another."""
    layout = layout or question.plan
    return _tidy(_macros(question.kind).ask(KINDS[question.kind].slots(layout), layout, words, answer))


def reviewed(
    question: Question, words: Words, answer: Answer, *, open_key: bool, feedback: Mapping[str, str] | None = None
) -> str:
    """The HTML of a question after handing in."""
    kind = KINDS[question.kind]
    points = float(kind.score(question, answer) or 0) if answer else 0.0
    key = Key(question.key, kind.right(question), points, feedback or {}, "") if open_key else None
    return _tidy(_macros(question.kind).review(Reviewed(question.kind, words, question.plan, answer, key)))


def _macros(kind: str) -> Any:
    folders = [Path(elearn.__file__).parent / feature / "templates" for feature in ("quizzes", "foundation")]
    pages = Environment(loader=FileSystemLoader(folders), undefined=StrictUndefined, autoescape=True)
    pages.globals |= {
        "_": lambda sentence, **values: sentence % values,
        "current_language": lambda: "en",
        "direction": lambda language: "rtl" if language == "ar" else "ltr",
    }
    return pages.get_template(f"quizzes/kinds/{kind}.html").module


def _tidy(html: str) -> str:
    return " ".join(html.split())
