"""What staff may grant: an unlock, more time, one more attempt."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from elearn.foundation import clock, facts
from elearn.foundation.db import db
from elearn.quizzes.models import (
    Attempt,
    AttemptGranted,
    AttemptUnlocked,
    DeadlineMoved,
    LateAnswer,
    TimeGranted,
)
from elearn.quizzes.queries import banks, sittings
from elearn.quizzes.rules.attempts import Given, Reason
from elearn.quizzes.service import attempting


def unlock(attempt_id: UUID, place: str, by_account: UUID) -> bool:
    """Let an open attempt go on in any browser; False when it is not open any more in the one of `place`."""
    locked = update(Attempt).where(Attempt.id == attempt_id, Attempt.state == "open", Attempt.place == place)
    officer_id = attempting.changed(locked.values(place=None, takeovers=Attempt.takeovers + 1))
    if officer_id is None:
        return False
    facts.add(AttemptUnlocked(attempt_id=attempt_id, officer_id=officer_id, by_account=by_account))
    return True


def give_minutes(attempt_id: UUID, deadline: datetime, minutes: int, reason: Reason, by_account: UUID) -> bool:
    """More time for an open attempt: from its deadline on, or from now on where that has passed.

    Answers that had come too late are in time now: of each question the one with the highest sequence counts.
    False when it is handed in, or its deadline is not `deadline` any more: a second click gives nothing.
    """
    sitting = sittings.assessed(attempt_id, hold=True)
    # The clock may have been moved since the attempt began, and with it what it says of the deadline by a little.
    if not (sitting and sitting.is_open) or abs(sitting.deadline - deadline) >= timedelta(seconds=1):
        return False
    more = max(timedelta(), clock.now() - sitting.deadline) + timedelta(minutes=minutes)
    db.session.get_one(Attempt, attempt_id).deadline += more
    _take_up_late(attempt_id)
    facts.add(
        DeadlineMoved(
            attempt_id=attempt_id,
            officer_id=sitting.officer_id,
            minutes=minutes,
            moved_from=sitting.deadline,
            moved_to=sitting.deadline + more,
            reason=reason,
            by_account=by_account,
        )
    )
    return True


def _take_up_late(attempt_id: UUID) -> None:
    """As if they had come in time: what was given before the one that counts is overwritten by it.

    What came from another browser than the attempt was open in would have been refused in time too, and stays late.
    """
    late = select(LateAnswer).where(LateAnswer.attempt_id == attempt_id, LateAnswer.elsewhere.is_(False))
    for row in db.session.execute(late).scalars().all():
        given = Given(row.sequence, banks.plan_of(row.answer), row.saved_at)
        attempting.write(attempt_id, row.question_id, given)
        db.session.delete(row)


def grant_attempt(
    *, officer_id: UUID, enrolment_id: UUID, paper: str, number: int, reason: Reason, by_account: UUID
) -> bool:
    """One more attempt at a paper, the `number`-th so granted; False when that one is granted already, or not the next."""
    if number != sittings.granted(enrolment_id, paper) + 1:
        return False
    return _add_once(
        AttemptGranted(
            officer_id=officer_id,
            enrolment_id=enrolment_id,
            paper=paper,
            number=number,
            reason=reason,
            by_account=by_account,
        )
    )


def grant_time(*, officer_id: UUID, academy_id: UUID, percent: int, serial: int, by_account: UUID) -> bool:
    """So many per cent more time at every paper begun from now on; False when `serial` is not the next one."""
    if serial != sittings.extra_time(officer_id, academy_id)[1] + 1:
        return False
    return _add_once(
        TimeGranted(officer_id=officer_id, academy_id=academy_id, serial=serial, percent=percent, by_account=by_account)
    )


def _add_once(fact: AttemptGranted | TimeGranted) -> bool:
    try:
        with db.session.begin_nested():
            facts.add(fact)
    except IntegrityError:  # the other click of a double one was first
        return False
    return True
