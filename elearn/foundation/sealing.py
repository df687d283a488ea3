"""Keys for one thing each, derived from a secret, and what they seal: here or in a browser."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def key_of(secret: str, about: str) -> bytes:
    """The 256 bits for `about` (HKDF-SHA256, RFC 5869): without the secret, no key tells anything of another."""
    return HKDF(SHA256(), length=32, salt=None, info=about.encode()).derive(secret.encode())


_NONCE = 12  # bytes


def sealed(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    """Sealed with AES-256-GCM (NIST SP 800-38D), the nonce in front; it opens only where it is bound to the same thing."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def unsealed(key: bytes, whole: bytes, bound_to: bytes) -> bytes | None:
    """What `sealed` was given; None when anything at all does not fit."""
    return opened(key, whole[:_NONCE], whole[_NONCE:], bound_to)


def opened(key: bytes, nonce: bytes, sealed: bytes, bound_to: bytes) -> bytes | None:
    """What was sealed with AES-256-GCM (NIST SP 800-38D), its tag at the end; None when anything at all does not fit."""
    try:
        return AESGCM(key).decrypt(nonce, sealed, bound_to)
    except (InvalidTag, ValueError):  # a nonce or a text that is too short is a ValueError
        return None
