"""How a paper is drawn from a bank of questions."""

import random
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from elearn.quizzes.rules.kind import Plan, Question
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.seating import STARTS, Draw, Seating, Shortage, as_kept, by_line, seats


@dataclass(frozen=True)
class Blueprint:
    """How a paper is put together: lines that say which questions and how many; what it takes to pass.

    `pass_percent` is None for a pre-test, which nobody fails; `attempts` None means as many as one likes. The next attempt
    opens `wait_hours` after the one before was handed in. A `supervised` paper changes browsers only when it is unlocked.
    With `held` nobody learns a result before an instructor releases it.
    """

    name: str
    draw: tuple[Draw, ...]
    minutes: int
    pass_percent: int | None = None
    attempts: int | None = None
    wait_hours: int | None = None
    supervised: bool = False
    held: bool = False

    @property
    def length(self) -> int:
        return sum(line.count for line in self.draw)


def by_objective(counts: Mapping[str, int]) -> tuple[Draw, ...]:
    """The lines that draw so many questions for each objective."""
    return tuple(Draw(count, objective) for objective, count in counts.items())


@dataclass(frozen=True)
class Item:
    """A question as it stands on one officer's paper: its plan with the parts in this paper's order."""

    question_id: str
    layout: Plan


class TooFewQuestions(Exception):
    """The bank cannot fill the blueprint, and those beside it, without asking a question twice: `shortage` says where."""

    def __init__(self, shortage: Shortage) -> None:
        super().__init__(f"{shortage}: {shortage.there} questions, {shortage.wanted} wanted")
        self.shortage = shortage


class NoAttemptLeft(Exception):
    """Every attempt that the blueprint allows was started already."""


def draw(
    blueprint: Blueprint,
    bank: Iterable[Question],
    seed: int,
    *,
    form: int,
    without: Collection[str] = (),
    met: Collection[str] = (),
    met_before: Collection[str] = (),
    beside: Collection[Blueprint] = (),
) -> tuple[Item, ...]:
    """The paper that a seed gives: the same arguments always give the same paper.

    Questions of `without` are never drawn; those `met_before`, in earlier enrolments, only where too few others fit, and those
    `met` in earlier attempts last; and enough are left for the papers `beside` this one. Papers of one blueprint and one
    `form` ask equally many questions of each objective and difficulty where the bank has them. Over all forms, questions that
    fit the same lines have the same chance. Questions and their parts are shuffled. Raises TooFewQuestions.
    """
    chance = random.Random(seed)  # noqa: S311 - repeatable by design; it keeps no secret
    start = random.Random(form).randrange(STARTS)  # noqa: S311
    asked = sorted(bank, key=lambda question: question.id)
    allowed = [question for question in asked if question.id not in without]
    chance.shuffle(allowed)
    # The seats of this paper come first.
    seating = Seating[Question]([seat for paper in (blueprint, *beside) for seat in seats(paper.draw, asked, start)])
    by_preference: tuple[list[Question], ...] = ([], [], [])
    for question in allowed:
        by_preference[2 if question.id in met else 1 if question.id in met_before else 0].append(question)
    for questions in by_preference:
        seating.seat(seating.seat(questions, as_kept), by_line)
    if not seating.is_full:
        raise TooFewQuestions(seating.shortages(allowed)[0])
    drawn = [seating.taken[number] for number in range(blueprint.length)]
    chance.shuffle(drawn)
    return tuple(Item(question.id, laid_out(question, chance)) for question in drawn)


def laid_out(question: Question, chance: random.Random) -> Plan:
    """The parts of a question as they stand on one paper: in another order, as far as that may be."""
    shuffled = KINDS[question.kind].shuffled
    return {
        role: tuple(chance.sample(parts, len(parts))) if role in shuffled else parts
        for role, parts in question.plan.items()
    }
