"""The shape of a rescue file, read without a key, and of what stands in it when it is opened."""

import base64
import json
from typing import Any
from uuid import UUID

import pytest

from elearn.quizzes.rules import rescue
from elearn.quizzes.rules.given import GivenAnswer
from elearn.quizzes.rules.rescue import RescueFile

ATTEMPT = UUID("01a201af-fa17-7559-ba4a-d5942a807176")
PAIR = [base64.b64encode(bytes(12)).decode(), base64.b64encode(b"sealed").decode()]


def written(**changed: Any) -> bytes:
    return json.dumps({"elearn-rescue": 1, "attempt": str(ATTEMPT), "answers": [PAIR]} | changed).encode()


def test_a_file_is_read() -> None:
    assert rescue.read(written(answers=[PAIR, PAIR])) == RescueFile(ATTEMPT, ((bytes(12), b"sealed"),) * 2)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe",
        b"[]",
        b"null",
        b"[" * 900_000,
        b'{"a":' * 200_000,
        b"1" * 900_000,
        b'"' + b"x" * 900_000,
        written() + b" " * rescue.LARGEST,
        "é".encode("latin-1") + written(),
        written(**{"elearn-rescue": 2}),
        written(**{"elearn-rescue": "1"}),
        written(attempt="7"),
        written(attempt=7),
        written(attempt=None),
        written(answers=[]),
        written(answers={}),
        written(answers="text"),
        written(answers=[PAIR] * 1_001),
        written(answers=[PAIR[0]]),
        written(answers=[[*PAIR, "more"]]),
        written(answers=[{"nonce": "", "sealed": ""}]),
        written(answers=[[1, 2]]),
        written(answers=[[None, None]]),
        written(answers=[["é", PAIR[1]]]),
        written(answers=[["****", PAIR[1]]]),
        written(answers=[[base64.b64encode(bytes(11)).decode(), PAIR[1]]]),
        written(answers=[PAIR, 7]),
    ],
    ids=range(28),
)
def test_a_hostile_file_is_none(content: bytes) -> None:
    assert rescue.read(content) is None


def test_opened_answers_stand_in_the_order_of_their_sequence() -> None:
    later = b'{"n": 2, "sequence": 9, "fields": [["answer-0", "1"], ["answer-0", "3"]], "at": 1789452000000}'
    earlier = b'{"n": 7, "sequence": 1, "fields": []}'
    assert rescue.in_order([later, earlier]) == [GivenAnswer(7, 1, {}), GivenAnswer(2, 9, {0: ("1", "3")})]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[[[",
        b"\xff",
        b'{"n": 1, "sequence": 0, "fields": []}',
        b'{"n": 1, "sequence": true, "fields": []}',
        b'{"n": 1, "sequence": 99999999999, "fields": []}',
        b'{"n": "1", "sequence": 1, "fields": []}',
        b'{"n": 1, "sequence": 1, "fields": [["answer-0", 1]]}',
        b'{"n": 1, "sequence": 1, "fields": [["answer-0"]]}',
    ],
)
def test_one_that_is_no_answer_makes_all_of_them_none(content: bytes) -> None:
    assert rescue.in_order([b'{"n": 1, "sequence": 1, "fields": []}', content]) is None
