"""The help for those who write modules: docs/authoring*.md, a file for each language, shown by the Markdown of lessons."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from elearn.foundation.markup import ID_PREFIX, plain, render

SOURCE = "en"
_NAMES = {"en": "authoring.md", "ru": "authoring.ru.md", "kk": "authoring.kk.md"}
_EXAMPLE = re.compile(r"^```\w+(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(##+) (.+) \{#([a-z0-9-]+)\}$", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """A piece of a file, and its path in the module; without a path, it is no file."""

    path: str
    text: str


@dataclass(frozen=True)
class Heading:
    """`place` is its id in the page; `below` when it belongs to the heading before it."""

    place: str
    words: str
    below: bool


@dataclass(frozen=True)
class Guide:
    """`pieces` are safe HTML and examples, in their order."""

    language: str
    title: str
    headings: tuple[Heading, ...]
    pieces: tuple[str | Example, ...]


@lru_cache(maxsize=len(_NAMES))
def guide(folder: Path, language: str) -> Guide:
    """The help in that language, else in English; `folder` is that of the documents."""
    written = language if language in _NAMES else SOURCE
    title, _, text = (folder / _NAMES[written]).read_text(encoding="utf-8").partition("\n")
    pieces = tuple(_pieces(text, written))
    prose = _EXAMPLE.sub("", text)
    headings = tuple(
        Heading(f"{ID_PREFIX}{place}", plain(words), marks != "##") for marks, words, place in _HEADING.findall(prose)
    )
    return Guide(written, title.removeprefix("# "), headings, pieces)


def _pieces(text: str, language: str) -> Iterator[str | Example]:
    at = 0
    for example in _EXAMPLE.finditer(text):
        yield render(text[at : example.start()], language=language)
        yield Example(example[1] or "", example[2])
        at = example.end()
    yield render(text[at:], language=language)
