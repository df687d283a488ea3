"""Freezing banks."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from elearn.foundation.db import db
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
    db.session.add_all(_question(bank_id, question) for question in questions)
    for language, texts in words.items():
        db.session.add_all(_text(bank_id, language, question_id, text) for question_id, text in texts.items())
    for language, sources in (written or {}).items():
        said = banks.WRITTEN.dump_python(tuple(sources), mode="json")
        db.session.add(QuestionSource(bank_id=bank_id, language=language, written=said))
    db.session.flush()


def _question(bank_id: str, question: Question) -> FrozenQuestion:
    return FrozenQuestion(
        bank_id=bank_id,
        question_id=question.id,
        kind=question.kind,
        objective=question.objective,
        difficulty=question.difficulty,
        tags=list(question.tags),
        plan=dict(question.plan),
        key=dict(question.key),
    )


def _text(bank_id: str, language: str, question_id: str, text: FrozenWords) -> QuestionText:
    return QuestionText(
        bank_id=bank_id,
        language=language,
        question_id=question_id,
        stem=text.stem,
        parts=dict(text.parts),
        feedback=dict(text.feedback),
        explanation=text.explanation,
    )
