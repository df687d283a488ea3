"""How good the questions of a bank are, from real attempts; the first of each officer, of every academy."""

from uuid import UUID

from elearn.foundation import ids
from elearn.foundation.db import transaction
from elearn.quizzes.queries import judging
from elearn.quizzes.rules.agreement import agreement
from elearn.quizzes.rules.analysis import OptionCount, Verdict
from elearn.quizzes.rules.papers import Blueprint, by_objective
from elearn.quizzes.service import attempting
from tests import factories_quizzes as factories
from tests.factories_quizzes import Bank, choice
from tests.world import Place, World

# Everybody meets all four questions.
PAPER = Blueprint("final", by_objective({"gate": 2, "keys": 2}), minutes=40, pass_percent=50, attempts=2)


def sit(place: Place, bank: Bank, answers: dict[str, str], enrolment_id: UUID | None = None) -> None:
    attempt_id = factories.start(place, bank, PAPER, enrolment_id=enrolment_id)
    with transaction():
        for question_id, option in answers.items():
            attempting.save(attempt_id, place.officers[0], question_id, 1, choice(option))
        attempting.submit(attempt_id, place.officers[0])


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

    paper = judging.judged(bank.id, "final", "en")
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
    assert (paper.reliability.officers, paper.reliability.questions, paper.reliability.drawn) == (32, 4, False)
    assert judged["gate-1"].item.options == (
        OptionCount("a", True, 16, 0, 16),
        OptionCount("b", False, 0, 0, 0),
        OptionCount("c", False, 16, 16, 0),
        OptionCount("d", False, 0, 0, 0),
    )
    assert (judged["gate-0"].question.kind, judged["gate-0"].words.stem) == ("single", "<p>What about gate-0?</p>")


def test_how_a_case_was_rated(world: World) -> None:
    """By the first attempts of both academies; not by second ones, nor by what came too late, nor where factors are left out."""
    bank = factories.freeze([factories.case("friday"), *factories.questions(each=1)[1:]])
    paper = Blueprint("final", by_objective({"gate": 1, "keys": 1}), minutes=40, pass_percent=50, attempts=2)

    def rate(place: Place, ratings: str, enrolment_id: UUID) -> UUID:
        attempt_id = factories.start(place, bank, paper, enrolment_id=enrolment_id)
        given = dict(zip(("calm", "debts", "threats"), zip(ratings, strict=True), strict=False))
        with transaction():
            attempting.save(attempt_id, place.officers[0], "friday", 1, given)
            attempting.submit(attempt_id, place.officers[0])
        return attempt_id

    again = ids.new()
    late = rate(world.kostanay, "125", again)
    rate(world.karaganda, "134", ids.new())
    rate(world.karaganda, "53", ids.new())
    rate(world.kostanay, "511", again)
    with transaction():
        attempting.save(
            late, world.kostanay.officers[0], "friday", 2, {"calm": ("5",), "debts": ("1",), "threats": ("1",)}
        )
    friday, other = judging.judged(bank.id, "final", "en").questions
    panel = {"calm": (1, 1), "debts": (2, 3), "threats": (4, 5)}
    rated = [dict(zip(panel, map(int, ratings), strict=True)) for ratings in ("125", "134")]
    assert friday.agreement == agreement([*rated, {"calm": 5}], panel, range(1, 6))
    assert (friday.agreement.raters, friday.agreement.left_out) == (2, 1)
    assert [factor.within for factor in friday.agreement.factors] == [2, 2, 2]
    assert (other.question.kind, other.agreement) == ("single", None)


def test_a_bank_nobody_has_met(world: World) -> None:
    bank = factories.freeze(factories.questions(each=2))
    assert world
    assert [
        (each.item.met, each.item.judgements[0].verdict) for each in judging.judged(bank.id, "final", "en").questions
    ] == [(0, Verdict.TOO_FEW)] * 4
