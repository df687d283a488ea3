"""Progress: where each enrolment stands, kept in step with the facts, and made anew from them."""

from dataclasses import asdict, replace
from datetime import date
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from elearn.courses.models import DueMoved, Enrolled, Progress, RevisionPublished
from elearn.courses.queries import facts, published
from elearn.courses.rules.module import FINAL
from elearn.courses.rules.standing import State
from elearn.courses.rules.tally import Rule, Tally, UnderWay, tally_across
from elearn.foundation.db import db
from elearn.foundation.facts import Fact


def project(fact: Fact) -> None:
    """Keep Progress in step with all facts that move it."""
    if isinstance(fact, Enrolled):
        db.session.execute(insert(Progress).values(**_columns(fact, _tally(fact.id), fact.due_on)))
    elif isinstance(fact, DueMoved):
        _move_due(fact.enrolment_id)
    elif isinstance(fact, RevisionPublished) and fact.under_way == UnderWay.AGAIN:
        for each in facts.under_way(fact.module_id, fact.revision_id):
            _bring_into_step(each)
    else:
        for each in facts.moves(fact):
            _bring_into_step(each)


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
    granted, days, moves = facts.granted(enrolment_ids), facts.days(enrolment_ids), facts.taken_along(enrolment_ids)
    tallies = {
        each: tally_across(
            readings.get(each, []),
            sittings.get(each, []),
            moves.get(each, []),
            _rule,
            granted.get(each, 0),
            days.get(each, []),
        )
        for each in enrolment_ids
    }
    ended = {each: tallies[each] for each in facts.withdrawn(enrolment_ids) if not tallies[each].completed_at}
    return tallies | {each: replace(tally, state=State.WITHDRAWN) for each, tally in ended.items()}


def _rule(revision_id: str) -> Rule:
    module = published.revision(revision_id)
    return Rule(module.part_ids, module.attendance, module.papers[FINAL].attempts, module.editions)


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
