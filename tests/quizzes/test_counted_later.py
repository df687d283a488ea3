"""What is scored after a question was put right, essays that came too late, and how many late answers are kept."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select

from elearn.courses.queries import facts
from elearn.foundation import clock
from elearn.foundation.db import db, transaction
from elearn.people.models import RoleGranted
from elearn.quizzes.models import Attempt, BankCorrected, LateCounted
from elearn.quizzes.queries import assessments, results, sittings
from elearn.quizzes.rules import attempts
from elearn.quizzes.rules.assessing import Counting, Marking
from elearn.quizzes.rules.attempts import Acceptance
from elearn.quizzes.rules.papers import Blueprint, by_objective
from elearn.quizzes.service import assessing, attempting
from tests import factories_quizzes as factories
from tests.databases import NOW
from tests.factories_courses import publish
from tests.factories_quizzes import Bank, choice
from tests.quizzes.pages import main_text
from tests.quizzes.test_marking import (
    FAIR,
    FINAL,
    GOOD,
    HELD,
    POOR,
    TEXT,
    bank,
    came_to,
    corrected_bank,
    handed_in,
    mark,
    state,
)
from tests.racing import at_once
from tests.world import Place, World

LONGER = "At 14:10 I found a phone under the mattress, and told the shift leader."
TWO = replace(FINAL, attempts=2)


def correct(world: World, old_id: str, new_id: str) -> int:
    with transaction():
        return assessing.correct(old_id, new_id, world.programme_administrator)


def essay(attempt_id: UUID, officer_id: UUID, words: str, sequence: int = 2) -> Acceptance:
    with transaction():
        return attempting.save(attempt_id, officer_id, "essay", sequence, {"text": (words,)})


def count_late(attempt_id: UUID, world: World) -> Counting:
    with transaction():
        return assessing.count_late(attempt_id, world.kostanay.instructor)


def only_chosen(place: Place, of: Bank, blueprint: Blueprint = TWO) -> UUID:
    """An attempt handed in with the choice answered and nothing written."""
    attempt_id = factories.start(place, of, blueprint)
    with transaction():
        attempting.save(attempt_id, place.officers[0], "single", 1, choice("a"))
        attempting.submit(attempt_id, place.officers[0])
    return attempt_id


def waiting_for(account_id: UUID, academy_id: UUID) -> list[tuple[UUID, int]]:
    """The attempts in the list of answers to mark, with how many marked each."""
    db.session.rollback()
    return [(each.attempt_id, each.marks) for each in assessments.to_mark([academy_id], account_id, None, "en")]


def test_what_is_marked_released_or_handed_in_after_a_correction_is_scored_by_it(world: World) -> None:
    old = bank()
    new = corrected_bank(old, "b")
    wrong, right = (handed_in(world.kostanay, old, officer=officer, right=officer > 0) for officer in (0, 1))
    kept = handed_in(world.kostanay, old, HELD, 2, right=False)
    theirs = handed_in(world.karaganda, old, right=False)
    still_open = factories.start(world.karaganda, old, FINAL, 1)
    begun = [(place, factories.start(place, old, FINAL, 2)) for place in (world.karaganda,)]
    [before] = assessments.corrections([old.id], new.id, "en")
    assert (before.gaining, before.passing, before.holds) == (0, 0, False)
    assert correct(world, old.id, new.id) == 0  # nobody has a result yet
    [after] = assessments.corrections([old.id], new.id, "en")
    assert (after.gaining, after.passing, after.holds) == (0, 0, True)
    begun.append((world.karaganda, still_open))
    for attempt_id in (wrong, right, kept, theirs):
        mark(attempt_id, world.kostanay.instructor, FAIR)
    with transaction():
        assert assessing.release(world.kostanay.academy_id, "gate-and-keys", "final", world.kostanay.instructor) == 1
    assert [came_to(each) for each in (wrong, right, kept, theirs)] == [
        [(0, None, None), (1.75, 87, True)],
        [(1, None, None), (1.75, 87, True)],  # the old key gave the point
        [(0, None, None), (1.75, 87, True)],
        [(0, None, None), (1.75, 87, True)],
    ]
    for place, attempt_id in begun:
        officer_id = place.officers[1 if attempt_id == still_open else 2]
        with transaction():
            attempting.save(attempt_id, officer_id, "single", 1, choice("b"))
            attempting.submit(attempt_id, officer_id)
        assert came_to(attempt_id) == [(1, 50, False)]
    # Saying it again changes nothing, and gives nobody more.
    assert correct(world, old.id, new.id) == 0
    assert [
        (each.bank_id, each.number, each.key_bank_id, each.by_account)
        for each in db.session.execute(select(BankCorrected)).scalars()
    ] == [(old.id, 1, new.id, world.programme_administrator)]
    page = main_text(world.signed_in(world.kostanay.accounts[0]).get(f"/attempts/{wrong}/result"))
    assert "Option b of single right your choice" in page


def test_a_question_that_was_put_right_twice_is_scored_by_all_its_keys(world: World) -> None:
    old = bank()
    second, third = corrected_bank(old, "b"), corrected_bank(old, "c")
    answered = {option: factories.start(world.kostanay, old, FINAL, number) for number, option in enumerate("abc")}
    assert [correct(world, old.id, each.id) for each in (second, third)] == [0, 0]
    for number, (option, attempt_id) in enumerate(answered.items()):
        with transaction():
            attempting.save(attempt_id, world.kostanay.officers[number], "single", 1, choice(option))
            attempting.submit(attempt_id, world.kostanay.officers[number])
    assert [came_to(each) for each in answered.values()] == [[(1, 50, False)]] * 3
    last = factories.start(world.karaganda, old, FINAL)
    with transaction():
        attempting.save(last, world.karaganda.officers[0], "single", 1, choice("d"))
        attempting.submit(last, world.karaganda.officers[0])
    assert came_to(last) == [(0, 0, False)]


def test_late_answers_are_scored_by_the_corrected_key(world: World) -> None:
    old = bank()
    new, officer_id = corrected_bank(old, "b"), world.kostanay.officers[0]
    attempt_id = factories.start(world.kostanay, old, TWO)
    with transaction():
        attempting.submit(attempt_id, officer_id)
    with transaction():
        assert attempting.save(attempt_id, officer_id, "single", 1, choice("b")) is Acceptance.CLOSED
    assert count_late(attempt_id, world) is Counting.NOTHING
    assert correct(world, old.id, new.id) == 0
    assert count_late(attempt_id, world) is Counting.COUNTED
    assert came_to(attempt_id) == [(0, 0, False), (1, 50, False)]


def test_whoever_hands_in_while_a_question_is_put_right_is_scored_by_it(world: World) -> None:
    for number in range(4):
        old = factories.freeze([replace(factories.question(f"q{number}"), objective="o")])
        question = old.questions[f"q{number}"]
        new = factories.freeze([replace(question, key={"right": ["b"], "partly": False})])
        attempt_id = factories.start(world.kostanay, old, Blueprint("final", by_objective({"o": 1}), 40, 75, 1))
        officer_id = world.kostanay.officers[0]
        with transaction():
            attempting.save(attempt_id, officer_id, question.id, 1, choice("b"))

        def hand_in() -> None:
            with transaction():
                attempting.submit(attempt_id, officer_id)  # noqa: B023 - called within the round

        at_once(world.app, hand_in, lambda: correct(world, old.id, new.id))  # noqa: B023
        assert came_to(attempt_id)[-1] == (1, 100, True)


def test_an_essay_that_came_too_late_counts_when_staff_say_so_and_is_marked(world: World) -> None:
    of, officer_id = bank(), world.kostanay.officers[0]
    attempt_id, theirs = only_chosen(world.kostanay, of), only_chosen(world.karaganda, of)
    assert came_to(attempt_id) == [(1, 50, False)]
    assert essay(attempt_id, officer_id, TEXT, 1) is Acceptance.CLOSED
    assert essay(attempt_id, officer_id, LONGER, 2) is Acceptance.CLOSED
    assert essay(theirs, world.karaganda.officers[0], TEXT, 1) is Acceptance.CLOSED
    assert count_late(attempt_id, world) is Counting.TO_MARK
    # It waits again, and what it came to holds until then.
    assert (state(attempt_id), came_to(attempt_id)) == ("waiting", [(1, 50, False)])
    assert waiting_for(world.kostanay.instructor, world.kostanay.academy_id) == [(attempt_id, 0)]
    assert waiting_for(world.karaganda.instructor, world.karaganda.academy_id) == []
    assert count_late(attempt_id, world) is Counting.NOTHING
    officer = world.signed_in(world.kostanay.accounts[0])
    page = main_text(officer.get(f"/attempts/{attempt_id}/result"))
    assert page.startswith(
        "Not passed this time Gate and keys: Final assessment 50% 1 of 2 points. The pass mark is 75%. "
        "Somebody at your academy reads 1 answer that came too late and counts now. Your result can only get better by it."
    )
    shown = main_text(world.signed_in(world.kostanay.instructor).get(f"/assessment/{attempt_id}/essay"))
    assert LONGER in shown
    with transaction():
        marked = assessing.mark(attempt_id, "essay", 2, world.kostanay.instructor, 1, GOOD, "")
    assert marked is Marking.KEPT
    assert (state(attempt_id), came_to(attempt_id)) == ("submitted", [(1, 50, False), (2, 100, True)])
    assert [
        (fact.attempt_id, fact.number, fact.answers, fact.waits, fact.scored, fact.by_account)
        for fact in db.session.execute(select(LateCounted)).scalars()
    ] == [(attempt_id, 1, [["essay", 2]], True, 0, world.kostanay.instructor)]
    assert came_to(theirs) == [(1, 50, False)]


def test_a_marked_essay_that_a_later_one_replaces_is_marked_anew_and_nobody_loses_a_point(world: World) -> None:
    officer_id, instructor = world.kostanay.officers[0], world.kostanay.instructor
    attempt_id = handed_in(world.kostanay, bank(), TWO, right=False)
    assert essay(attempt_id, officer_id, LONGER) is Acceptance.CLOSED
    mark(attempt_id, instructor, FAIR)
    assert came_to(attempt_id) == [(0, None, None), (0.75, 37, False)]
    assert count_late(attempt_id, world) is Counting.TO_MARK
    assert waiting_for(instructor, world.kostanay.academy_id) == [(attempt_id, 0)]
    # Who still has the first one on the screen marks nothing that they have not read.
    assert mark(attempt_id, instructor, GOOD, 2) is Marking.OVERTAKEN
    with transaction():
        assert assessing.mark(attempt_id, "essay", 2, instructor, 1, POOR, "") is Marking.KEPT
    # The end of its waiting is written down, though the points are the same.
    assert (state(attempt_id), came_to(attempt_id)) == (
        "submitted",
        [(0, None, None), (0.75, 37, False), (0.75, 37, False)],
    )
    # The first one is not thrown away, and does not come back by itself.
    assert [(given.sequence, given.answer) for _question, given in sittings.late_answers(attempt_id)] == [
        (1, {"text": (TEXT,)})
    ]
    assert count_late(attempt_id, world) is Counting.NOTHING
    page = main_text(world.signed_in(world.kostanay.accounts[0]).get(f"/attempts/{attempt_id}/result"))
    assert "Until" not in page


def test_a_late_essay_counts_while_the_first_one_waits_to_be_marked(world: World) -> None:
    attempt_id = handed_in(world.kostanay, bank(markers=2), FINAL, right=False)
    officer_id = world.kostanay.officers[0]
    mark(attempt_id, world.kostanay.instructor, GOOD)
    assert essay(attempt_id, officer_id, LONGER) is Acceptance.CLOSED
    with transaction():
        assert attempting.save(attempt_id, officer_id, "single", 2, choice("a")) is Acceptance.CLOSED
    assert count_late(attempt_id, world) is Counting.TO_MARK
    assert (state(attempt_id), came_to(attempt_id)) == ("waiting", [(0, None, None)])
    for account in (world.kostanay.instructor, world.kostanay.administrator):
        number = len(results.marks_of([attempt_id]).get((attempt_id, "essay"), [])) + 1
        with transaction():
            assert assessing.mark(attempt_id, "essay", 2, account, number, GOOD, "") is Marking.KEPT
    assert (state(attempt_id), came_to(attempt_id)) == ("submitted", [(0, None, None), (2, 100, True)])


def waits(attempt_id: UUID) -> bool:
    """Whether the enrolment waits, so that nobody has failed and no other attempt begins."""
    db.session.rollback()
    enrolment_id = db.session.get_one(Attempt, attempt_id).enrolment_id
    [sitting] = facts.sittings([enrolment_id])[enrolment_id]
    return sitting.waits_again


def test_what_is_scored_for_other_reasons_while_a_late_essay_waits_does_not_end_the_waiting(world: World) -> None:
    old, officer_id = bank(), world.kostanay.officers[0]
    new = corrected_bank(old, "b")
    attempt_id = factories.start(world.kostanay, old, TWO)
    with transaction():
        attempting.save(attempt_id, officer_id, "single", 1, choice("c"))
        attempting.submit(attempt_id, officer_id)
    theirs = only_chosen(world.karaganda, old)
    assert essay(attempt_id, officer_id, TEXT, 1) is Acceptance.CLOSED
    assert count_late(attempt_id, world) is Counting.TO_MARK
    assert [waits(each) for each in (attempt_id, theirs)] == [True, False]
    with transaction():
        assert attempting.save(attempt_id, officer_id, "single", 2, choice("b")) is Acceptance.CLOSED
    assert correct(world, old.id, new.id) == 0
    assert count_late(attempt_id, world) is Counting.COUNTED
    assert came_to(attempt_id) == [(0, 0, False), (1, 50, False)]
    assert (state(attempt_id), waits(attempt_id)) == ("waiting", True)
    mark(attempt_id, world.kostanay.instructor, FAIR)
    assert came_to(attempt_id) == [(0, 0, False), (1, 50, False), (1.75, 87, True)]
    assert (state(attempt_id), waits(attempt_id)) == ("submitted", False)


def test_a_key_that_is_put_right_while_a_late_essay_waits_does_not_end_the_waiting(world: World) -> None:
    old, officer_id = bank(), world.kostanay.officers[0]
    new = corrected_bank(old, "b")
    attempt_id = factories.start(world.kostanay, old, TWO)
    with transaction():
        attempting.save(attempt_id, officer_id, "single", 1, choice("b"))
        attempting.submit(attempt_id, officer_id)
    assert essay(attempt_id, officer_id, TEXT, 1) is Acceptance.CLOSED
    assert count_late(attempt_id, world) is Counting.TO_MARK
    assert correct(world, old.id, new.id) == 1
    assert came_to(attempt_id) == [(0, 0, False), (1, 50, False)]
    assert (state(attempt_id), waits(attempt_id)) == ("waiting", True)
    mark(attempt_id, world.kostanay.instructor, POOR)
    assert came_to(attempt_id) == [(0, 0, False), (1, 50, False), (1, 50, False)]
    assert (state(attempt_id), waits(attempt_id)) == ("submitted", False)


def test_an_essay_given_when_the_key_could_be_seen_never_counts(world: World) -> None:
    attempt_id = only_chosen(world.kostanay, bank(), blueprint=FINAL)
    with clock.stopped_at(NOW + timedelta(minutes=1)):
        assert essay(attempt_id, world.kostanay.officers[0], TEXT, 1) is Acceptance.CLOSED
    assert count_late(attempt_id, world) is Counting.NOTHING
    assert state(attempt_id) == "submitted"


def test_a_late_answer_is_kept_once_and_not_without_end(world: World) -> None:
    attempt_id, officer_id = handed_in(world.kostanay, bank()), world.kostanay.officers[0]

    def kept() -> list[tuple[int, str]]:
        db.session.rollback()
        return [(given.sequence, given.answer["text"][0]) for _question, given in sittings.late_answers(attempt_id)]

    for _time in range(2):
        assert essay(attempt_id, officer_id, LONGER, 2) is Acceptance.CLOSED
        assert essay(attempt_id, officer_id, LONGER, 9) is Acceptance.CLOSED  # the same from another page
        assert essay(attempt_id, officer_id, "Another page.", 2) is Acceptance.CLOSED  # of the same sequence
    assert kept() == [(2, "Another page."), (9, LONGER)]  # with the highest of its sequences
    for number in range(attempts.MOST_LATE):
        answered = essay(attempt_id, officer_id, f"Version {number}", 10 + number)
        assert answered is (Acceptance.CLOSED if number < attempts.MOST_LATE - 2 else Acceptance.FULL)
    assert len(kept()) == attempts.MOST_LATE
    assert essay(attempt_id, officer_id, "Version 0", 500) is Acceptance.CLOSED  # it is there
    assert essay(attempt_id, officer_id, TEXT, 1) is Acceptance.SAVED  # as is what was saved in time
    with transaction():  # the other question has room of its own
        assert attempting.save(attempt_id, officer_id, "single", 2, choice("c")) is Acceptance.CLOSED
    officer = world.signed_in(world.kostanay.accounts[0])
    sitting = sittings.sitting(attempt_id, officer_id)
    assert sitting
    number = 1 + [item.question_id for item in sitting.items].index("essay")
    sent = {"n": number, "sequence": 900, "fields": [["answer-0", "One more"]]}
    assert (officer.post(f"/attempts/{attempt_id}", json=sent).json or {})["state"] == "full"


def test_the_pages_say_that_a_second_marker_is_missing(world: World) -> None:
    missing = "Kostanay academy: essays are marked by two people, and fewer than two assess there."
    handed_in(world.karaganda, bank(markers=2))
    instructor = world.signed_in(world.kostanay.instructor)
    with transaction():
        db.session.execute(delete(RoleGranted).where(RoleGranted.account_id == world.kostanay.administrator))
    assert missing not in main_text(instructor.get("/assessment"))  # nothing waits here
    handed_in(world.kostanay, bank(markers=2))
    page = main_text(instructor.get("/assessment"))
    assert missing in page
    assert "Karaganda" not in page
    assert "fewer than two" not in main_text(world.signed_in(world.karaganda.instructor).get("/assessment"))
    publish([replace(each, objective="lawful") for each in bank(markers=2).questions.values()], revision_id="of-two")
    preview = main_text(instructor.get("/catalogue/searches"))
    assert missing in preview
    assert "Karaganda" not in preview
    for account in (world.karaganda.instructor, world.programme_administrator):
        assert "fewer than two" not in main_text(world.signed_in(account).get("/catalogue/searches"))
