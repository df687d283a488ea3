"""Sorts the lines of a question into stem, options, feedback and explanation.

Markdown renders inside these pieces only: the library's own attribute lists and task lists lose lines when mixed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from elearn.foundation.manuscript.text import Manuscript, Passage
from elearn.quizzes.content.problems import QuizProblem

# [x] or [ ], but no link. Whatever else stands between the brackets is no mark.
MARK = re.compile(r"\[\s*([xхXХ]?)\s*\](?!\()\s*")  # Latin and Cyrillic: one key on two keyboards
_ITEM = re.compile(r" {0,3}[-*+]\s+(.*)")
_QUOTE = re.compile(r"(\s*)>\s?(.*)")


@dataclass
class Piece:
    """Lines of one thing. `first` is the number of the first."""

    first: int = 1
    lines: list[str] = field(default_factory=list)

    def add(self, line: int, words: str) -> None:
        if not self.lines:
            self.first = line
        self.lines.append(words)

    @property
    def passage(self) -> Passage:
        return Passage(self.first, tuple(self.lines))

    @property
    def text(self) -> str:
        return self.passage.text.strip()


@dataclass
class OptionPieces:
    """An option with its mark and id still in its words."""

    words: Piece = field(default_factory=Piece)
    feedback: Piece = field(default_factory=Piece)


@dataclass
class QuestionPieces:
    """What stands below the heading of a question."""

    stem: Piece = field(default_factory=Piece)
    options: list[OptionPieces] = field(default_factory=list)
    explanation: Piece = field(default_factory=Piece)


def scan(manuscript: Manuscript, lines: Iterable[tuple[int, str]]) -> QuestionPieces:
    """The pieces of a question; complains of lines that belong to none."""
    pieces = QuestionPieces()
    for line, words in lines:
        _sort_in(manuscript, pieces, line, words)
    return pieces


def _sort_in(manuscript: Manuscript, pieces: QuestionPieces, line: int, words: str) -> None:
    item, quote = _ITEM.fullmatch(words), _QUOTE.fullmatch(words)
    if item and (pieces.options or _is_option(item[1])):
        if pieces.explanation.lines:
            manuscript.complain(line, QuizProblem.OPTION_TOO_LATE)
        pieces.options.append(OptionPieces())
        pieces.options[-1].words.add(line, item[1])
    elif not pieces.options:
        pieces.stem.add(line, words)
    elif quote and not quote[1]:
        pieces.explanation.add(line, quote[2])
    elif not words.strip():
        _last(pieces).add(line, "")
    elif pieces.explanation.lines or not words.startswith((" ", "\t")):
        manuscript.complain(line, QuizProblem.STRAY_TEXT)
    elif quote:
        pieces.options[-1].feedback.add(line, quote[2])
    else:
        _last(pieces).add(line, words.strip())


def _is_option(words: str) -> bool:
    """A list in the stem has neither marks nor ids."""
    return bool(MARK.match(words)) or "{#" in words


def _last(pieces: QuestionPieces) -> Piece:
    """The piece that an empty or indented line goes on with."""
    option = pieces.options[-1]
    return next(piece for piece in (pieces.explanation, option.feedback, option.words) if piece.lines)
