"""The shape of an answer as browsers send it: by places on the paper, never by the ids that authors write."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# What a column for whole numbers holds.
_LARGEST = 2**31 - 1
_FIELD = re.compile(r"answer-(\d{1,3})")
# PostgreSQL stores neither NUL nor half a letter, which JSON can say.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
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
            return checked(number, sequence, fields)
    return None


def _is_field(sent: Any) -> bool:
    return isinstance(sent, list) and len(sent) == 2 and all(isinstance(each, str) for each in sent)


def checked(number: int, sequence: int, sent: Iterable[Iterable[str]]) -> GivenAnswer | None:
    """The answer that stands in these fields, (name, value) each; None where no answer can be so."""
    whole = all(type(each) is int for each in (number, sequence))  # True is an int to Python
    given = [(_FIELD.fullmatch(name), value) for name, value in sent]
    fields: dict[int, tuple[str, ...]] = {}
    for name, value in given:
        if name and not UNSTORABLE.search(value):
            fields[int(name[1])] = (*fields.get(int(name[1]), ()), value)
    fine = whole and 0 < sequence <= _LARGEST and len(given) <= _MOST_FIELDS
    return GivenAnswer(number, sequence, fields) if fine else None
