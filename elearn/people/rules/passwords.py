"""What a password must be."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from enum import StrEnum


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
