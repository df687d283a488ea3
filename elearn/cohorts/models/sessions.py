"""Tables of sessions: what is planned, who has a seat, guests apart from officers, and scans of signed sheets.

Who attended is a fact of courses (Attended), because completing a module depends on it.
"""

from datetime import date, time
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.foundation import ids
from elearn.foundation.db import Base
from elearn.foundation.facts import Fact


class Session(Base):
    """A session in a room, a forum or a study visit of an academy: a rules.sessions.Plan."""

    __tablename__ = "session"
    __table_args__ = (Index("ix_session_academy_first_day", "academy_id", "first_day"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new)
    academy_id: Mapped[UUID] = mapped_column(ForeignKey("academy.id"))
    kind: Mapped[str]
    title: Mapped[str]
    module_id: Mapped[str | None]
    place: Mapped[str]
    trainers: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    starts_at: Mapped[time]
    ends_at: Mapped[time]
    seats: Mapped[int]
    open: Mapped[bool]
    called_off: Mapped[bool] = mapped_column(default=False)


class Participant(Base):
    """Somebody who signed up or was put on the list: an officer, or a guest, whose name stands in Guest.

    `turn` says who came first; `code` stands on the sign-in sheet; `seat` is a rules.sessions.Seat.
    """

    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("session_id", "officer_id"), UniqueConstraint("session_id", "turn"))
    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("session.id"))
    officer_id: Mapped[UUID | None] = mapped_column(index=True)
    turn: Mapped[int]
    code: Mapped[str] = mapped_column(unique=True)
    seat: Mapped[str]


class Guest(Base):
    """Somebody of another agency, who is never counted as an officer. The row can be erased: the seat stays."""

    __tablename__ = "guest"
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    name: Mapped[str]
    agency: Mapped[str]


class GuestDay(Base):
    """Whether a guest was there on a day. No fact: no figure counts guests as trained."""

    __tablename__ = "guest_day"
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    present: Mapped[bool]


class Scan(Base):
    """A photo or scan of a signed sheet, byte for byte as it came: a means of verification."""

    __tablename__ = "scan"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("session.id"), index=True)
    data: Mapped[bytes] = mapped_column(deferred=True)


class SheetKept(Fact, Base):
    """A scan was kept: of which day, and what it was, so that it can be said for ever whether it is still the same."""

    __tablename__ = "sheet_kept"
    __table_args__ = (UniqueConstraint("session_id", "day", "digest"),)
    session_id: Mapped[UUID]
    day: Mapped[date]
    scan_id: Mapped[UUID]
    digest: Mapped[str]  # SHA-256
    size: Mapped[int]
    mime_type: Mapped[str]
    by_account: Mapped[UUID]


class ScanDeleted(Fact, Base):
    """A scan was deleted, as when a name on it is to be erased: what it was, SheetKept says. `reason` is a rules.scans.Why."""

    __tablename__ = "scan_deleted"
    scan_id: Mapped[UUID] = mapped_column(unique=True)
    reason: Mapped[str]
    by_account: Mapped[UUID]
