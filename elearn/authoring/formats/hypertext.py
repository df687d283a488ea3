"""The safe HTML of pages as a tree of plain values, which a template draws: nothing of it is ever read as markup again."""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

Node = str | dict[str, Any]

_VOID = frozenset({"br", "hr", "img"})
_BLOCKS = frozenset({"aside", "blockquote", "div", "ol", "ul", "table", "thead", "tbody", "tr"})
_KEPT = ("href", "src", "alt", "start")


def tree(html: str) -> list[Node]:
    """The elements of safe HTML: each a text, or {"t": tag, "c": what is in it} with what its attributes say."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.top


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.top: list[Node] = []
        self._open: list[dict[str, Any]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said: Mapping[str, str | None] = dict(attrs)
        node: dict[str, Any] = {"t": tag, "c": [], **{name: said[name] for name in _KEPT if said.get(name) is not None}}
        node["kind"] = (said.get("class") or "").removeprefix("notice ")
        self._here.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1]["t"] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        between_blocks = not self._open or self._open[-1]["t"] in _BLOCKS
        if not between_blocks or data.strip():
            self._here.append(" ".join(f"·{data}·".split())[1:-1])

    @property
    def _here(self) -> list[Node]:
        inside: list[Node] = self._open[-1]["c"] if self._open else self.top
        return inside
