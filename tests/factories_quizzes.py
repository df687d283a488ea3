"""Banks and attempts for tests, without modules and enrolments: quizzes stand below those."""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from elearn.foundation import ids
from elearn.foundation.db import transaction
from elearn.quizzes import service
from elearn.quizzes.rules import Blueprint, FrozenWords, Kind, Question
from tests.world import Place

TITLES = {"en": "Gate and keys", "ru": "Ворота и ключи"}
PRE_TEST = Blueprint("pre-test", {"gate": 2, "keys": 2}, minutes=15)
FINAL = Blueprint("final", {"gate": 2, "keys": 2}, minutes=40, pass_percent=75, attempts=2)


@dataclass(frozen=True)
class Bank:
    """A frozen bank: its id and its questions."""

    id: str
    questions: dict[str, Question]


def questions(kind: Kind = Kind.SINGLE, each: int = 6) -> list[Question]:
    """So many questions for either objective: options a to d; `a` is right, with MULTIPLE `b` too."""
    right = frozenset("ab" if kind is Kind.MULTIPLE else "a")
    return [
        Question(f"{objective}-{number}", kind, objective, 1, ("a", "b", "c", "d"), right)
        for objective in ("gate", "keys")
        for number in range(each)
    ]


def english(question: Question) -> FrozenWords:
    """Words that tell where they come from."""
    return FrozenWords(
        f"<p>What about {question.id}?</p>",
        {option: f"Option {option} of {question.id}" for option in question.options},
        {
            option: f"Feedback on {option} of {question.id}"
            for option in question.options
            if option not in question.right
        },
        f"<p>Because of {question.id}.</p>",
    )


def freeze(asked: list[Question], words: dict[str, dict[str, FrozenWords]] | None = None) -> Bank:
    """The questions as a bank, in English unless other words are given. Equal ones have equal ids, as in real life."""
    words = words or {"en": {question.id: english(question) for question in asked}}
    bank_id = hashlib.sha256(repr((asked, words)).encode()).hexdigest()
    with transaction():
        service.freeze(bank_id, asked, words)
    return Bank(bank_id, {question.id: question for question in asked})


def start(place: Place, bank: Bank, blueprint: Blueprint = FINAL, officer: int = 0, **more: Any) -> UUID:
    """An attempt of one of the place's officers, for an enrolment of its own unless one is given."""
    with transaction():
        return service.start(
            officer_id=place.officers[officer],
            enrolment_id=more.pop("enrolment_id", None) or ids.new(),
            academy_id=place.academy_id,
            module_id="gate-and-keys",
            titles=TITLES,
            bank_id=bank.id,
            blueprint=blueprint,
            **more,
        )
