"""Progress: where each enrolment stands, kept in step with the facts, and made anew from them."""

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from elearn.courses.models import DueMoved, Enrolled, Progress
from elearn.courses.queries import facts, published
from elearn.courses.rules.module import FINAL
from elearn.courses.rules.tally import Reading, Rule, Sitting, Tally, pinned_revision, tally
from elearn.foundation.db import db
from elearn.foundation.facts import Fact


def project(fact: Fact) -> None:
    """Keep Progress in step with enrolments, due dates, parts done, attempts submitted and granted, and attendance."""
    if isinstance(fact, Enrolled):
        db.session.execute(insert(Progress).values(**_columns(fact, _tally(fact.id), fact.due_on)))
        return
    if isinstance(fact, DueMoved):
        _move_due(fact.enrolment_id)
        return
    for enrolment_id in facts.moves(fact):
        _bring_into_step(enrolment_id)


def rebuild() -> int:
    """Make Progress anew from the facts; how many enrolments there are."""
    db.session.execute(delete(Progress))
    count = 0
    for batch in facts.every_enrolled():
        ids = [enrolled.id for enrolled in batch]
        tallies, moved = _tallies(ids), facts.moved(ids)
        rows = [_columns(each, tallies[each.id], moved.get(each.id, each.due_on)) for each in batch]
        db.session.execute(insert(Progress), rows)
        count += len(batch)
    return count


def _bring_into_step(enrolment_id: UUID) -> None:
    # The lock makes two facts of one enrolment wait for each other: whoever comes second sees both.
    row = db.session.execute(
        select(Progress).where(Progress.enrolment_id == enrolment_id).with_for_update(),
        execution_options={"populate_existing": True},
    ).scalar()
    if row is None:
        return  # an attempt outside any enrolment, or one whose enrolment has not arrived from its site yet
    for column, value in _values(_tally(enrolment_id)).items():
        setattr(row, column, value)
    db.session.flush()


def _move_due(enrolment_id: UUID) -> None:
    due_on = facts.moved([enrolment_id])[enrolment_id]
    db.session.execute(update(Progress).where(Progress.enrolment_id == enrolment_id).values(due_on=due_on))


def _tally(enrolment_id: UUID) -> Tally:
    return _tallies([enrolment_id])[enrolment_id]


def _tallies(enrolment_ids: list[UUID]) -> dict[UUID, Tally]:
    readings, sittings = facts.readings(enrolment_ids), facts.sittings(enrolment_ids)
    granted, days = facts.granted(enrolment_ids), facts.days(enrolment_ids)
    return {
        each: _come_to(readings.get(each, []), sittings.get(each, []), granted.get(each, 0), days.get(each, []))
        for each in enrolment_ids
    }


def _come_to(readings: list[Reading], sittings: list[Sitting], granted: int, days: list[datetime]) -> Tally:
    revision_id = pinned_revision(readings, sittings)
    if revision_id is None:
        return tally([], [], Rule(), granted, days)
    module = published.revision(revision_id)
    rule = Rule(module.part_ids, module.attendance, module.papers[FINAL].attempts)
    return tally(readings, sittings, rule, granted, days)


def _columns(enrolled: Enrolled, tally: Tally, due_on: date | None) -> dict[str, object]:
    return {
        "enrolment_id": enrolled.id,
        "officer_id": enrolled.officer_id,
        "module_id": enrolled.module_id,
        "academy_id": enrolled.academy_id,
        "enrolled_on": enrolled.enrolled_on,
        "due_on": due_on,
        "course_id": enrolled.course_id,
        **_values(tally),
    }


def _values(tally: Tally) -> dict[str, object]:
    return {**asdict(tally), "done": list(tally.done), "state": str(tally.state)}
