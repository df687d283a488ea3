"""Matching: each left part goes with one right part; there may be right parts that go with none."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from elearn.quizzes.rules.kind import (
    N_,
    Answer,
    Fault,
    Finding,
    Kind,
    Plan,
    Question,
    Slot,
    WrittenPart,
    WrittenQuestion,
    part_of,
)
from elearn.quizzes.rules.typed import about_foreign

NOT_TWO = Fault(
    N_("This table does not have two columns."),
    N_("Write two cells into each of its lines: | A prisoner stops eating {#eating} | You tell the nurse {#nurse} |"),
)
TOO_FEW = Fault(
    N_("This table has fewer than two pairs."),
    N_("Write each pair on a line of its own: | A prisoner stops eating {#eating} | You tell the nurse {#nurse} |"),
)
NO_ID = Fault(
    N_("“%(words)s” has no id."),
    N_("In this cell, write one after the words, in curly braces, for example {#nurse}."),
)
NO_RIGHT_PART = Fault(
    N_("The right cell of this line is empty."),
    N_("Write what goes with the left one. Only a left cell may be empty: then its right part goes with nothing."),
)
SAME_WORDS = Fault(
    N_("“%(words)s” stands in this column twice."),
    N_("Use other words, or make one line of both: each left part has its own right part, and no other fits."),
)


def _there(cell: WrittenPart) -> bool:
    return bool(cell.words or cell.id)


def _pairs(written: WrittenQuestion) -> list[tuple[WrittenPart, WrittenPart]]:
    return [(left, right) for left, right in written.rows if _there(left) and _there(right)]


def _about_shape(written: WrittenQuestion) -> Iterator[Finding]:
    if len(written.columns) != 2:
        yield Finding(written.line, NOT_TWO)
    else:
        yield from (Finding(row[0].line, NOT_TWO) for row in written.rows if len(row) != 2)


def _about_cells(written: WrittenQuestion) -> Iterator[Finding]:
    if len(_pairs(written)) < 2:
        yield Finding(written.line, TOO_FEW)
    for left, right in written.rows:
        if not _there(right):
            yield Finding(right.line, NO_RIGHT_PART)
        yield from (
            Finding(cell.line, NO_ID, {"words": cell.words}) for cell in (left, right) if cell.words and not cell.id
        )
    for column in zip(*written.rows, strict=True):
        yield from _about_words(column)


def _about_words(column: Sequence[WrittenPart]) -> Iterator[Finding]:
    """Who sees the same words twice cannot know which of them is meant."""
    before = set()
    for cell in column:
        words = " ".join(cell.words.casefold().split())
        if words and words in before:
            yield Finding(cell.line, SAME_WORDS, {"words": cell.words})
        before.add(words)


class Matching(Kind):
    """A table of two columns, an id in each cell; where the left cell is empty, the right part goes with nothing.

    `marks=part` gives the share of right pairs. One right part chosen everywhere brings one pair of n at most, which is what
    pairs at random bring on average, and less than what anybody brings who knows two: so nothing is taken away for it.
    """

    label = N_("Matching")
    shuffled = ("left", "right")

    def is_written(self, written: WrittenQuestion) -> bool:
        only_rows = not (written.options or written.steps or written.sets)
        right = [cell for row in written.rows for cell in row[1:] if _there(cell)]
        return only_rows and bool(right) and all(cell.id for cell in right)

    def findings(self, written: WrittenQuestion) -> Iterator[Finding]:
        yield from about_foreign((*written.options, *written.steps, *written.sets))
        # What is said of cells takes for granted that there are two in each line.
        yield from list(_about_shape(written)) or _about_cells(written)

    def plan(self, written: WrittenQuestion) -> Plan:
        # Sorted, as the order in which they are written tells what goes with what.
        return {
            "left": tuple(sorted(left.id for left, _right in _pairs(written))),
            "right": tuple(sorted(right.id for _left, right in written.rows)),
        }

    def key(self, written: WrittenQuestion, translations: Mapping[str, WrittenQuestion]) -> dict[str, Any]:  # noqa: ARG002
        return {"pairs": {left.id: right.id for left, right in _pairs(written)}, "partly": written.partly}

    def slots(self, plan: Plan) -> tuple[Slot, ...]:
        return tuple(Slot(left, role="right") for left in plan["left"])

    def score(self, question: Question, answer: Answer) -> Fraction:
        pairs = question.key["pairs"]
        right = sum(answer.get(left) == (right,) for left, right in pairs.items())
        return part_of(right, len(pairs), question.key["partly"])

    def right(self, question: Question) -> Answer:
        return {left: (right,) for left, right in question.key["pairs"].items()}


KIND = Matching()
