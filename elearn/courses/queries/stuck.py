"""Who does not get on by themselves, and where: officers of an academy who began a module and have not passed it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from elearn.courses.models import Progress
from elearn.courses.queries import published
from elearn.courses.rules.module import Part, Published
from elearn.courses.rules.standing import IDLE, State, Stuck, next_part
from elearn.foundation.db import db
from elearn.people.models import Identity, Officer
from elearn.people.queries.rows import AnyRow


@dataclass(frozen=True)
class Line:
    """Somebody who is stuck: `where` is the part that comes next, None for the final assessment; `row` has the names."""

    row: AnyRow
    module: Published
    where: Part | None
    why: Stuck


def is_stuck(why: Stuck, now: datetime) -> ColumnElement[bool]:
    """Which enrolments are stuck for that reason. Who waits for a result, or for a session to attend, is not."""
    if why is Stuck.NO_ATTEMPT:
        return Progress.state == State.FAILED.value
    return and_(
        Progress.state == State.STARTED.value,
        Progress.active_at < now - IDLE,
        Progress.waiting.is_(False),
        Progress.passed_at.is_(None),
    )


def at_academy(academy_id: UUID, now: datetime, most: int) -> tuple[dict[Stuck, int], list[Line]]:
    """How many are stuck and why, and the first of them: who has no attempt left, then who did nothing for longest.

    People made for trying things out are left out.
    """
    here = (
        Progress.academy_id == academy_id,
        Progress.state.in_((State.STARTED.value, State.FAILED.value)),  # as below, for the index
        Progress.officer_id.not_in(select(Officer.id).where(Officer.is_test)),
        or_(*(is_stuck(why, now) for why in Stuck)),
    )
    why = case((Progress.state == State.FAILED.value, Stuck.NO_ATTEMPT.value), else_=Stuck.IDLE.value).label("why")
    counts = db.session.execute(select(why, func.count()).where(*here).group_by(why))
    found = {Stuck(each): number for each, number in counts}
    rows = db.session.execute(
        select(
            Progress.enrolment_id,
            Progress.revision_id,
            Progress.done,
            Progress.active_at,
            Identity.family_name,
            Identity.given_name,
            why,
        )
        .outerjoin(Identity, Identity.officer_id == Progress.officer_id)
        .where(*here)
        .order_by(why.desc(), Progress.active_at, Progress.enrolment_id)
        .limit(most)
    )
    return found, [_line(row) for row in rows] if found else []


def _line(row: AnyRow) -> Line:
    module = published.revision(row.revision_id)
    part_id = next_part(module.part_ids, row.done)
    return Line(row, module, module.part(part_id) if part_id else None, Stuck(row.why))
