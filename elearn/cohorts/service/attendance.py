"""Who was there: ticked, typed from the sheet, corrected; and scans of the sheet kept."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select

from elearn.cohorts.models.sessions import GuestDay, Participant, Scan, ScanDeleted, SheetKept
from elearn.cohorts.models.sessions import Session as Planned
from elearn.cohorts.queries import attendance, scans, sessions
from elearn.cohorts.rules.attendance import Found, Line, judged
from elearn.cohorts.rules.scans import Refused, Why, sheet
from elearn.cohorts.rules.sessions import Session
from elearn.courses.rules.attending import Means, Meeting, Reason, Seen
from elearn.courses.service import attendance as courses
from elearn.foundation import facts, ids
from elearn.foundation.db import db


def tick(session: Session, day: date, shown: Collection[UUID], present: Collection[UUID], by_account: UUID) -> int:
    """Mark those who were `shown`: present who was ticked, absent who was not. How many were marked.

    Who was marked by somebody else in the meantime stays as that says.
    """
    _hold(session.id)
    said = attendance.of_day(session.id, day)
    people = [row.id for row in sessions.people(session.id) if row.id in shown and row.id not in said]
    marks = {participant_id: participant_id in present for participant_id in people}
    return len(marks) if _mark(session, day, marks, Means.TICKED, by_account) else 0


def enter_codes(session: Session, day: date, text: str, by_account: UUID, own_officer_id: UUID | None) -> list[Line]:
    """Mark whoever's code was typed from the sheet as present, when no line is wrong; what becomes of each line.

    A sheet that is typed once more changes nothing, nor does it undo a correction.
    """
    _hold(session.id)
    codes = {code for typed in text.splitlines() if (code := ids.read_short_code(typed))}
    known = attendance.known(session.academy_id, session.id, day, codes, own_officer_id)
    lines = judged(session.id, text, ids.read_short_code, known)
    if not any(line.wrong for line in lines):
        marks = {line.id: True for line in lines if line.found is Found.PRESENT and line.id}
        _mark(session, day, marks, Means.CODE, by_account)
    return lines


def correct(
    session: Session, day: date, participant_id: UUID, present: bool, serial: int, reason: Reason, by_account: UUID
) -> bool:
    """Say the opposite of what was marked; False when `serial` is not the next one. A second click changes nothing."""
    _hold(session.id)
    before = attendance.of_day(session.id, day).get(participant_id)
    if before and (before.present, before.serial) == (present, serial):
        return True
    if before is None or before.present == present or before.serial + 1 != serial:
        return False
    return _mark(session, day, {participant_id: present}, Means.CORRECTED, by_account, serial, reason)


def _mark(
    session: Session,
    day: date,
    marks: dict[UUID, bool],
    means: Means,
    by_account: UUID,
    serial: int = 1,
    reason: Reason | None = None,
) -> bool:
    """Officers' attendance is a fact; that of guests, who are counted nowhere, is not."""
    rows = db.session.execute(select(Participant.id, Participant.officer_id).where(Participant.id.in_(marks)))
    officers = {row.id: row.officer_id for row in rows}
    for participant_id in (each for each in marks if officers[each] is None):
        db.session.merge(GuestDay(participant_id=participant_id, day=day, present=marks[participant_id]))
    seen: Iterable[Seen] = [
        Seen(officer_id, marks[participant_id], serial, means, reason)
        for participant_id, officer_id in officers.items()
        if officer_id
    ]
    meeting = Meeting(session.id, session.academy_id, session.plan.module_id, day, session.ends(day))
    return courses.mark(meeting, seen, by_account)


def _hold(session_id: UUID) -> None:
    """Marks of one session are made one after the other."""
    db.session.execute(select(Planned.id).where(Planned.id == session_id).with_for_update())


def keep(session: Session, day: date, data: bytes, by_account: UUID) -> UUID | Refused:
    """Keep a scan of the signed sheet of a day, byte for byte: its id, or why not."""
    found = sheet(data)
    if isinstance(found, Refused):
        return found
    _hold(session.id)
    for row in scans.of_session(session.id):
        if (row.day, row.digest) == (day, found.digest):
            return Refused.DELETED if row.deleted_at else Refused.KEPT
    scan = Scan(session_id=session.id, data=data)
    db.session.add(scan)
    db.session.flush()
    facts.add(
        SheetKept(
            session_id=session.id,
            day=day,
            scan_id=scan.id,
            digest=found.digest,
            size=found.size,
            mime_type=found.mime_type,
            by_account=by_account,
        )
    )
    return scan.id


def delete_scan(session: Session, scan_id: UUID, why: Why, by_account: UUID) -> bool:
    """Delete the bytes of a scan; that it was kept, and what it was, stays. False when it was deleted before."""
    _hold(session.id)
    kept = scans.one(session.id, scan_id)
    if kept is None or kept.deleted_at:
        return False
    db.session.execute(delete(Scan).where(Scan.id == scan_id))
    facts.add(ScanDeleted(scan_id=scan_id, reason=why, by_account=by_account))
    return True
