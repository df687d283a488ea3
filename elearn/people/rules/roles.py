"""What each role allows, and for which academy or programme."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Permission(StrEnum):
    """What a role may allow."""

    OWN_ACCOUNT = "own-account"  # change one's password and language
    LEARN = "learn"  # take modules, hold certificates
    PREVIEW = "preview"  # read a module without it counting
    SEE_PROGRESS = "see-progress"  # names and progress of an academy's officers
    ASSESS = "assess"  # mark answers; grant time and attempts; unlock, release
    TEACH = "teach"  # hold sessions, mark who attended
    AUTHOR = "author"  # write modules, and approve what another wrote
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
    Role.INSTRUCTOR: frozenset({P.OWN_ACCOUNT, P.PREVIEW, P.SEE_PROGRESS, P.ASSESS, P.TEACH, P.AUTHOR}),
    Role.ACADEMY_ADMINISTRATOR: frozenset(
        {
            P.OWN_ACCOUNT,
            P.PREVIEW,
            P.SEE_PROGRESS,
            P.ASSESS,
            P.TEACH,
            P.AUTHOR,
            P.MANAGE_OFFICERS,
            P.ENROL,
            P.EXPORT_NAMED,
            P.EXPORT_WITHOUT_NAMES,
        }
    ),
    Role.PROGRAMME_ADMINISTRATOR: frozenset(
        {
            P.OWN_ACCOUNT,
            P.PREVIEW,
            P.EXPORT_WITHOUT_NAMES,
            P.SEE_FIGURES,
            P.SEE_IDS,
            P.MANAGE_PROGRAMME,
            P.MANAGE_SITE,
            P.AUTHOR,
        }
    ),
    Role.MONITOR: frozenset({P.OWN_ACCOUNT, P.SEE_FIGURES}),
}


# Roles that somebody holds at one academy; the others of the staff are held everywhere.
AT_AN_ACADEMY = frozenset({Role.INSTRUCTOR, Role.ACADEMY_ADMINISTRATOR})


STAFF = (Role.ACADEMY_ADMINISTRATOR, Role.INSTRUCTOR, Role.PROGRAMME_ADMINISTRATOR, Role.MONITOR)


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


def role_fits(role: Role, academy_id: UUID | None) -> bool:
    """Whether the role is held in that way: at an academy, or everywhere."""
    return (academy_id is not None) == (role in AT_AN_ACADEMY)
