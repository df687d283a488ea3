"""States of a module that can be compared and brought back: after one of its saves, or as a revision."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

_STATE = re.compile(r"([sr])(\d{1,8})")
PER_PAGE = 50


@dataclass(frozen=True)
class State:
    """After the save of that serial, or the revision of that number."""

    is_revision: bool
    number: int

    def __str__(self) -> str:
        return f"{'r' if self.is_revision else 's'}{self.number}"


def state(words: str) -> State | None:
    """The state that an address names, such as s12 or r3."""
    found = _STATE.fullmatch(words)
    return State(found[1] == "r", int(found[2])) if found else None


@dataclass(frozen=True)
class Saving:
    """A save: `deleted` when the file was taken away."""

    serial: int
    path: str
    deleted: bool
    by_account: UUID | None
    at: datetime


@dataclass(frozen=True)
class Issue:
    """A revision of the module, and when it was published first."""

    number: int
    revision_id: str
    at: datetime
