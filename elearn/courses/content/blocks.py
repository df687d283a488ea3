"""The blocks of a file: what is translated as a whole, each in the form that its translation has."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import yaml

from elearn.courses.content.folder import GLOSSARY_FILE, MODULE_FILE, QUIZ_FILE
from elearn.courses.rules.module import SCENARIO_PREFIX
from elearn.foundation.manuscript.shapes import ORIGIN_AFTER
from elearn.foundation.manuscript.text import ORIGIN, is_id, is_origin

FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)(?<=\n)---[ \t]*(?=\r?(?:\n|\Z))", re.DOTALL)
_HEADING_LINE = re.compile(r"^##.*\n?", re.MULTILINE)
_HEADING = re.compile(r"(#{2,6})[ \t]*(.*?)[ \t]*(?:\{([^{}]*)\})?\s*")
_OPTION = re.compile(r"^( {0,3}[-*+]\s+)\[\s*[xхXХ]?\s*\](?!\()\s*", re.MULTILINE)
_POINTS = re.compile(r"^( {0,3}[-*+]\s+\[.+?\]\(#[^\s()]+\))[ \t]*[+−-]?\d{1,3}", re.MULTILINE)
_IDS = re.compile(r"\s*\{#[^{}]*\}")
_PICTURE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True)
class Block:
    """A heading with its id and what stands below it; with an empty id a title, as a # heading, and the introduction.

    In module.md the words of one entry. `text` is what translators see: without marks of the source language, and without
    `origin`, which says of which source text it is a translation. `start` and `end` are where it stands in its file.
    """

    id: str
    text: str
    line: int
    origin: str = ""
    start: int = 0
    end: int = 0

    @property
    def has_title(self) -> bool:
        return bool(self.text.split("\n", 1)[0].lstrip("#").strip())

    @property
    def has_body(self) -> bool:
        return bool("".join(self.text.split("\n", 1)[1:]).strip())

    @property
    def title(self) -> str:
        """The words of its first line."""
        return _IDS.sub("", self.text.split("\n", 1)[0]).lstrip("#").strip()

    @property
    def shown(self) -> str:
        """The text to be looked at: without ids, and with what pictures show instead of them."""
        return _PICTURE.sub(r"*\1*", _IDS.sub("", self.text)).removeprefix("#" if not self.id else "").strip()


def is_part(path: str) -> bool:
    """Whether the file is a lesson or a scenario: these begin with a title."""
    return path.rpartition("/")[2] not in (MODULE_FILE, QUIZ_FILE, GLOSSARY_FILE)


def is_lesson(path: str) -> bool:
    return is_part(path) and not path.rpartition("/")[2].startswith(SCENARIO_PREFIX)


def cut(path: str, text: str, language: str) -> tuple[Block, ...]:
    """The blocks of a file of a module; of module.md those in the language."""
    if path == MODULE_FILE:
        return tuple(_entries(text, language))
    front = FRONT.match(text)
    begin = front.end() if front else 0
    starts = [each for each in _headings(text, begin) if each[2] == 2 or (is_lesson(path) and each[1])]
    ends = [*(start for start, _id, _level in starts), len(text)]
    found = [_titled(text, front, ends[0])] if front and is_part(path) else []
    for (start, id_, _level), end in zip(starts, ends[1:], strict=True):
        if is_id(id_):
            found.append(_headed(path, text, start, end))
    return tuple(found)


def pieces(body: str) -> dict[str, str]:
    """The text of a lesson below its front matter cut at its headings with an id; what stands before them has none."""
    starts = [(start, id_) for start, id_, level in _headings(body, 0) if level == 2 or id_]
    ends = [*(start for start, _id in starts), len(body)]
    return {"": body[: ends[0]]} | {id_: body[start:end] for (start, id_), end in zip(starts, ends[1:], strict=True)}


def _headings(text: str, begin: int) -> Iterator[tuple[int, str, int]]:
    """Where each heading begins, its id and its level."""
    for line in _HEADING_LINE.finditer(text, begin):
        if found := _HEADING.fullmatch(line[0]):
            ids = [mark[1:] for mark in (found[3] or "").split() if mark.startswith("#")]
            yield line.start(), "".join(ids), len(found[1])


def _headed(path: str, text: str, start: int, end: int) -> Block:
    whole = text[start:end].rstrip()
    first, _newline, body = whole.partition("\n")
    level, words, marks = _HEADING.fullmatch(first).groups()  # type: ignore[union-attr]
    said = dict(mark.partition("=")[::2] for mark in marks.split())
    id_ = next(mark[1:] for mark in said if mark.startswith("#"))
    below = _plain(path, body)
    return Block(
        id_,
        f"{level} {words} {{#{id_}}}\n{below}".rstrip(),
        text.count("\n", 0, start) + 1,
        said.get(ORIGIN, ""),
        start,
        start + len(whole),
    )


def _plain(path: str, body: str) -> str:
    """What stands in the source language only, left out: which option is right, what a choice brings."""
    body = body.replace("\r", "")
    if path.endswith(QUIZ_FILE):
        return _OPTION.sub(r"\1", body)
    return body if is_lesson(path) else _POINTS.sub(r"\1", body)


def _titled(text: str, front: re.Match[str], end: int) -> Block:
    values = {key: node.value for key, node in entries(front[1]).items() if isinstance(node, yaml.ScalarNode)}
    introduction = text[front.end() : end].replace("\r", "").strip()
    return Block(
        "",
        f"# {' '.join(values.get('title', '').split())}\n\n{introduction}".rstrip(),
        1,
        values.get(ORIGIN, ""),
        0,
        max(front.end(), len(text[:end].rstrip())),
    )


@lru_cache(maxsize=64)
def entries(front: str) -> Mapping[str, yaml.Node]:
    """The entries of a front matter by their keys; none where it cannot be read.

    Kept in memory: that of module.md is asked for once for each language, and YAML takes longer than all the rest.
    """
    try:
        node = yaml.compose(front, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        return {}
    return children(node)


def children(node: yaml.Node | None) -> dict[str, yaml.Node]:
    """What stands below an entry, by its keys."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return {str(key.value): value for key, value in pairs if isinstance(key, yaml.ScalarNode)}


def named(front: str) -> dict[str, yaml.Node]:
    """The entries of module.md whose words are given by language."""
    there = entries(front)
    found = {name: there[name] for name in ("title", "summary") if name in there}
    return found | {f"objectives.{name}": node for name, node in children(there.get("objectives")).items()}


def _entries(text: str, language: str) -> Iterator[Block]:
    front = FRONT.match(text)
    for name, node in named(front[1]).items() if front else ():
        said = children(node).get(language)
        if front and isinstance(said, yaml.ScalarNode) and said.value.strip():
            value = " ".join(said.value.split())
            origin = ORIGIN_AFTER.search(value)
            yield Block(
                name,
                value[: origin.start()] if origin else value,
                said.start_mark.line + 1 + text.count("\n", 0, front.start(1)),
                origin[1] if origin and is_origin(origin[1]) else "",
                front.start(1) + said.start_mark.index,
                front.start(1) + said.end_mark.index,
            )
