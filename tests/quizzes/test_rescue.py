"""Rescue files loaded by staff: what counts, what is late, and what nobody learns from a file that is not theirs."""

import base64
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from elearn.foundation import clock
from elearn.foundation.db import db, transaction
from elearn.quizzes.models import LateAnswer, SavedAnswer
from elearn.quizzes.queries import sittings
from elearn.quizzes.rules.rescue import LARGEST
from elearn.quizzes.service import attempting, rescuing
from tests import factories_quizzes as factories
from tests.databases import NOW, SECRET
from tests.factories_quizzes import Bank
from tests.quizzes.pages import main_text
from tests.world import World

HEAD = (
    "Rescue files When a computer could not send the answers of an attempt, its officer can save them as a sealed file. "
    "Load it here: it cannot be read or changed by anyone, and loading it twice does no harm."
)
FORM = "Rescue file Its name begins with elearn-rescue. Load the file"
LOADED = f"{HEAD} The file is loaded Gate and keys: Final assessment, attempt 1"
COUNTS = "it counts The answer is on the server."
STALE = "not needed A later answer of the officer to this question is on the server. That one counts."
LATE = "late The time was up. The answer is kept as a late one and does not count."
CLOSED = "late The attempt was handed in before. The answer is kept as a late one and does not count."
UNREADABLE = (
    "This file cannot be read: it is damaged, is no rescue file, or comes from another site or another academy. "
    "Nothing was changed."
)


@pytest.fixture
def bank(world: World) -> Bank:
    return factories.freeze(factories.questions())


@pytest.fixture
def attempt_id(world: World, bank: Bank) -> UUID:
    """The attempt of Kostanay's first officer; another one and a stranger have theirs too."""
    factories.start(world.kostanay, bank, officer=1)
    return factories.start(world.kostanay, bank)


@pytest.fixture
def instructor(world: World) -> FlaskClient:
    return world.signed_in(world.kostanay.instructor)


def answer(number: int, sequence: int, *marks: int) -> dict[str, Any]:
    return {"n": number, "sequence": sequence, "fields": [["answer-0", str(mark)] for mark in marks], "at": 0}


def sealed(
    attempt_id: UUID,
    answers: Sequence[Any],
    *,
    secret: str = SECRET,
    name: UUID | None = None,
    spoil: int | None = None,
) -> bytes:
    """The file that a browser makes of these answers."""
    key, pairs = rescuing.attempt_key(secret, attempt_id), []
    for number, each in enumerate(answers):
        nonce = number.to_bytes(12)
        text = bytearray(AESGCM(key).encrypt(nonce, json.dumps(each).encode(), str(name or attempt_id).encode()))
        if number == spoil:
            text[3] ^= 1
        pairs.append([base64.b64encode(nonce).decode(), base64.b64encode(text).decode()])
    return json.dumps({"elearn-rescue": 1, "attempt": str(name or attempt_id), "answers": pairs}).encode()


def load(client: FlaskClient, content: bytes) -> TestResponse:
    head = b'--limit\r\nContent-Disposition: form-data; name="file"; filename="elearn-rescue-1234abcd.json"\r\n\r\n'
    body = head + content + b"\r\n--limit--\r\n"
    return client.post("/assessment/rescue", data=body, content_type="multipart/form-data; boundary=limit")


def stored(table: Any) -> list[tuple[UUID, str, int, list[str]]]:
    db.session.rollback()
    rows = db.session.execute(select(table).order_by(table.attempt_id, table.question_id)).scalars()
    return [(row.attempt_id, row.question_id, row.sequence, row.answer.get("choice", [])) for row in rows]


def expected(world: World, attempt_id: UUID, *answers: tuple[int, int, int]) -> list[tuple[UUID, str, int, list[str]]]:
    """The rows of (number, sequence, mark)."""
    sitting = sittings.sitting(attempt_id, world.kostanay.officers[0])
    assert sitting
    items = [(sitting.items[number - 1], sequence, mark) for number, sequence, mark in answers]
    return sorted(
        (attempt_id, item.question_id, sequence, [item.layout["options"][mark]]) for item, sequence, mark in items
    )


def refused(words: str) -> str:
    return f"422 {HEAD} Please look at this form again Rescue file {words} Rescue file " + (
        f"Its name begins with elearn-rescue. {words} Load the file"
    )


def test_in_time_the_answers_count_and_the_page_says_so(
    world: World, instructor: FlaskClient, attempt_id: UUID
) -> None:
    assert main_text(instructor.get("/assessment/rescue")) == f"{HEAD} {FORM}"
    with transaction():
        attempting.save_fields(attempt_id, world.kostanay.officers[0], 2, 5, {0: ("3",)}, None)
    file = sealed(attempt_id, [answer(3, 2, 1), answer(1, 1, 2), answer(2, 4, 0), answer(3, 1, 0)])
    before = stored(SavedAnswer)
    for _ in range(2):  # the second time changes nothing
        page = load(instructor, file)
        assert main_text(page) == f"{LOADED} Question 1 {COUNTS} Question 2 {STALE} Question 3 {COUNTS} {FORM}"
        assert stored(SavedAnswer) == expected(world, attempt_id, (1, 1, 2), (2, 5, 3), (3, 2, 1))
        assert stored(LateAnswer) == []
    assert before == expected(world, attempt_id, (2, 5, 3))


def test_after_the_time_they_are_kept_as_late_ones(world: World, attempt_id: UUID) -> None:
    file = sealed(attempt_id, [answer(1, 1, 2), answer(4, 1, 0)])
    with clock.stopped_at(NOW + timedelta(minutes=41)):
        instructor = world.signed_in(world.kostanay.instructor)
        for _ in range(2):
            assert main_text(load(instructor, file)) == f"{LOADED} Question 1 {LATE} Question 4 {LATE} {FORM}"
            assert stored(SavedAnswer) == []
            assert stored(LateAnswer) == expected(world, attempt_id, (1, 1, 2), (4, 1, 0))


def test_after_handing_in_they_are_kept_as_late_ones_but_for_what_is_there(
    world: World, instructor: FlaskClient, attempt_id: UUID
) -> None:
    with transaction():
        attempting.save_fields(attempt_id, world.kostanay.officers[0], 1, 1, {0: ("2",)}, None)
        attempting.submit(attempt_id, world.kostanay.officers[0])
    page = load(instructor, sealed(attempt_id, [answer(1, 1, 2), answer(4, 1, 0)]))
    assert main_text(page) == f"{LOADED} Question 1 {COUNTS} Question 4 {CLOSED} {FORM}"
    assert stored(SavedAnswer) == expected(world, attempt_id, (1, 1, 2))
    assert stored(LateAnswer) == expected(world, attempt_id, (4, 1, 0))


def test_a_file_of_another_academy_is_no_other_than_one_that_cannot_be_read(
    world: World, bank: Bank, instructor: FlaskClient, attempt_id: UUID
) -> None:
    theirs = factories.start(world.karaganda, bank)
    good = sealed(theirs, [answer(1, 1, 2)])
    assert main_text(load(instructor, good)) == refused(UNREADABLE)
    assert main_text(load(instructor, b"nothing")) == refused(UNREADABLE)
    assert stored(SavedAnswer) == []
    karaganda = world.signed_in(world.karaganda.administrator)
    assert main_text(load(karaganda, good)) == f"{LOADED} Question 1 {COUNTS} {FORM}"
    assert main_text(load(karaganda, sealed(attempt_id, [answer(1, 1, 2)]))) == refused(UNREADABLE)
    assert [row[0] for row in stored(SavedAnswer)] == [theirs]


@pytest.mark.parametrize(
    "answers",
    [
        [answer(1, 1, 2), answer(5, 1, 0)],  # a paper of four
        [answer(1, 1, 2), answer(0, 1, 0)],
        [answer(1, 1, 2), answer(-1, 1, 0)],
        [answer(1, 1, 2), answer(2, 1, 4)],  # options 0 to 3
        [answer(1, 1, 2), answer(2, 1, 0, 1)],  # one is asked for
        [answer(1, 1, 2), answer(2, 0, 0)],
        [answer(1, 1, 2), answer(2, 1) | {"fields": [["answer-1", "0"]]}],
        [answer(1, 1, 2), "no answer"],
    ],
    ids=range(8),
)
def test_one_answer_that_fits_no_question_and_nothing_is_saved(
    instructor: FlaskClient, attempt_id: UUID, answers: list[Any]
) -> None:
    assert main_text(load(instructor, sealed(attempt_id, answers))) == refused(UNREADABLE)
    assert stored(SavedAnswer) == stored(LateAnswer) == []


def test_a_file_that_was_tampered_with_is_refused(world: World, instructor: FlaskClient, attempt_id: UUID) -> None:
    answers = [answer(1, 1, 2), answer(2, 1, 2)]
    other = sittings.officer_of(attempt_id, None)
    assert other == world.kostanay.officers[0]
    files = [
        sealed(attempt_id, answers, spoil=1),
        sealed(attempt_id, answers, secret="f" * 64),  # another site, or the site's secret was changed
        sealed(attempt_id, answers, name=UUID(int=7)),
        sealed(UUID(int=7), answers, name=attempt_id),  # sealed for another attempt
        sealed(attempt_id, []),
        sealed(attempt_id, answers)[:-9],
        b"[" * 500_000,
    ]
    for file in files:
        assert main_text(load(instructor, file)) == refused(UNREADABLE)
    assert stored(SavedAnswer) == stored(LateAnswer) == []


def test_no_file_and_one_that_is_too_large_have_sentences_of_their_own(instructor: FlaskClient) -> None:
    empty = instructor.post("/assessment/rescue", data={}, content_type="multipart/form-data")
    assert main_text(empty) == refused("Please choose a file.")
    large = "This file is larger than any rescue file. Nothing was changed."
    assert main_text(load(instructor, b" " * (LARGEST + 1))) == refused(large)
    assert load(instructor, b" " * 3 * LARGEST).status_code == 413


def test_the_key_stands_on_pages_of_the_own_attempt_only(world: World, bank: Bank, attempt_id: UUID) -> None:
    others = factories.start(world.kostanay, bank, officer=2)
    keys = {
        attempt: base64.b64encode(rescuing.attempt_key(SECRET, attempt)).decode() for attempt in (attempt_id, others)
    }
    client = world.signed_in(world.kostanay.accounts[0])
    pages = [client.get(f"/attempts/{attempt_id}{part}") for part in ("", "/overview")]
    client.post(f"/attempts/{attempt_id}/submit")
    pages.append(client.get(f"/attempts/{attempt_id}/result"))
    for page in pages:
        assert f'data-key="{keys[attempt_id]}"' in page.text
        assert keys[others] not in page.text
        assert page.headers["Cache-Control"] == "no-store"
    for account in (world.kostanay.accounts[2], world.karaganda.accounts[0], world.kostanay.instructor):
        other = world.signed_in(account)
        for part in ("", "/overview", "/result"):
            page = other.get(f"/attempts/{attempt_id}{part}")
            assert page.status_code == (403 if account == world.kostanay.instructor else 404)
            assert keys[attempt_id] not in page.text
