"""Questions as they are written, and what a bank keeps of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from elearn.foundation.markup import render, render_inline
from elearn.quizzes.rules import FrozenWords, Kind, Question


@dataclass(frozen=True)
class WrittenOption:
    """An option; `right` is None where nothing says so, as in a translation."""

    id: str
    words: str
    right: bool | None
    feedback: str
    line: int = field(compare=False)


@dataclass(frozen=True)
class WrittenQuestion:
    """A question in one language, in Markdown. `more` is what the stem says below its heading. Ids are empty where missing."""

    id: str
    heading: str
    more: str
    objective: str
    difficulty: int
    options: tuple[WrittenOption, ...]
    explanation: str
    line: int = field(compare=False)


def question(written: WrittenQuestion) -> Question:
    """The question without its words: with one right option a single choice, with more a multiple choice."""
    right = frozenset(option.id for option in written.options if option.right)
    kind = Kind.SINGLE if len(right) == 1 else Kind.MULTIPLE
    options = tuple(option.id for option in written.options)
    return Question(written.id, kind, written.objective, written.difficulty, options, right)


def words(written: WrittenQuestion, language: str, media: Mapping[str, str]) -> FrozenWords:
    """The words as HTML; `media` has the address of each picture by name. A stem of one line stands without a paragraph."""

    def block(text: str) -> str:
        return render(text, language=language, media=media)

    stem = render_inline(written.heading, media=media)
    return FrozenWords(
        stem=f"<p>{stem}</p>\n{block(written.more)}" if written.more else stem,
        options={option.id: render_inline(option.words, media=media) for option in written.options},
        feedback={option.id: block(option.feedback) for option in written.options if option.feedback},
        explanation=block(written.explanation),
    )
