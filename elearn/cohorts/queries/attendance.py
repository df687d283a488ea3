"""Reads of who was there: what holds of a session, everything that was ever said, and whose a code is."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from elearn.cohorts.models.sessions import GuestDay, Participant, Session
from elearn.cohorts.rules.attendance import Known
from elearn.cohorts.rules.sessions import Seat
from elearn.courses.models import Attended
from elearn.foundation.db import db
from elearn.people.models import Account, Identity, Officer


@dataclass(frozen=True)
class Said:
    """What holds of somebody and a day. `serial` counts what was said; of guests nothing is counted, and it is 0."""

    present: bool
    serial: int
    means: str | None = None
    recorded_at: datetime | None = None


def of_day(session_id: UUID, day: date) -> dict[UUID, Said]:
    """What holds of everybody of whom something was said, by participant."""
    on_list = (Participant.session_id == Attended.session_id) & (Participant.officer_id == Attended.officer_id)
    rows = db.session.execute(
        select(Participant.id, Attended.present, Attended.serial, Attended.means, Attended.recorded_at)
        .join(Attended, on_list)
        .where(Attended.session_id == session_id, Attended.day == day)
        .order_by(Attended.serial)
    )
    said = {row.id: Said(*row[1:]) for row in rows}
    guests = select(GuestDay.participant_id, GuestDay.present).join(
        Participant, Participant.id == GuestDay.participant_id
    )
    there = db.session.execute(guests.where(Participant.session_id == session_id, GuestDay.day == day))
    return said | {row.participant_id: Said(row.present, 0) for row in there}


def present_by_day(session_id: UUID) -> tuple[Counter[date], Counter[date]]:
    """How many officers, two records of one person once, and how many guests, were there on each day."""
    rows = db.session.execute(
        select(Attended.officer_id, Officer.person_id, Attended.day, Attended.present)
        .join(Officer, Officer.id == Attended.officer_id)
        .where(Attended.session_id == session_id)
        .order_by(Attended.serial)
    )
    holding = {(row.officer_id, row.day): (row.person_id, row.present) for row in rows}
    there_on = {(person_id, day) for (_officer, day), (person_id, present) in holding.items() if present}
    guests = select(GuestDay.day).join(Participant, Participant.id == GuestDay.participant_id)
    there = db.session.execute(guests.where(Participant.session_id == session_id, GuestDay.present)).scalars()
    return Counter(day for _person, day in there_on), Counter(there)


def history(session_id: UUID, day: date, officer_id: UUID) -> list[Row[Any]]:
    """All that was ever said of an officer and a day, in its order, with who said it."""
    return list(
        db.session.execute(
            select(
                Attended.serial,
                Attended.present,
                Attended.means,
                Attended.reason,
                Attended.recorded_at,
                Account.display_name,
                Account.user_name,
                Identity.family_name,
            )
            .outerjoin(Account, Account.id == Attended.by_account)
            .outerjoin(Identity, Identity.officer_id == Account.officer_id)
            .where(Attended.session_id == session_id, Attended.day == day, Attended.officer_id == officer_id)
            .order_by(Attended.serial)
        )
    )


def corrections(session_id: UUID, day: date) -> list[Row[Any]]:
    """What was said of somebody of whom something had been said before, in the order of time."""
    on_list = (Participant.session_id == Attended.session_id) & (Participant.officer_id == Attended.officer_id)
    return list(
        db.session.execute(
            select(Participant.id, Attended.serial, Attended.present, Attended.reason, Attended.recorded_at)
            .join(Attended, on_list)
            .where(Attended.session_id == session_id, Attended.day == day, Attended.serial > 1)
            .order_by(Attended.recorded_at, Attended.id)
        )
    )


def attended(session_id: UUID, officer_id: UUID) -> bool:
    """Whether anything was said of the officer's attendance."""
    return (
        db.session.execute(
            select(Attended.id).where(Attended.session_id == session_id, Attended.officer_id == officer_id).limit(1)
        ).first()
        is not None
    )


def known(
    academy_id: UUID, session_id: UUID, day: date, codes: Collection[str], own_officer_id: UUID | None
) -> dict[str, Known]:
    """Whose these codes are, among the people of all sessions of the academy."""
    said = of_day(session_id, day)
    rows = db.session.execute(
        select(Participant.id, Participant.session_id, Participant.officer_id, Participant.code, Participant.seat)
        .join(Session, Session.id == Participant.session_id)
        .where(Session.academy_id == academy_id, Participant.code.in_(codes))
    )
    return {
        row.code: Known(
            row.id,
            row.session_id,
            row.seat == Seat.SEATED,
            row.officer_id is not None and row.officer_id == own_officer_id,
            said[row.id].present if row.id in said else None,
        )
        for row in rows
    }
