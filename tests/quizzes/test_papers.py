"""Papers as the service draws them: forms that share no question, the same when they are loaded again, nothing preferred."""

from collections import Counter
from dataclasses import replace
from uuid import UUID

import pytest

from elearn.foundation import ids
from elearn.foundation.db import db, transaction
from elearn.quizzes.models import Attempt
from elearn.quizzes.queries import banks, sittings
from elearn.quizzes.rules import papers
from elearn.quizzes.rules.kind import Question
from elearn.quizzes.rules.papers import Blueprint, Item
from elearn.quizzes.rules.seating import Draw
from elearn.quizzes.service import attempting
from tests import factories_quizzes as factories
from tests.exposure import exposure
from tests.world import World

# Lines that overlap: a question on the gate may be a hard one and one about the law too.
LINES = (Draw(2, "gate"), Draw(1, "keys"), Draw(2, difficulty=3), Draw(1, tag="law"))
PRE_TEST = Blueprint("pre-test", LINES, 15, attempts=1)
FINAL = Blueprint("final", LINES, 40, 75, 2)


def stock(each: int) -> list[Question]:
    """So many questions of either objective and each difficulty; those on the gate are about the law, but for the hard ones."""
    return [
        replace(
            factories.question(f"{objective}-{difficulty}-{number}", objective),
            difficulty=difficulty,
            tags=("law",) if objective == "gate" and difficulty < 3 else (),
        )
        for objective in ("gate", "keys")
        for difficulty in (1, 2, 3)
        for number in range(each)
    ]


def items_of(attempt_id: UUID, officer_id: UUID) -> tuple[Item, ...]:
    sitting = sittings.sitting(attempt_id, officer_id)
    assert sitting
    return sitting.items


def test_a_pre_test_and_two_final_assessments_are_parallel_forms(world: World) -> None:
    bank, enrolment_id, officer_id = factories.freeze(stock(6)), ids.new(), world.kostanay.officers[0]
    pre = factories.start(world.kostanay, bank, PRE_TEST, enrolment_id=enrolment_id, beside=[FINAL])
    without = sittings.questions_on([pre])
    forms = [pre]
    for _attempt in range(2):
        forms.append(factories.start(world.kostanay, bank, FINAL, enrolment_id=enrolment_id, without=without))
        with transaction():
            attempting.submit(forms[-1], officer_id)
    asked = [[item.question_id for item in items_of(form, officer_id)] for form in forms]
    assert len({*asked[0], *asked[1], *asked[2]}) == 3 * FINAL.length == 18
    mixes = [
        Counter((bank.questions[each].objective, bank.questions[each].difficulty) for each in form) for form in asked
    ]
    assert mixes == mixes[:1] * 3


def test_the_bank_comes_back_with_its_tags(world: World) -> None:
    asked = stock(1)
    bank = factories.freeze(asked)
    assert world
    assert banks.bank(bank.id) == {question.id: question for question in asked}
    assert {question.tags for question in banks.bank(bank.id).values()} == {("law",), ()}


def test_an_attempt_that_is_loaded_again_is_the_same_paper(world: World) -> None:
    bank, enrolment_id, officer_id = factories.freeze(stock(4)), ids.new(), world.kostanay.officers[0]
    attempt_id = factories.start(world.kostanay, bank, FINAL, enrolment_id=enrolment_id)
    items = items_of(attempt_id, officer_id)
    for _time in range(3):
        db.session.remove()
        assert factories.start(world.kostanay, bank, FINAL, enrolment_id=enrolment_id) == attempt_id
        assert items_of(attempt_id, officer_id) == items
    row = db.session.get_one(Attempt, attempt_id)
    assert papers.draw(FINAL, bank.questions.values(), row.seed, form=enrolment_id.int) == items


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # a seed draws the same on both
def test_a_thousand_attempts_prefer_no_question(world: World) -> None:
    """With seeds as they come: one run in 100,000 may fail for each set of questions that are alike."""
    bank = factories.freeze(stock(5))
    drawn = []
    for _hundred in range(10):
        with transaction():
            begun = [
                attempting.start(
                    officer_id=world.kostanay.officers[0],
                    enrolment_id=ids.new(),
                    academy_id=world.kostanay.academy_id,
                    module_id="gate-and-keys",
                    titles=factories.TITLES,
                    bank_id=bank.id,
                    blueprint=FINAL,
                )
                for _attempt in range(100)
            ]
        drawn += [sittings.questions_on([attempt_id]) for attempt_id in begun]
    assert len(drawn) == 1000
    assert all(len(paper) == FINAL.length for paper in drawn)
    for objective in ("gate", "keys"):
        for difficulty in (1, 2, 3):
            alike = [
                each.id
                for each in bank.questions.values()
                if (each.objective, each.difficulty) == (objective, difficulty)
            ]
            assert exposure(drawn, alike) > 0.00001
