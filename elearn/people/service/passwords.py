"""Passwords: hashed, verified, judged, and how many failures are suffered."""

import threading
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import delete, update

from elearn.foundation import throttle
from elearn.foundation.db import db
from elearn.people.models import Account, OneTimeCode
from elearn.people.queries import accounts
from elearn.people.rules.passwords import PasswordProblem, password_problem
from elearn.people.rules.signing_in import TRY_WINDOW, Refusal

T = TypeVar("T")

_hasher = PasswordHasher()  # argon2id with the library's defaults, which follow RFC 9106, 4
# Of a random text that nobody kept: verified where there is no account, so that the answer takes as long.
NOBODYS = "$argon2id$v=19$m=65536,t=3,p=4$mkFQo7ybnRLuTc634QnU0w$hGV6f0z+82pvwXMfmnQH97uBcazEHGLYEPLvCtPEtJU"

# One verification takes 64 MiB and all cores for a moment. It also makes counting exact: nobody tries in parallel.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Limit:
    """So many failures of an action with a subject are suffered within TRY_WINDOW."""

    action: str
    subject: str
    failures: int


def tried(judge: Callable[[], T | None], *limits: Limit) -> T | Refusal:
    """What `judge` finds. Finding nothing counts against every limit; at a limit it is not even asked.

    Counts in transactions of its own: not to be called inside a writing one.
    """
    with _one_at_a_time:
        if any(throttle.exhausted(limit.action, limit.subject, limit.failures, TRY_WINDOW) for limit in limits):
            return Refusal.TOO_MANY
        found = judge()
        if found is None:
            for limit in limits:
                throttle.spend(limit.action, limit.subject, limit.failures, TRY_WINDOW)
            return Refusal.WRONG
    return found


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether the password belongs to the hash; takes as long when there is none."""
    try:
        _hasher.verify(password_hash or NOBODYS, _composed(password))
    except VerifyMismatchError:
        return False
    return password_hash is not None


def hashed(password: str) -> str:
    """The argon2id hash to keep."""
    with _one_at_a_time:
        return _hasher.hash(_composed(password))


def problem(account_id: UUID, password: str) -> PasswordProblem | None:
    """What is wrong with a password that the account's owner wants."""
    row = accounts.account(account_id)
    if row is None:
        return None
    own = [name for name in (row.user_name, row.service_number, row.family_name) if name]
    return password_problem(_composed(password), own, row.officer_id is None, _common())


def keep(account_id: UUID, password_hash: str) -> None:
    """Set an account's password. Codes that were given out for it are worth nothing from now on."""
    db.session.execute(update(Account).where(Account.id == account_id).values(password_hash=password_hash))
    db.session.execute(delete(OneTimeCode).where(OneTimeCode.account_id == account_id, OneTimeCode.used_at.is_(None)))


def _composed(password: str) -> str:
    """The same letters as the same bytes, whichever keyboard typed them (NIST SP 800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFC", password)


@cache
def _common() -> frozenset[str]:
    lines = (Path(__file__).parent.parent / "common_passwords.txt").read_text(encoding="utf-8").split()
    return frozenset(lines)
