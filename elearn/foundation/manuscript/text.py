"""A text as its author wrote it: its lines, its headings, and the ids in curly braces."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from elearn.foundation.manuscript.complaints import Complaint, Sentences, TextProblem
from elearn.foundation.markup import LONGEST_PARAGRAPH

LONGEST_ID = 60
LARGEST_FILE = 1_000_000  # bytes; a quiz of 60 questions has 50,000
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

# In a translation: from which text of the source language it was made, by the beginning of that text's digest.
ORIGIN = "from"
_ORIGIN = re.compile("[0-9a-f]{8}")

# Nobody sees or means them: control characters, line separators, overrides of the writing direction (which hide text), what
# is left of a letter that was lost on the way, and the sign that marks where a gap of a question stands.
STRANGE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\ufeff\ufffc-\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Passage:
    """Lines in a row of a text; `first` is the number of the first."""

    first: int
    lines: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        return "\n".join(self.lines)

    def numbered(self) -> Iterator[tuple[int, str]]:
        """Each line with its number in the file."""
        return enumerate(self.lines, self.first)

    def line_at(self, place: int) -> int:
        """The number of the line in which a character of `text` stands."""
        return self.first + self.text.count("\n", 0, place)


@dataclass(frozen=True)
class Manuscript:
    """A file that somebody wrote, and the complaints about it so far."""

    file: str
    lines: tuple[str, ...] = ()
    complaints: list[Complaint] = field(default_factory=list)

    @property
    def whole(self) -> Passage:
        return Passage(1, self.lines)

    def complain(self, line: int, problem: Sentences, **values: object) -> None:
        """Note a problem of this file."""
        self.complaints.append(Complaint(self.file, line, problem, values))


def read(file: str, data: bytes) -> Manuscript:
    """The text of a file, without lines when it cannot be read.

    A byte order mark and the line ends of other systems are forgiven.
    """
    unreadable = Manuscript(file)
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        unreadable.complain(data.count(b"\n", 0, error.start) + 1, TextProblem.NOT_UTF8)
        return unreadable
    manuscript = Manuscript(file, tuple(text.split("\n")))
    endless = next((line for line, words in manuscript.whole.numbered() if len(words) > LONGEST_PARAGRAPH), None)
    if len(data) > LARGEST_FILE or endless:
        unreadable.complain(endless or 1, TextProblem.TANGLED)
        return unreadable
    for line, words in manuscript.whole.numbered():
        complain_of_strange(manuscript, line, words)
    return manuscript


def complain_of_strange(manuscript: Manuscript, line: int, words: str) -> None:
    """Note the first character in the words that nobody can have meant."""
    if found := STRANGE.search(words):
        manuscript.complain(line, TextProblem.STRANGE_CHARACTER, code=f"{ord(found[0]):04X}")


def is_id(words: str) -> bool:
    """Whether the words have the shape of an id."""
    return len(words) <= LONGEST_ID and bool(_ID.fullmatch(words))


def is_origin(words: str) -> bool:
    """Whether the words have the shape of a digest's beginning."""
    return bool(_ORIGIN.fullmatch(words))


@dataclass(frozen=True)
class Marked:
    """Words with the marks in curly braces after them: `Words {#id key=value}`."""

    words: str
    id: str | None
    marks: Mapping[str, str]


def marked(manuscript: Manuscript, line: int, text: str, known: Collection[str] = (), source: bool = True) -> Marked:
    """Take words and marks apart. `known` are the keys that may stand there, in the source language only.

    A translation may say from which source text it was made: that is checked, and means nothing else.
    """
    text = text.strip()
    words, _, inside = text[:-1].rpartition("{") if text.endswith("}") and "{" in text else (text, "", "")
    ids: list[str] = []
    marks: dict[str, str] = {}
    for mark in inside.split():
        key, equals, value = mark.partition("=")
        if mark.startswith("#"):
            ids.append(mark[1:])
        elif key == ORIGIN and not source:
            if not is_origin(value):
                manuscript.complain(line, TextProblem.BAD_ORIGIN, mark=mark)
        elif not equals or key not in known:
            manuscript.complain(line, TextProblem.UNKNOWN_MARK, mark=mark)
        elif not source:
            manuscript.complain(line, TextProblem.SOURCE_ONLY, mark=mark)
        else:
            marks[key] = value
    if not words.strip():
        manuscript.complain(line, TextProblem.NO_WORDS)
    return Marked(words.strip(), _one_id(manuscript, line, ids), marks)


def _one_id(manuscript: Manuscript, line: int, ids: list[str]) -> str | None:
    if not ids:
        manuscript.complain(line, TextProblem.NO_ID)
        return None
    if len(ids) > 1 or not is_id(ids[0]):
        manuscript.complain(line, TextProblem.BAD_ID, id=" #".join(ids))
        return None
    return ids[0]


def complain_of_doubles(manuscript: Manuscript, ids: Iterable[tuple[int, str]]) -> None:
    """Note each id, given with its line, that was there before. One that is missing is no double."""
    first: dict[str, int] = {}
    for line, found in ids:
        if found and found in first:
            manuscript.complain(line, TextProblem.DOUBLE_ID, id=found, first=first[found])
        first.setdefault(found, line)


@dataclass(frozen=True)
class Heading:
    """A line that begins with #: how many of them, and the words after them."""

    line: int
    level: int
    words: str


def headings(passage: Passage) -> list[Heading]:
    """The headings of a passage, of every level."""
    return [
        Heading(line, len(words) - len(words.lstrip("#")), words.strip("#").strip())
        for line, words in passage.numbered()
        if words.startswith("#")
    ]


_MARKS = re.compile(r"\{([^{}]*)\}(?=\s*$)")


def with_origin(heading: str, origin: str) -> str:
    """The line of a heading, saying from which source text it was made; nothing of that for an empty origin."""
    found = _MARKS.search(heading)
    if found is None:
        return heading
    marks = [mark for mark in found[1].split() if not mark.startswith(f"{ORIGIN}=")]
    marks += [f"{ORIGIN}={origin}"] if origin else []
    return f"{heading[: found.start()]}{{{' '.join(marks)}}}{heading[found.end() :]}"


def without_origins(passage: Passage) -> str:
    """The text of a passage whose headings do not say from which source text they were made."""
    return "\n".join(
        with_origin(line, "") if line.startswith("#") and ORIGIN in line else line for line in passage.lines
    )


@dataclass(frozen=True)
class Section:
    """A ## heading and what stands below it, up to the next."""

    heading: Heading
    body: Passage


def sections(manuscript: Manuscript, passage: Passage) -> list[Section]:
    """The passage cut at its ## headings; text before the first is complained of."""
    starts = [heading for heading in headings(passage) if heading.level == 2]
    ends = [*(heading.line for heading in starts), passage.first + len(passage.lines)][1:]
    before = passage.lines[: starts[0].line - passage.first] if starts else passage.lines
    lost = next((line for line, words in enumerate(before, passage.first) if words.strip()), None)
    if lost is not None:
        manuscript.complain(lost, TextProblem.TEXT_BEFORE_HEADING)
    return [
        Section(start, Passage(start.line + 1, passage.lines[start.line + 1 - passage.first : end - passage.first]))
        for start, end in zip(starts, ends, strict=True)
    ]
