"""The XML of a Moodle file as plain nodes with their lines, or a refusal.

Where the XML is broken, each question is read by itself, so that the others are not lost.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from elearn.quizzes.formats.exchange import MOST_QUESTIONS, TOO_MANY, Refused
from elearn.quizzes.formats.hypertext import tidied
from elearn.quizzes.rules.kind import N_, Fault

# A question has some 40 elements, calculated ones with their data sets some 1,000; none is deeper than 8.
MOST_NODES = 100_000
DEEPEST = 16

NOT_MOODLE = Fault(
    N_("This file is no Moodle XML file: it does not begin with <quiz>."),
    N_(
        "In Moodle, open the question bank, choose Export and then Moodle XML format, and bring the file that it gives."
    ),
)
DECLARES = Fault(
    N_("This file declares abbreviations of its own (DOCTYPE), which could make it grow without end."),
    N_("Delete the line that begins with <!DOCTYPE, or export the questions from Moodle once more."),
)
TOO_DEEP = Fault(
    N_("This file has too many parts, or parts too deep in each other, to be read."),
    N_("Export fewer questions at once, and those that you need only."),
)

_QUIZ = re.compile(r"<quiz[\s>]")
_BEGINNING = re.compile(r"<question[\s>]")
_END = "</question>"
# Stands around the number of a gap while its text is read. It is for private use: nobody else's is kept.
PLACE = "\ue0ff"

# Pictures in it are not read, and take most of a file.
_SKIPPED = "file"


@dataclass
class Node:
    """An element: its line, its attributes, the text that stands in it itself, and the elements in it."""

    tag: str
    line: int
    attributes: Mapping[str, str]
    children: list["Node"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own text, without what nobody can have meant."""
        return tidied("".join(self.pieces)).replace(PLACE, "").strip()

    def all(self, tag: str) -> list["Node"]:
        """The elements of this name in it."""
        return [child for child in self.children if child.tag == tag]

    def first(self, tag: str) -> "Node | None":
        """The first element of this name in it."""
        return next((child for child in self.children if child.tag == tag), None)


@dataclass(frozen=True)
class Broken:
    """A question that is no XML, with the line of the error."""

    line: int


class _Builder:
    """What the parser tells of. `first` is the line of the file in which its text begins."""

    def __init__(self, first: int) -> None:
        self.first, self.nodes = first, 0
        self.root: Node | None = None
        self.open: list[Node] = []
        self.parser: DefusedXMLParser = DefusedXMLParser(target=self, forbid_dtd=True)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES or len(self.open) >= DEEPEST:
            raise Refused(TOO_DEEP, self.line)
        node = Node(tag, self.line, attributes)
        if self.open:
            self.open[-1].children.append(node)
        self.root = self.root or node
        self.open.append(node)

    def end(self, _tag: str) -> None:
        self.open.pop()

    def data(self, text: str) -> None:
        if self.open[-1].tag != _SKIPPED:
            self.open[-1].pieces.append(text)

    def close(self) -> Node | None:
        return self.root

    @property
    def line(self) -> int:
        return self.first - 1 + int(self.parser.parser.CurrentLineNumber)


def _parsed(text: str, first: int = 1) -> Node | None:
    """The root. Raises ParseError and Refused."""
    builder = _Builder(first)
    try:
        builder.parser.feed(text)
        builder.parser.close()
    except DefusedXmlException as error:
        raise Refused(DECLARES, builder.line) from error
    return builder.root


def questions(text: str) -> list[Node | Broken]:
    """The questions of a file, those of the kind category included. Raises Refused."""
    try:
        root = _parsed(text)
    except ParseError as error:
        return _one_by_one(text, error.position[0])
    if root is None or root.tag != "quiz":
        raise Refused(NOT_MOODLE, root.line if root else 1)
    return _few(root.all("question"))


def _few(found: list[Node | Broken] | list[Node]) -> list[Node | Broken]:
    if len(found) > MOST_QUESTIONS:
        raise Refused(TOO_MANY, found[MOST_QUESTIONS].line, most=MOST_QUESTIONS)
    return [*found]


def _one_by_one(text: str, error_line: int) -> list[Node | Broken]:
    starts = [found.start() for found in _BEGINNING.finditer(text)]
    if not starts or not _QUIZ.search(text, 0, starts[0]):
        raise Refused(NOT_MOODLE, error_line)
    if len(starts) > MOST_QUESTIONS:
        raise Refused(TOO_MANY, most=MOST_QUESTIONS)
    return _few(list(_pieces(text, starts)))


def _pieces(text: str, starts: list[int]) -> Iterator[Node | Broken]:
    line, nodes = 1 + text.count("\n", 0, starts[0]), 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        closed = text.rfind(_END, start, end)
        builder = _Builder(line)
        try:
            builder.parser.feed(text[start : closed + len(_END)] if closed > 0 else text[start:end])
            builder.parser.close()
            yield builder.root or Broken(line)
        except ParseError as error:
            yield Broken(line - 1 + error.position[0])
        nodes += builder.nodes
        if nodes > MOST_NODES:
            raise Refused(TOO_DEEP, line)
        line += text.count("\n", start, end)
