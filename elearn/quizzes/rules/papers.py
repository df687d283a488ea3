"""How a paper is drawn from a bank of questions."""

import random
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from elearn.quizzes.rules.kind import Plan, Question
from elearn.quizzes.rules.kinds import KINDS


@dataclass(frozen=True)
class Blueprint:
    """How a paper is put together: so many questions for each objective; what it takes to pass.

    `pass_percent` is None for a pre-test, which nobody fails; `attempts` None means as many as one likes. The next attempt
    opens `wait_hours` after the one before was handed in. A `supervised` paper changes browsers only when it is unlocked.
    """

    name: str
    draw: Mapping[str, int]
    minutes: int
    pass_percent: int | None = None
    attempts: int | None = None
    wait_hours: int | None = None
    supervised: bool = False

    @property
    def length(self) -> int:
        return sum(self.draw.values())


@dataclass(frozen=True)
class Item:
    """A question as it stands on one officer's paper: its plan with the parts in this paper's order."""

    question_id: str
    layout: Plan


class TooFewQuestions(Exception):
    """The bank cannot fill the blueprint: `objective` has only `there` questions where `wanted` are to be drawn."""

    def __init__(self, objective: str, there: int, wanted: int) -> None:
        super().__init__(f"{objective}: {there} questions, {wanted} wanted")
        self.objective, self.there, self.wanted = objective, there, wanted


class NoAttemptLeft(Exception):
    """Every attempt that the blueprint allows was started already."""


def draw(
    blueprint: Blueprint,
    bank: Iterable[Question],
    seed: int,
    without: Collection[str] = (),
    met: Collection[str] = (),
) -> tuple[Item, ...]:
    """The paper that a seed gives: the same seed, bank and exclusions always give the same paper.

    Questions are drawn at random within each objective and then shuffled, their parts too; those `met` in earlier attempts
    only where there are too few others, those of `without` never. Raises TooFewQuestions.
    """
    chance = random.Random(seed)  # noqa: S311 - repeatable by design; it keeps no secret
    allowed = sorted((question for question in bank if question.id not in without), key=lambda question: question.id)
    drawn: list[Question] = []
    for objective, wanted in sorted(blueprint.draw.items()):
        candidates = [question for question in allowed if question.objective == objective]
        if len(candidates) < wanted:
            raise TooFewQuestions(objective, len(candidates), wanted)
        new = [question for question in candidates if question.id not in met]
        again = [question for question in candidates if question.id in met]
        drawn += chance.sample(new, min(wanted, len(new))) + chance.sample(again, max(0, wanted - len(new)))
    chance.shuffle(drawn)
    return tuple(Item(question.id, _layout(question, chance)) for question in drawn)


def _layout(question: Question, chance: random.Random) -> Plan:
    shuffled = KINDS[question.kind].shuffled
    return {
        role: tuple(chance.sample(parts, len(parts))) if role in shuffled else parts
        for role, parts in question.plan.items()
    }
