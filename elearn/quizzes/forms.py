"""The shape of an answer as browsers send it: JSON when a choice is saved at once, a form without JavaScript."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

# What a column for whole numbers holds.
_LARGEST = 2**31 - 1
_FIELD = re.compile(r"answer-(\d{1,3})")
# PostgreSQL stores neither NUL nor half a letter, which JSON can say.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
LONGEST_COMMENT = 2_000
# More fields than any question has slots and parts.
_MOST_FIELDS = 300


@dataclass(frozen=True)
class GivenAnswer:
    """The question's number from 1; what stands in each slot, by the slot's number from 0: places of parts or words."""

    number: int
    sequence: int
    fields: Mapping[int, tuple[str, ...]]


def from_json(sent: Any) -> GivenAnswer | None:
    """{"n": 7, "sequence": 3, "fields": [["answer-0", "2"], …]}; None for anything else."""
    match sent:
        case {"n": int(number), "sequence": int(sequence), "fields": list(fields)} if all(map(_is_field, fields)):
            return _checked(number, sequence, fields)
    return None


def _is_field(sent: Any) -> bool:
    return isinstance(sent, list) and len(sent) == 2 and all(isinstance(each, str) for each in sent)


def from_form(sent: MultiDict[str, str]) -> GivenAnswer | None:
    """The same as fields of a form; None when one is missing or no number."""
    try:
        return _checked(int(sent["n"]), int(sent["sequence"]), sent.items(multi=True))
    except (ValueError, KeyError):
        return None


def _checked(number: int, sequence: int, sent: Iterable[Iterable[str]]) -> GivenAnswer | None:
    whole = all(type(each) is int for each in (number, sequence))  # True is an int to Python
    given = [(_FIELD.fullmatch(name), value) for name, value in sent]
    fields: dict[int, tuple[str, ...]] = {}
    for name, value in given:
        if name and not _UNSTORABLE.search(value):
            fields[int(name[1])] = (*fields.get(int(name[1]), ()), value)
    fine = whole and 0 < sequence <= _LARGEST and len(given) <= _MOST_FIELDS
    return GivenAnswer(number, sequence, fields) if fine else None


@dataclass(frozen=True)
class GivenMark:
    """A marker's levels by criterion, as far as they were chosen, as the mark of that number of the answer."""

    number: int
    levels: Mapping[str, int]
    comment: str


def mark_from(sent: MultiDict[str, str], criteria: Sequence[str]) -> GivenMark | None:
    """The fields of the page on which an answer is marked; None when one is no number."""
    try:
        levels = {
            criterion: int(level)
            for place, criterion in enumerate(criteria)
            if (level := sent.get(f"level-{place}", ""))
        }
        return GivenMark(
            int(sent["number"]), levels, _UNSTORABLE.sub("", sent.get("comment", ""))[:LONGEST_COMMENT].strip()
        )
    except (ValueError, KeyError):
        return None
