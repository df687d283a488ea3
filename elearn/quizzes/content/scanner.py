"""Sorts the lines of a question into stem, what is to be answered, feedback and explanation.

Markdown renders inside these pieces only: the library's own attribute lists and task lists lose lines when mixed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from elearn.foundation.manuscript.text import Manuscript, Passage
from elearn.quizzes.content.problems import QuizProblem

# [x] or [ ], but no link. Whatever else stands between the brackets is no mark.
MARK = re.compile(r"\[\s*([xхXХ]?)\s*\](?!\()\s*")  # Latin and Cyrillic: one key on two keyboards
_ITEM = re.compile(r" {0,3}[-*+]\s+(.*)")
STEP = re.compile(r" {0,3}(\d{1,3})[.)]\s+(.*)")
_SET = re.compile(r" {0,3}=(?!=)\s*(.*)")
# An id of a part; that of a gap stands right after its brackets.
_PART_ID = re.compile(r"(?<!\]\])\{#")
_QUOTE = re.compile(r"(\s*)>\s?(.*)")
_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
_CELL = re.compile(r"(?<!\\)\|")


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
class PartPieces:
    """An option or a step with its mark and id still in its words; `number` is what stands before a step."""

    words: Piece = field(default_factory=Piece)
    feedback: Piece = field(default_factory=Piece)
    number: int = 0


@dataclass
class QuestionPieces:
    """What stands below the heading of a question. `table` has the lines of a table with ids, its headings first."""

    stem: Piece = field(default_factory=Piece)
    options: list[PartPieces] = field(default_factory=list)
    steps: list[PartPieces] = field(default_factory=list)
    sets: list[tuple[int, str]] = field(default_factory=list)
    table: list[tuple[int, list[str]]] = field(default_factory=list)
    explanation: Piece = field(default_factory=Piece)
    last: PartPieces | None = None

    @property
    def begun(self) -> bool:
        """Whether something to be answered has begun: from here on nothing belongs to the stem."""
        return bool(self.options or self.steps or self.sets or self.table)


def scan(manuscript: Manuscript, lines: Iterable[tuple[int, str]]) -> QuestionPieces:
    """The pieces of a question; complains of lines that belong to none."""
    pieces, rest = QuestionPieces(), list(lines)
    while rest:
        table = _table(rest)
        if table:
            pieces.table += [(line, cells(words)) for line, words in table if not _RULE.fullmatch(words)]
            pieces.last = None
        else:
            _sort_in(manuscript, pieces, *rest[0])
        del rest[: len(table) or 1]
    if not pieces.begun:
        _part_explanation(pieces)
    if pieces.options:
        _complain_of_lost_option(manuscript, pieces.stem)
    return pieces


def _complain_of_lost_option(manuscript: Manuscript, stem: Piece) -> None:
    """A list item right above the options was taken for a part of the stem. An empty line would say that it is one."""
    end = len(stem.lines)
    while end and stem.lines[end - 1].startswith("  "):  # what goes on with an item
        end -= 1
    if end and (item := _ITEM.fullmatch(stem.lines[end - 1])):
        manuscript.complain(stem.first + end - 1, QuizProblem.LOST_OPTION, words=item[1])


def _table(lines: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """The table that begins here, when it has ids in it; one without ids belongs to the stem."""
    if not lines[0][1].lstrip().startswith("|"):
        return []
    end = next((place for place, (_line, words) in enumerate(lines) if not words.lstrip().startswith("|")), len(lines))
    return list(lines[:end]) if any(_PART_ID.search(words) for _line, words in lines[:end]) else []


def cells(row: str) -> list[str]:
    """The words between the | signs of a line."""
    inner = row.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.replace("\\|", "|").strip() for cell in _CELL.split(inner)]


def _sort_in(manuscript: Manuscript, pieces: QuestionPieces, line: int, words: str) -> None:
    item, step, given = _ITEM.fullmatch(words), STEP.fullmatch(words), _SET.fullmatch(words)
    quote = _QUOTE.fullmatch(words)
    if item and (pieces.options or _is_option(item[1])):
        _begin(manuscript, pieces, pieces.options, line, item[1])
    elif step and (pieces.steps or _PART_ID.search(step[2])):
        _begin(manuscript, pieces, pieces.steps, line, step[2], int(step[1]))
    elif given:
        pieces.sets.append((line, given[1].strip()))
        pieces.last = None
    elif not pieces.begun:
        pieces.stem.add(line, words)
    elif quote and not quote[1]:
        pieces.explanation.add(line, quote[2])
    elif not words.strip():
        _go_on(pieces, line, "")
    elif pieces.explanation.lines or not pieces.last or not words.startswith((" ", "\t")):
        manuscript.complain(line, QuizProblem.STRAY_TEXT)
    elif quote:
        pieces.last.feedback.add(line, quote[2])
    else:
        _go_on(pieces, line, words.lstrip())  # two spaces at its end break the line


def _begin(
    manuscript: Manuscript, pieces: QuestionPieces, among: list[PartPieces], line: int, words: str, number: int = 0
) -> None:
    if pieces.explanation.lines:
        manuscript.complain(line, QuizProblem.OPTION_TOO_LATE)
    pieces.last = PartPieces(number=number)
    pieces.last.words.add(line, words)
    among.append(pieces.last)


def _is_option(words: str) -> bool:
    """A list in the stem has neither marks nor ids."""
    return bool(MARK.match(words) or _PART_ID.search(words))


def _go_on(pieces: QuestionPieces, line: int, words: str) -> None:
    """An empty or indented line goes on with what stands above it."""
    last = pieces.last or PartPieces()
    piece = next((piece for piece in (pieces.explanation, last.feedback, last.words) if piece.lines), None)
    if piece:
        piece.add(line, words)


def _part_explanation(pieces: QuestionPieces) -> None:
    """Where the slots stand in the text itself, the quote at its end is the explanation."""
    stem = pieces.stem.lines
    while stem and not stem[-1].strip():
        stem.pop()
    start = len(stem)
    while start and stem[start - 1].startswith(">"):
        start -= 1
    for place, words in enumerate(stem[start:], pieces.stem.first + start):
        pieces.explanation.add(place, words[1:].removeprefix(" "))
    del stem[start:]
