"""Tables of quizzes: frozen banks of questions, attempts with their answers, and submitted attempts as facts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.foundation.db import Base
from elearn.foundation.facts import Fact


class FrozenQuestion(Base):
    """A question of a bank, without words: rules.kind.Question. A bank is the questions of one revision and has its id."""

    __tablename__ = "frozen_question"
    bank_id: Mapped[str] = mapped_column(primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    objective: Mapped[str]
    difficulty: Mapped[int]
    plan: Mapped[dict[str, Any]] = mapped_column(JSON)
    key: Mapped[dict[str, Any]] = mapped_column(JSON)


class QuestionText(Base):
    """A question's words in one language, rendered. `feedback` and `explanation` are as secret as the key."""

    __tablename__ = "question_text"
    bank_id: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    stem: Mapped[str]
    parts: Mapped[dict[str, Any]] = mapped_column(JSON)
    feedback: Mapped[dict[str, Any]] = mapped_column(JSON)
    explanation: Mapped[str]


class QuestionSource(Base):
    """The questions of a bank in one language as their authors wrote them, to take them to other systems.

    `written` is a list of rules.kind.WrittenQuestion. It is as secret as the key.
    """

    __tablename__ = "question_source"
    bank_id: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    written: Mapped[list[Any]] = mapped_column(JSON)


class Attempt(Base):
    """One sitting of a paper: on the server from its start. Working state, which never travels between sites.

    `items` is the paper as drawn: [[question id, {role: [ids of parts in this paper's order]}], …]; `titles` are the
    module's.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "paper", "number"),
        Index("ix_attempt_state_deadline", "state", "deadline"),  # finds the overdue among millions
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    officer_id: Mapped[UUID] = mapped_column(index=True)
    enrolment_id: Mapped[UUID]
    academy_id: Mapped[UUID] = mapped_column(ForeignKey("academy.id"))
    module_id: Mapped[str]
    titles: Mapped[dict[str, Any]] = mapped_column(JSON)
    bank_id: Mapped[str]
    paper: Mapped[str]
    number: Mapped[int]
    seed: Mapped[int]
    items: Mapped[list[Any]] = mapped_column(JSON)
    pass_percent: Mapped[int | None]
    attempts_allowed: Mapped[int | None]
    state: Mapped[str]  # open, submitted
    started_at: Mapped[datetime]
    deadline: Mapped[datetime]


class _Answer:
    """One answer, a rules.kind.Answer, to one question of an attempt. `sequence` decides which is latest, never a clock."""

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[datetime]


class SavedAnswer(_Answer, Base):
    """The latest answer that counts."""

    __tablename__ = "answer"


class LateAnswer(_Answer, Base):
    """The latest answer that came after the deadline or after handing in: it does not count, and is not thrown away."""

    __tablename__ = "late_answer"


class AttemptSubmitted(Fact, Base):
    """An attempt was handed in; its id is the attempt's. `scores` are the points of each question, 0 to 1.

    `answered` is how many of the questions have an answer.
    """

    __tablename__ = "attempt_submitted"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "paper", "number"),
        Index("ix_attempt_submitted_bank", "bank_id", "paper", "submitted_at"),  # how good its questions are
    )
    officer_id: Mapped[UUID] = mapped_column(index=True)
    enrolment_id: Mapped[UUID]
    module_id: Mapped[str]
    bank_id: Mapped[str]
    paper: Mapped[str]
    number: Mapped[int]
    answered: Mapped[int]
    points: Mapped[float]
    out_of: Mapped[int]
    percent: Mapped[int]
    passed: Mapped[bool | None]
    scores: Mapped[dict[str, Any]] = mapped_column(JSON)
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime]
