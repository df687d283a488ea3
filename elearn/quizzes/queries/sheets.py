"""Papers to be filled in by hand: their questions in a language, and the same with the key."""

from collections.abc import Sequence
from dataclasses import replace

from elearn.quizzes.queries import banks
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.marking import Key, Reviewed
from elearn.quizzes.rules.papers import Item


def sheet(bank_id: str, items: Sequence[Item], language: str) -> list[Reviewed]:
    """The questions without an answer: what is secret is not even read."""
    asked, texts = banks.bank(bank_id), banks.words(bank_id, language)
    return [Reviewed(asked[item.question_id].kind, texts[item.question_id], item.layout, {}) for item in items]


def key_sheet(bank_id: str, items: Sequence[Item], language: str) -> list[Reviewed]:
    """The same with their keys and all feedback."""
    blank = sheet(bank_id, items, language)
    return [
        replace(each, key=_key(bank_id, item.question_id, language)) for each, item in zip(blank, items, strict=True)
    ]


def _key(bank_id: str, question_id: str, language: str) -> Key:
    question, behind = banks.bank(bank_id)[question_id], banks.secrets(bank_id, language)[question_id]
    return Key(question.key, KINDS[question.kind].right(question), 1.0, behind.feedback, behind.explanation)
