"""Who may do what, when a sign-in counts, what a password must be, and which records are one person."""

import re
import unicodedata
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

R = TypeVar("R", bound=Hashable)


class Permission(StrEnum):
    """What a role may allow."""

    OWN_ACCOUNT = "own-account"  # change one's password and language
    LEARN = "learn"  # take modules, hold certificates
    PREVIEW = "preview"  # read a module without it counting
    SEE_PROGRESS = "see-progress"  # names and progress of an academy's officers
    ASSESS = "assess"  # mark answers; grant time and attempts; unlock, release
    MANAGE_OFFICERS = "manage-officers"  # register, post, link, hand out codes
    ENROL = "enrol"
    EXPORT_NAMED = "export-named"
    EXPORT_WITHOUT_NAMES = "export-without-names"
    SEE_FIGURES = "see-figures"  # counts of a programme, never a name
    SEE_IDS = "see-ids"  # open a figure to the officer ids behind it
    MANAGE_PROGRAMME = "manage-programme"  # approve modules
    MANAGE_SITE = "manage-site"  # academies, institutions, staff accounts


class Role(StrEnum):
    """What somebody is, at an academy, for a programme, or everywhere."""

    OFFICER = "officer"
    INSTRUCTOR = "instructor"
    ACADEMY_ADMINISTRATOR = "academy-administrator"
    PROGRAMME_ADMINISTRATOR = "programme-administrator"
    MONITOR = "monitor"


P = Permission
ALLOWS: Mapping[Role, frozenset[Permission]] = {
    Role.OFFICER: frozenset({P.OWN_ACCOUNT, P.LEARN}),
    Role.INSTRUCTOR: frozenset({P.OWN_ACCOUNT, P.PREVIEW, P.SEE_PROGRESS, P.ASSESS}),
    Role.ACADEMY_ADMINISTRATOR: frozenset(
        {
            P.OWN_ACCOUNT,
            P.PREVIEW,
            P.SEE_PROGRESS,
            P.ASSESS,
            P.MANAGE_OFFICERS,
            P.ENROL,
            P.EXPORT_NAMED,
            P.EXPORT_WITHOUT_NAMES,
        }
    ),
    Role.PROGRAMME_ADMINISTRATOR: frozenset(
        {P.OWN_ACCOUNT, P.PREVIEW, P.EXPORT_WITHOUT_NAMES, P.SEE_FIGURES, P.SEE_IDS, P.MANAGE_PROGRAMME, P.MANAGE_SITE}
    ),
    Role.MONITOR: frozenset({P.OWN_ACCOUNT, P.SEE_FIGURES}),
}

# Roles that somebody holds at one academy; the others of the staff are held everywhere.
AT_AN_ACADEMY = frozenset({Role.INSTRUCTOR, Role.ACADEMY_ADMINISTRATOR})
STAFF = (Role.ACADEMY_ADMINISTRATOR, Role.INSTRUCTOR, Role.PROGRAMME_ADMINISTRATOR, Role.MONITOR)


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


# A shared PC left alone: after this the password is asked again.
IDLE_LOCK = timedelta(minutes=10)
LONGEST_SIGN_IN = timedelta(hours=12)


@dataclass(frozen=True)
class Grant:
    """A role with its scope: an academy's or a programme's id; None for everywhere."""

    role: Role
    scope: UUID | None = None


@dataclass(frozen=True)
class Visitor:
    """Whoever is signed in, as views, templates and Flask-Login see them."""

    token: str
    account_id: UUID
    officer_id: UUID | None
    name: str
    language: str | None
    locked: bool
    grants: tuple[Grant, ...]
    is_authenticated: bool = field(default=True, init=False)
    is_active: bool = field(default=True, init=False)
    is_anonymous: bool = field(default=False, init=False)

    def get_id(self) -> str:
        return self.token

    def may(self, permission: Permission, scope: UUID | None = None) -> bool:
        """Whether some role allows it: for the scope, or, when no scope is asked for, anywhere at all."""
        return any(
            permission in ALLOWS[grant.role] and (scope is None or grant.scope is None or grant.scope == scope)
            for grant in self.grants
        )

    def scopes(self, permission: Permission) -> frozenset[UUID] | None:
        """The academies or programmes for which it is allowed; None means all of them."""
        holding = [grant for grant in self.grants if permission in ALLOWS[grant.role]]
        if any(grant.scope is None for grant in holding):
            return None
        return frozenset(grant.scope for grant in holding if grant.scope)


@dataclass(frozen=True)
class Nobody:
    """A visitor who is not signed in."""

    name: str = ""
    language: str | None = None
    locked: bool = False
    is_authenticated: bool = False
    is_active: bool = False
    is_anonymous: bool = True

    def get_id(self) -> None:
        return None

    def may(self, permission: Permission, scope: UUID | None = None) -> bool:  # noqa: ARG002
        return False


def sign_in_stands(started: datetime, ended: datetime | None, now: datetime) -> bool:
    """Whether a sign-in still holds: not ended, and not longer than LONGEST_SIGN_IN even when in use."""
    return ended is None and now - started < LONGEST_SIGN_IN


def is_locked(last_seen: datetime, now: datetime) -> bool:
    """Whether the person has been away for so long that the password is asked again."""
    return now - last_seen >= IDLE_LOCK


class Refusal(StrEnum):
    """Why somebody was not let in. Never tells whether the name exists."""

    WRONG = "wrong"
    TOO_MANY = "too-many"  # failures within TRY_WINDOW


# Failures, not tries: a class of sixty that signs in behind one address spends nothing.
TRY_WINDOW = timedelta(minutes=15)
TRIES_PER_NAME = 10
TRIES_PER_ADDRESS = 100


class PasswordProblem(StrEnum):
    """What is wrong with a password somebody wants to have."""

    TOO_SHORT = "too-short"
    TOO_SHORT_FOR_STAFF = "too-short-for-staff"
    TOO_LONG = "too-long"
    COMMON = "common"
    OWN_NAME = "own-name"


LONGEST_PASSWORD = 128


def shortest_password(staff: bool) -> int:
    """In characters: people who see the names of others need a longer one."""
    return 15 if staff else 8


def password_problem(
    password: str, own_names: Iterable[str], staff: bool, common: Collection[str]
) -> PasswordProblem | None:
    """The first thing wrong, or None. No classes of characters are asked for (NIST SP 800-63B, 5.1.1.2).

    `common` holds small letters; digits and signs at the end of a common word make it no better (Kostanay2026!).
    """
    if len(password) < shortest_password(staff):
        return PasswordProblem.TOO_SHORT_FOR_STAFF if staff else PasswordProblem.TOO_SHORT
    if len(password) > LONGEST_PASSWORD:
        return PasswordProblem.TOO_LONG
    folded = unicodedata.normalize("NFKC", password).casefold().strip()
    if folded in common or re.sub(r"[\W\d_]+$", "", folded) in common or len(set(folded)) == 1:
        return PasswordProblem.COMMON
    if any(name and _bare(folded) == _bare(name) for name in own_names):
        return PasswordProblem.OWN_NAME
    return None


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def code_lifetime(has_password: bool) -> timedelta:
    """How long a printed one-time code is good: for a first password longer than for a forgotten one."""
    return timedelta(days=3 if has_password else 30)


def normalised_user_name(typed: str) -> str:
    """A user name as it is stored and compared: no two of them look alike or differ in capitals only."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def is_user_name(normalised: str) -> bool:
    """Three to forty Latin letters, digits, dots, hyphens and underscores, beginning with a letter.

    A letter, so that it is never mistaken for a service number; Latin, so that none passes for another.
    """
    return re.fullmatch(r"[a-z][a-z0-9._-]{2,39}", normalised) is not None


# Russian keyboards lack these: who types Касымова means Қасымова too.
_KAZAKH_AND_KYRGYZ = str.maketrans("әғқңөұүһі", "агкноуухи")


def name_key(*names: str) -> str:
    """Names as lists are sorted and searched: small letters, no accents or hyphens, ё as е, Қ as К, Ұ and Ү as У."""
    plain = unicodedata.normalize("NFKD", " ".join(names).casefold().translate(_KAZAKH_AND_KYRGYZ))
    kept = (c for c in plain if c.isalnum() or c.isspace())
    return " ".join("".join(kept).split())


def is_plausible_birth_year(year: int, today: date) -> bool:
    """Whether an officer of 16 to 100 years may be born in it."""
    return 16 <= today.year - year <= 100


def role_fits(role: Role, academy_id: UUID | None) -> bool:
    """Whether the role is held in that way: at an academy, or everywhere."""
    return (academy_id is not None) == (role in AT_AN_ACADEMY)


@dataclass(frozen=True)
class Identified:
    """What tells who an officer is."""

    family_name: str
    given_name: str
    patronymic: str
    service_number: str
    sex: Sex | None
    birth_year: int | None


@dataclass(frozen=True)
class Served:
    """Where an officer serves, from a date on."""

    institution_id: UUID
    rank: str
    track: Track
    since: date


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
