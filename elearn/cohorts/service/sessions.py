"""Sessions: made, changed; people signed up, put on the list and taken off it."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from uuid import UUID

from sqlalchemy import delete, func, select, update

from elearn.cohorts.models.sessions import Guest, GuestDay, Participant, Session
from elearn.cohorts.queries import attendance, cohorts, sessions
from elearn.cohorts.rules.sessions import LISTED, Plan, Refusal, Seat, refusal, seats_for
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
    refused = refusal(held.plan, plan, sessions.seated(held.id), sessions.is_marked(held.id))
    if refused:
        return refused
    for name, value in asdict(plan).items():
        setattr(session, name, value)
    _fill(session)
    return None


def call_off(session_id: UUID, called_off: bool) -> bool:
    """The session is not held, or is held after all; the list stays. False when attendance is marked already."""
    session = _hold(session_id)
    if sessions.is_marked(session_id):
        return False
    session.called_off = called_off
    db.session.flush()
    return True


def sign_up(session_id: UUID, officer_ids: Iterable[UUID]) -> int:
    """Put officers on the list, in order: who comes beyond the seats waits. How many are new on it.

    Who is on it under another record of the same person stays there, and gets no second seat.
    """
    session = _hold(session_id)
    wanted = list(dict.fromkeys(officer_ids))
    rows = db.session.execute(
        select(Participant).where(Participant.session_id == session_id, Participant.officer_id.in_(wanted))
    )
    there = {each.officer_id: each for each in rows.scalars()}
    persons, listed = cohorts.persons(wanted), sessions.listed(session_id)
    taken = {person for officer_id, person in persons.items() if officer_id in listed}
    count, turn = 0, _last_turn(session_id)
    for officer_id in wanted:
        if persons[officer_id] in taken:
            continue
        taken.add(persons[officer_id])
        before = there.get(officer_id)
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
    """Put everybody on the list who has the session's module to take, but who was on it and came off: how many are new on it."""
    if held.plan.module_id is None:
        return 0
    taking = sessions.taking(held.academy_id, held.plan.module_id)
    off = {each.person_id for each in sessions.people(held.id, (Seat.WITHDRAWN,))}
    persons = cohorts.persons(taking)
    return sign_up(held.id, [each for each in taking if persons[each] not in off])


def invite(session_id: UUID, name: str, agency: str) -> None:
    """Put a guest on the list."""
    session = _hold(session_id)
    participant = _add(session_id, _last_turn(session_id) + 1, None)
    db.session.flush()
    db.session.add(Guest(participant_id=participant.id, name=name, agency=agency))
    _fill(session)


def withdraw(session_id: UUID, officer_id: UUID) -> bool:
    """The officer does not come, under none of the person's records.

    False for one who is not on the list, or of whose attendance something was said.
    """
    person_id = cohorts.persons([officer_id])[officer_id]
    mine = [each.id for each in sessions.people(session_id, LISTED) if each.person_id == person_id]
    taken_off = [take_off(session_id, participant_id) for participant_id in mine]
    return any(taken_off)


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
    """Give free seats to those who wait, in their turn; to a person one."""
    db.session.flush()
    people = sorted(sessions.people(session.id, LISTED), key=lambda each: (each.seat != Seat.SEATED, each.turn))
    first = {each.person_id or each.id: each for each in reversed(people)}
    waiting = sorted((each for each in first.values() if each.seat == Seat.WAITING), key=lambda each: each.turn)
    given = [each.id for each in seats_for(session.seats, len(first) - len(waiting), waiting)]
    db.session.execute(update(Participant).where(Participant.id.in_(given)).values(seat=Seat.SEATED))


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
