"""Tables of reminders: what has been said already, and the letters on their way."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.foundation import ids
from elearn.foundation.db import Base


class Letter(Base):
    """An e-mail to an officer, written when it is sent. `kind` is a rules.Kind, `state` a rules.LetterState.

    While it waits it is due at `next_at`; whoever takes it puts that ahead first, so that nobody else takes it too.
    """

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_state_next_at", "state", "next_at"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new)
    officer_id: Mapped[UUID]
    kind: Mapped[str]
    state: Mapped[str]
    tries: Mapped[int] = mapped_column(default=0)
    queued_at: Mapped[datetime]
    next_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Reminded(Base):
    """An officer was reminded of an enrolment that is due on a day, at this distance from it (a rules.Stage)."""

    __tablename__ = "reminded"
    __table_args__ = (UniqueConstraint("enrolment_id", "due_on", "stage"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolled.id"))
    due_on: Mapped[date]
    stage: Mapped[str]
