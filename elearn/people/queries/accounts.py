"""Accounts and sign-ins: who stands behind a cookie, a name or a printed code."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, Select, and_, false, func, or_, select

from elearn.foundation.db import db
from elearn.people.models import Academy, Account, Identity, Officer, OneTimeCode, PlacesMerged, RoleGranted, SignIn
from elearn.people.queries.mergers import standing
from elearn.people.queries.rows import AnyRow
from elearn.people.rules.roles import Role


def sign_in_rows(token: str) -> list[AnyRow]:
    """The sign-in with its account, name and roles: one row a role, at least one; none when there is no such sign-in.

    A role at an academy is also one at those that became part of it.
    """
    held = _held(select(SignIn.account_id).where(SignIn.token == token))
    return list(
        db.session.execute(
            select(
                SignIn.started_at,
                SignIn.seen_at,
                SignIn.ended_at,
                Account.id,
                Account.officer_id,
                Account.display_name,
                Account.language,
                Account.disabled_at,
                Identity.family_name,
                Identity.given_name,
                held.c.role,
                held.c.scope,
            )
            .join(Account, Account.id == SignIn.account_id)
            .outerjoin(Identity, Identity.officer_id == Account.officer_id)
            .outerjoin(held, held.c.account_id == Account.id)
            .where(SignIn.token == token)
        )
    )


def roles_now(account_id: UUID) -> list[AnyRow]:
    """The roles of an account as sign_in_rows() gives them: none when it may not sign in."""
    held = _held(select(Account.id).where(Account.id == account_id, Account.disabled_at.is_(None)))
    return list(db.session.execute(select(held.c.role, held.c.scope)))


def _held(accounts: Select[Any]) -> CTE:
    own = select(RoleGranted.account_id, RoleGranted.role, RoleGranted.scope).where(
        RoleGranted.account_id.in_(accounts)
    )
    held = own.cte("held", recursive=True)
    parts = standing().join(held, held.c.scope == PlacesMerged.into_id)
    return held.union(parts.with_only_columns(held.c.account_id, held.c.role, PlacesMerged.place_id))


def named(user_name: str, numbers: Sequence[tuple[str, str]]) -> list[AnyRow]:
    """Accounts that go by a user name or by one of the (country, match key): newest first.

    There may be several: one number in two countries, or one officer registered at two academies.
    """
    columns = (Account.id, Account.password_hash, Account.disabled_at, Account.created_at, Officer.academy_id)
    by_number = or_(false(), *(and_(Officer.country == country, Officer.match_key == key) for country, key in numbers))
    found = db.session.execute(
        select(*columns).outerjoin(Officer, Officer.id == Account.officer_id).where(Account.user_name == user_name)
    ).all()
    if numbers:
        found = [
            *found,
            *db.session.execute(select(*columns).join(Officer, Officer.id == Account.officer_id).where(by_number)),
        ]
    return sorted(found, key=lambda row: row.created_at, reverse=True)


def password_hash(account_id: UUID) -> str | None:
    """What an account's password is verified against."""
    return db.session.execute(select(Account.password_hash).where(Account.id == account_id)).scalar()


def account(account_id: UUID) -> AnyRow | None:
    """An account and what it goes by; None when there is no such account."""
    return db.session.execute(
        select(
            Account.id,
            Account.officer_id,
            Account.user_name,
            Account.display_name,
            Account.language,
            Account.disabled_at,
            Account.password_hash.is_not(None).label("has_password"),
            Identity.family_name,
            Identity.given_name,
            Identity.service_number,
            Identity.email,
            Officer.academy_id,
        )
        .outerjoin(Identity, Identity.officer_id == Account.officer_id)
        .outerjoin(Officer, Officer.id == Account.officer_id)
        .where(Account.id == account_id)
    ).one_or_none()


def behind_code(digest: str, now: datetime) -> UUID | None:
    """The account for which a one-time code is good; None when it is used, out of date, or was never given out."""
    return db.session.execute(
        select(OneTimeCode.account_id)
        .join(Account, Account.id == OneTimeCode.account_id)
        .where(
            OneTimeCode.code == digest,
            OneTimeCode.used_at.is_(None),
            OneTimeCode.expires_at > now,
            Account.disabled_at.is_(None),
        )
    ).scalar()


def sign_ins(account_id: UUID, since: datetime) -> list[AnyRow]:
    """The sign-ins of an account that are not ended and began after a moment, the latest first."""
    return list(
        db.session.execute(
            select(SignIn.token, SignIn.started_at, SignIn.seen_at)
            .where(SignIn.account_id == account_id, SignIn.ended_at.is_(None), SignIn.started_at > since)
            .order_by(SignIn.seen_at.desc(), SignIn.token)
        )
    )


def staff(page: int, per_page: int) -> tuple[list[AnyRow], int]:
    """One page of the accounts of staff, by user name, each with its state; and how many there are."""
    everyone = Account.user_name.is_not(None)
    rows = db.session.execute(
        select(
            Account.id,
            Account.user_name,
            Account.display_name,
            Account.disabled_at,
            Account.password_hash.is_not(None).label("has_password"),
        )
        .where(everyone)
        .order_by(Account.user_name)
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    return list(rows), db.session.execute(select(func.count()).select_from(Account).where(everyone)).scalar_one()


def roles(account_ids: Sequence[UUID]) -> list[AnyRow]:
    """The roles of accounts: id, account, role, and of those at an academy its names."""
    return list(
        db.session.execute(
            select(RoleGranted.id, RoleGranted.account_id, RoleGranted.role, RoleGranted.scope, Academy.names)
            .outerjoin(Academy, Academy.id == RoleGranted.scope)
            .where(RoleGranted.account_id.in_(account_ids))
            .order_by(RoleGranted.role, Academy.code)
        )
    )


def has_role(role: Role) -> bool:
    """Whether anybody whose account is not disabled holds the role."""
    found = (
        select(RoleGranted.id)
        .join(Account, Account.id == RoleGranted.account_id)
        .where(RoleGranted.role == role, Account.disabled_at.is_(None))
    )
    return db.session.execute(found.limit(1)).first() is not None


def last_seen() -> datetime | None:
    """When anybody used the site last."""
    return db.session.execute(select(func.max(SignIn.seen_at))).scalar()
