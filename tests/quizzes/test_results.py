"""What an officer reads after handing in: the score, what to do next, and of the paper what may be shown."""

from uuid import UUID

from sqlalchemy import update

from elearn.foundation import ids
from elearn.foundation.db import db, transaction
from elearn.people.models import Academy
from elearn.quizzes.queries import sittings
from elearn.quizzes.rules.papers import Blueprint, Item, by_objective
from elearn.quizzes.service import attempting
from tests import factories_quizzes as factories
from tests.factories_quizzes import FINAL, PRE_TEST, Bank
from tests.quizzes.pages import main_text
from tests.world import World

HANDED_IN = "handed in on September 15, 2026 at 11:00 Go on to the module →"
HIDDEN = "The right answers and why they are right are shown when you have passed, or after your last attempt."


def sit(
    world: World, bank: Bank, blueprint: Blueprint, enrolment_id: UUID, *choices: str
) -> tuple[UUID, tuple[Item, ...]]:
    """Start an attempt of Kostanay's first officer, choose options question by question, hand it in."""
    officer_id = world.kostanay.officers[0]
    attempt_id = factories.start(world.kostanay, bank, blueprint, enrolment_id=enrolment_id)
    sitting = sittings.sitting(attempt_id, officer_id)
    assert sitting
    with transaction():
        for item, chosen in zip(sitting.items, choices, strict=False):
            attempting.save(attempt_id, officer_id, item.question_id, 1, factories.choice(chosen))
        attempting.submit(attempt_id, officer_id)
    return attempt_id, sitting.items


def result(world: World, attempt_id: UUID) -> str:
    return main_text(world.signed_in(world.kostanay.accounts[0]).get(f"/attempts/{attempt_id}/result"))


def choices_text(items: tuple[Item, ...], *choices: str) -> str:
    """The questions with nothing but one's own choices."""
    chosen = [f"Your answer: Option {option} of {{id}}" if option else "You gave no answer." for option in choices]
    return " ".join(
        f"What about {item.question_id}? {words}".format(id=item.question_id)
        for item, words in zip(items, chosen, strict=True)
    )


def opened_text(item: Item, chosen: str) -> str:
    """A question with its key, the feedback to wrong choices and the explanation; `a` and `b` are right."""
    question_id, lines = item.question_id, []
    for option in item.layout["options"]:
        lines.append(f"Option {option} of {question_id}")
        if option in chosen and option not in "ab":
            lines.append(f"Feedback on {option} of {question_id}")
        lines += ["right"] * (option in "ab") + ["your choice"] * (option in chosen)
    no_answer = "" if chosen else " You gave no answer."
    return f"What about {question_id}? {' '.join(lines)}{no_answer} Why Because of {question_id}."


def test_a_pre_test_shows_its_score_only(world: World) -> None:
    bank = factories.freeze(factories.questions())
    attempt_id, _ = sit(world, bank, PRE_TEST, ids.new(), "a", "b", "a")
    assert result(world, attempt_id) == (
        "Your pre-test Gate and keys: Pre-test 50% 2 of 4 points. "
        f"A pre-test shows what you know before you start. It is no hurdle: nobody fails it. Attempt 1, {HANDED_IN}"
    )


def test_a_failed_attempt_shows_ones_own_choices_only(world: World) -> None:
    bank = factories.freeze(factories.questions())
    attempt_id, items = sit(world, bank, FINAL, ids.new(), "a", "b", "c")
    assert result(world, attempt_id) == (
        "Not passed this time Gate and keys: Final assessment 25% 1 of 4 points. The pass mark is 75%. "
        "You have 1 more attempt. Read the lessons again first; you get other questions as long as there are any. "
        f"Attempt 1, {HANDED_IN} Your answers {HIDDEN} {choices_text(items, 'a', 'b', 'c', '')}"
    )


def test_without_a_limit_one_may_always_try_again(world: World) -> None:
    bank = factories.freeze(factories.questions())
    attempt_id, items = sit(world, bank, Blueprint("final", by_objective({"gate": 1}), 10, 75), ids.new())
    assert result(world, attempt_id) == (
        "Not passed this time Gate and keys: Final assessment 0% 0 of 1 point. The pass mark is 75%. "
        "You may try again. Read the lessons again first; you get other questions as long as there are any. "
        f"Attempt 1, {HANDED_IN} Your answers {HIDDEN} {choices_text(items, '')}"
    )


def test_passing_opens_the_key_of_this_attempt_and_of_those_before(world: World) -> None:
    bank = factories.freeze(factories.questions("multiple"))
    enrolment_id = ids.new()
    failed, before = sit(world, bank, FINAL, enrolment_id, "c")
    passed, items = sit(world, bank, FINAL, enrolment_id, "ab", "ab", "ba", "cd")
    assert result(world, passed) == (
        "You have passed Gate and keys: Final assessment 75% 3 of 4 points. The pass mark is 75%. "
        f"Attempt 2, {HANDED_IN} Your answers "
        + " ".join(opened_text(item, chosen) for item, chosen in zip(items, ("ab", "ab", "ab", "cd"), strict=True))
    )
    assert result(world, failed) == (
        "Not passed this time Gate and keys: Final assessment 0% 0 of 4 points. The pass mark is 75%. "
        f"Attempt 1, {HANDED_IN} Your answers "
        + " ".join(opened_text(item, chosen) for item, chosen in zip(before, ("c", "", "", ""), strict=True))
    )


def test_after_the_last_attempt_the_key_is_open_and_the_page_says_whom_to_ask(world: World) -> None:
    bank = factories.freeze(factories.questions("multiple"))
    enrolment_id = ids.new()
    sit(world, bank, FINAL, enrolment_id)
    last, items = sit(world, bank, FINAL, enrolment_id, "ab", "c")
    expected = (
        "Not passed this time Gate and keys: Final assessment 25% 1 of 4 points. The pass mark is 75%. "
        "You have no attempt left. Ask your academy if you may have another one. {academy} "
        f"Attempt 2, {HANDED_IN} Your answers "
        + " ".join(opened_text(item, chosen) for item, chosen in zip(items, ("ab", "c", "", ""), strict=True))
    )
    assert result(world, last) == expected.format(academy="Kostanay academy room 12")
    with transaction():
        db.session.execute(update(Academy).values(contact=""))
    assert result(world, last) == expected.format(academy="Kostanay academy")


def test_an_attempt_still_open_keeps_the_key_of_the_one_before_shut(world: World) -> None:
    bank = factories.freeze(factories.questions())
    enrolment_id = ids.new()
    attempt_id, items = sit(world, bank, FINAL, enrolment_id, "a")
    factories.start(world.kostanay, bank, FINAL, enrolment_id=enrolment_id)
    assert result(world, attempt_id) == (
        "Not passed this time Gate and keys: Final assessment 25% 1 of 4 points. The pass mark is 75%. "
        "Your next attempt has begun. Its time is running. Attempt 1, handed in on September 15, 2026 at 11:00 Go on with it → "
        f"Your answers {HIDDEN} {choices_text(items, 'a', '', '', '')}"
    )


def test_what_others_reached_opens_nothing(world: World) -> None:
    bank = factories.freeze(factories.questions())
    enrolment_id = ids.new()
    attempt_id, items = sit(world, bank, FINAL, enrolment_id, "a")
    sit(
        world,
        bank,
        Blueprint("pre-test", by_objective({"gate": 2, "keys": 2}), 10, attempts=1),
        enrolment_id,
        "a",
        "a",
        "a",
        "a",
    )
    sit(world, bank, FINAL, ids.new(), "a", "a", "a", "a")  # passed, but for another enrolment
    assert result(world, attempt_id).endswith(f"Your answers {HIDDEN} {choices_text(items, 'a', '', '', '')}")


def test_while_a_module_is_taken_once_more_the_keys_of_the_time_before_are_not_shown(world: World) -> None:
    bank = factories.freeze(factories.questions())
    last = Blueprint("final", by_objective({"gate": 1}), 10, 75, 1)
    before, [item] = sit(world, bank, last, ids.new(), "c")
    shown = result(world, before)
    assert f"Why Because of {item.question_id}." in shown
    factories.start(world.kostanay, bank, last, officer=1)  # somebody else's, and one at another academy
    factories.start(world.karaganda, bank, last)
    assert result(world, before) == shown
    again = factories.start(world.kostanay, bank, PRE_TEST)
    assert result(world, before).endswith(f"{HIDDEN} {choices_text((item,), 'c')}")
    with transaction():
        attempting.submit(again, world.kostanay.officers[0])
    assert result(world, before) == shown
