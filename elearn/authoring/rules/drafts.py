"""Drafts: to whom a module belongs, which files it may hold, and what saving one came to."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from elearn.people.rules.letters import words

MODULE_FILE = "module.md"
LONGEST_NAME = 100
LONGEST_ID = 40  # of those that are made from a title
MOST_FILES = 1_000
LARGEST_TEXT = 1_000_000  # bytes
_WORD = "[a-z0-9]+(?:-[a-z0-9]+)*"
_ID = re.compile(_WORD)
_TEXT = re.compile(rf"(?:module|[a-z]{{2}}/{_WORD})\.md")
_MEDIUM = re.compile(rf"media/{_WORD}\.[a-z0-9]{{2,4}}")


@dataclass(frozen=True)
class Draft:
    """The working state of a module. `academy_id` is to whom it belongs, None for the programme."""

    module_id: str
    academy_id: UUID | None
    origin: str | None
    saves: int


@dataclass(frozen=True)
class File:
    """A file of a draft: what it holds, by digest, and who saved it so and when. `version` is that save's serial."""

    path: str
    digest: str
    version: int
    by_account: UUID | None
    at: datetime

    @property
    def place(self) -> str:
        """The folder it lies in: a language, media, or nothing for module.md."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True)
class Saved:
    """The file is saved; `version` is what the next save of it must name as its base. 0: there is no such file now."""

    version: int


@dataclass(frozen=True)
class Conflict:
    """Nothing was saved: meanwhile somebody else saved the file as `theirs`, or deleted it (None)."""

    theirs: File | None


class Unusable(StrEnum):
    """Why a file cannot be saved as that."""

    NAME = "name"  # no file of a module is called so
    TOO_LARGE = "too-large"
    TOO_MANY = "too-many"
    THERE = "there"  # another file has that name
    NEEDED = "needed"  # a module is nothing without its module.md


def may_write(scopes: Collection[UUID] | None, academy_id: UUID | None) -> bool:
    """Whether who may write for these academies, None for all, may change a module of that academy.

    What belongs to no academy belongs to the programme: only who may write everywhere may change it.
    """
    return scopes is None or academy_id in scopes


def is_text(path: str) -> bool:
    """Whether a path is that of a text of a module: module.md, or a Markdown file in the folder of a language."""
    return len(path) <= LONGEST_NAME and bool(_TEXT.fullmatch(path))


def is_medium(path: str) -> bool:
    """Whether a path lies in the folder of media."""
    return len(path) <= LONGEST_NAME and bool(_MEDIUM.fullmatch(path))


def is_module_id(words: str) -> bool:
    """Whether a module may be called so."""
    return len(words) <= 60 and bool(_ID.fullmatch(words))


def id_after(title: str) -> str:
    """What a module or a part of that title may be called, in Latin letters; nothing where the title has no letters."""
    return "-".join(words(title))[:LONGEST_ID].rstrip("-")


def unusable(path: str, size: int, largest_medium: int, others: int) -> Unusable | None:
    """Why a draft of so many other files cannot hold this one; None when it can."""
    if not (is_text(path) or is_medium(path)):
        return Unusable.NAME
    if size > (LARGEST_TEXT if is_text(path) else largest_medium):
        return Unusable.TOO_LARGE
    return Unusable.TOO_MANY if others >= MOST_FILES else None
