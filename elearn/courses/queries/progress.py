"""Reads of where officers stand, for their own pages."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, func, select

from elearn.courses.models import Module, PartDone, Progress
from elearn.courses.queries import courses
from elearn.courses.rules.course import still_missing
from elearn.courses.rules.enrolling import completed
from elearn.courses.rules.module import Part, Published
from elearn.courses.rules.standing import Enrolment, State, in_force, may_see_keys, one_a_module
from elearn.foundation.db import db
from elearn.people.models import Academy, Country

# Every page of the reader asks this, so it is put together once, and of tables rather than mapped classes.
_PROGRESS, _MODULE, _ACADEMY, _COUNTRY = (table.__table__.c for table in (Progress, Module, Academy, Country))
_OF_OFFICER: Select[Any] = (
    select(
        _PROGRESS.enrolment_id,
        _PROGRESS.officer_id,
        _PROGRESS.module_id,
        _PROGRESS.academy_id,
        _PROGRESS.enrolled_on,
        _PROGRESS.due_on,
        # Until the officer starts, what is current is read.
        func.coalesce(_PROGRESS.revision_id, _MODULE.revision_id).label("revision_id"),
        _PROGRESS.state,
        _PROGRESS.done,
        _PROGRESS.finals,
        _PROGRESS.waiting,
        _PROGRESS.best_percent,
        _PROGRESS.passed_at,
        _PROGRESS.granted,
        _PROGRESS.attended,
        _PROGRESS.course_id,
        _COUNTRY.time_zone,
    )
    .join(Module.__table__, _MODULE.id == _PROGRESS.module_id)
    .join(Academy.__table__, _ACADEMY.id == _PROGRESS.academy_id)
    .join(Country.__table__, _COUNTRY.code == _ACADEMY.country)
    .where(_PROGRESS.officer_id == bindparam("officer_id"), _PROGRESS.state != State.WITHDRAWN.value)
)
_OF_MODULE = _OF_OFFICER.where(_PROGRESS.module_id == bindparam("module_id"))


def of_officer(officer_id: UUID) -> list[Enrolment]:
    """All enrolments of the officer, one query."""
    return [_enrolment(row) for row in db.session.execute(_OF_OFFICER, {"officer_id": officer_id})]


def of_module(officer_id: UUID, module_id: str) -> Enrolment | None:
    """The officer's enrolment in the module that pages show (standing.in_force), one query; None without one."""
    rows = db.session.execute(_OF_MODULE, {"officer_id": officer_id, "module_id": module_id})
    return in_force([_enrolment(row) for row in rows])


def to_pass(officer_id: UUID) -> frozenset[str]:
    """The modules whose keys the officer may not see in any role: those that they have still to pass themselves."""
    return frozenset(each.module_id for each in one_a_module(of_officer(officer_id)) if not may_see_keys(each))


def missing(enrolment: Enrolment, module: Published, theirs: Iterable[Enrolment] | None = None) -> tuple[str, ...]:
    """The modules to be completed before this one may be begun, by its own word and by the course's; none once it is begun.

    `theirs` are all enrolments of the officer, where they are known already.
    """
    before = courses.course(enrolment.course_id).before(module.module_id) if enrolment.course_id else ()
    if enrolment.state is not State.NOT_STARTED or not (module.requires or before):
        return ()
    known = of_officer(enrolment.officer_id) if theirs is None else theirs
    return still_missing(module.requires, before, completed(known))


def open_again(enrolment: Enrolment, module: Published) -> tuple[Part, ...]:
    """Parts that the officer did in an earlier revision and that are open again, as they changed when it was taken along."""
    if module.number == 1:
        return ()
    done = select(PartDone.part_id).where(PartDone.enrolment_id == enrolment.id)
    before = set(db.session.execute(done).scalars()) - enrolment.done
    return tuple(part for part in module.contents if part.id in before)


def _enrolment(row: Row[Any]) -> Enrolment:
    return Enrolment(
        id=row.enrolment_id,
        officer_id=row.officer_id,
        module_id=row.module_id,
        academy_id=row.academy_id,
        enrolled_on=row.enrolled_on,
        due_on=row.due_on,
        revision_id=row.revision_id,
        state=State(row.state),
        done=frozenset(row.done),
        finals=row.finals,
        best_percent=row.best_percent,
        passed=row.passed_at is not None,
        waiting=row.waiting,
        time_zone=row.time_zone,
        granted=row.granted,
        attended=row.attended,
        course_id=row.course_id,
    )
