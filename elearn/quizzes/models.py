"""Tables of quizzes: frozen banks of questions, attempts with their answers, and as facts what
was handed in and what somebody was granted."""

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
    tags: Mapped[list[Any]] = mapped_column(JSON)
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
    module's. `minutes` are the paper's own: `deadline` may give more. `place` is the digest of the browser it is open in.
    `started_at` and `deadline` are told by the clock as it stood when the computer, by that clock, had been
    started at `booted_at`: a clock.Boot. Where that clock was fast and the computer was started anew, it goes on from
    `resumed_at`, a clock.Noted.
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
    held: Mapped[bool] = mapped_column(default=False)  # its result is told when it is released
    minutes: Mapped[int]
    supervised: Mapped[bool]
    place: Mapped[str | None]
    takeovers: Mapped[int] = mapped_column(default=0)  # how many times it went on in another browser
    state: Mapped[str]  # open; waiting: handed in, without a result yet; submitted
    started_at: Mapped[datetime]
    deadline: Mapped[datetime]
    boot_id: Mapped[str]
    booted_at: Mapped[datetime]
    resumed_at: Mapped[datetime | None]
    resumed_boot_id: Mapped[str | None]
    resumed_booted_at: Mapped[datetime | None]


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
    """An answer that came after the deadline, after handing in or from elsewhere: it does not count, and is not thrown away."""

    __tablename__ = "late_answer"
    elsewhere: Mapped[bool] = mapped_column(default=False)  # the attempt was open in another browser
    # Last in the key: it is looked up by attempt.
    sequence: Mapped[int] = mapped_column(primary_key=True, sort_order=1)


class AttemptSubmitted(Fact, Base):
    """An attempt was handed in; its id is the attempt's. `scores` are the points of each question, 0 to 1.

    `answered` is how many of the questions have an answer. Where people have to mark it or to release its result, percent
    and passed are not there yet: AttemptScored says them later. `to_mark` are the questions that wait for people.
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
    percent: Mapped[int | None]
    passed: Mapped[bool | None]
    scores: Mapped[dict[str, Any]] = mapped_column(JSON)
    to_mark: Mapped[list[Any]] = mapped_column(JSON, default=list)
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime]


class AnswerMarked(Fact, Base):
    """A person gave an answer a level for each criterion of its rubric. Whoever marks again replaces what they gave.

    `sequence` says which answer to the question it was: marks of one in whose place another counts now count no more.
    """

    __tablename__ = "answer_marked"
    __table_args__ = (UniqueConstraint("attempt_id", "question_id", "sequence", "number"),)
    attempt_id: Mapped[UUID]
    question_id: Mapped[str]
    sequence: Mapped[int]
    number: Mapped[int]  # of this answer's marks, in the order of time, from 1
    marker_id: Mapped[UUID]  # an account
    levels: Mapped[dict[str, Any]] = mapped_column(JSON)


class MarkComment(Base):
    """What a marker wrote to the officer: free text, which can be erased."""

    __tablename__ = "mark_comment"
    mark_id: Mapped[UUID] = mapped_column(ForeignKey("answer_marked.id"), primary_key=True)
    words: Mapped[str]


class AttemptScored(Fact, Base):
    """What a submitted attempt comes to from now on: once marked or released, and after a question was put right.

    The fact with the highest number counts, else AttemptSubmitted. `key_bank_id` is the bank whose keys were used.
    """

    __tablename__ = "attempt_scored"
    __table_args__ = (UniqueConstraint("attempt_id", "number"),)
    attempt_id: Mapped[UUID]
    number: Mapped[int]  # from 1
    officer_id: Mapped[UUID] = mapped_column(index=True)
    enrolment_id: Mapped[UUID] = mapped_column(index=True)
    cause: Mapped[str]
    by_account: Mapped[UUID | None]
    key_bank_id: Mapped[str]
    points: Mapped[float]
    out_of: Mapped[int]
    percent: Mapped[int]
    passed: Mapped[bool | None]
    scores: Mapped[dict[str, Any]] = mapped_column(JSON)


class LateCounted(Fact, Base):
    """Staff let answers count that had come too late: [[question id, sequence], …].

    With `waits` people have to mark one of them: the attempt waits until it is scored because they did (marked or
    released), after so many times of being scored again as there were before (`scored`). Its result before holds until then.
    """

    __tablename__ = "late_counted"
    __table_args__ = (UniqueConstraint("attempt_id", "number"),)
    attempt_id: Mapped[UUID]
    number: Mapped[int]  # from 1
    officer_id: Mapped[UUID]
    enrolment_id: Mapped[UUID] = mapped_column(index=True)
    answers: Mapped[list[Any]] = mapped_column(JSON)
    waits: Mapped[bool]
    scored: Mapped[int]
    by_account: Mapped[UUID]


class BankCorrected(Fact, Base):
    """Keys of a bank were put right by those of a later one: from then on whatever is scored of it is scored by both."""

    __tablename__ = "bank_corrected"
    __table_args__ = (UniqueConstraint("bank_id", "number"),)
    bank_id: Mapped[str]
    number: Mapped[int]  # of this bank's corrections, from 1
    key_bank_id: Mapped[str]
    by_account: Mapped[UUID]


class JudgedBank(Base):
    """When the questions of a bank were judged last, and how many papers were handed in by then: working state."""

    __tablename__ = "judged_bank"
    bank_id: Mapped[str] = mapped_column(primary_key=True)
    papers: Mapped[int]
    judged_at: Mapped[datetime]


class HardQuestion(Base):
    """A question of a judged bank that is hard (rules.analysis.HARD): goes and comes with each judgement of its bank."""

    __tablename__ = "hard_question"
    bank_id: Mapped[str] = mapped_column(ForeignKey("judged_bank.bank_id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    verdict: Mapped[str]
    facility: Mapped[float]


class TimeGranted(Fact, Base):
    """An officer has so many per cent more time at each paper begun at an academy from now on. The highest serial holds."""

    __tablename__ = "time_granted"
    __table_args__ = (UniqueConstraint("officer_id", "academy_id", "serial"),)
    officer_id: Mapped[UUID]
    academy_id: Mapped[UUID]
    serial: Mapped[int]
    percent: Mapped[int]
    by_account: Mapped[UUID]


class AttemptGranted(Fact, Base):
    """One more attempt at a paper than the paper allows; `number` counts those of an enrolment from 1."""

    __tablename__ = "attempt_granted"
    __table_args__ = (UniqueConstraint("enrolment_id", "paper", "number"),)
    officer_id: Mapped[UUID]
    enrolment_id: Mapped[UUID]
    paper: Mapped[str]
    number: Mapped[int]
    reason: Mapped[str]
    by_account: Mapped[UUID]


class DeadlineMoved(Fact, Base):
    """An open attempt got more time."""

    __tablename__ = "deadline_moved"
    attempt_id: Mapped[UUID] = mapped_column(index=True)
    officer_id: Mapped[UUID]
    minutes: Mapped[int]
    moved_from: Mapped[datetime]
    moved_to: Mapped[datetime]
    reason: Mapped[str]
    by_account: Mapped[UUID]


class AttemptUnlocked(Fact, Base):
    """An open attempt may be gone on with in another browser than the one it was open in."""

    __tablename__ = "attempt_unlocked"
    attempt_id: Mapped[UUID] = mapped_column(index=True)
    officer_id: Mapped[UUID]
    by_account: Mapped[UUID]
