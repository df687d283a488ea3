"""The key is in nothing that is sent before it may be seen: every byte of every answer of a whole attempt is searched."""

from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from elearn.foundation import ids
from elearn.quizzes.queries import banks, sittings
from elearn.quizzes.rules.kind import Question
from elearn.quizzes.rules.papers import Blueprint, by_objective
from elearn.quizzes.rules.words import FrozenWords
from tests import factories_quizzes as factories
from tests.quizzes.pages import fields
from tests.world import World

# The ids say which options are right, as those of real authors do.
SECRETS = (b"zz-feedback", b"zz-explanation", b"zz-right", b"zz-wrong", b"zz-question")
PUBLIC = (b"Stem of", b"Words of option")


def marked_questions(kind: str) -> list[Question]:
    options = ("zz-right-1", "zz-wrong-1", "zz-right-2", "zz-wrong-2")
    key = {"right": list(options[:1] if kind == "single" else options[::2]), "partly": False}
    return [Question(f"zz-question-{n}", kind, "gate", 1, {"options": options}, key) for n in range(8)]


def marked_words() -> FrozenWords:
    options = {
        option: f"Words of option {n}"
        for n, option in enumerate(("zz-right-1", "zz-wrong-1", "zz-right-2", "zz-wrong-2"))
    }
    return FrozenWords("Stem of the question", options, dict.fromkeys(options, "zz-feedback"), "zz-explanation")


def everything(response: TestResponse) -> bytes:
    return response.get_data() + str(response.headers).encode()


def sit(world: World, attempt_id: UUID, *, right: bool) -> list[bytes]:
    """Everything the server sends during an attempt: pages, saves of each sort, refusals, the result."""
    client = world.signed_in(world.kostanay.accounts[0])
    sitting = sittings.sitting(attempt_id, world.kostanay.officers[0])
    assert sitting
    address = f"/attempts/{attempt_id}"
    key = banks.bank(sitting.bank_id)
    sent = []
    for number, item in enumerate(sitting.items, 1):
        question = key[item.question_id]
        options = enumerate(item.layout["options"])
        marks = [str(place) for place, option in options if (option in question.key["right"]) == right]
        marks = marks[:1] if question.kind == "single" else marks
        page = client.get(f"{address}?n={number}")
        json = {"n": number, "sequence": 1, "fields": [["answer-0", mark] for mark in marks]}
        sent += [page, client.post(address, json=json), client.post(address, json=json)]
        sent += [client.post(address, json=json | {"fields": [["answer-0", "9"]]})]
        sent += [client.post(address, json=json | {"fields": []})]
        sent += [client.post(address, data=fields(page) | {"answer-0": marks, "go": str(number + 1), "sequence": "2"})]
        sent += [client.get(address, headers={"Accept": "application/json"}), client.get(f"{address}/overview")]
    sent += [client.get(f"{address}/result"), client.post(f"{address}/submit")]
    sent += [client.post(address, json={"n": 1, "sequence": 9, "fields": [["answer-0", "0"]]}), client.get(address)]
    return [everything(each) for each in [*sent, client.get(f"{address}/result"), client.get(f"{address}/overview")]]


@pytest.mark.parametrize("kind", ["single", "multiple"])
def test_nothing_secret_is_sent_before_its_time(world: World, kind: str) -> None:
    questions = marked_questions(kind)
    words = {question.id: marked_words() for question in questions}
    bank = factories.freeze(questions, {"en": words, "ru": words})
    enrolment_id = ids.new()
    pre = factories.start(
        world.kostanay, bank, Blueprint("pre-test", by_objective({"gate": 3}), 10), enrolment_id=enrolment_id
    )
    sent = sit(world, pre, right=True)
    final = Blueprint("final", by_objective({"gate": 3}), 10, 100, 2)
    sent += sit(world, factories.start(world.kostanay, bank, final, enrolment_id=enrolment_id), right=False)
    everything_sent = b"\n".join(sent)
    assert [marker for marker in SECRETS if marker in everything_sent] == []
    assert [marker for marker in PUBLIC if marker in everything_sent] == list(PUBLIC)  # the search would find something

    passed = sit(world, factories.start(world.kostanay, bank, final, enrolment_id=enrolment_id), right=True)
    found = [[marker for marker in SECRETS if marker in each] for each in passed]
    assert found[:-2] == [[]] * len(found[:-2])
    assert found[-2] == [b"zz-feedback", b"zz-explanation"]  # now it may be seen
