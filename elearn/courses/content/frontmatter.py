"""Reads front matter, and holds it against the shape it shall have."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from elearn.courses.content.entries import Entries, Path, read_entries
from elearn.courses.content.problems import FrontProblem
from elearn.foundation.manuscript.complaints import TextProblem
from elearn.foundation.manuscript.text import Manuscript, Passage

S = TypeVar("S", bound=BaseModel)

LONGEST = 50_000  # characters
_FENCE = "---"
# What pydantic calls a mistake, and what we call it: all that the shapes can bring about.
_PROBLEMS = {
    "string_type": FrontProblem.NOT_TEXT,
    "int_type": FrontProblem.NOT_NUMBER,
    "bool_type": FrontProblem.NOT_YES_OR_NO,
    "greater_than_equal": FrontProblem.TOO_SMALL,
    "less_than_equal": FrontProblem.TOO_LARGE,
    "tuple_type": FrontProblem.NOT_LIST,
    "dict_type": FrontProblem.NOT_ENTRIES,
    "model_type": FrontProblem.NOT_ENTRIES,
    "date_type": FrontProblem.NOT_DATE,
    "string_too_short": FrontProblem.EMPTY,
    "too_short": FrontProblem.EMPTY,
    "literal_error": FrontProblem.NOT_ONE_OF,
    "not_id": FrontProblem.NOT_ID,
}


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
    if entries.values is None:
        return Front(None, entries, body)
    try:
        return Front(shape.model_validate(entries.values), entries, body)
    except ValidationError as error:
        _complain(manuscript, entries, error.errors(include_url=False), shape, source_only)
        return Front(None, entries, body)


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


def _complain(
    manuscript: Manuscript,
    entries: Entries,
    mistakes: Iterable[ErrorDetails],
    shape: type[BaseModel],
    source_only: Collection[str],
) -> None:
    missing: dict[Path, str] = {}
    near: set[Path] = set()
    found = [(_path(mistake), mistake) for mistake in mistakes]
    for path, mistake in found:
        if mistake["type"] == "too_short" and any(path == other[: len(path)] != other for other, _mistake in found):
            continue  # what is wrong in a list is left out of it, and that is said already
        line, key = entries.line(*path), ".".join(step for step in path if isinstance(step, str))
        if mistake["type"] == "missing":
            missing[path] = key
        elif mistake["type"] == "extra_forbidden":
            near.add((*path[:-1], _complain_of_extra(manuscript, line, key, shape, source_only)))
        else:
            manuscript.complain(line, _PROBLEMS[mistake["type"]], key=key, **_values(mistake))
    for path, key in missing.items():
        if path not in near:  # else it is there, but misspelt
            manuscript.complain(entries.line(*path), FrontProblem.MISSING_KEY, key=key)


def _path(mistake: ErrorDetails) -> Path:
    """Where it is. Names in brackets are pydantic's and those of the shapes: no keys."""
    return tuple(step for step in mistake["loc"] if not str(step).startswith("["))


def _values(mistake: ErrorDetails) -> dict[str, object]:
    bounds = mistake.get("ctx", {})
    names = {"ge": "least", "le": "most", "expected": "known"}
    return {names[name]: value for name, value in bounds.items() if name in names}


def _complain_of_extra(
    manuscript: Manuscript, line: int, key: str, shape: type[BaseModel], source_only: Collection[str]
) -> str:
    """The known key that is meant, as far as one can tell."""
    name = key.rpartition(".")[2]
    near = "".join(get_close_matches(name, sorted(_known_keys(shape)), 1))
    if name in source_only:
        manuscript.complain(line, TextProblem.SOURCE_ONLY, mark=name)
    elif near:
        manuscript.complain(line, FrontProblem.MISSPELT_KEY, key=key, near=near)
    else:
        manuscript.complain(line, FrontProblem.UNKNOWN_KEY, key=key)
    return near


def _known_keys(shape: type[BaseModel]) -> set[str]:
    """Every key at any depth of a shape."""
    schema = shape.model_json_schema()
    return {key for part in (schema, *schema.get("$defs", {}).values()) for key in part.get("properties", {})}
