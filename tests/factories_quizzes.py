"""Banks and attempts for tests, without modules and enrolments: quizzes stand below those."""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from elearn.foundation import ids
from elearn.foundation.db import transaction
from elearn.quizzes.rules.kind import Answer, Question
from elearn.quizzes.rules.papers import Blueprint, by_objective
from elearn.quizzes.rules.words import FrozenWords
from elearn.quizzes.service import attempting, freezing
from tests.world import Place

TITLES = {"en": "Gate and keys", "ru": "Ворота и ключи"}
PRE_TEST = Blueprint("pre-test", by_objective({"gate": 2, "keys": 2}), minutes=15)
FINAL = Blueprint("final", by_objective({"gate": 2, "keys": 2}), minutes=40, pass_percent=75, attempts=2)


@dataclass(frozen=True)
class Bank:
    """A frozen bank: its id and its questions."""

    id: str
    questions: dict[str, Question]


def question(question_id: str, objective: str = "gate", kind: str = "single", right: str = "a") -> Question:
    """A choice among a to d."""
    plan, key = {"options": ("a", "b", "c", "d")}, {"right": list(right), "partly": False}
    return Question(question_id, kind, objective, 1, plan, key)


def case(question_id: str, objective: str = "gate") -> Question:
    """Three factors to be rated from 1 to 5; a panel gave 1, 2 to 3, and 4 to 5."""
    plan = {"factors": ("calm", "debts", "threats"), "scale": ("1", "2", "3", "4", "5")}
    key = {"ranges": {"calm": [1, 1], "debts": [2, 3], "threats": [4, 5]}}
    return Question(question_id, "rating", objective, 1, plan, key)


def choice(options: str) -> Answer:
    """The answer that chooses these options, a letter each."""
    return {"choice": tuple(options)} if options else {}


def questions(kind: str = "single", each: int = 6) -> list[Question]:
    """So many questions for either objective: options a to d; `a` is right, with multiple choice `b` too."""
    return [
        question(f"{objective}-{number}", objective, kind, "ab" if kind == "multiple" else "a")
        for objective in ("gate", "keys")
        for number in range(each)
    ]


def english(question: Question) -> FrozenWords:
    """Words that tell where they come from."""
    options = question.plan.get("options", ())
    parts = {option: f"Option {option} of {question.id}" for option in options}
    factors = {factor: f"Factor {factor} of {question.id}" for factor in question.plan.get("factors", ())}
    return FrozenWords(
        f"<p>What about {question.id}?</p>",
        parts | factors,
        {option: f"Feedback on {option} of {question.id}" for option in options if option not in question.key["right"]},
        f"<p>Because of {question.id}.</p>",
    )


def freeze(asked: list[Question], words: dict[str, dict[str, FrozenWords]] | None = None) -> Bank:
    """The questions as a bank, in English unless other words are given. Equal ones have equal ids, as in real life."""
    words = words or {"en": {question.id: english(question) for question in asked}}
    bank_id = hashlib.sha256(repr((asked, words)).encode()).hexdigest()
    with transaction():
        freezing.freeze(bank_id, asked, words)
    return Bank(bank_id, {question.id: question for question in asked})


def start(place: Place, bank: Bank, blueprint: Blueprint = FINAL, officer: int = 0, **more: Any) -> UUID:
    """An attempt of one of the place's officers, for an enrolment of its own unless one is given."""
    with transaction():
        return attempting.start(
            officer_id=place.officers[officer],
            enrolment_id=more.pop("enrolment_id", None) or ids.new(),
            academy_id=place.academy_id,
            module_id="gate-and-keys",
            titles=TITLES,
            bank_id=bank.id,
            blueprint=blueprint,
            **more,
        )
