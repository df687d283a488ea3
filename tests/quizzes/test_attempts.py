"""Attempts as services keep them: started, answered, handed in, each once and by its own officer."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from elearn.foundation import clock, ids
from elearn.foundation.db import db, transaction
from elearn.quizzes.models import Attempt, AttemptSubmitted, LateAnswer
from elearn.quizzes.queries import sittings
from elearn.quizzes.rules import papers
from elearn.quizzes.rules.attempts import Acceptance, AttemptLine, Sitting
from elearn.quizzes.rules.papers import Blueprint, NoAttemptLeft, TooFewQuestions, by_objective
from elearn.quizzes.service import attempting
from tests import factories_quizzes as factories
from tests.databases import NOW
from tests.factories_quizzes import FINAL, PRE_TEST
from tests.world import World

SAVED, STALE, CLOSED, LATE, ELSEWHERE, FULL, FOREIGN = Acceptance


def sitting_of(attempt_id: UUID, officer_id: UUID) -> Sitting:
    sitting = sittings.sitting(attempt_id, officer_id)
    assert sitting
    return sitting


def save(attempt_id: UUID, officer_id: UUID, question_id: str, sequence: int, chosen: str) -> Acceptance:
    with transaction():
        return attempting.save(attempt_id, officer_id, question_id, sequence, factories.choice(chosen))


def submit(attempt_id: UUID, officer_id: UUID) -> AttemptSubmitted:
    with transaction():
        fact = attempting.submit(attempt_id, officer_id)
        db.session.flush()
        db.session.refresh(fact)
        db.session.expunge(fact)
    return fact


def saved(attempt_id: UUID) -> dict[str, tuple[int, str]]:
    return {
        question: (given.sequence, "".join(given.answer.get("choice", ())))
        for question, given in sittings.answers(attempt_id).items()
    }


def kept_late(attempt_id: UUID) -> list[tuple[str, int, object]]:
    """What came too late to count."""
    db.session.rollback()
    rows = db.session.execute(select(LateAnswer).where(LateAnswer.attempt_id == attempt_id)).scalars()
    return sorted((row.question_id, row.sequence, row.answer) for row in rows)


def test_starting_draws_the_paper_that_its_seed_gives(world: World) -> None:
    bank = factories.freeze(factories.questions())
    enrolment_id = ids.new()
    attempt_id = factories.start(world.kostanay, bank, enrolment_id=enrolment_id)
    row = db.session.get_one(Attempt, attempt_id)
    items = papers.draw(FINAL, bank.questions.values(), row.seed, form=enrolment_id.int)
    assert sitting_of(attempt_id, world.kostanay.officers[0]) == Sitting(
        id=attempt_id,
        officer_id=world.kostanay.officers[0],
        enrolment_id=enrolment_id,
        academy_id=world.kostanay.academy_id,
        module_id="gate-and-keys",
        titles=factories.TITLES,
        bank_id=bank.id,
        paper="final",
        number=1,
        pass_percent=75,
        attempts_allowed=2,
        minutes=40,
        supervised=False,
        place=None,
        started_at=NOW,
        deadline=NOW + timedelta(minutes=40),
        held=False,
        items=items,
        state="open",
    )


def test_the_final_assessment_shares_no_question_with_the_pre_test(world: World) -> None:
    bank = factories.freeze(factories.questions(each=4))
    enrolment_id = ids.new()
    pre = factories.start(world.kostanay, bank, PRE_TEST, enrolment_id=enrolment_id)
    seen = {item.question_id for item in sitting_of(pre, world.kostanay.officers[0]).items}
    final = factories.start(world.kostanay, bank, FINAL, enrolment_id=enrolment_id, without=seen)
    asked = {item.question_id for item in sitting_of(final, world.kostanay.officers[0]).items}
    assert (len(seen), len(asked), seen & asked) == (4, 4, set())
    with pytest.raises(TooFewQuestions):
        factories.start(world.kostanay, bank, FINAL, without=[*seen, *asked])


def test_an_open_attempt_is_gone_on_with_and_the_limit_holds(world: World) -> None:
    bank = factories.freeze(factories.questions())
    enrolment_id, officer_id = ids.new(), world.kostanay.officers[0]
    first = factories.start(world.kostanay, bank, enrolment_id=enrolment_id)
    assert factories.start(world.kostanay, bank, enrolment_id=enrolment_id) == first
    submit(first, officer_id)
    second = factories.start(world.kostanay, bank, enrolment_id=enrolment_id)
    assert second != first
    submit(second, officer_id)
    with pytest.raises(NoAttemptLeft):
        factories.start(world.kostanay, bank, enrolment_id=enrolment_id)
    factories.start(world.kostanay, bank, enrolment_id=ids.new())  # the limit is that of one enrolment
    assert [(line.id, line.number, line.state) for line in sittings.attempts(enrolment_id)] == [
        (first, 1, "submitted"),
        (second, 2, "submitted"),
    ]


def test_another_attempt_asks_other_questions_as_long_as_there_are_any(world: World) -> None:
    bank = factories.freeze(factories.questions(each=5))  # 5 of each objective for 3 papers with 2 of each
    enrolment_id, officer_id = ids.new(), world.kostanay.officers[0]
    papers = []
    for _ in range(3):
        attempt_id = factories.start(world.kostanay, bank, replace(FINAL, attempts=3), enrolment_id=enrolment_id)
        papers.append({item.question_id for item in sitting_of(attempt_id, officer_id).items})
        submit(attempt_id, officer_id)
    assert papers[0].isdisjoint(papers[1])
    assert len(papers[2] - papers[0] - papers[1]) == 2  # the last question of either; the others had to come again
    assert {len(paper) for paper in papers} == {4}


def test_without_a_limit_one_may_go_on_for_ever(world: World) -> None:
    bank = factories.freeze(factories.questions())
    enrolment_id = ids.new()
    for _ in range(4):
        submit(factories.start(world.kostanay, bank, PRE_TEST, enrolment_id=enrolment_id), world.kostanay.officers[0])
    assert [line.number for line in sittings.attempts(enrolment_id)] == [1, 2, 3, 4]


def test_an_open_attempt_whose_time_is_up_is_handed_in_before_another_begins(world: World) -> None:
    bank = factories.freeze(factories.questions())
    enrolment_id, officer_id = ids.new(), world.kostanay.officers[0]
    first = factories.start(world.kostanay, bank, enrolment_id=enrolment_id)
    with clock.stopped_at(NOW + timedelta(minutes=50)):
        assert factories.start(world.kostanay, bank, enrolment_id=enrolment_id) == first
        assert sitting_of(first, officer_id).is_open
        client = world.signed_in(world.kostanay.accounts[0])
        led = client.get(f"/attempts/{first}", follow_redirects=True)
        assert led.request.path == f"/attempts/{first}/overview"
        assert "The time is up" in led.text
        assert "No more answers are taken. What was saved is kept: hand it in to see your result." in led.text
        assert client.post(f"/attempts/{first}/submit").location == f"/attempts/{first}/result"
        second = factories.start(world.kostanay, bank, enrolment_id=enrolment_id)
    assert second != first
    assert [(line.id, line.state, line.submitted_at) for line in sittings.attempts(enrolment_id)] == [
        (first, "submitted", NOW + timedelta(minutes=40)),
        (second, "open", None),
    ]


def test_an_attempt_to_which_nobody_came_back_for_a_day_comes_back_handed_in(world: World) -> None:
    bank = factories.freeze(factories.questions())
    enrolment_id, officer_id = ids.new(), world.kostanay.officers[0]
    first = factories.start(world.kostanay, bank, enrolment_id=enrolment_id)
    with clock.stopped_at(NOW + timedelta(days=1, minutes=40)):
        assert factories.start(world.kostanay, bank, enrolment_id=enrolment_id) == first
        assert sitting_of(first, officer_id).is_open
    with clock.stopped_at(NOW + timedelta(days=1, minutes=41)):
        assert factories.start(world.kostanay, bank, enrolment_id=enrolment_id) == first
        assert sittings.attempts(enrolment_id)[0].submitted_at == NOW + timedelta(minutes=40)
        second = factories.start(world.kostanay, bank, enrolment_id=enrolment_id)
    assert second != first
    assert [(line.state, line.percent) for line in sittings.attempts(enrolment_id)] == [
        ("submitted", 0),
        ("open", None),
    ]


def test_the_highest_sequence_wins_whatever_the_order(world: World) -> None:
    bank = factories.freeze(factories.questions())
    officer_id = world.kostanay.officers[0]
    attempt_id = factories.start(world.kostanay, bank)
    one, two, *_ = (item.question_id for item in sitting_of(attempt_id, officer_id).items)
    sent = [
        (one, 2, "b"),
        (one, 1, "a"),
        (one, 2, "c"),
        (one, 2, "b"),
        (two, 1, ""),
        (one, 5, "d"),
        (one, 4, "a"),
        (two, 2, "a"),
    ]
    assert [save(attempt_id, officer_id, *each) for each in sent] == [
        SAVED,
        STALE,
        STALE,
        SAVED,
        SAVED,
        SAVED,
        STALE,
        SAVED,
    ]
    assert saved(attempt_id) == {one: (5, "d"), two: (2, "a")}


def test_when_an_answer_was_saved(world: World) -> None:
    bank = factories.freeze(factories.questions())
    officer_id = world.kostanay.officers[0]
    attempt_id = factories.start(world.kostanay, bank)
    question_id = sitting_of(attempt_id, officer_id).items[0].question_id
    later = NOW + timedelta(minutes=3)
    save(attempt_id, officer_id, question_id, 1, "a")
    with clock.stopped_at(later):
        save(attempt_id, officer_id, question_id, 1, "a")  # the same again: saved then, not now
        assert sittings.answers(attempt_id)[question_id].saved_at == NOW
        save(attempt_id, officer_id, question_id, 2, "a")
    assert sittings.answers(attempt_id)[question_id].saved_at == later


@pytest.mark.parametrize(
    ("seconds", "expected"), [(2399, SAVED), (2400, SAVED), (2430, SAVED), (2431, LATE), (90_000, LATE), (-7200, SAVED)]
)
def test_answers_are_taken_until_the_deadline_and_the_grace(world: World, seconds: int, expected: Acceptance) -> None:
    bank = factories.freeze(factories.questions())
    officer_id = world.kostanay.officers[0]
    attempt_id = factories.start(world.kostanay, bank)
    one, two, *_ = (item.question_id for item in sitting_of(attempt_id, officer_id).items)
    save(attempt_id, officer_id, one, 1, "a")
    with clock.stopped_at(NOW + timedelta(seconds=seconds)):
        assert save(attempt_id, officer_id, two, 1, "b") is expected
        assert save(attempt_id, officer_id, one, 1, "a") is SAVED  # as it is: the answer to that was lost on the way
    counts, late = ({two: (1, "b")}, []) if expected is SAVED else ({}, [(two, 1, {"choice": ["b"]})])
    assert saved(attempt_id) == {one: (1, "a")} | counts
    assert kept_late(attempt_id) == late


def test_nothing_is_saved_after_handing_in(world: World) -> None:
    bank = factories.freeze(factories.questions())
    officer_id = world.kostanay.officers[0]
    attempt_id = factories.start(world.kostanay, bank)
    one, two, *_ = (item.question_id for item in sitting_of(attempt_id, officer_id).items)
    save(attempt_id, officer_id, one, 1, "b")
    submit(attempt_id, officer_id)
    assert save(attempt_id, officer_id, one, 2, "a") is CLOSED
    assert save(attempt_id, officer_id, two, 1, "a") is CLOSED
    assert save(attempt_id, officer_id, one, 1, "b") is SAVED
    assert save(attempt_id, officer_id, two, 3, "c") is CLOSED
    assert save(attempt_id, officer_id, two, 2, "d") is CLOSED
    assert saved(attempt_id) == {one: (1, "b")}
    late = [(one, 2, "a"), (two, 1, "a"), (two, 2, "d"), (two, 3, "c")]
    assert kept_late(attempt_id) == sorted((asked, sequence, {"choice": [given]}) for asked, sequence, given in late)


def test_foreign_questions_options_and_attempts_are_refused(world: World) -> None:
    bank = factories.freeze(factories.questions())
    officer_id, colleague = world.kostanay.officers[:2]
    stranger = world.karaganda.officers[0]
    attempt_id = factories.start(world.kostanay, bank)
    theirs = factories.start(world.karaganda, bank)
    on_paper = {item.question_id for item in sitting_of(attempt_id, officer_id).items}
    question_id = min(on_paper)
    off_paper = min(bank.questions.keys() - on_paper)
    assert [
        save(attempt_id, officer_id, off_paper, 1, "a"),
        save(attempt_id, officer_id, "no-such-question", 1, "a"),
        save(attempt_id, officer_id, question_id, 1, "e"),
        save(attempt_id, officer_id, question_id, 1, "ab"),
        save(attempt_id, colleague, question_id, 1, "a"),
        save(attempt_id, stranger, question_id, 1, "a"),
        save(theirs, officer_id, sitting_of(theirs, stranger).items[0].question_id, 1, "a"),
        save(ids.new(), officer_id, question_id, 1, "a"),
    ] == [FOREIGN] * 8
    assert saved(attempt_id) == saved(theirs) == {}
    for attempt, officer in (
        (attempt_id, colleague),
        (attempt_id, stranger),
        (theirs, officer_id),
        (ids.new(), officer_id),
    ):
        with pytest.raises(LookupError):
            attempting.submit(attempt, officer)
    assert sitting_of(attempt_id, officer_id).is_open
    assert sitting_of(theirs, stranger).is_open


@pytest.mark.parametrize(("wrong", "percent", "passed"), [(0, 100, True), (1, 75, True), (2, 50, False)])
def test_handing_in_scores_once(world: World, wrong: int, percent: int, passed: bool) -> None:
    bank = factories.freeze(factories.questions("multiple"))
    enrolment_id, officer_id = ids.new(), world.kostanay.officers[0]
    attempt_id = factories.start(world.kostanay, bank, enrolment_id=enrolment_id)
    asked = [item.question_id for item in sitting_of(attempt_id, officer_id).items]
    for number, question_id in enumerate(asked):
        save(attempt_id, officer_id, question_id, 1, "a" if number < wrong else "ab")
    with clock.stopped_at(NOW + timedelta(minutes=12)):
        fact = submit(attempt_id, officer_id)
    with clock.stopped_at(NOW + timedelta(minutes=13)):
        again = submit(attempt_id, officer_id)
    assert {name: getattr(fact, name) for name in fact.__table__.columns.keys() if name != "site"} == {  # noqa: SIM118
        "id": attempt_id,
        "recorded_at": NOW + timedelta(minutes=12),
        "officer_id": officer_id,
        "enrolment_id": enrolment_id,
        "module_id": "gate-and-keys",
        "bank_id": bank.id,
        "paper": "final",
        "number": 1,
        "to_mark": [],
        "answered": 4,
        "points": 4 - wrong,
        "out_of": 4,
        "percent": percent,
        "passed": passed,
        "scores": {question_id: int(number >= wrong) for number, question_id in enumerate(asked)},
        "started_at": NOW,
        "submitted_at": NOW + timedelta(minutes=12),
    }
    assert (again.id, again.submitted_at) == (fact.id, fact.submitted_at)
    assert db.session.execute(select(AttemptSubmitted.id)).scalars().all() == [attempt_id]


def test_a_pre_test_is_neither_passed_nor_failed(world: World) -> None:
    bank = factories.freeze(factories.questions())
    fact = submit(factories.start(world.kostanay, bank, PRE_TEST), world.kostanay.officers[0])
    assert (fact.points, fact.out_of, fact.percent, fact.passed) == (0, 4, 0, None)


def test_handing_in_late_counts_as_handed_in_at_the_deadline(world: World) -> None:
    bank = factories.freeze(factories.questions())
    attempt_id = factories.start(world.kostanay, bank)
    with clock.stopped_at(NOW + timedelta(days=3)):
        fact = submit(attempt_id, world.kostanay.officers[0])
    assert (fact.submitted_at, fact.recorded_at) == (NOW + timedelta(minutes=40), NOW + timedelta(days=3))


def test_a_list_of_attempts_is_one_enrolments_and_one_query(world: World) -> None:
    bank = factories.freeze(factories.questions())
    enrolment_id, officer_id = ids.new(), world.kostanay.officers[0]
    pre = factories.start(world.kostanay, bank, PRE_TEST, enrolment_id=enrolment_id)
    submit(pre, officer_id)
    final = factories.start(world.kostanay, bank, FINAL, enrolment_id=enrolment_id)
    factories.start(world.karaganda, bank, FINAL)
    assert sittings.attempts(enrolment_id) == [
        AttemptLine(final, "final", 1, "open", NOW, NOW + timedelta(minutes=40), *[None] * 5),
        AttemptLine(pre, "pre-test", 1, "submitted", NOW, NOW + timedelta(minutes=15), 0, None, NOW, 0, 4),
    ]


def test_the_database_keeps_two_attempts_of_one_number_apart(world: World) -> None:
    bank = factories.freeze(factories.questions())
    row = db.session.get_one(Attempt, factories.start(world.kostanay, bank))
    values = {column.key: getattr(row, column.key) for column in Attempt.__table__.columns}
    with pytest.raises(IntegrityError):
        db.session.execute(insert(Attempt).values(values | {"id": ids.new()}))


def test_a_blueprint_without_questions_for_an_objective(world: World) -> None:
    bank = factories.freeze(factories.questions())
    with pytest.raises(TooFewQuestions, match=r"^objective: yard: 0 questions, 1 wanted$"):
        factories.start(world.kostanay, bank, Blueprint("final", by_objective({"yard": 1}), 10))
