"""Essay: some sentences are written, and people mark them by a rubric."""

import re
from collections.abc import Iterator, Mapping
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
)
from elearn.quizzes.rules.rubric import MOST_MARKERS
from elearn.quizzes.rules.typed import about_foreign

LONGEST = 20_000
# Longer ones are not read to the end by whoever marks thirty of them.
MOST_WORDS = 2_000

_SET = re.compile(r"(\d{1,4})\s+(words?|markers?)")

NO_LEVELS = Fault(
    N_("The rubric of this question has no levels."),
    N_("Write the points of each level above its column, from 0 up: | Criterion | 0 | 1 | 2 |"),
)
NO_CRITERION = Fault(
    N_("The rubric of this question has no criterion."),
    N_(
        "Write each one on a line of the table: | Facts come first {#facts} | only opinions | some facts | facts only |"
    ),
)
NO_ID = Fault(
    N_("This criterion has no id."),
    N_("Write one into curly braces after its words: | Facts come first {#facts} | only opinions | facts only |"),
)
NO_WORDS = Fault(
    N_("A level of this criterion is not described."),
    N_("Write into every cell what an answer of that level is like. Otherwise two people mark differently."),
)
UNKNOWN_SET = Fault(
    N_("This line does not say how long the answer may be or who marks it."),
    N_("Write = 150 words, or = 2 markers where two people shall mark every answer."),
)


class Essay(Kind):
    """A table: its first column has criteria with ids, its other columns the levels, with their points as headings.

    `= 150 words` says how long an answer may be, `= 2 markers` that two people mark each. The criteria may be read while
    writing; what describes their levels is as secret as a key.
    """

    label = N_("Essay")
    by_people = True

    def is_written(self, written: WrittenQuestion) -> bool:
        return _has_levels(written) and not (written.options or written.steps)

    def findings(self, written: WrittenQuestion) -> Iterator[Finding]:
        yield from about_foreign((*written.options, *written.steps))
        if not _has_levels(written):
            yield Finding(written.line, NO_LEVELS)
        elif not written.rows:
            yield Finding(written.line, NO_CRITERION)
        for row in written.rows:
            if not row[0].id:
                yield Finding(row[0].line, NO_ID)
            if len(row) != len(written.columns) or not all(cell.words for cell in row):
                yield Finding(row[0].line, NO_WORDS)
        for line in written.sets:
            if not _is_set(line.words):
                yield Finding(line.line, UNKNOWN_SET)

    def plan(self, written: WrittenQuestion) -> Plan:
        criteria = tuple(row[0].id for row in written.rows)
        words = _said(written, "word")
        return {"criteria": criteria} | ({"words": (str(words),)} if words else {})

    def key(self, written: WrittenQuestion, translations: Mapping[str, WrittenQuestion]) -> dict[str, Any]:  # noqa: ARG002
        return {
            "criteria": {row[0].id: len(row) - 2 for row in written.rows},
            "markers": _said(written, "marker") or 1,
        }

    def slots(self, plan: Plan) -> tuple[Slot, ...]:  # noqa: ARG002
        return (Slot("text", longest=LONGEST),)

    def score(self, question: Question, answer: Answer) -> Fraction | None:  # noqa: ARG002
        return None

    def right(self, question: Question) -> Answer:  # noqa: ARG002
        return {}

    def words(self, written: WrittenQuestion) -> dict[str, str]:
        return {row[0].id: row[0].words for row in written.rows if row[0].id}

    def secret_words(self, written: WrittenQuestion) -> dict[str, str]:
        return {level_id: cell.words for level_id, cell in _levels(written)}

    def told(self, question: Question, answer: Answer) -> frozenset[str]:  # noqa: ARG002
        """The whole rubric: who reads what was wanted learns more than from the level reached alone."""
        highest = question.key["criteria"].items()
        return frozenset(f"{criterion} {level}" for criterion, most in highest for level in range(most + 1))

    def ids(self, written: WrittenQuestion) -> dict[str, int]:
        """A level counts as a part: its criterion's id and its points."""
        return super().ids(written) | {level_id: cell.line for level_id, cell in _levels(written)}


def _has_levels(written: WrittenQuestion) -> bool:
    """Whether the columns are numbered from 0 up, at least to 1."""
    numbers = [str(number) for number in range(len(written.columns) - 1)]
    return len(numbers) > 1 and [column.strip() for column in written.columns[1:]] == numbers


def _levels(written: WrittenQuestion) -> Iterator[tuple[str, WrittenPart]]:
    """The cells that describe a level, each with the id of its criterion and the points."""
    for row in written.rows:
        for level, cell in enumerate(row[1:]):
            if row[0].id and cell.words:
                yield f"{row[0].id} {level}", cell


def _is_set(words: str) -> bool:
    found = _SET.fullmatch(words)
    if not found:
        return False
    return 1 <= int(found[1]) <= (MOST_WORDS if found[2].startswith("word") else MOST_MARKERS)


def _said(written: WrittenQuestion, of_what: str) -> int | None:
    """The number in the line that says it of this."""
    found = (_SET.fullmatch(line.words) for line in written.sets)
    return next((int(each[1]) for each in found if each and each[2].startswith(of_what)), None)


KIND = Essay()
