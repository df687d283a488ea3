"""Printed one-time codes: the way to a first password, and to a new one when it is forgotten."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from elearn.foundation import clock, facts, ids
from elearn.foundation.db import db
from elearn.people.models import Account, NamesSeen, OneTimeCode
from elearn.people.queries import accounts
from elearn.people.rules.signing_in import TRIES_PER_ADDRESS, Refusal, code_lifetime
from elearn.people.service import passwords, signing_in
from elearn.people.service.passwords import Limit


@dataclass(frozen=True)
class Slip:
    """A code as it is printed, once. `display_name` and `user_name` are of staff, the rest of officers."""

    code: str
    expires_at: datetime
    first: bool  # for a first password, not for a forgotten one
    language: str | None
    name: str
    signs_in_as: str


def issue(account_id: UUID, by_account: UUID | None = None, academy_id: UUID | None = None) -> Slip | None:
    """A new code for the account, which ends the earlier ones; None for a disabled account.

    Recorded as a look at a name when somebody asked for it (`by_account`), not when a command did.
    """
    db.session.execute(select(Account.id).where(Account.id == account_id).with_for_update())
    row = accounts.account(account_id)
    if row is None or row.disabled_at:
        return None
    code, expires_at = ids.new_code(), clock.now() + code_lifetime(row.has_password)
    db.session.execute(delete(OneTimeCode).where(OneTimeCode.account_id == account_id, OneTimeCode.used_at.is_(None)))
    db.session.add(OneTimeCode(code=ids.digest(code), account_id=account_id, expires_at=expires_at))
    db.session.flush()
    if by_account:
        facts.add(NamesSeen(account_id=by_account, academy_id=academy_id, what=f"code {account_id}", how_many=1))
    name = f"{row.given_name[:1]}. {row.family_name}" if row.family_name else row.display_name
    return Slip(code, expires_at, not row.has_password, row.language, name, row.user_name or row.service_number or "")


def account_behind(code: str, address: str) -> UUID | Refusal:
    """The account for which a code (as ids.read_code gives it) is good. Not to be called inside a writing transaction."""
    return passwords.tried(
        lambda: accounts.behind_code(ids.digest(code), clock.now()),
        Limit("code address", address, TRIES_PER_ADDRESS),
    )


def redeem(code: str, password_hash: str) -> UUID | None:
    """Use the code up, set the password and end the account's sign-ins: its id; None when somebody else was first."""
    now = clock.now()
    used = (
        update(OneTimeCode)
        .where(OneTimeCode.code == ids.digest(code), OneTimeCode.used_at.is_(None), OneTimeCode.expires_at > now)
        .values(used_at=now)
        .returning(OneTimeCode.account_id)
    )
    account_id = db.session.execute(used).scalar()
    if account_id is None:
        return None
    passwords.keep(account_id, password_hash)
    signing_in.end_all(account_id)
    return account_id
