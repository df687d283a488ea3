"""How good the questions of a bank are, from real attempts; the first of each officer, of every academy."""

from uuid import UUID

from elearn.foundation import ids
from elearn.foundation.db import transaction
from elearn.quizzes import queries, service
from elearn.quizzes.rules.analysis import OptionCount, Verdict
from elearn.quizzes.rules.papers import Blueprint
from tests import factories_quizzes as factories
from tests.factories_quizzes import Bank, choice
from tests.world import Place, World

# Everybody meets all four questions.
PAPER = Blueprint("final", {"gate": 2, "keys": 2}, minutes=40, pass_percent=50, attempts=2)


def sit(place: Place, bank: Bank, answers: dict[str, str], enrolment_id: UUID | None = None) -> None:
    attempt_id = factories.start(place, bank, PAPER, enrolment_id=enrolment_id)
    with transaction():
        for question_id, option in answers.items():
            service.save(attempt_id, place.officers[0], question_id, 1, choice(option))
        service.submit(attempt_id, place.officers[0])


def test_what_the_answers_say_of_each_question(world: World) -> None:
    bank = factories.freeze(factories.questions(each=2))
    again = ids.new()
    for number in range(32):
        strong = number % 2 == 0
        # The strong are right twice, and where they are wrong choose c; gate-1 is wrong for them: its key may be.
        known = "a" if strong else "bc"[number % 4 == 1]
        answers = {"gate-0": known, "keys-0": known, "keys-1": "a", "gate-1": "c" if strong else "a"}
        place = world.kostanay if number % 4 < 2 else world.karaganda
        sit(place, bank, answers, again if number == 0 else None)
    sit(world.kostanay, bank, dict.fromkeys(("gate-0", "gate-1", "keys-0", "keys-1"), "d"), again)  # a second attempt
    other = factories.freeze(factories.questions("multiple", each=2))
    sit(world.kostanay, other, {})

    paper = queries.judged(bank.id, "final", "en")
    judged = {each.item.question_id: each for each in paper.questions}
    assert {
        question_id: (each.item.met, each.item.facility, [(one.verdict, one.option) for one in each.item.judgements])
        for question_id, each in judged.items()
    } == {
        "gate-1": (
            32,
            0.5,
            [
                (Verdict.NEGATIVE, ""),
                (Verdict.STRONG_CHOOSE_WRONG, "c"),
                (Verdict.NOBODY_CHOSE, "b"),
                (Verdict.NOBODY_CHOSE, "d"),
            ],
        ),
        "keys-1": (32, 1.0, [(Verdict.TOO_EASY, "")] + [(Verdict.NOBODY_CHOSE, option) for option in "bcd"]),
        "gate-0": (32, 0.5, [(Verdict.NOBODY_CHOSE, "d")]),
        "keys-0": (32, 0.5, [(Verdict.NOBODY_CHOSE, "d")]),
    }
    assert next(iter(judged)) == "gate-1"  # to be looked at first
    assert judged["gate-1"].item.options == (
        OptionCount("a", True, 16, 0, 16),
        OptionCount("b", False, 0, 0, 0),
        OptionCount("c", False, 16, 16, 0),
        OptionCount("d", False, 0, 0, 0),
    )
    assert (judged["gate-0"].question.kind, judged["gate-0"].words.stem) == ("single", "<p>What about gate-0?</p>")


def test_a_bank_nobody_has_met(world: World) -> None:
    bank = factories.freeze(factories.questions(each=2))
    assert world
    assert [
        (each.item.met, each.item.judgements[0].verdict) for each in queries.judged(bank.id, "final", "en").questions
    ] == [(0, Verdict.TOO_FEW)] * 4
