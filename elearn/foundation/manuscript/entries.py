"""Reads YAML into plain values, and remembers the line of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import yaml

from elearn.foundation.manuscript.complaints import Complaint, EntryProblem
from elearn.foundation.manuscript.text import STRANGE, Manuscript, Passage, complain_of_strange

# The steps to an entry: keys, and numbers in lists. ("papers", "final", "pass")
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Entries:
    """The values, None when they cannot be read; and the lines in which they stand."""

    values: Any
    lines: Mapping[Path, int]

    def line(self, *path: str | int) -> int:
        """The line of an entry, or of the nearest one above it that is written."""
        return next((self.lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self.lines), 1)


def read_entries(manuscript: Manuscript, passage: Passage) -> Entries:
    """The entries in a passage. The manuscript notes what is wrong."""
    entries, complaints = _read(passage)
    manuscript.complaints.extend(replace(each, file=manuscript.file) for each in complaints)
    return entries


@lru_cache(maxsize=200)
def _read(passage: Passage) -> tuple[Entries, tuple[Complaint, ...]]:
    """Kept in memory: the editor looks at a file again and again, and YAML takes longer than all the rest of a lesson."""
    manuscript = Manuscript("")
    reading = _Reading(manuscript, passage)
    values = reading.read()
    return Entries(None if reading.broken else values, reading.lines), tuple(manuscript.complaints)


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
            self._complain((error.problem_mark.line if error.problem_mark else 0) + self._first, EntryProblem.NOT_YAML)
        except (ValueError, RecursionError):  # such as 31 February; brackets without end
            self._complain(max(self.lines.values(), default=self._first), EntryProblem.NOT_YAML)

    def _plain(self, node: yaml.Node, path: Path) -> Any:
        line = self.lines.setdefault(path, node.start_mark.line + self._first)
        if id(node) in self._seen:
            self._complain(line, EntryProblem.ALIAS)
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
                self._complain(line, EntryProblem.DOUBLE_KEY, key=key)
            here.add(key)
            self.lines[(*path, key)] = line
            yield key, self._plain(value_node, (*path, key))

    def _clean(self, words: str, line: int) -> str:
        """Escapes such as "\\0" can bring in characters that the file itself does not hold."""
        complain_of_strange(self._manuscript, line, words)
        return STRANGE.sub("?", words)

    def _complain(self, line: int, problem: EntryProblem, **values: object) -> None:
        self.broken = True
        self._manuscript.complain(line, problem, **values)
