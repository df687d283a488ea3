"""Reads front matter: YAML with the line of every key, held against the shape it shall have."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Generic, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from elearn.courses.content.problems import FrontProblem
from elearn.foundation.manuscript.complaints import TextProblem
from elearn.foundation.manuscript.text import STRANGE, Manuscript, Passage, complain_of_strange

Path = tuple[str | int, ...]
S = TypeVar("S", bound=BaseModel)

LONGEST = 50_000  # characters
_FENCE = "---"
# What pydantic calls a mistake, and what we call it. Anything else is NOT_ONE_OF without a list.
_PROBLEMS = {
    "missing": FrontProblem.MISSING_KEY,
    "string_type": FrontProblem.NOT_TEXT,
    "int_type": FrontProblem.NOT_NUMBER,
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
    """What a front matter says, None when that is wrong; where its entries stand, and the text below it."""

    said: S | None
    lines: Mapping[Path, int]
    body: Passage

    def line(self, *path: str | int) -> int:
        """The line of an entry, or of the nearest one above it that is written."""
        return _line(self.lines, path)


def read_front(manuscript: Manuscript, shape: type[S], source_only: Collection[str] = ()) -> Front[S] | None:
    """Front matter and body of a file, None when they cannot be told apart. The manuscript notes what is wrong.

    `source_only` are keys that are known, but belong into the file of the source language.
    """
    parts = _cut(manuscript)
    if parts is None:
        return None
    front, body = parts
    reading = _Reading(manuscript, front)
    entries = reading.read()
    if reading.broken:
        return Front(None, reading.lines, body)
    try:
        return Front(shape.model_validate(entries), reading.lines, body)
    except ValidationError as error:
        for mistake in error.errors(include_url=False):
            _complain(manuscript, reading.lines, mistake, shape, source_only)
        return Front(None, reading.lines, body)


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


class _Reading:
    """YAML to plain values, with the line of each. Aliases are refused: a few of them can stand for gigabytes."""

    def __init__(self, manuscript: Manuscript, passage: Passage) -> None:
        self.lines: dict[Path, int] = {}
        self.broken = False
        self._manuscript = manuscript
        self._first = passage.first
        self._loader = yaml.SafeLoader(STRANGE.sub("?", passage.text))
        self._seen: set[int] = set()

    def read(self) -> Any:
        try:
            node = self._loader.get_single_node()
            return {} if node is None else self._plain(node, ())
        except yaml.MarkedYAMLError as error:
            self._complain((error.problem_mark.line if error.problem_mark else 0) + self._first, FrontProblem.NOT_YAML)
        except (ValueError, RecursionError):  # such as 31 February; brackets without end
            self._complain(max(self.lines.values(), default=self._first), FrontProblem.NOT_YAML)

    def _plain(self, node: yaml.Node, path: Path) -> Any:
        line = self.lines.setdefault(path, node.start_mark.line + self._first)
        if id(node) in self._seen:
            self._complain(line, FrontProblem.ALIAS)
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return dict(self._entries(node, path))
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(each, (*path, number)) for number, each in enumerate(node.value)]
        value = self._loader.construct_object(node)
        return self._clean(value, line) if isinstance(value, str) else value

    def _entries(self, node: yaml.MappingNode, path: Path) -> Iterator[tuple[str, Any]]:
        here = set()
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + self._first
            if key in here:
                self._complain(line, FrontProblem.DOUBLE_KEY, key=key)
            here.add(key)
            self.lines[(*path, key)] = line
            yield key, self._plain(value_node, (*path, key))

    def _clean(self, words: str, line: int) -> str:
        """Escapes such as "\\0" can bring in characters that the file itself does not hold."""
        complain_of_strange(self._manuscript, line, words)
        return STRANGE.sub("?", words)

    def _complain(self, line: int, problem: FrontProblem, **values: object) -> None:
        self.broken = True
        self._manuscript.complain(line, problem, **values)


def _line(lines: Mapping[Path, int], path: Path) -> int:
    return next((lines[path[:length]] for length in range(len(path), 0, -1) if path[:length] in lines), 1)


def _complain(
    manuscript: Manuscript,
    lines: Mapping[Path, int],
    mistake: ErrorDetails,
    shape: type[BaseModel],
    source_only: Collection[str],
) -> None:
    path = tuple(step for step in mistake["loc"] if step != "[key]")
    line, key = _line(lines, path), ".".join(step for step in path if isinstance(step, str))
    if mistake["type"] == "extra_forbidden":
        _complain_of_extra(manuscript, line, key, shape, source_only)
        return
    bounds = mistake.get("ctx", {})
    values = {"least": bounds.get("ge"), "most": bounds.get("le"), "known": bounds.get("expected")}
    problem = _PROBLEMS.get(mistake["type"], FrontProblem.NOT_ONE_OF)
    manuscript.complain(line, problem, key=key, **{name: value for name, value in values.items() if value is not None})


def _complain_of_extra(
    manuscript: Manuscript, line: int, key: str, shape: type[BaseModel], source_only: Collection[str]
) -> None:
    name = key.rpartition(".")[2]
    near = get_close_matches(name, sorted(_known_keys(shape)), 1)
    if name in source_only:
        manuscript.complain(line, TextProblem.SOURCE_ONLY, mark=name)
    elif near:
        manuscript.complain(line, FrontProblem.MISSPELT_KEY, key=key, near=near[0])
    else:
        manuscript.complain(line, FrontProblem.UNKNOWN_KEY, key=key)


def _known_keys(shape: type[BaseModel]) -> set[str]:
    """Every key at any depth of a shape."""
    schema = shape.model_json_schema()
    return {key for part in (schema, *schema.get("$defs", {}).values()) for key in part.get("properties", {})}
