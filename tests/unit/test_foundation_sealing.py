"""Keys for one thing each, and the opening of what was sealed with them."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from elearn.foundation import sealing

SECRET = "0123456789abcdef" * 4
NONCE = bytes(range(12))


def test_a_key_is_the_same_for_one_thing_and_tells_nothing_of_another() -> None:
    keys = [sealing.key_of(SECRET, "one"), sealing.key_of(SECRET, "other"), sealing.key_of(SECRET + "0", "one")]
    assert [len(key) for key in keys] == [32, 32, 32]
    assert len(set(keys)) == 3
    assert sealing.key_of(SECRET, "one") == keys[0]


def test_a_key_is_hkdf_as_rfc_5869_says() -> None:
    # HKDF with SHA-256, no salt, the secret as input and the purpose as info, worked out with hmac alone.
    assert sealing.key_of("secret", "about").hex() == "606760e2f32d203febff9da26d3c98463022834973fb7bbb25710e166b3b46ce"


def test_what_was_sealed_is_opened() -> None:
    key = sealing.key_of(SECRET, "one")
    assert sealing.opened(key, NONCE, AESGCM(key).encrypt(NONCE, "слово".encode(), b"it"), b"it") == "слово".encode()


def test_the_published_example_is_opened() -> None:
    # The Galois/Counter Mode of Operation (McGrew, Viega), test case 16.
    key = bytes.fromhex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")
    sealed = bytes.fromhex(
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0a"
        "bcc9f66276fc6ece0f4e1768cddf8853bb2d551b"
    )
    about = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    opened = sealing.opened(key, bytes.fromhex("cafebabefacedbaddecaf888"), sealed, about)
    assert opened
    assert opened.hex() == (
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )


@pytest.mark.parametrize("byte", range(22))
def test_one_changed_bit_anywhere_and_nothing_is_opened(byte: int) -> None:
    key = sealing.key_of(SECRET, "one")
    sealed = bytearray(AESGCM(key).encrypt(NONCE, b"answer", b"it"))
    assert len(sealed) == 22
    sealed[byte] ^= 1
    assert sealing.opened(key, NONCE, bytes(sealed), b"it") is None


def test_with_another_key_about_something_else_or_too_short_nothing_is_opened() -> None:
    key = sealing.key_of(SECRET, "one")
    sealed = AESGCM(key).encrypt(NONCE, b"answer", b"it")
    assert sealing.opened(sealing.key_of(SECRET, "other"), NONCE, sealed, b"it") is None
    assert sealing.opened(key, NONCE, sealed, b"that") is None
    assert sealing.opened(key, bytes(12), sealed, b"it") is None
    assert sealing.opened(key, b"", sealed, b"it") is None
    assert sealing.opened(key, NONCE, b"", b"it") is None
