"""Sessions: made, changed; people signed up, put on the list and taken off it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from uuid import UUID

from sqlalchemy import delete, func, select

from elearn.cohorts.models.sessions import Guest, GuestDay, Participant, Session
from elearn.cohorts.queries import attendance, sessions
from elearn.cohorts.rules.sessions import Plan, Refusal, Seat, refusal, seats_for
from elearn.cohorts.rules.sessions import Session as Held
from elearn.courses.rules.enrolling import Lookup
from elearn.courses.service import enrolment
from elearn.foundation import ids
from elearn.foundation.db import db


def make(academy_id: UUID, plan: Plan) -> UUID:
    """A new session: its id."""
    session = Session(academy_id=academy_id, **asdict(plan))
    db.session.add(session)
    db.session.flush()
    return session.id


def change(held: Held, plan: Plan) -> Refusal | None:
    """Change what is agreed, or say why not. More seats go to those who wait."""
    session = _hold(held.id)
    refused = refusal(held.plan, plan, _seated(held.id), sessions.is_marked(held.id))
    if refused:
        return refused
    for name, value in asdict(plan).items():
        setattr(session, name, value)
    _fill(session)
    return None


def sign_up(session_id: UUID, officer_ids: Iterable[UUID]) -> int:
    """Put officers on the list, in order: who comes beyond the seats waits. How many are new on it."""
    session = _hold(session_id)
    there = {
        each.officer_id: each
        for each in db.session.execute(select(Participant).where(Participant.session_id == session_id)).scalars()
        if each.officer_id
    }
    count, turn = 0, _last_turn(session_id)
    for officer_id in dict.fromkeys(officer_ids):
        before = there.get(officer_id)
        if before and before.seat != Seat.WITHDRAWN:
            continue
        count, turn = count + 1, turn + 1
        if before:
            before.turn, before.seat = turn, Seat.WAITING
        else:
            _add(session_id, turn, officer_id)
    _fill(session)
    return count


def put_on_list(held: Held, numbers: str, *, keys: Path, by_account: UUID) -> Lookup:
    """Put the officers with these service numbers on the list, all or none: what becomes of each number."""
    lookup = enrolment.recognise(
        held.academy_id,
        numbers,
        lambda _ids: sessions.listed(held.id),
        keys=keys,
        by_account=by_account,
        what=f"list of session {held.id}",
    )
    if lookup.may_be_enrolled:
        sign_up(held.id, lookup.free)
    return lookup


def put_class_on_list(held: Held) -> int:
    """Put everybody on the list who has the session's module to take: how many are new on it."""
    if held.plan.module_id is None:
        return 0
    return sign_up(held.id, sessions.taking(held.academy_id, held.plan.module_id))


def invite(session_id: UUID, name: str, agency: str) -> None:
    """Put a guest on the list."""
    session = _hold(session_id)
    participant = _add(session_id, _last_turn(session_id) + 1, None)
    db.session.flush()
    db.session.add(Guest(participant_id=participant.id, name=name, agency=agency))
    _fill(session)


def withdraw(session_id: UUID, officer_id: UUID) -> bool:
    """The officer does not come; False for one who is not on the list, or of whose attendance something was said."""
    mine = select(Participant.id).where(Participant.session_id == session_id, Participant.officer_id == officer_id)
    participant_id = db.session.execute(mine).scalar()
    return participant_id is not None and take_off(session_id, participant_id)


def take_off(session_id: UUID, participant_id: UUID) -> bool:
    """Take somebody off the list; the first who waits has the seat then. A guest's name is erased.

    False for one who is not on it, and for an officer of whose attendance something was said: that is to be corrected
    first. A guest who was there keeps the seat, without a name.
    """
    session = _hold(session_id)
    participant = db.session.get(Participant, participant_id, populate_existing=True)
    if participant is None or participant.session_id != session_id or participant.seat == Seat.WITHDRAWN:
        return False
    if participant.officer_id and attendance.attended(session_id, participant.officer_id):
        return False
    db.session.execute(delete(Guest).where(Guest.participant_id == participant_id))
    was_there = select(GuestDay.day).where(GuestDay.participant_id == participant_id)
    if db.session.execute(was_there).first() is None:
        participant.seat = Seat.WITHDRAWN
    _fill(session)
    return True


def _hold(session_id: UUID) -> Session:
    """The session, kept from everybody else until the transaction ends: seats are given to one after the other."""
    held = select(Session).where(Session.id == session_id).with_for_update()
    return db.session.execute(held, execution_options={"populate_existing": True}).scalar_one()


def _fill(session: Session) -> None:
    """Give free seats to those who wait, in their turn."""
    db.session.flush()
    waiting: Sequence[Participant] = (
        db.session.execute(
            select(Participant)
            .where(Participant.session_id == session.id, Participant.seat == Seat.WAITING.value)
            .order_by(Participant.turn)
        )
        .scalars()
        .all()
    )
    for participant in seats_for(session.seats, _seated(session.id), waiting):
        participant.seat = Seat.SEATED
    db.session.flush()


def _seated(session_id: UUID) -> int:
    count = select(func.count()).select_from(Participant)
    seated = count.where(Participant.session_id == session_id, Participant.seat == Seat.SEATED.value)
    return db.session.execute(seated).scalar_one()


def _last_turn(session_id: UUID) -> int:
    return db.session.execute(
        select(func.coalesce(func.max(Participant.turn), 0)).where(Participant.session_id == session_id)
    ).scalar_one()


def _add(session_id: UUID, turn: int, officer_id: UUID | None) -> Participant:
    participant = Participant(
        session_id=session_id, turn=turn, officer_id=officer_id, code=_new_code(), seat=Seat.WAITING
    )
    db.session.add(participant)
    return participant


def _new_code() -> str:
    """A short code that nobody has: there are 28 million of them."""
    while True:
        code = ids.new_short_code()
        if db.session.execute(select(Participant.id).where(Participant.code == code)).first() is None:
            return code
