"""Which answer counts when some are empty or came before more minutes were given; and what earlier enrolments change."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from elearn.foundation import clock, ids
from elearn.foundation.db import db, transaction
from elearn.people.service import links
from elearn.quizzes.queries import results, sittings
from elearn.quizzes.rules.assessing import Counting
from elearn.quizzes.rules.attempts import Acceptance, Given, Reason
from elearn.quizzes.rules.papers import Blueprint, by_objective
from elearn.quizzes.service import assessing, attempting, granting
from tests import factories_quizzes as factories
from tests.databases import NOW
from tests.factories_quizzes import FINAL, PRE_TEST, Bank
from tests.quizzes.pages import main_text
from tests.quizzes.test_attempts import kept_late, save, saved, sitting_of, submit
from tests.world import Place, World

SAVED, STALE, LATE, CLOSED = Acceptance.SAVED, Acceptance.STALE, Acceptance.LATE, Acceptance.CLOSED
TOO_LATE = NOW + timedelta(minutes=45)


@pytest.fixture
def bank(world: World) -> Bank:
    return factories.freeze(factories.questions())


def asked(attempt_id: UUID, officer_id: UUID) -> list[str]:
    return [item.question_id for item in sitting_of(attempt_id, officer_id).items]


def give_minutes(attempt_id: UUID, officer_id: UUID, world: World) -> bool:
    with transaction():
        deadline = sitting_of(attempt_id, officer_id).deadline
        return granting.give_minutes(attempt_id, deadline, 10, Reason.POWER, world.kostanay.instructor)


def test_an_empty_answer_is_kept_and_an_older_one_does_not_take_its_place(world: World, bank: Bank) -> None:
    officer_id, attempt_id = world.kostanay.officers[0], factories.start(world.kostanay, bank)
    one = asked(attempt_id, officer_id)[0]
    # Chosen, and taken back at once; the first of the two is longer on its way.
    assert save(attempt_id, officer_id, one, 2, "") is SAVED
    assert save(attempt_id, officer_id, one, 1, "a") is STALE
    assert saved(attempt_id) == {one: (2, "")}
    client = world.signed_in(world.kostanay.accounts[0])
    page = main_text(client.get(f"/attempts/{attempt_id}?n=1"))
    assert ("No answer yet" in page, "Saved on the server" in page) == (True, False)
    assert submit(attempt_id, officer_id).answered == 0


def test_an_empty_answer_that_comes_late_is_kept_beside_the_others(world: World, bank: Bank) -> None:
    officer_id, attempt_id = world.kostanay.officers[0], factories.start(world.kostanay, bank)
    one = asked(attempt_id, officer_id)[0]
    with clock.stopped_at(TOO_LATE):
        assert save(attempt_id, officer_id, one, 2, "") is LATE
        assert save(attempt_id, officer_id, one, 1, "a") is LATE
        assert kept_late(attempt_id) == [(one, 1, {"choice": ["a"]}), (one, 2, {})]
        assert give_minutes(attempt_id, officer_id, world)
        assert (saved(attempt_id), kept_late(attempt_id)) == ({one: (2, "")}, [])


def test_what_came_late_counts_once_more_minutes_are_given_and_the_highest_sequence_wins(
    world: World, bank: Bank
) -> None:
    places = (world.kostanay, world.karaganda)
    attempts = {place.academy_id: factories.start(place, bank) for place in places}
    for place in places:
        attempt_id, officer_id = attempts[place.academy_id], place.officers[0]
        one, two, three, *_ = asked(attempt_id, officer_id)
        assert save(attempt_id, officer_id, one, 4, "b") is SAVED
        assert save(attempt_id, officer_id, two, 1, "b") is SAVED
        with clock.stopped_at(TOO_LATE):
            for question_id, sequence, chosen in (
                (one, 3, "c"),  # given before the one that is saved
                (two, 2, "a"),
                (two, 4, "a"),  # the same once more, after another
                (two, 3, "d"),
                (three, 1, "a"),
            ):
                assert save(attempt_id, officer_id, question_id, sequence, chosen) is LATE
    attempt_id, officer_id = attempts[world.kostanay.academy_id], world.kostanay.officers[0]
    one, two, three, *_ = asked(attempt_id, officer_id)
    with clock.stopped_at(TOO_LATE + timedelta(minutes=1)):
        assert give_minutes(attempt_id, officer_id, world)
    assert (saved(attempt_id), kept_late(attempt_id)) == ({one: (4, "b"), two: (4, "a"), three: (1, "a")}, [])
    assert sittings.answers(attempt_id)[three] == Given(1, factories.choice("a"), TOO_LATE)
    with clock.stopped_at(TOO_LATE + timedelta(minutes=2)):
        assert save(attempt_id, officer_id, three, 2, "b") is SAVED
    theirs = attempts[world.karaganda.academy_id]
    their_paper = asked(theirs, world.karaganda.officers[0])
    assert saved(theirs) == {their_paper[0]: (4, "b"), their_paper[1]: (1, "b")}
    assert [(question, sequence) for question, sequence, _answer in kept_late(theirs)] == sorted(
        [(their_paper[0], 3), (their_paper[1], 3), (their_paper[1], 4), (their_paper[2], 1)]
    )


def test_what_came_late_from_another_browser_stays_late(world: World, bank: Bank) -> None:
    officer_id = world.kostanay.officers[0]
    attempt_id = factories.start(world.kostanay, bank, browser="here")
    one, two, *_ = asked(attempt_id, officer_id)
    with clock.stopped_at(TOO_LATE):
        for number, browser in ((1, "there"), (2, "here")):
            with transaction():
                receipt = attempting.save_fields(attempt_id, officer_id, number, 1, {0: ["0"]}, browser)
            assert receipt
            assert receipt.acceptance is LATE
        assert give_minutes(attempt_id, officer_id, world)
    assert (list(saved(attempt_id)), [question_id for question_id, *_ in kept_late(attempt_id)]) == ([two], [one])


# --- earlier enrolments ----------------------------------------------------------------------------------------------


def linked(one: UUID, other: UUID) -> None:
    with transaction():
        links.link(one, other, None)


def met_on(
    place: Place, of: Bank, blueprint: Blueprint, officer: int = 0, enrolment_id: UUID | None = None
) -> set[str]:
    attempt_id = factories.start(place, of, blueprint, officer, enrolment_id=enrolment_id)
    on_paper = set(asked(attempt_id, place.officers[officer]))
    submit(attempt_id, place.officers[officer])
    return on_paper


def test_questions_of_an_earlier_enrolment_come_last_but_for_those_of_this_one(world: World) -> None:
    of = factories.freeze(factories.questions(each=6))  # two of either objective on each of three papers
    first, second = met_on(world.kostanay, of, PRE_TEST), ids.new()
    again = met_on(world.kostanay, of, FINAL, enrolment_id=second)
    third = met_on(world.kostanay, of, FINAL, enrolment_id=second)
    assert [first & again, first & third, again & third] == [set(), set(), set()]
    # Nothing is left that was not met: those of an earlier enrolment come before those of this one.
    assert met_on(world.kostanay, of, replace(FINAL, attempts=3), enrolment_id=second) == first


def test_a_person_with_two_records_meets_other_questions_too(world: World) -> None:
    of = factories.freeze(factories.questions(each=4))
    one, other = world.kostanay.officers[0], world.karaganda.officers[0]
    linked(one, other)
    first = met_on(world.kostanay, of, FINAL)
    assert met_on(world.karaganda, of, FINAL) & first == set()
    # A colleague of neither is asked whatever there is.
    met = sittings.met_before(world.kostanay.officers[1], "gate-and-keys", ids.new())
    assert met == set()


ONE_QUESTION = Blueprint("final", by_objective({"o": 2}), 40, 60, 1)


def key_seen(attempt_id: UUID, officer_id: UUID) -> datetime | None:
    db.session.rollback()
    return results.key_seen_from(sitting_of(attempt_id, officer_id))


@pytest.mark.parametrize("elsewhere", [False, True], ids=["own-record", "linked-record"])
def test_who_passed_in_another_enrolment_could_see_the_key_once_this_attempt_was_handed_in(
    world: World, elsewhere: bool
) -> None:
    of = factories.freeze([replace(factories.question(name), objective="o") for name in ("one", "two")])
    before = world.karaganda if elsewhere else world.kostanay
    if elsewhere:
        linked(world.kostanay.officers[0], world.karaganda.officers[0])
    passed = factories.start(before, of, ONE_QUESTION)
    for question_id in ("one", "two"):
        save(passed, before.officers[0], question_id, 1, "a")
    submit(passed, before.officers[0])
    officer_id, a_year_on = world.kostanay.officers[0], NOW + timedelta(days=365)
    with clock.stopped_at(a_year_on):
        attempt_id = factories.start(world.kostanay, of, replace(ONE_QUESTION, attempts=2))
        colleague = factories.start(world.kostanay, of, replace(ONE_QUESTION, attempts=2), officer=1)
        # While it is open, no page shows what was right in the attempt before.
        shown = world.signed_in(before.accounts[0]).get(f"/attempts/{passed}/result")
        assert "Because of one." not in main_text(shown)
    with clock.stopped_at(a_year_on + timedelta(minutes=41)):
        assert save(attempt_id, officer_id, "one", 1, "a") is LATE
    handed_in = a_year_on + timedelta(minutes=42)
    with clock.stopped_at(handed_in):
        submit(attempt_id, officer_id)
        submit(colleague, world.kostanay.officers[1])
    with clock.stopped_at(handed_in + timedelta(minutes=1)):
        shown = world.signed_in(before.accounts[0]).get(f"/attempts/{passed}/result")
        assert "Because of one." in main_text(shown)
        assert save(attempt_id, officer_id, "two", 1, "a") is CLOSED
    assert (key_seen(attempt_id, officer_id), key_seen(colleague, world.kostanay.officers[1])) == (handed_in, None)
    with transaction():
        assert assessing.count_late(attempt_id, world.kostanay.instructor) is Counting.COUNTED
    db.session.rollback()
    # What came in time of another clock counts; what came when the key could be read does not.
    assert [each.points for each in results.scores(attempt_id).again] == [1]
