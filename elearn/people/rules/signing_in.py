"""Whether somebody is let in, and for how long a sign-in or a code is good."""

import re
import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum

# A shared PC left alone: after this the password is asked again.
IDLE_LOCK = timedelta(minutes=10)


LONGEST_SIGN_IN = timedelta(hours=12)


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
