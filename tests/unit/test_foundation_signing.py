"""Match keys: the same number gives the same key however it is written, and nothing without the country's key."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.foundation import signing
from elearn.foundation.signing import KeyMissing


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    signing.make_key(tmp_path / "keys", "KZ")
    signing.make_key(tmp_path / "keys", "KG")
    return tmp_path / "keys"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("000123", "000123"),
        (" 000-123 ", "000123"),
        ("kz 000123", "KZ000123"),
        ("КЗ000123", "KЗ000123"),  # the first letter looks Latin, the second does not
        ("АВ 12", "AB12"),
        ("ав12", "AB12"),
        ("１２３", "123"),
        ("№ 12/7", "127"),
        ("ΑΒ12", "AB12"),  # Greek
        ("ЅЈ12", "SJ12"),  # Cyrillic letters that Macedonian and Serbian have
        ("١٢٣ ۴۵۶", "123456"),  # as Arabic, and as Persian writes them
        ("ب\u0640١٢", "ب12"),
        ("O0", "O0"),
        ("-", ""),
    ],
)
def test_a_number_is_compared_however_it_is_written(typed: str, kept: str) -> None:
    assert signing.normalised_number(typed) == kept


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing(typed: str) -> None:
    once = signing.normalised_number(typed)
    assert signing.normalised_number(once) == once


def test_equal_numbers_have_equal_keys_within_a_country_only(keys: Path) -> None:
    assert signing.match_key(keys, "KZ", "AB-12") == signing.match_key(keys, "KZ", " ав 12")
    assert signing.match_key(keys, "KZ", "12") != signing.match_key(keys, "KZ", "13")
    assert signing.match_key(keys, "KZ", "12") != signing.match_key(keys, "KG", "12")
    assert len(signing.match_key(keys, "KZ", "12")) == 64


def test_a_key_is_random_private_and_never_replaced(keys: Path) -> None:
    path = keys / "KZ.key"
    assert (stat.S_IMODE(keys.stat().st_mode), stat.S_IMODE(path.stat().st_mode)) == (0o700, 0o600)
    before = path.read_text()
    assert len(bytes.fromhex(before)) == 32
    assert before != (keys / "KG.key").read_text()
    with pytest.raises(FileExistsError):
        signing.make_key(keys, "KZ")
    assert path.read_text() == before


def test_a_missing_key_says_what_to_do(keys: Path) -> None:
    assert (signing.has_key(keys, "KZ"), signing.has_key(keys, "TN")) == (True, False)
    with pytest.raises(
        KeyMissing, match=r"the key of country TN is missing at .*TN\.key: restore it from its backup, or"
    ):
        signing.match_key(keys, "TN", "1")
    assert not (keys / "TN.key").exists()
