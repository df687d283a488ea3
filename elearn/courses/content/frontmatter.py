"""Reads front matter, and holds it against the shape it shall have."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from elearn.courses.content.problems import FrontProblem
from elearn.foundation.manuscript.complaints import TextProblem
from elearn.foundation.manuscript.entries import Entries, read_entries
from elearn.foundation.manuscript.shapes import fitted
from elearn.foundation.manuscript.text import Manuscript, Passage

S = TypeVar("S", bound=BaseModel)

LONGEST = 50_000  # characters
_FENCE = "---"


@dataclass(frozen=True)
class Front(Generic[S]):
    """What a front matter says, None when that is wrong; its entries as they stand, and the text below it."""

    said: S | None
    entries: Entries
    body: Passage


def read_front(manuscript: Manuscript, shape: type[S], source_only: Collection[str] = ()) -> Front[S] | None:
    """Front matter and body of a file, None when they cannot be told apart. The manuscript notes what is wrong.

    `source_only` are keys that are known, but belong into the file of the source language.
    """
    parts = _cut(manuscript)
    if parts is None:
        return None
    front, body = parts
    entries = read_entries(manuscript, front)
    return Front(fitted(manuscript, entries, shape, source_only), entries, body)


def _cut(manuscript: Manuscript) -> tuple[Passage, Passage] | None:
    """Front matter and body."""
    lines = manuscript.lines
    if not lines:
        return None  # it could not be read, and that is noted
    if lines[0].rstrip() != _FENCE:
        manuscript.complain(1, FrontProblem.MISSING)
        return None
    end = next((number for number, words in enumerate(lines) if number and words.rstrip() == _FENCE), None)
    if end is None:
        manuscript.complain(1, FrontProblem.NOT_CLOSED)
        return None
    front = Passage(2, lines[1:end])
    if len(front.text) > LONGEST:
        manuscript.complain(1, TextProblem.TANGLED)
        return None
    return front, Passage(end + 2, lines[end + 1 :])
