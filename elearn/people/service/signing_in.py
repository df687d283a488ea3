"""Signing in: who is behind a cookie, new sign-ins, the lock of a PC left alone, and ending them."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.exc import DBAPIError

from elearn.foundation import clock, ids, signing, throttle
from elearn.foundation.db import aside, db
from elearn.people.models import Account, SignIn
from elearn.people.queries import accounts, places
from elearn.people.rules.roles import Grant, Role, Visitor
from elearn.people.rules.signing_in import (
    TRIES_PER_ADDRESS,
    TRIES_PER_NAME,
    Refusal,
    is_locked,
    normalised_user_name,
    sign_in_stands,
)
from elearn.people.service import numbers, passwords
from elearn.people.service.passwords import Limit


def visitor(token: str) -> Visitor | None:
    """Whoever the cookie's token stands for; None when the sign-in has ended. Notes at most once a minute that it is in use."""
    rows = accounts.sign_in_rows(ids.digest(token))
    if not rows:
        return None
    row, now = rows[0], clock.now()
    if row.disabled_at or not sign_in_stands(row.started_at, row.ended_at, now):
        return None
    locked = is_locked(row.seen_at, now)
    if not locked and now - row.seen_at >= timedelta(minutes=1):
        # A full disk must not keep anybody from reading: who was not noted is asked for the password earlier.
        with suppress(DBAPIError), aside() as connection:
            connection.execute(update(SignIn).where(SignIn.token == ids.digest(token)).values(seen_at=now))
    grants = [Grant(Role(each.role), each.scope) for each in rows if each.role]
    if row.officer_id:
        grants.append(Grant(Role.OFFICER))
    name = f"{row.given_name[:1]}. {row.family_name}" if row.family_name else row.display_name
    return Visitor(token, row.id, row.officer_id, name, row.language, locked, tuple(grants))


def absent(account_id: UUID) -> Visitor:
    """The account as what is done for it in its absence has it: with the roles that it holds now."""
    grants = tuple(Grant(Role(row.role), row.scope) for row in accounts.roles_now(account_id))
    return Visitor("", account_id, None, "", None, False, grants)


def recognise(name: str, password: str, address: str, keys: Path) -> UUID | Refusal:
    """The account that somebody may sign in to, by user name or by service number in any country whose key is there.

    Not to be called inside a writing transaction.
    """
    number = signing.normalised_number(name)
    user_name = normalised_user_name(name)

    def judge() -> UUID | None:
        found = accounts.named(user_name, numbers.match_keys(keys, places.country_codes(), name))
        hashes = [(row.id, row.password_hash) for row in found if row.password_hash and not row.disabled_at]
        # One verification for an unknown name too. Only who is registered twice costs more, and may be told apart by that.
        right = (account_id for account_id, kept in hashes or [(None, None)] if passwords.is_right(kept, password))
        return next(right, None)

    limit = Limit("sign-in name", number or user_name, TRIES_PER_NAME)
    found = passwords.tried(judge, limit, Limit("sign-in address", address, TRIES_PER_ADDRESS))
    if not isinstance(found, Refusal):
        throttle.forgive(limit.action, limit.subject)
    return found


def recognise_again(account_id: UUID, password: str) -> Refusal | None:
    """Whether it is still the same person who sits there; None when the password is right.

    Not to be called inside a writing transaction.
    """

    def judge() -> bool | None:
        return passwords.is_right(accounts.password_hash(account_id), password) or None

    limit = Limit("password", str(account_id), TRIES_PER_NAME)
    found = passwords.tried(judge, limit)
    if isinstance(found, Refusal):
        return found
    throttle.forgive(limit.action, limit.subject)
    return None


def sign_in(account_id: UUID) -> str:
    """A new sign-in of the account: the token for its cookie."""
    token, now = ids.secret_token(), clock.now()
    db.session.add(SignIn(token=ids.digest(token), account_id=account_id, started_at=now, seen_at=now))
    db.session.flush()
    return token


def unlock(token: str) -> None:
    """The person is back, and said so with the password."""
    db.session.execute(update(SignIn).where(SignIn.token == ids.digest(token)).values(seen_at=clock.now()))


def end(token: str) -> None:
    """End the sign-in that a cookie stands for."""
    _end(SignIn.token == ids.digest(token))


def end_own(account_id: UUID, listed: str) -> bool:
    """End one of the account's own sign-ins, named as queries.accounts.sign_ins lists it. False when it is none of theirs."""
    own = (SignIn.token == listed) & (SignIn.account_id == account_id)
    _end(own)
    return db.session.execute(select(SignIn.token).where(own)).first() is not None


def end_others(account_id: UUID, token: str) -> None:
    """End all sign-ins of the account but the one of the cookie."""
    _end((SignIn.account_id == account_id) & (SignIn.token != ids.digest(token)))


def end_all(account_id: UUID) -> None:
    """End every sign-in of the account."""
    _end(SignIn.account_id == account_id)


def _end(which: ColumnElement[bool]) -> None:
    db.session.execute(update(SignIn).where(which, SignIn.ended_at.is_(None)).values(ended_at=clock.now()))


def choose_language(account_id: UUID, language: str) -> None:
    """Remember in which language the account's owner reads."""
    db.session.execute(update(Account).where(Account.id == account_id).values(language=language))
