"""Identifiers: UUIDv7 for rows, random codes that people can read out and type."""

import hashlib
import secrets
import unicodedata
from uuid import UUID

from elearn.foundation import clock

# Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O, U, so nothing is misread or rude.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("ILO", "110")
_CYRILLIC_LOOKALIKES = str.maketrans("АВСЕНКМОРТУХІЅЈ", "ABCEHKM0PTYX1SJ")


def new() -> UUID:
    """A UUIDv7 (RFC 9562, 5.7). Never ordered by: a wrong clock must not reorder anything."""
    milliseconds = int(clock.now().timestamp() * 1000)
    random = secrets.randbits(74)
    value = milliseconds << 80 | 0x7 << 76 | (random >> 62) << 64 | 0b10 << 62 | random & (1 << 62) - 1
    return UUID(int=value)


def secret_token() -> str:
    """256 random bits for a cookie."""
    return secrets.token_urlsafe(32)


def digest(text: str) -> str:
    """SHA-256 in hex. For secrets of 80 random bits and more only: those cannot be guessed back."""
    return hashlib.sha256(text.encode()).hexdigest()


def short(of: UUID) -> str:
    """Six letters to tell a row of a list by, from the random end of its id: K7Q-2MX. Neither unique nor secret."""
    letters = "".join(ALPHABET[of.int >> 5 * place & 31] for place in range(6))
    return f"{letters[:3]}-{letters[3:]}"


def new_code(length: int = 16) -> str:
    """A code of 80 random bits and a check character, in groups: 7Q4M-2XKD-9TRA-5B0C-H. Of another length, 5 bits a letter."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(length))
    return grouped(body + _check_character(body))


# For codes of a few letters every mistake counts: without Z, which passes for 2, each wrong letter changes the check character.
_SHORT_ALPHABET = ALPHABET[:31]
_SHORT_LENGTH = 5


def new_short_code() -> str:
    """Five letters and a check character, to be copied by hand from a list: K7Q-4M2. Neither secret nor surely new."""
    body = "".join(secrets.choice(_SHORT_ALPHABET) for _ in range(_SHORT_LENGTH))
    return _halved(body + _check_character(body))


def read_short_code(typed: str) -> str | None:
    """The short code a person typed, as printed; None when its check character says it was mistyped. Z stands for 2."""
    plain = _plain(typed).replace("Z", "2")
    return _halved(plain) if _checks(plain, _SHORT_LENGTH) else None


def _halved(code: str) -> str:
    return f"{code[:3]}-{code[3:]}"


def grouped(code: str) -> str:
    """A code as it is printed, in groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(typed: str, length: int = 16) -> str | None:
    """The code of that length a person typed, as printed; None when its check character says it was mistyped.

    Small letters, spaces, hyphens, I and L for 1, O for 0, and Cyrillic letters that look Latin are forgiven.
    """
    plain = _plain(typed)
    return grouped(plain) if _checks(plain, length) else None


def _plain(typed: str) -> str:
    """Capitals without spaces and hyphens; digits of other scripts as ours."""
    ours = "".join(str(unicodedata.decimal(c, c)) for c in typed.upper())
    return "".join(c for c in ours.translate(_CYRILLIC_LOOKALIKES).translate(_MISREAD) if c not in " -‐‑–—.")


def _checks(plain: str, length: int) -> bool:
    return len(plain) == length + 1 and all(c in ALPHABET for c in plain) and _check_character(plain[:-1]) == plain[-1]


def _check_character(body: str) -> str:
    """Weighted sum mod 31 with weights 1..16: finds every single wrong character and every swap of neighbours.

    Both hold because 31 is prime and weights and their differences are not multiples of it; values 0 and 31 alone are confused.
    """
    return ALPHABET[sum(weight * ALPHABET.index(c) for weight, c in enumerate(body, 1)) % 31]
