"""Entering who was there: what becomes of each line of a sheet."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

LONGEST_SHEET = 1000  # lines


class Found(StrEnum):
    """What becomes of a code typed from a sheet."""

    PRESENT = "present"  # is marked now
    THERE = "there"  # was marked present before
    REPEATED = "repeated"  # stands in a line above
    ABSENT = "absent"  # was marked absent: only a correction changes that
    MISTYPED = "mistyped"  # its check character says so
    OTHER_SESSION = "other-session"
    NO_SEAT = "no-seat"  # waits, or was taken off the list
    OWN = "own"  # nobody marks their own attendance
    UNKNOWN = "unknown"


# Lines that have to be put right before anything of the sheet is kept.
WRONG = frozenset({Found.MISTYPED, Found.OTHER_SESSION, Found.NO_SEAT, Found.OWN, Found.UNKNOWN})


@dataclass(frozen=True)
class Known:
    """Whom a code belongs to: somebody of this session with a seat or without, and what was marked of them so far."""

    id: UUID
    session_id: UUID
    seated: bool
    own: bool = False
    present: bool | None = None


@dataclass(frozen=True)
class Line:
    """A line of what was typed, counted from 1."""

    line: int
    typed: str
    found: Found
    id: UUID | None = None

    @property
    def wrong(self) -> bool:
        return self.found in WRONG


def judged(session_id: UUID, text: str, read: Callable[[str], str | None], known: Mapping[str, Known]) -> list[Line]:
    """Each line that holds something. `read` gives a code as printed, None when it is mistyped; `known` goes by code."""
    found: list[Line] = []
    for number, typed in enumerate(text.splitlines(), 1):
        if not typed.strip():
            continue
        code = read(typed)
        whose = known.get(code) if code else None
        above = {line.id for line in found if line.id}
        what = Found.MISTYPED if code is None else _found(session_id, whose, above)
        found.append(Line(number, typed.strip(), what, whose.id if whose else None))
    return found


def _found(session_id: UUID, whose: Known | None, above: Collection[UUID]) -> Found:
    if whose is None:
        return Found.UNKNOWN
    if whose.session_id != session_id:
        return Found.OTHER_SESSION
    if whose.id in above:
        return Found.REPEATED
    if whose.own:
        return Found.OWN
    if whose.present is not None:
        return Found.THERE if whose.present else Found.ABSENT
    return Found.PRESENT if whose.seated else Found.NO_SEAT
