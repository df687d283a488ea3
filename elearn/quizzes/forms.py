"""The shape of an answer as browsers send it: JSON when a choice is saved at once, a form without JavaScript."""

from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

# What a column for whole numbers holds.
_LARGEST = 2**31 - 1


@dataclass(frozen=True)
class GivenAnswer:
    """Places on the paper: the question's number from 1, the marked options' from 0."""

    number: int
    sequence: int
    marks: tuple[int, ...]


def from_json(sent: Any) -> GivenAnswer | None:
    """{"n": 7, "sequence": 3, "marks": [0, 2]}; None for anything else."""
    match sent:
        case {"n": int(number), "sequence": int(sequence), "marks": list(marks)}:
            return _checked(number, sequence, marks)
    return None


def from_form(sent: MultiDict[str, str]) -> GivenAnswer | None:
    """The same as fields of a form; None when one is missing or no number."""
    try:
        marks = [int(mark) for mark in sent.getlist("marks")]
        return _checked(int(sent["n"]), int(sent["sequence"]), marks)
    except (ValueError, KeyError):
        return None


def _checked(number: int, sequence: int, marks: list[Any]) -> GivenAnswer | None:
    whole = all(type(each) is int for each in (number, sequence, *marks))  # True is an int to Python
    return GivenAnswer(number, sequence, tuple(marks)) if whole and 0 < sequence <= _LARGEST else None
