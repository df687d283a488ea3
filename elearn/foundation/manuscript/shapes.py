"""Holds entries against the shape they shall have."""

import re
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Strict, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from elearn.foundation.locale import LANGUAGES
from elearn.foundation.manuscript.complaints import EntryProblem, TextProblem
from elearn.foundation.manuscript.entries import Entries, Path
from elearn.foundation.manuscript.text import ORIGIN, Manuscript, is_id, is_origin

S = TypeVar("S", bound=BaseModel)

# What pydantic calls a mistake, and what we call it: all that the shapes can bring about.
_PROBLEMS = {
    "string_type": EntryProblem.NOT_TEXT,
    "int_type": EntryProblem.NOT_NUMBER,
    "bool_type": EntryProblem.NOT_YES_OR_NO,
    "greater_than_equal": EntryProblem.TOO_SMALL,
    "less_than_equal": EntryProblem.TOO_LARGE,
    "tuple_type": EntryProblem.NOT_LIST,
    "dict_type": EntryProblem.NOT_ENTRIES,
    "model_type": EntryProblem.NOT_ENTRIES,
    "date_type": EntryProblem.NOT_DATE,
    "string_too_short": EntryProblem.EMPTY,
    "too_short": EntryProblem.EMPTY,
    "literal_error": EntryProblem.NOT_ONE_OF,
    "not_id": EntryProblem.NOT_ID,
    "not_origin": EntryProblem.NOT_ORIGIN,
}

Words = Annotated[str, Strict(), StringConstraints(strip_whitespace=True, min_length=1)]


def _id(words: str) -> str:
    if not is_id(words):
        raise PydanticCustomError("not_id", "not an id")
    return words


def _origin(words: str) -> str:
    if not is_origin(words):
        raise PydanticCustomError("not_origin", "not the beginning of a digest")
    return words


def _without_origin(words: str) -> str:
    said = ORIGIN_AFTER.search(words)
    if said:
        _origin(said[1])
        if not said.start():
            raise PydanticCustomError("string_too_short", "no words")
    return words[: said.start()] if said else words


def _language(words: str) -> str:
    if words not in LANGUAGES:
        known = ", ".join(sorted(LANGUAGES))
        raise PydanticCustomError("literal_error", "not a language", {"expected": known})
    return words


Id = Annotated[Words, AfterValidator(_id)]
Language = Annotated[Words, AfterValidator(_language)]
InLanguages = dict[Language, Words]
# Of which source text a translation was made: said for itself, or in curly braces after the words.
Origin = Annotated[Words, AfterValidator(_origin)]
ORIGIN_AFTER = re.compile(rf"\s*\{{{ORIGIN}=([^{{}}]*)\}}$")
Translated = dict[Language, Annotated[Words, AfterValidator(_without_origin)]]


class Shape(BaseModel):
    """What is not named here is complained of."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def fitted(manuscript: Manuscript, entries: Entries, shape: type[S], source_only: Collection[str] = ()) -> S | None:
    """What the entries say, None when that is wrong: the manuscript notes all of it.

    `source_only` are keys that are known, but belong into the file of the source language.
    """
    if entries.values is None:
        return None
    try:
        return shape.model_validate(entries.values)
    except ValidationError as error:
        _complain(manuscript, entries, error.errors(include_url=False), shape, source_only)
        return None


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
            manuscript.complain(entries.line(*path), EntryProblem.MISSING_KEY, key=key)


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
        manuscript.complain(line, EntryProblem.MISSPELT_KEY, key=key, near=near)
    else:
        manuscript.complain(line, EntryProblem.UNKNOWN_KEY, key=key)
    return near


def _known_keys(shape: type[BaseModel]) -> set[str]:
    """Every key at any depth of a shape."""
    schema = shape.model_json_schema()
    return {key for part in (schema, *schema.get("$defs", {}).values()) for key in part.get("properties", {})}
