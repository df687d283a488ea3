"""Two at once: threads with connections of their own, on both databases."""

from contextlib import suppress
from uuid import UUID

import pytest
from sqlalchemy import select

from elearn.foundation import ids
from elearn.foundation.db import db, transaction
from elearn.quizzes.models import AttemptSubmitted
from elearn.quizzes.queries import sittings
from elearn.quizzes.rules.attempts import Acceptance
from elearn.quizzes.rules.papers import Blueprint, NoAttemptLeft, by_objective
from elearn.quizzes.service import attempting
from tests import factories_quizzes as factories
from tests.factories_quizzes import Bank
from tests.racing import at_once
from tests.world import World

ENDLESS = Blueprint("final", by_objective({"gate": 2}), 40, 50)


@pytest.fixture
def bank(world: World) -> Bank:
    bank = factories.freeze(factories.questions())
    factories.start(world.karaganda, bank)  # somebody else's, which stays as it is
    return bank


def submit(attempt_id: UUID, officer_id: UUID) -> UUID:
    with transaction():
        return attempting.submit(attempt_id, officer_id).id


def test_handing_in_twice_at_once_makes_one_fact(world: World, bank: Bank) -> None:
    officer_id, enrolment_id = world.kostanay.officers[0], ids.new()
    attempts = []
    for _ in range(100):
        attempt_id = factories.start(world.kostanay, bank, ENDLESS, enrolment_id=enrolment_id)
        answers = at_once(world.app, *[lambda: submit(attempt_id, officer_id)] * 2)  # noqa: B023 - called within the round
        assert answers == [attempt_id, attempt_id]
        attempts.append(attempt_id)
    facts = db.session.execute(select(AttemptSubmitted.id, AttemptSubmitted.number)).all()
    assert sorted(facts) == sorted((attempt_id, number) for number, attempt_id in enumerate(attempts, 1))


def test_an_answer_that_was_acknowledged_is_in_the_score(world: World, bank: Bank) -> None:
    officer_id, enrolment_id = world.kostanay.officers[0], ids.new()

    def answer(attempt_id: UUID, question_id: str) -> Acceptance:
        with transaction():
            return attempting.save(attempt_id, officer_id, question_id, 1, {"choice": ("a",)})

    points = {Acceptance.SAVED: 1, Acceptance.CLOSED: 0}
    for _ in range(50):
        attempt_id = factories.start(world.kostanay, bank, ENDLESS, enrolment_id=enrolment_id)
        sitting = sittings.sitting(attempt_id, officer_id)
        assert sitting
        question_id = sitting.items[0].question_id
        accepted, _fact = at_once(
            world.app,
            lambda: answer(attempt_id, question_id),  # noqa: B023 - called within the round
            lambda: submit(attempt_id, officer_id),  # noqa: B023
        )
        assert db.session.get_one(AttemptSubmitted, attempt_id).points == points[accepted]  # type: ignore[index]


def test_parallel_answers_to_one_question_leave_the_latest(world: World, bank: Bank) -> None:
    officer_id = world.kostanay.officers[0]
    attempt_id = factories.start(world.kostanay, bank)
    sitting = sittings.sitting(attempt_id, officer_id)
    assert sitting
    question_id = sitting.items[0].question_id

    def answer(sequence: int) -> None:
        with transaction():
            attempting.save(attempt_id, officer_id, question_id, sequence, {"choice": ("abcd"[sequence % 4],)})

    at_once(world.app, *[lambda sequence=sequence: answer(sequence) for sequence in (3, 7, 1, 8, 2, 6, 4, 5)])
    given = sittings.answers(attempt_id)
    assert {question: (answer.sequence, answer.answer) for question, answer in given.items()} == {
        question_id: (8, {"choice": ("a",)})
    }


def test_parallel_starts_make_one_open_attempt(world: World, bank: Bank) -> None:
    enrolment_id = ids.new()
    begun = at_once(world.app, *[lambda: factories.start(world.kostanay, bank, enrolment_id=enrolment_id)] * 10)
    assert [(line.id, line.number) for line in sittings.attempts(enrolment_id)] == [(begun[0], 1)]
    assert set(begun) == {begun[0]}


def test_ten_parallel_starts_with_a_limit_of_two_leave_two(world: World, bank: Bank) -> None:
    enrolment_id = ids.new()

    def as_many_as_there_are() -> set[UUID]:
        mine = set()
        with suppress(NoAttemptLeft):
            while True:
                attempt_id = factories.start(world.kostanay, bank, enrolment_id=enrolment_id)
                mine.add(submit(attempt_id, world.kostanay.officers[0]))
        return mine

    done = at_once(world.app, *[as_many_as_there_are] * 10)
    lines = sittings.attempts(enrolment_id)
    assert [(line.number, line.state) for line in lines] == [(1, "submitted"), (2, "submitted")]
    assert set().union(*done) == {line.id for line in lines}
