"""What browsers of officers send during an attempt, what they were told, and whether the database holds it."""

import http.client
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from uuid import UUID

from sqlalchemy import Connection, select

from elearn.quizzes.models import SavedAnswer
from elearn.quizzes.queries import banks, sittings
from elearn.quizzes.rules.kind import Answer, at_places
from elearn.quizzes.rules.papers import Blueprint, by_objective
from tests import factories_quizzes
from tests.factories_quizzes import Bank
from tests.world import World

# As many questions as an officer saves before the first one comes again. A long day: nothing here is about deadlines.
PAPER = Blueprint("final", by_objective({"gate": 6, "keys": 6}), minutes=600)
OPTIONS = 4

Stored = Mapping[tuple[UUID, str], tuple[int, Answer]]


@dataclass(frozen=True)
class Save:
    """One choice made on the page of an attempt: the question's number from 1, and the place of the option from 0."""

    number: int
    sequence: int
    place: int

    def body(self) -> dict[str, object]:
        """What quiz.js sends."""
        return {"n": self.number, "sequence": self.sequence, "fields": [["answer-0", str(self.place)]]}


@dataclass
class Browser:
    """One officer's browser at one attempt. `paper` is what the server keeps when a place of a question is chosen."""

    attempt_id: UUID
    cookie: str
    token: str
    paper: list[tuple[str, list[Answer]]]
    pending: Save | None = None  # sent, and not answered
    acknowledged: list[Save] = field(default_factory=list)  # answered "saved", and not lost as far as we know
    sequences: Iterator[int] = field(default_factory=lambda: count(1))

    def choose(self) -> Save:
        """The save to send now: the one that was not answered, as quiz.js does it, else a choice at the next question."""
        if self.pending is None:
            sequence = next(self.sequences)
            self.pending = Save(sequence % len(self.paper) + 1, sequence, sequence % OPTIONS)
        return self.pending

    def note_saved(self) -> None:
        """The server said of the pending save that it is saved."""
        assert self.pending
        self.acknowledged.append(self.pending)
        self.pending = None

    def take_stock(self, stored: Stored) -> list[Save]:
        """Which of the acknowledged saves are lost: from now on only those that are there are counted on."""
        lost = [save for save in self.acknowledged if not self.holds(save, stored)]
        newest = {save.number: save for save in self.acknowledged if save not in lost}
        self.acknowledged = list(newest.values())
        return lost

    def holds(self, save: Save, stored: Stored) -> bool:
        """Whether the database has this save, or a later one to the same question."""
        question_id, answers = self.paper[save.number - 1]
        sequence, answer = stored.get((self.attempt_id, question_id), (0, {}))
        return sequence > save.sequence or (sequence == save.sequence and answer == answers[save.place])

    def post(self, port: int) -> int:
        """Send a save over a connection of its own, so that all workers get some. The status; raises when there is none."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"Cookie": self.cookie, "X-CSRFToken": self.token, "Content-Type": "application/json"}
        try:
            connection.request("POST", f"/attempts/{self.attempt_id}", json.dumps(self.choose().body()), headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if answer.status == 200:
            assert json.loads(content)["state"] == "saved", content
            self.note_saved()
        return answer.status


def open_browsers(world: World, bank: Bank) -> list[Browser]:
    """Every officer of both academies, with two open attempts each."""
    world.app.config["WTF_CSRF_ENABLED"] = True  # the server has it on: the token must be a real one
    return [
        _open(world, officer_id, account_id, factories_quizzes.start(place, bank, PAPER, number))
        for place in (world.kostanay, world.karaganda)
        for number, (officer_id, account_id) in enumerate(zip(place.officers, place.accounts, strict=True))
        for _attempt in range(2)
    ]


def _open(world: World, officer_id: UUID, account_id: UUID, attempt_id: UUID) -> Browser:
    client = world.signed_in(account_id)
    page = client.get(f"/attempts/{attempt_id}").text
    cookie = client.get_cookie("elearn")
    assert cookie
    token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    return Browser(attempt_id, f"elearn={cookie.value}", token, _paper(attempt_id, officer_id))


def _paper(attempt_id: UUID, officer_id: UUID) -> list[tuple[str, list[Answer]]]:
    sitting = sittings.sitting(attempt_id, officer_id)
    assert sitting
    paper = []
    for item in sitting.items:
        slots = banks.slots(sitting.bank_id, item)
        answers = [at_places(slots, item.layout, {0: (str(place),)}) for place in range(OPTIONS)]
        paper.append((item.question_id, [answer for answer in answers if answer is not None]))
    assert {len(answers) for _question_id, answers in paper} == {OPTIONS}
    return paper


def stored_answers(connection: Connection) -> Stored:
    """Every answer that counts, by attempt and question: its sequence, and what it is."""
    rows = connection.execute(
        select(SavedAnswer.attempt_id, SavedAnswer.question_id, SavedAnswer.sequence, SavedAnswer.answer)
    )
    return {
        (attempt_id, question_id): (sequence, {slot: tuple(parts) for slot, parts in answer.items()})
        for attempt_id, question_id, sequence, answer in rows
    }
