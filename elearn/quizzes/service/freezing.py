"""Freezing banks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select

from elearn.foundation.db import Base, db
from elearn.quizzes.models import (
    FrozenQuestion,
    QuestionSource,
    QuestionText,
)
from elearn.quizzes.queries import banks
from elearn.quizzes.rules.kind import Question, WrittenQuestion
from elearn.quizzes.rules.words import FrozenWords


def freeze(
    bank_id: str,
    questions: Iterable[Question],
    words: Mapping[str, Mapping[str, FrozenWords]],
    written: Mapping[str, Sequence[WrittenQuestion]] | None = None,
) -> None:
    """Keep a bank for good: its questions, their words by language and question, and by language what their authors wrote.

    One that is there stays so.
    """
    if db.session.execute(select(FrozenQuestion.bank_id).where(FrozenQuestion.bank_id == bank_id).limit(1)).first():
        return
    _write(FrozenQuestion, [_question(bank_id, question) for question in questions])
    texts = [(language, id_, text) for language, found in words.items() for id_, text in found.items()]
    _write(QuestionText, [_text(bank_id, language, question_id, text) for language, question_id, text in texts])
    sources = [
        (language, banks.WRITTEN.dump_python(tuple(said), mode="json")) for language, said in (written or {}).items()
    ]
    _write(QuestionSource, [{"bank_id": bank_id, "language": language, "written": said} for language, said in sources])


def _write(table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Past the ORM, which takes longer for them than rendering does."""
    if rows:
        db.session.execute(insert(table.__table__), rows)  # type: ignore[arg-type]


def _question(bank_id: str, question: Question) -> dict[str, Any]:
    return {
        "bank_id": bank_id,
        "question_id": question.id,
        "kind": question.kind,
        "objective": question.objective,
        "difficulty": question.difficulty,
        "tags": list(question.tags),
        "plan": dict(question.plan),
        "key": dict(question.key),
    }


def _text(bank_id: str, language: str, question_id: str, text: FrozenWords) -> dict[str, Any]:
    return {
        "bank_id": bank_id,
        "language": language,
        "question_id": question_id,
        "stem": text.stem,
        "parts": dict(text.parts),
        "feedback": dict(text.feedback),
        "explanation": text.explanation,
    }
