"""What all formats share: what a file brought, what could not be carried and why, and which files are refused at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from elearn.foundation.sheets.encodings import Undecided
from elearn.quizzes.formats.encodings import decoded
from elearn.quizzes.rules.kind import N_, Fault, WrittenQuestion

LARGEST = 10_000_000  # bytes, with pictures; a thousand questions without have less than one million
MOST_QUESTIONS = 5_000
# What is read in about a second: letters, and texts, each of which takes as long as so many letters by itself.
MOST_EFFORT = 5_500_000
LETTERS_PER_TEXT = 40
LETTERS_PER_MASKED = 4  # signs that GIFT has behind a backslash, line ends among them
_ESCAPED = "\\*_`["  # each of these takes as long as two letters

TOO_LARGE = Fault(
    N_("This file is larger than %(most)s MB."), N_("Split it, or leave out pictures: they are added in the editor.")
)
NOT_TEXT = Fault(
    N_("This file is not text in UTF-8, UTF-16 or Windows-1251."),
    N_("Save it as UTF-8: in most editors, File, Save as, Encoding."),
)
TOO_MUCH_TEXT = Fault(
    N_("There is more text in this file than can be read at once."), N_("Split it into several files.")
)
TOO_MANY = Fault(N_("This file holds more than %(most)d questions."), N_("Split it into several files."))


@dataclass(frozen=True)
class NotCarried:
    """What could not be carried over: the line where it stands (from 1; the question's number where a file is written), the
    question's name, why, and what to do. `of_part`: the rest of the question was carried.
    """

    line: int
    name: str
    fault: Fault
    values: Mapping[str, object] = field(default_factory=dict)
    of_part: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Imported:
    """What a file brought. Questions may still lack what ours must have, such as feedback: the checker says so."""

    questions: tuple[WrittenQuestion, ...]
    left_out: tuple[NotCarried, ...] = ()


@dataclass(frozen=True)
class Exported:
    """A file to hand over, and what it could not carry."""

    data: bytes
    left_out: tuple[NotCarried, ...] = ()


class Refused(Exception):
    """The file as a whole is not read: `fault` says why, in line `line`."""

    def __init__(self, fault: Fault, line: int = 1, **values: object) -> None:
        super().__init__(fault.what)
        self.fault, self.line, self.values = fault, line, values


@dataclass
class Effort:
    """What it costs to read one file."""

    spent: int = 0

    def spend(self, text: str, texts: int = 1, masked: int = 0) -> None:
        """What it is to read this, which holds so many texts and masked signs. Raises Refused."""
        self.spent += (
            len(text) + sum(map(text.count, _ESCAPED)) + LETTERS_PER_TEXT * texts + LETTERS_PER_MASKED * masked
        )
        if self.spent > MOST_EFFORT:
            raise Refused(TOO_MUCH_TEXT)


def text_of(data: bytes) -> str:
    """The text of a file, whatever its line ends and byte order mark. Raises Refused."""
    if len(data) > LARGEST:
        raise Refused(TOO_LARGE, most=LARGEST // 1_000_000)
    try:
        text = decoded(data)
    except Undecided as error:
        raise Refused(NOT_TEXT, error.line) from error
    if "\x00" in text:
        raise Refused(NOT_TEXT)
    return text.replace("\r\n", "\n").replace("\r", "\n")
