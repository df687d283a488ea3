"""Identifiers and the codes that people type from paper."""

import random
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.foundation import clock, ids

BODIES = st.text(ids.ALPHABET, min_size=16, max_size=16)


def code_of(body: str) -> str:
    return ids.grouped(body + ids._check_character(body))


def test_an_id_is_a_uuid_of_version_7_with_the_moment_in_front() -> None:
    moment = datetime(2026, 9, 15, 6, 0, 0, 123000, tzinfo=UTC)
    with clock.stopped_at(moment):
        made = {ids.new() for _ in range(1000)}
    assert len(made) == 1000
    for each in made:
        assert (each.version, each.variant) == (7, "specified in RFC 4122")
        assert each.int >> 80 == int(moment.timestamp() * 1000)


def test_tokens_and_codes_are_never_the_same_twice() -> None:
    assert len({ids.secret_token() for _ in range(1000)} | {ids.new_code() for _ in range(1000)}) == 2000
    assert all(len(ids.secret_token()) == 43 for _ in range(10))


def test_a_code_looks_as_it_is_printed() -> None:
    for _ in range(100):
        code = ids.new_code()
        assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]", code)
        assert ids.read_code(code) == code


@given(body=BODIES, seed=st.randoms(use_true_random=False))
def test_what_hands_and_keyboards_do_to_a_code_is_forgiven(body: str, seed: random.Random) -> None:
    code = code_of(body)
    looks_like = {"1": "1IiLl", "0": "0OoО", "A": "AaАа", "B": "BВ", "C": "CСс", "E": "EеЕ", "H": "HН", "K": "KК", "M": "MМ",
                  "P": "PРр", "T": "TТ", "X": "XХх", "-": "- –."}  # fmt: skip
    typed = "".join(seed.choice(looks_like.get(letter, letter + letter.lower())) for letter in code)
    assert ids.read_code(f"  {typed} ") == code


@given(body=BODIES, place=st.integers(0, 15), other=st.sampled_from(ids.ALPHABET))
def test_one_wrong_character_is_found(body: str, place: int, other: str) -> None:
    wrong = body[:place] + other + body[place + 1 :]
    if {body[place], other} in ({"0", "Z"}, {other}):  # 0 and Z have the same value, as the docstring says
        return
    assert ids.read_code(wrong + ids._check_character(body)) is None


@given(body=BODIES, place=st.integers(0, 14))
def test_two_neighbours_swapped_are_found(body: str, place: int) -> None:
    first, second = body[place], body[place + 1]
    if first == second or {first, second} == {"0", "Z"}:
        return
    swapped = body[:place] + second + first + body[place + 2 :]
    assert ids.read_code(swapped + ids._check_character(body)) is None


@given(st.text(max_size=40))
def test_anything_may_be_typed(typed: str) -> None:
    code = ids.read_code(typed)
    assert code is None or ids.read_code(code) == code


@pytest.mark.parametrize("typed", ["", "7Q4M", "7Q4M-2XKD-9TRA-5B0C", "7Q4M-2XKD-9TRA-5B0C-HH", "U" * 17])
def test_what_is_no_code(typed: str) -> None:
    assert ids.read_code(typed) is None


def test_a_digest_is_sha256_in_hex() -> None:
    assert ids.digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
