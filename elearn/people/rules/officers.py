"""Who an officer is, where they serve, and which records are one person."""

import unicodedata
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, TypeVar
from uuid import UUID

R = TypeVar("R", bound=Hashable)

LONGEST_UNIT = 40  # letters of the name of a wing


class Track(StrEnum):
    """The job track of an officer: what a module is meant for."""

    SECURITY_OFFICER = "security-officer"
    PVE_INSPECTOR = "pve-inspector"
    PSYCHOLOGIST = "psychologist"
    PROBATION = "probation"
    THEOLOGIAN = "theologian"
    SOCIAL_WORKER = "social-worker"
    OTHER = "other"


class Sex(StrEnum):
    """As an officer is asked; None where nothing was stated."""

    FEMALE = "F"
    MALE = "M"
    OTHER = "X"  # other, or would not say


# Russian keyboards lack these: who types Касымова means Қасымова too.
_KAZAKH_AND_KYRGYZ = str.maketrans("әғқңөұүһі", "агкноуухи")


def name_key(*names: str) -> str:
    """Names as lists are sorted and searched: small letters, no accents or hyphens, ё as е, Қ as К, Ұ and Ү as У."""
    plain = unicodedata.normalize("NFKD", " ".join(names).casefold().translate(_KAZAKH_AND_KYRGYZ))
    kept = (c for c in plain if c.isalnum() or c.isspace())
    return " ".join("".join(kept).split())


class AccountState(StrEnum):
    """Whether an officer can sign in."""

    ACTIVE = "active"
    NEW = "no-password"  # no code was used yet
    DISABLED = "disabled"


def place_asked(text: str) -> UUID | Literal["none"]:
    """What a filter by institution says: an id, or "none" for who serves at none yet. Raises ValueError when it is neither."""
    return "none" if text == "none" else UUID(text)


def is_plausible_birth_year(year: int, today: date) -> bool:
    """Whether an officer of 16 to 100 years may be born in it."""
    return 16 <= today.year - year <= 100


def may_have_begun(since: date, today: date) -> bool:
    """Whether somebody who serves today, of 100 years at most, can have begun to serve on this day, at 16 or later."""
    return today.year - since.year <= 84


@dataclass(frozen=True)
class Identified:
    """What tells who an officer is. `iin` are its digits; where it is None, what is kept stays, and "" deletes it."""

    family_name: str
    given_name: str
    patronymic: str
    service_number: str
    sex: Sex | None
    birth_year: int | None
    birth_date: date | None = None
    iin: str | None = None
    email: str = ""


@dataclass(frozen=True)
class Served:
    """Where an officer serves, from a date on; `unit` is a wing or other part of the institution, None where that is not said."""

    institution_id: UUID
    rank: str
    track: Track
    since: date
    unit: str | None = None


class Basis(StrEnum):
    """Why two records are linked."""

    MATCH_KEY = "match-key"  # equal service numbers
    IIN = "iin"  # equal ones
    CONFIRMED = "confirmed"  # by a person


def same_person(records: Iterable[R], links: Iterable[tuple[R, R]]) -> dict[R, R]:
    """Each record's person: the smallest record of all that links join it to, directly or through others.

    Which of them stands for the person carries no meaning; it is the smallest so that every order of links gives the same.
    """
    leader = {record: record for record in records}

    def find(record: R) -> R:
        while leader[record] != record:
            leader[record] = leader[leader[record]]
            record = leader[record]
        return record

    for one, other in links:
        first, second = sorted((find(one), find(other)))  # type: ignore[type-var]
        leader[second] = first
    return {record: find(record) for record in leader}
