"""Number: one number is typed, and what lies near enough counts."""

import re
from collections.abc import Iterator, Mapping
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
from elearn.quizzes.rules.spelling import FIGURES
from elearn.quizzes.rules.typed import about_foreign, begins_with_number, has_only_lines

LONGEST = 40

NO_NUMBER = Fault(
    N_("There is no number here that could be read."),
    N_("Write = and the number, if you like ± and how far from it still counts, and a unit: = 15 ± 1 days"),
)
SEVERAL = Fault(
    N_("This question has more than one line that begins with =."),
    N_("Write one number. Where words count too, write kind=short into the curly braces of the heading."),
)
NO_TOLERANCE = Fault(
    N_("After ± there is no number that is 0 or greater."),
    N_("Write how far from the number still counts, = 15 ± 1 days, or leave ± out."),
)
AMBIGUOUS = Fault(
    N_("This number can be read as %(small)s and as %(large)s."),
    N_("Write %(large)s for the one, %(small)s0 for the other."),
)
NOT_ONE = Fault(
    N_("There is more than a number and its unit on this line."),
    N_("Write one number: = 15 ± 1 days. Where words count, write kind=short into the curly braces of the heading."),
)

# Put in by keyboards that write from right to left, and by programs that copy.
_INVISIBLE = dict.fromkeys(map(ord, "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"))
# [0-9] as \d would be the figures of all scripts; \s has the thin and the no-break spaces.
_BEGINNING = re.compile(r"\s*([+−–-]?)\s*([0-9](?:[\s'’ʼ.,٫٬]*[0-9])*)")
_PLAIN = re.compile(r"([0-9]+)(?:[.,٫]([0-9]+))?")
_GROUPED = re.compile(r"([1-9][0-9]{0,2}(?:([ '.,٬])[0-9]{3})(?:\2[0-9]{3})*)(?:(?!\2)[.,٫]([0-9]+))?")
_PLUS_MINUS = re.compile(r"\s*(?:±|\+/?[−–-])")
_SQUARE_METRES = re.compile(r"(?<=[mмم])[23²³]", re.IGNORECASE)  # m2 is a unit and no second number


@dataclass(frozen=True)
class _Begun:
    """A text that may begin with a number: the decimals it can be read as, and the words after it."""

    numbers: tuple[str, ...]
    rest: str


@dataclass(frozen=True)
class _Line:
    """What stands after =: the decimals that number and tolerance can be read as, and the unit."""

    numbers: tuple[str, ...]
    tolerances: tuple[str, ...]
    unit: str


def read_numbers(typed: str) -> tuple[Fraction, ...]:
    """The numbers that typed words can mean: 1,500 is two, and 15-20 none. Words after a number are nothing to it."""
    begun = _begin(typed)
    if len(typed) > LONGEST or _has_figures(begun.rest):
        return ()
    return tuple(map(Fraction, begun.numbers))


def _begin(text: str) -> _Begun:
    text = text.translate(_INVISIBLE)
    begun = _BEGINNING.match(text.translate(FIGURES))
    if begun is None or len(begun[0]) > LONGEST:
        return _Begun((), text)
    sign = "-" if begun[1] in ("-", "−", "–") else ""
    figures = re.sub("[’ʼ]", "'", " ".join(begun[2].split()))
    return _Begun(tuple(sign + number for number in _decimals(figures)), text[begun.end() :])


def _decimals(figures: str) -> Iterator[str]:
    if plain := _PLAIN.fullmatch(figures):
        yield _decimal(plain[1], plain[2])
    if grouped := _GROUPED.fullmatch(figures):
        yield _decimal(grouped[1].replace(grouped[2], ""), grouped[3])


def _decimal(whole: str, part: str | None) -> str:
    return f"{whole}.{part}" if part else whole


def _has_figures(words: str) -> bool:
    return any(letter.isnumeric() for letter in _SQUARE_METRES.sub("", words))


def _line(words: str) -> _Line:
    number = _begin(words)
    plus_minus = _PLUS_MINUS.match(number.rest)
    if plus_minus is None:
        return _Line(number.numbers, ("0",), _unit(number.rest))
    tolerance = _begin(number.rest[plus_minus.end() :])
    return _Line(number.numbers, tolerance.numbers, _unit(tolerance.rest))


def _unit(rest: str) -> str:
    """Without the full stop of a sentence; that of a word which is cut short stays."""
    return rest.strip().lstrip(".,; ")


class Number(Kind):
    """`= 15 ± 1 days`: a number, if need be a tolerance, if need be a unit, which alone is translated."""

    label = N_("Number")

    def is_written(self, written: WrittenQuestion) -> bool:
        return has_only_lines(written) and any(begins_with_number(line.words) for line in written.sets)

    def findings(self, written: WrittenQuestion) -> Iterator[Finding]:
        yield from about_foreign(written.parts)
        if not written.sets:
            yield Finding(written.line, NO_NUMBER)
            return
        yield from _about_line(written.sets[0].line, _line(written.sets[0].words))
        yield from (Finding(line.line, SEVERAL) for line in written.sets[1:])

    def plan(self, written: WrittenQuestion) -> Plan:  # noqa: ARG002
        return {}

    def key(self, written: WrittenQuestion, translations: Mapping[str, WrittenQuestion]) -> dict[str, Any]:  # noqa: ARG002
        line = _line(written.sets[0].words)
        return {"value": line.numbers[0], "tolerance": line.tolerances[0]}

    def slots(self, plan: Plan) -> tuple[Slot, ...]:  # noqa: ARG002
        return (Slot("number", longest=LONGEST),)

    def score(self, question: Question, answer: Answer) -> Fraction:
        value, tolerance = Fraction(question.key["value"]), Fraction(question.key["tolerance"])
        numbers = (number for typed in answer.get("number", ()) for number in read_numbers(typed))
        return Fraction(int(any(abs(number - value) <= tolerance for number in numbers)))

    def right(self, question: Question) -> Answer:
        return {"number": (question.key["value"],)}

    def sets(self, written: WrittenQuestion, translation: WrittenQuestion) -> tuple[WrittenPart, ...]:
        """The number is that of the source language, the unit the translated one."""
        here, there = self.words(written).get("unit", ""), self.words(translation).get("unit", "")
        number = written.sets[0].words.strip().removesuffix(here).rstrip()
        return (replace(written.sets[0], words=f"{number} {there or here}".rstrip()),)

    def words(self, written: WrittenQuestion) -> dict[str, str]:
        unit = _line(written.sets[0].words).unit if written.sets else ""
        return {"unit": unit} if unit else {}

    def ids(self, written: WrittenQuestion) -> dict[str, int]:
        return dict.fromkeys(self.words(written), written.sets[0].line) if written.sets else {}


def _about_line(line: int, said: _Line) -> Iterator[Finding]:
    if not said.numbers:
        yield Finding(line, NO_NUMBER)
        return
    if not said.tolerances or said.tolerances[0].startswith("-"):
        yield Finding(line, NO_TOLERANCE)
        return
    for numbers in (said.numbers, said.tolerances):
        if len(numbers) > 1:
            yield Finding(line, AMBIGUOUS, {"small": numbers[0], "large": numbers[1]})
    if _has_figures(said.unit) or set("|{}") & set(said.unit):
        yield Finding(line, NOT_ONE)


KIND = Number()
