"""Who of a list is enrolled, and whether officers may enrol themselves."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from elearn.courses.rules.module import Published
from elearn.courses.rules.standing import Enrolment, State

# More at once is a mistake in pasting: a whole academy has 5,000 officers, a class 30.
LONGEST_LIST = 1000


@dataclass(frozen=True)
class Pasted:
    """What an administrator asks for: officers by their service numbers, as text, to be enrolled in a module."""

    academy_id: UUID
    module_id: str
    numbers: str
    due_on: date | None


@dataclass(frozen=True)
class Listed:
    """A service number as somebody typed it, with the line it stands on, from 1."""

    line: int
    number: str


# Words of so many characters are numbers of their own; shorter ones are groups of one number, as in KZ 77 001.
WHOLE_NUMBER = 5


def listed(text: str) -> list[Listed]:
    """The service numbers of a pasted list: one a line, or parted by commas, semicolons, tabs, or spaces between long words."""
    parted = text.translate({ord(mark): "\t" for mark in ",;،؛"})
    return [
        Listed(line, number)
        for line, words in enumerate(parted.splitlines(), 1)
        for piece in words.split("\t")
        for number in _numbers(piece.split())
    ]


def _numbers(words: list[str]) -> list[str]:
    return words if all(len(word) >= WHOLE_NUMBER for word in words) else [" ".join(words)]


class Found(StrEnum):
    """What becomes of a listed number."""

    FREE = "free"  # will be enrolled
    ENROLLED = "enrolled"  # has the module to take at this academy already
    REPEATED = "repeated"  # stands in the list before
    UNKNOWN = "unknown"  # no such officer, or none of this academy: the two are not told apart


@dataclass(frozen=True)
class Line:
    """A listed number with what becomes of it, and whose it is where the academy may know."""

    line: int
    number: str
    found: Found
    officer_id: UUID | None = None
    name: str = ""


@dataclass(frozen=True)
class Known:
    """An officer whom the academy may see."""

    officer_id: UUID
    name: str


def judged(entry: Listed, officer: Known | None, enrolled: Collection[UUID], before: Collection[UUID]) -> Line:
    """What becomes of one entry; `enrolled` have the module to take, `before` stand in the list above it."""
    if officer is None:
        return Line(entry.line, entry.number, Found.UNKNOWN)
    found = Found.FREE
    if officer.officer_id in before:
        found = Found.REPEATED
    elif officer.officer_id in enrolled:
        found = Found.ENROLLED
    return Line(entry.line, entry.number, found, officer.officer_id, officer.name)


class Obstacle(StrEnum):
    """Why nobody of a list can be enrolled, whoever stands in it."""

    TOO_LONG = "too-long"
    DUE_IS_PAST = "due-is-past"
    NO_KEY = "no-key"  # the country's key is not on this computer, so that numbers cannot be compared


@dataclass(frozen=True)
class Lookup:
    """A whole list looked up. Enrolled are all of it or none: nobody wants to guess which numbers went through."""

    lines: tuple[Line, ...] = ()
    obstacle: Obstacle | None = None

    @property
    def free(self) -> list[UUID]:
        """Who will be enrolled."""
        return [line.officer_id for line in self.lines if line.found is Found.FREE and line.officer_id]

    @property
    def enrolled(self) -> list[UUID]:
        """Who has it to take, and could be let off."""
        return [line.officer_id for line in self.lines if line.found is Found.ENROLLED and line.officer_id]

    @property
    def unknown(self) -> int:
        """How many numbers have to be corrected first."""
        return sum(line.found is Found.UNKNOWN for line in self.lines)

    @property
    def may_be_enrolled(self) -> bool:
        return bool(self.free) and not self.unknown and not self.obstacle


class OwnChoice(StrEnum):
    """What becomes of an officer's wish to take a module."""

    GRANTED = "granted"
    THERE = "there"  # enrolled already, now or before
    NOT_ALLOWED = "not-allowed"  # the academy enrols
    REQUIRES = "requires"  # another module has to be completed first


def own_choice(module: Published, enrolments: Collection[Enrolment], allowed: bool) -> OwnChoice:
    """Whether the officer may take the module; `enrolments` are all of theirs, `allowed` what their academy lets."""
    if any(each.module_id == module.module_id for each in enrolments):
        return OwnChoice.THERE
    if not allowed:
        return OwnChoice.NOT_ALLOWED
    return OwnChoice.GRANTED if completed(enrolments).issuperset(module.requires) else OwnChoice.REQUIRES


def completed(enrolments: Iterable[Enrolment]) -> set[str]:
    """The modules that are completed."""
    return {each.module_id for each in enrolments if each.state is State.PASSED}
