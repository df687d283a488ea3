"""Coming into a cohort oneself: by the code on the wall, or by asking an administrator."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from elearn.cohorts.models.cohorts import Cohort, JoinRequest
from elearn.cohorts.queries import cohorts as queries
from elearn.cohorts.queries import joining
from elearn.cohorts.rules.cohorts import CODE_LETTERS, NotJoined, Way
from elearn.cohorts.rules.mailing import Kind
from elearn.cohorts.service import cohorts, mailing
from elearn.foundation import clock, ids, throttle
from elearn.foundation.db import db
from elearn.people.queries import officers

# A wrong code costs a try: guessing one of 32⁶ is hopeless, and a poster misread ten times an hour asks for help.
MOST_TRIES, TRIES_PER = 10, timedelta(hours=1)
_WRONG_CODES = "code of a cohort"


def open_code(cohort: Any, until: date) -> str:
    """Put a code on the wall, good until that day inclusive; the one that is there stays the same."""
    held = queries.by_id(cohort.id)
    code = held.code or _new_code()
    db.session.execute(update(Cohort).where(Cohort.id == cohort.id).values(code=code, code_until=until))
    return str(code)


def _new_code() -> str:
    while True:
        code = ids.new_code(CODE_LETTERS)
        if db.session.execute(select(Cohort.id).where(Cohort.code == code)).first() is None:
            return code


def close_code(cohort_id: UUID) -> None:
    """The code on the wall lets nobody in any more; the next one will be another."""
    db.session.execute(update(Cohort).where(Cohort.id == cohort_id).values(code=None, code_until=None))


def tries_are_left(officer_id: UUID) -> bool:
    """Count a try. Not to be called inside a writing transaction."""
    return throttle.spend(_WRONG_CODES, str(officer_id), MOST_TRIES, TRIES_PER)


def use_code(code: str | None, officer_id: UUID, by_account: UUID) -> UUID | NotJoined:
    """The officer typed the code: the cohort that the officer is in now, or why not.

    A code of an academy that may not see the officer is answered as one that does not exist.
    """
    cohort = queries.by_code(code) if code else None
    if cohort is None or not officers.seen(cohort.academy_id, [officer_id]):
        return NotJoined.WRONG
    if cohort.code_until < clock.today(cohort.time_zone):
        return NotJoined.CLOSED
    cohorts.join(cohort.id, [officer_id], Way.CODE, by_account)
    cohort_id: UUID = cohort.id
    return cohort_id


def ask(cohort_id: UUID, officer_id: UUID) -> bool:
    """The officer asks to join; False when that is not possible. Asking twice, or when in it already, changes nothing."""
    offer = next((each for each in joining.offered(officer_id) if each.id == cohort_id), None)
    if offer is None or not (offer.may_ask or offer.asked_at or offer.is_in):
        return False
    queries.by_id(cohort_id)  # who asks in two windows waits here
    if not offer.is_in and joining.request(cohort_id, officer_id) is None:
        db.session.add(JoinRequest(cohort_id=cohort_id, officer_id=officer_id, asked_at=clock.now()))
        db.session.flush()
    return True


def answer(cohort_id: UUID, request_id: UUID, approve: bool, by_account: UUID) -> bool | None:
    """Approve or decline a request, and tell the officer. False when it was answered before, None when there is none."""
    asked = joining.asked(request_id, cohort_id)
    if asked is None:
        return None
    if asked.answer is not None:
        return False
    asked.answer = Kind.APPROVED if approve else Kind.DECLINED
    asked.answered_at, asked.by_account = clock.now(), by_account
    db.session.flush()
    if approve:
        cohorts.join(cohort_id, [asked.officer_id], Way.APPROVAL, by_account)
    mailing.queue(asked.officer_id, Kind(asked.answer))
    return True
