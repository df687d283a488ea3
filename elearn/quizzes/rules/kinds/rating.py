"""Rating of a case: each factor is rated on a scale, and right is what lies within the range of a panel of experts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
from elearn.quizzes.rules.typed import about_foreign

MOST_STEPS = 10
# The ends of the scale among the words of a question. No id of a factor can be one of these.
LOW, HIGH = "=low", "=high"

_NUMBERED = re.compile(r"(\d{1,2})\s*[-–]\s*(\d{1,2})\s*:(.*)")
_RANGE = re.compile(r"(\d{1,2})(?:\s*[-–]\s*(\d{1,2}))?")

NO_SCALE = Fault(
    N_("This question has no scale."),
    N_("Write it on a line of its own, with words for its two ends: = 1-5: no concern | high concern"),
)
SEVERAL_SCALES = Fault(
    N_("This question has more than one scale."),
    N_("Keep one line that begins with =. All factors are rated on it."),
)
BAD_SCALE = Fault(
    N_("This is no scale."),
    N_(
        "Write its first and its last number (2 to 10 steps), a colon, and words for its two ends: "
        "= 1-5: no concern | high concern"
    ),
)
TOO_FEW = Fault(
    N_("This question has fewer than two factors."),
    N_("Write each factor on a line of the table: | Talk of revenge {#revenge} | 1-2 |"),
)
NO_ID = Fault(
    N_("This factor has no id."),
    N_("Write one into curly braces after its words: | Talk of revenge {#revenge} | 1-2 |"),
)
NO_RANGE = Fault(
    N_("It is not clear how the panel rated this factor."),
    N_("Write its lowest and highest rating, or its only one, after the factor: | Talk of revenge {#revenge} | 1-2 |"),
)
OFF_SCALE = Fault(
    N_("The panel's range leaves the scale."),
    N_("Write numbers from %(low)d to %(high)d, or change the scale in the line that begins with =."),
)


@dataclass(frozen=True)
class Scale:
    """What a line with = says: the numbers, which a translation may leave out, and the words for the two ends."""

    numbers: range
    low: str
    high: str

    @property
    def is_whole(self) -> bool:
        """Whether one can rate on it."""
        return 2 <= len(self.numbers) <= MOST_STEPS


def read_scale(words: str) -> Scale | None:
    """`1-5: no concern | high concern`, or the two ends alone."""
    numbered = _NUMBERED.fullmatch(words.strip())
    low, *others = (end.strip() for end in (numbered[3] if numbered else words).split("|"))
    if not low or len(others) != 1 or not others[0]:
        return None
    return Scale(_numbers(numbered[1], numbered[2]) if numbered else range(0), low, others[0])


def read_range(cells: Sequence[WrittenPart]) -> range:
    """The numbers that the panel gave, written in the second of two cells; none where it does not say so."""
    found = _RANGE.fullmatch(cells[1].words.strip()) if len(cells) == 2 else None
    return _numbers(found[1], found[2] or found[1]) if found else range(0)


def _numbers(first: str | None, last: str | None) -> range:
    """From the first to the last of them. In whatever digits they are written."""
    return range(int(first), int(last) + 1) if first and last else range(0)


class Rating(Kind):
    """`= 1-5: low end | high end`, and a table of factors with ids and the panel's ranges. The score is the share rated
    within them, whatever the heading says."""

    label = N_("Rating of a case")

    def is_written(self, written: WrittenQuestion) -> bool:
        other = written.options or written.steps or any(cell.id for row in written.rows for cell in row[1:])
        return bool(written.sets and 0 < len(written.columns) <= 2) and not other

    def findings(self, written: WrittenQuestion) -> Iterator[Finding]:
        yield from about_foreign((*written.options, *written.steps))
        yield from _about_the_scale(written)
        if len(written.rows) < 2:
            yield Finding(written.line, TOO_FEW)
        for row in written.rows:
            yield from _about_a_factor(row, _scale_of(written))

    def plan(self, written: WrittenQuestion) -> Plan:
        return {
            "factors": tuple(row[0].id for row in written.rows),
            "scale": tuple(str(number) for number in _scale_of(written).numbers),
        }

    def key(self, written: WrittenQuestion, translations: Mapping[str, WrittenQuestion]) -> dict[str, Any]:  # noqa: ARG002
        ranges = {row[0].id: read_range(row) for row in written.rows}
        return {"ranges": {factor: [numbers[0], numbers[-1]] for factor, numbers in ranges.items()}}

    def slots(self, plan: Plan) -> tuple[Slot, ...]:
        return tuple(Slot(factor, role="scale") for factor in plan["factors"])

    def score(self, question: Question, answer: Answer) -> Fraction:
        ranges = question.key["ranges"]
        within = [
            tuple(answer.get(factor, ())) in [(str(number),) for number in range(low, high + 1)]
            for factor, (low, high) in ranges.items()
        ]
        return Fraction(sum(within), len(within))

    def right(self, question: Question) -> Answer:
        """The middle of each range, the lower one of two."""
        return {factor: (str((low + high) // 2),) for factor, (low, high) in question.key["ranges"].items()}

    def panel(self, question: Question) -> Mapping[str, tuple[int, int]]:
        return {factor: (low, high) for factor, (low, high) in question.key["ranges"].items()}

    def sets(self, written: WrittenQuestion, translation: WrittenQuestion) -> tuple[WrittenPart, ...]:
        """The numbers of the source language, with the words for its two ends in translation."""
        numbers, ends = _scale_of(written).numbers, _scale_of(translation)
        return (replace(written.sets[0], words=f"{numbers[0]}-{numbers[-1]}: {ends.low} | {ends.high}"),)

    def words(self, written: WrittenQuestion) -> dict[str, str]:
        scale = _scale_of(written)
        return super().words(written) | {LOW: scale.low, HIGH: scale.high}

    def ids(self, written: WrittenQuestion) -> dict[str, int]:
        """The scale counts as one part, named as it is written: its two ends stand in one line."""
        ids = super().ids(written)
        if written.sets and read_scale(written.sets[0].words):
            ids["="] = written.sets[0].line
        return ids


def _scale_of(written: WrittenQuestion) -> Scale:
    """The scale, or one without numbers and words where none can be read."""
    return next((scale for part in written.sets[:1] if (scale := read_scale(part.words))), Scale(range(0), "", ""))


def _about_the_scale(written: WrittenQuestion) -> Iterator[Finding]:
    if not written.sets:
        yield Finding(written.line, NO_SCALE)
    elif not _scale_of(written).is_whole:
        yield Finding(written.sets[0].line, BAD_SCALE)
    for further in written.sets[1:]:
        yield Finding(further.line, SEVERAL_SCALES)


def _about_a_factor(row: Sequence[WrittenPart], scale: Scale) -> Iterator[Finding]:
    """Where nobody can tell what the scale is, nothing leaves it."""
    line, panel, numbers = row[0].line, read_range(row), scale.numbers
    if not row[0].id:
        yield Finding(line, NO_ID)
    if not panel:
        yield Finding(line, NO_RANGE)
    elif scale.is_whole and not (panel[0] in numbers and panel[-1] in numbers):
        yield Finding(line, OFF_SCALE, {"low": numbers[0], "high": numbers[-1]})


KIND = Rating()
