"""Tables of cohorts: who takes what by when, how one joins, and who asked to."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.foundation import ids
from elearn.foundation.db import Base
from elearn.foundation.facts import Fact


class Cohort(Base):
    """A group that takes a course, or one module, at an academy. One of `course_id` (a course revision) and `module_id` is set.

    The dates are those of the latest CohortDated. `code` is on the wall while `code_until` has not passed; with `may_ask`
    officers of the academy may ask to join.
    """

    __tablename__ = "cohort"
    __table_args__ = (Index("ix_cohort_academy_due", "academy_id", "due_on"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new)
    academy_id: Mapped[UUID] = mapped_column(ForeignKey("academy.id"))
    name: Mapped[str]
    course_id: Mapped[str | None] = mapped_column(ForeignKey("course_revision.id"))
    module_id: Mapped[str | None]
    starts_on: Mapped[date]
    due_on: Mapped[date]
    may_ask: Mapped[bool] = mapped_column(default=False)
    code: Mapped[str | None] = mapped_column(unique=True)
    code_until: Mapped[date | None]


class CohortDated(Fact, Base):
    """When a cohort starts and is due. `number` counts from 1, when it was made: the highest holds."""

    __tablename__ = "cohort_dated"
    __table_args__ = (UniqueConstraint("cohort_id", "number"),)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"))
    number: Mapped[int]
    starts_on: Mapped[date]
    due_on: Mapped[date]
    by_account: Mapped[UUID | None]


class CohortInstructor(Base):
    """Who teaches a cohort, and sees it."""

    __tablename__ = "cohort_instructor"
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)


class CohortJoined(Fact, Base):
    """An officer belongs to a cohort, unless CohortLeft says otherwise. `way` is a rules.Way."""

    __tablename__ = "cohort_joined"
    __table_args__ = (UniqueConstraint("cohort_id", "officer_id"),)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"))
    officer_id: Mapped[UUID] = mapped_column(index=True)
    way: Mapped[str]
    by_account: Mapped[UUID | None]


class CohortLeft(Fact, Base):
    """An officer was taken out of a cohort, or brought back. `number` counts both from 1: the highest holds."""

    __tablename__ = "cohort_left"
    __table_args__ = (UniqueConstraint("cohort_id", "officer_id", "number"),)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"))
    officer_id: Mapped[UUID] = mapped_column(index=True)
    number: Mapped[int]
    left: Mapped[bool]
    by_account: Mapped[UUID | None]


class CohortTakes(Fact, Base):
    """Which enrolment of a cohort's officer counts for a module of the cohort: a new one, or one that was there."""

    __tablename__ = "cohort_takes"
    __table_args__ = (UniqueConstraint("cohort_id", "officer_id", "module_id"),)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"))
    officer_id: Mapped[UUID] = mapped_column(index=True)
    module_id: Mapped[str]
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolled.id"), index=True)


class JoinRequest(Base):
    """An officer asked to join a cohort. `answer` is empty until an administrator approves or declines."""

    __tablename__ = "join_request"
    __table_args__ = (UniqueConstraint("cohort_id", "officer_id"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"))
    officer_id: Mapped[UUID] = mapped_column(index=True)
    asked_at: Mapped[datetime]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    by_account: Mapped[UUID | None]
