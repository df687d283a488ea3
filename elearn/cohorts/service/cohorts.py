"""Cohorts: made, changed, and joined by a list, by a code or by approval. Joining twice changes nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from elearn.cohorts.models.cohorts import Cohort, CohortDated, CohortInstructor, CohortJoined, CohortLeft, CohortTakes
from elearn.cohorts.queries import cohorts as queries
from elearn.cohorts.rules.cohorts import Taken, Way, counting, moves_with
from elearn.courses.queries import enrolment as enrolling
from elearn.courses.rules.enrolling import Lookup
from elearn.courses.service import enrolment
from elearn.foundation import facts, ids
from elearn.foundation.db import db
from elearn.foundation.facts import Fact
from elearn.people.service import officers


@dataclass(frozen=True)
class Planned:
    """What a cohort shall be, as the form says it. `course_id` is a course revision; one of it and `module_id` is set."""

    name: str
    starts_on: date
    due_on: date
    instructors: tuple[UUID, ...]
    may_ask: bool
    course_id: str | None = None
    module_id: str | None = None


def make(academy_id: UUID, planned: Planned, by_account: UUID) -> UUID:
    """A new cohort: its id."""
    cohort = Cohort(
        id=ids.new(),
        academy_id=academy_id,
        name=planned.name,
        course_id=planned.course_id,
        module_id=planned.module_id,
        starts_on=planned.starts_on,
        due_on=planned.due_on,
        may_ask=planned.may_ask,
    )
    db.session.add(cohort)
    db.session.flush()
    _date(cohort.id, planned, 1, by_account)
    _let_teach(cohort.id, planned.instructors)
    return cohort.id


def change(cohort: Any, planned: Planned, number: int, by_account: UUID) -> bool:
    """Change name, dates, instructors and whether one may ask; False when somebody else moved the dates meanwhile, to others.

    `number` counts how often the dates were set when the form was opened. Enrolments that are not ended and had the
    cohort's date move with it.
    """
    held = queries.by_id(cohort.id)
    if (held.starts_on, held.due_on) != (planned.starts_on, planned.due_on):
        if queries.number_of_dates(cohort.id) != number:
            return False
        try:
            with db.session.begin_nested():
                _date(cohort.id, planned, number + 1, by_account)
        except IntegrityError:
            return False
    moving = {
        row.enrolment_id: row.officer_id
        for row in queries.open_enrolments(cohort.id)
        if moves_with(row.due_on, held.due_on, planned.due_on)
    }
    enrolment.move_due(moving, planned.due_on, by_account)
    db.session.execute(update(Cohort).where(Cohort.id == cohort.id).values(name=planned.name, may_ask=planned.may_ask))
    db.session.execute(delete(CohortInstructor).where(CohortInstructor.cohort_id == cohort.id))
    _let_teach(cohort.id, planned.instructors)
    return True


def _date(cohort_id: UUID, planned: Planned, number: int, by_account: UUID) -> None:
    facts.add(
        CohortDated(
            cohort_id=cohort_id,
            number=number,
            starts_on=planned.starts_on,
            due_on=planned.due_on,
            by_account=by_account,
        )
    )


def _let_teach(cohort_id: UUID, instructors: Sequence[UUID]) -> None:
    db.session.add_all(CohortInstructor(cohort_id=cohort_id, account_id=account_id) for account_id in instructors)
    db.session.flush()


def project(fact: Fact) -> None:
    """Keep the dates of Cohort in step with CohortDated."""
    if isinstance(fact, CohortDated):
        _bring_into_step(fact.cohort_id)


def rebuild() -> int:
    """Make the dates of all cohorts anew from the facts; how many cohorts there are."""
    cohort_ids = list(db.session.execute(select(Cohort.id)).scalars())
    for cohort_id in cohort_ids:
        _bring_into_step(cohort_id)
    return len(cohort_ids)


def _bring_into_step(cohort_id: UUID) -> None:
    latest = (
        select(CohortDated.starts_on, CohortDated.due_on)
        .where(CohortDated.cohort_id == cohort_id)
        .order_by(CohortDated.number.desc())
        .limit(1)
    )
    dates = db.session.execute(latest).one()
    db.session.execute(
        update(Cohort).where(Cohort.id == cohort_id).values(starts_on=dates.starts_on, due_on=dates.due_on)
    )


# --- joining ---------------------------------------------------------------------------------------------------------


def look_up(cohort: Any, numbers: str, *, keys: Path, by_account: UUID) -> Lookup:
    """What becomes of a pasted list of service numbers; who is in the cohort stands there as enrolled."""

    return enrolment.recognise(
        cohort.academy_id,
        numbers,
        lambda officer_ids: queries.members(cohort.id, officer_ids),
        keys=keys,
        by_account=by_account,
        what="cohort",
    )


def join_list(cohort: Any, numbers: str, *, keys: Path, by_account: UUID) -> tuple[Lookup, int]:
    """Take in all of a list or none: what became of it, and how many came in."""
    lookup = look_up(cohort, numbers, keys=keys, by_account=by_account)
    if not lookup.may_be_enrolled:
        return lookup, 0
    return lookup, join(cohort.id, lookup.free, Way.LIST, by_account)


def join(cohort_id: UUID, officer_ids: Collection[UUID], way: Way, by_account: UUID | None) -> int:
    """Take officers into a cohort and enrol them in what they have not done; how many came in.

    Who is in it already stays as is, also under another record of the same person. Who was taken out is brought back.
    """
    cohort = queries.by_id(cohort_id)
    officers.let_see(cohort.academy_id, officer_ids)
    enrolling.hold(officer_ids)
    there = queries.members(cohort_id, officer_ids)
    persons = queries.persons(officer_ids)
    new = list({persons[each]: each for each in reversed(list(officer_ids)) if each not in there}.values())
    before = queries.ever_in(cohort_id, new)
    facts.add_all(
        CohortLeft(cohort_id=cohort_id, officer_id=each, number=before[each] + 1, left=False, by_account=by_account)
        if each in before
        else CohortJoined(cohort_id=cohort_id, officer_id=each, way=way, by_account=by_account)
        for each in new
    )
    taken = queries.taken(new, cohort)
    for module_id in queries.modules(cohort):
        _take(cohort, module_id, {each: taken.get((each, module_id), []) for each in new}, by_account)
    return len(new)


def _take(cohort: Any, module_id: str, taken: dict[UUID, list[Taken]], by_account: UUID | None) -> None:
    """Decide for each officer which enrolment in one module counts, and enrol the others anew."""
    counts = {officer_id: counting(theirs, cohort.due_on) for officer_id, theirs in taken.items()}
    anew = [officer_id for officer_id, found in counts.items() if found is None]
    moving = {
        found.enrolment_id: officer_id
        for officer_id, found in counts.items()
        if found and found.is_open and moves_with(found.due_on, None, cohort.due_on)
    }
    enrolment.move_due(moving, cohort.due_on, by_account)
    new = enrolment.enrol(
        anew, module_id, cohort.academy_id, cohort.due_on, False, by_account, course_id=cohort.course_id
    )
    there = {officer_id: found.enrolment_id for officer_id, found in counts.items() if found}
    said = queries.with_modules(cohort.id, list(taken))
    facts.add_all(
        CohortTakes(cohort_id=cohort.id, officer_id=officer_id, module_id=module_id, enrolment_id=enrolment_id)
        for officer_id, enrolment_id in {**there, **new}.items()
        if (officer_id, module_id) not in said
    )


def take_out(cohort: Any, officer_id: UUID, withdraw: bool, by_account: UUID) -> bool:
    """Take an officer out of a cohort, by all records of the person; False for one who is not in it.

    With `withdraw` they have no longer to complete what they have to complete for this cohort only. What was done stays.
    """
    queries.by_id(cohort.id)
    enrolling.hold([officer_id])
    records = queries.records_in(cohort.id, officer_id)
    ending = queries.only_for(cohort.id, records) if withdraw else {}
    before = queries.ever_in(cohort.id, records)
    facts.add_all(
        CohortLeft(cohort_id=cohort.id, officer_id=each, number=before[each] + 1, left=True, by_account=by_account)
        for each in records
    )
    enrolment.withdraw(ending, by_account)
    return bool(records)
