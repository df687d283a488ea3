"""The signs of GIFT: cuts a file into questions, and a question into its title, its text and its answers.

Escaped signs are masked before anything is looked for. A mask has two characters, as what it stands for, so that columns
still count. Nothing is nested in GIFT, so nothing recurses, and every text is gone through once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from elearn.quizzes.formats.carrying import TANGLED, LeftOut
from elearn.quizzes.formats.exchange import MOST_QUESTIONS, TOO_MANY, Refused
from elearn.quizzes.formats.hypertext import in_one_line
from elearn.quizzes.rules.kind import N_, Fault

LONGEST = 100_000  # characters of one question
MOST_LINES = 100 * MOST_QUESTIONS
MOST_ANSWERS = 100
GAP = "\ue000"  # stands in a text where its answers stood

TOO_MANY_LINES = Fault(
    N_("This file has more than %(most)d lines."), N_("Split it into several files, and delete needless empty lines.")
)
NO_END_OF_TITLE = Fault(
    N_("The title that begins in column %(column)d does not end."), N_("Write :: after it, as before it.")
)
NO_CLOSING = Fault(
    N_("The curly brace in column %(column)d is not closed."),
    N_("Write } after the last answer, and no empty line before it. Where a brace is meant as text, write \\{."),
)
NO_OPENING = Fault(
    N_("The curly brace in column %(column)d closes nothing."),
    N_("Delete it. Where it is meant as text, write \\}."),
)
SECOND_BRACES = Fault(
    N_("Answers begin a second time, in column %(column)d."),
    N_("Put an empty line between two questions. Where a brace is meant as text, write \\{ and \\}."),
)
NO_ANSWERS = Fault(
    N_("This is a text without answers, and no question."),
    N_(
        "Put it into a lesson or into the question that it belongs to. If it is a question, write its answers in { and }."
    ),
)
NO_SIGN = Fault(
    N_("What stands in column %(column)d is neither a right answer nor a wrong one."),
    N_("Write = before a right answer and ~ before a wrong one."),
)

_SIGNS = "\\~=#{}:"
_MASK = "\ufdd0"
_MASKED = {sign: f"{_MASK}{chr(0xFDD1 + number)}" for number, sign in enumerate(_SIGNS + "n")}
_NO_CHARACTERS = re.compile(f"[\ufdd0-\ufdef{GAP}]")
_ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in _SIGNS} | {"\n": "\\n"})
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
_TAG = re.compile(r"<[^<>]*>")
_PICTURE = re.compile(r"!\[([^\[\]]*)\]\([^()]*\)")


class Broken(LeftOut):
    """A question cannot be read from this character on."""

    def __init__(self, fault: Fault, place: int = 0, **values: object) -> None:
        super().__init__(fault, **values)
        self.place = place


@dataclass(frozen=True)
class Block:
    """The lines of one question, masked and with empty lines for its comments; `line` is the number of the first."""

    number: int
    line: int
    text: str
    comments: str

    def position(self, place: int) -> tuple[int, int]:
        """Line and column of a character, from 1. Space before it does not count."""
        rest = self.text[place:]
        place += len(rest) - len(rest.lstrip())
        return self.line + self.text.count("\n", 0, place), place - self.text.rfind("\n", 0, place)

    @property
    def name(self) -> str:
        """Its title, else its first words."""
        begin = self.text.lstrip()[:1_000]
        title, ends, _rest = begin[2:].partition("::")
        if not (begin.startswith("::") and ends):
            title = _TAG.sub(" ", formatted(begin.partition("{")[0].strip(":"), "")[1])
        return in_one_line(unmasked(title))[:60]


@dataclass(frozen=True)
class Pieces:
    """What a question consists of, masked; `place` is where its answers begin."""

    title: str
    stem: str
    answers: str
    general: str
    place: int


@dataclass(frozen=True)
class Answer:
    """An answer with the sign before it, which is empty where there is none."""

    sign: str
    text: str
    place: int


def escape(text: str) -> str:
    """The text in one line, with nothing in it that means something in GIFT."""
    return text.translate(_ESCAPED)


def formatted(text: str, default: str) -> tuple[str, str]:
    """The format that a text names before it, and the text without its name."""
    named = _FORMAT.match(text)
    return (named[1], text[named.end() :]) if named else (default, text)


def names_format(text: str) -> bool:
    """Whether a text would be taken for one that names its format."""
    return bool(_FORMAT.match(text))


def has_picture(markdown: str) -> bool:
    """Whether there is a picture in some Markdown."""
    return bool(_PICTURE.search(markdown))


def without_pictures(markdown: str) -> str:
    """Markdown with the descriptions of its pictures in their places."""
    return _PICTURE.sub(r"\1", markdown)


def unmasked(text: str) -> str:
    """The text as it was meant; line ends of the file are spaces, and \\n is a line end."""
    return _unmasked(" ".join(line.strip() for line in text.split("\n")))


def unmasked_lines(text: str) -> str:
    """The text as it was meant, in the lines in which it stands in the file."""
    return _unmasked("\n".join(line.strip() for line in text.split("\n")))


def masked(text: str) -> int:
    """How many signs of the text were meant as they are, or as a line end."""
    return text.count(_MASK)


def _unmasked(text: str) -> str:
    for sign, mask in _MASKED.items():
        text = text.replace(mask, "\n" if sign == "n" else sign)
    return text.strip()


def lines_of(text: str) -> list[str]:
    """The lines of a file. Raises Refused."""
    if text.count("\n") > MOST_LINES:
        raise Refused(TOO_MANY_LINES, MOST_LINES + 1, most=MOST_LINES)
    return text.split("\n")


def blocks(text: str) -> list[Block]:
    """The questions of a file, which empty lines part; lines that name a category say nothing to us. Raises Refused."""
    text = _NO_CHARACTERS.sub("", text)
    for sign, mask in _MASKED.items():  # the backslash first, as \\n is a backslash and an n
        text = text.replace(f"\\{sign}", mask)
    found: list[Block] = []
    for first, lines in _parted(text):
        text, comments = _without_comments(lines)
        if text.strip():
            found.append(Block(len(found) + 1, first, text, comments))
        if len(found) > MOST_QUESTIONS:
            raise Refused(TOO_MANY, first, most=MOST_QUESTIONS)
    return found


def _without_comments(lines: list[str]) -> tuple[str, str]:
    comments = [line for line in lines if line.lstrip().startswith("//")]
    text = ("" if line.lstrip().startswith(("//", "$CATEGORY:")) else line for line in lines)
    return "\n".join(text), "\n".join(comments)


def _parted(text: str) -> Iterator[tuple[int, list[str]]]:
    lines: list[str] = []
    for number, line in enumerate([*lines_of(text), ""], 1):
        if line.strip():
            lines.append(line)
        elif lines:
            yield number - len(lines), lines
            lines = []


def cut(block: Block) -> Pieces:
    """The pieces of a question. Raises Broken."""
    text = block.text
    if len(text) > LONGEST:
        raise Broken(TANGLED)
    start = len(text) - len(text.lstrip())
    title, body = "", start
    if text.startswith("::", start):
        end = text.find("::", start + 2)
        if end < 0:
            raise Broken(NO_END_OF_TITLE, start)
        title, body = text[start + 2 : end], end + 2
    opened, closed = _braces(text, body)
    after = text[closed + 1 :]
    stem = text[body:opened] + (f"{GAP}{after}" if after.strip() else "")
    inside = text[opened + 1 : closed]
    end = inside.rfind("####") if "####" in inside else len(inside)
    return Pieces(unmasked(title), stem, inside[:end], inside[end + 4 :], opened + 1)


def _braces(text: str, body: int) -> tuple[int, int]:
    """Where the only two braces of a text stand."""
    opened, closed = text.find("{", body), text.find("}", body)
    if opened < 0 and closed < 0:
        raise Broken(NO_ANSWERS, body)
    if opened < 0 or 0 <= closed < opened:
        raise Broken(NO_OPENING, closed)
    second, further = text.find("{", opened + 1), text.find("}", closed + 1)
    if second >= 0:
        raise Broken(SECOND_BRACES if closed >= 0 else NO_CLOSING, second if closed >= 0 else opened)
    if closed < 0:
        raise Broken(NO_CLOSING, opened)
    if further >= 0:
        raise Broken(NO_OPENING, further)
    return opened, closed


def answers(text: str, place: int, signs: str) -> list[Answer]:
    """The answers in a text that begins at a place: each goes on to the next sign. Raises Broken."""
    if sum(map(text.count, signs)) > MOST_ANSWERS:
        raise Broken(TANGLED, place)
    starts = [found.start() for found in re.finditer(f"[{signs}]", text)]
    found = [Answer(text[start], text[start + 1 : end], place + start) for start, end in pairwise([*starts, len(text)])]
    before = text[: starts[0]] if starts else text
    return [Answer("", before, place), *found] if before.strip() else found
