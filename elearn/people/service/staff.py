"""Accounts of staff and what they may do; disabling and enabling any account."""

from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from elearn.foundation import clock, facts
from elearn.foundation.db import db
from elearn.people.models import Account, NamesSeen, RoleGranted
from elearn.people.rules.roles import Role, role_fits
from elearn.people.rules.signing_in import normalised_user_name
from elearn.people.service import signing_in


def add(user_name: str, display_name: str) -> UUID | None:
    """An account without a password and without a role: its id; None when the user name is taken."""
    account = Account(user_name=normalised_user_name(user_name), display_name=display_name, created_at=clock.now())
    try:
        with db.session.begin_nested():
            db.session.add(account)
    except IntegrityError:
        return None
    return account.id


def grant(account_id: UUID, role: Role, academy_id: UUID | None, by_account: UUID | None = None) -> None:
    """Give a role, at an academy or everywhere; giving it twice changes nothing. Raises ValueError when it is not held so.

    Written down when somebody gave it (`by_account`), not when a command did.
    """
    if not role_fits(role, academy_id):
        raise ValueError(f"{role} with academy {academy_id}")
    db.session.execute(select(Account.id).where(Account.id == account_id).with_for_update())
    same = select(RoleGranted.id).where(
        RoleGranted.account_id == account_id,
        RoleGranted.role == role,
        RoleGranted.scope.is_not_distinct_from(academy_id),
    )
    if not db.session.execute(same).first():
        db.session.add(RoleGranted(account_id=account_id, role=role, scope=academy_id))
        db.session.flush()
        if by_account:
            _write_down(f"role given {role} {account_id}", academy_id, by_account)


def revoke(account_id: UUID, granted_id: UUID, by_account: UUID) -> None:
    """Take a role away; it holds no longer from the next request on."""
    taken = delete(RoleGranted).where(RoleGranted.id == granted_id, RoleGranted.account_id == account_id)
    for role, academy_id in db.session.execute(taken.returning(RoleGranted.role, RoleGranted.scope)).all():
        _write_down(f"role taken {role} {account_id}", academy_id, by_account)


def _write_down(what: str, academy_id: UUID | None, by_account: UUID) -> None:
    facts.add(NamesSeen(account_id=by_account, academy_id=academy_id, what=what, how_many=1))


def disable(account_id: UUID) -> None:
    """Nobody signs in to the account any more, and who is signed in is out with the next request."""
    changed = update(Account).where(Account.id == account_id, Account.disabled_at.is_(None))
    db.session.execute(changed.values(disabled_at=clock.now()))
    signing_in.end_all(account_id)


def enable(account_id: UUID) -> None:
    """The account may be used again, with its old password."""
    db.session.execute(update(Account).where(Account.id == account_id).values(disabled_at=None))
