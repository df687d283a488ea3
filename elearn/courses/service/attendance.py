"""Attendance as facts: for whoever holds sessions, who stands above this feature and knows their lists."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from elearn.courses.models import Attended
from elearn.courses.queries import facts as queries
from elearn.courses.rules.attending import Meeting, Seen
from elearn.foundation import clock, facts
from elearn.foundation.db import db


def mark(meeting: Meeting, seen: Iterable[Seen], by_account: UUID) -> bool:
    """Write down who was at a day of a session; False, and nothing is written, when somebody else was first.

    A day that is not over yet counts from now on: nothing is completed in the future.
    """
    at, seen = min(meeting.at, clock.now()), list(seen)
    answering = queries.answering(meeting, [each.officer_id for each in seen])
    marks = [
        Attended(
            officer_id=each.officer_id,
            academy_id=answering.get(each.officer_id, meeting.academy_id),
            module_id=meeting.module_id,
            session_id=meeting.session_id,
            day=meeting.day,
            serial=each.serial,
            present=each.present,
            at=at,
            means=each.means,
            reason=each.reason,
            by_account=by_account,
        )
        for each in seen
    ]
    try:
        with db.session.begin_nested():
            facts.add_all(marks)
    except IntegrityError:
        return False
    return True
