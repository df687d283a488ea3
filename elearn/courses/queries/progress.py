"""Reads of where officers stand, for their own pages."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select

from elearn.courses.models import Module, Progress
from elearn.courses.rules.standing import Enrolment, State, in_force
from elearn.foundation.db import db
from elearn.people.models import Academy, Country


def of_officer(officer_id: UUID) -> list[Enrolment]:
    """All enrolments of the officer, one query."""
    return [_enrolment(row) for row in db.session.execute(_enrolments().where(Progress.officer_id == officer_id))]


def of_module(officer_id: UUID, module_id: str) -> Enrolment | None:
    """The officer's enrolment in the module that pages show (rules.standing.in_force), one query; None without one."""
    rows = db.session.execute(_enrolments().where(Progress.officer_id == officer_id, Progress.module_id == module_id))
    return in_force(_enrolment(row) for row in rows)


def _enrolments() -> Select[Any]:
    return (
        select(
            Progress.enrolment_id,
            Progress.officer_id,
            Progress.module_id,
            Progress.academy_id,
            Progress.enrolled_on,
            Progress.due_on,
            # Until the officer starts, what is current is read.
            func.coalesce(Progress.revision_id, Module.revision_id).label("revision_id"),
            Progress.state,
            Progress.done,
            Progress.finals,
            Progress.best_percent,
            Progress.passed_at,
            Country.time_zone,
        )
        .join(Module, Module.id == Progress.module_id)
        .join(Academy, Academy.id == Progress.academy_id)
        .join(Country, Country.code == Academy.country)
    )


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
        time_zone=row.time_zone,
    )
