"""Sessions in a room, made by the real services."""

from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import select

from elearn.cohorts.models.sessions import Participant
from elearn.cohorts.queries import attendance as read
from elearn.cohorts.queries import sessions as queries
from elearn.cohorts.rules.sessions import Kind, Plan, Session
from elearn.cohorts.service import attendance, sessions
from elearn.courses.rules.attending import Reason
from elearn.foundation.db import db, transaction
from tests.world import Place

MONDAY = date(2026, 9, 14)  # the day before NOW
TUESDAY = date(2026, 9, 15)
FRIDAY = date(2026, 9, 18)
WEEK = Plan(
    kind=Kind.SESSION,
    title="Week in class",
    module_id="searches",
    place="Hall 2",
    trainers="B. Instructor",
    first_day=MONDAY,
    last_day=FRIDAY,
    starts_at=time(9),
    ends_at=time(17),
    seats=20,
    open=True,
)


def plan(**changes: Any) -> Plan:
    return Plan(**vars(WEEK) | changes)


def hold(place: Place, **changes: Any) -> UUID:
    """A session of the academy: its id."""
    with transaction():
        return sessions.make(place.academy_id, plan(**changes))


def session(session_id: UUID) -> Session:
    found = queries.one(session_id)
    assert found
    return found


def listed(place: Place, session_id: UUID, *officers: int) -> list[UUID]:
    """The place's officers are on the list: the ids of their entries, in the same order."""
    officer_ids = [place.officers[each] for each in officers]
    with transaction():
        sessions.sign_up(session_id, officer_ids)
    return [participant(session_id, officer_id).id for officer_id in officer_ids]


def participant(session_id: UUID, officer_id: UUID | None) -> Participant:
    found = select(Participant).where(Participant.session_id == session_id, Participant.officer_id == officer_id)
    return db.session.execute(found, execution_options={"populate_existing": True}).scalar_one()


def invite(session_id: UUID, name: str, agency: str = "Police") -> UUID:
    """A guest is on the list: the id of the entry."""
    with transaction():
        sessions.invite(session_id, name, agency)
    found = (
        select(Participant.id).where(Participant.session_id == session_id).order_by(Participant.turn.desc()).limit(1)
    )
    return db.session.execute(found).scalar_one()


def seats(session_id: UUID) -> dict[int, str]:
    """The seat of everybody who ever was on the list, by turn."""
    db.session.rollback()
    rows = select(Participant.turn, Participant.seat).where(Participant.session_id == session_id)
    return {row.turn: row.seat for row in db.session.execute(rows)}


def tick(session_id: UUID, day: date, present: list[UUID], absent: list[UUID], by_account: UUID) -> int:
    with transaction():
        return attendance.tick(session(session_id), day, [*present, *absent], present, by_account)


def correct(session_id: UUID, day: date, participant_id: UUID, present: bool, by_account: UUID) -> bool:
    """The opposite of what holds is said, as the page of the moment would."""
    with transaction():
        said = read.of_day(session_id, day)[participant_id]
        return attendance.correct(
            session(session_id), day, participant_id, present, said.serial + 1, Reason.SHEET, by_account
        )


def there(session_id: UUID, day: date) -> dict[UUID, bool]:
    """Who was there and who was not, as it holds, by entry."""
    db.session.rollback()
    return {key: said.present for key, said in read.of_day(session_id, day).items()}
