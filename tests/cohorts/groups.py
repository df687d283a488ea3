"""Cohorts and their officers, by the real services."""

from datetime import date
from typing import Any
from uuid import UUID

from elearn.cohorts.queries import cohorts as queries
from elearn.cohorts.rules.cohorts import Way
from elearn.cohorts.service import cohorts
from elearn.cohorts.service.cohorts import Planned
from elearn.foundation.db import db, transaction
from tests import factories_courses as factories
from tests.world import Place

START, DUE = date(2026, 9, 1), date(2026, 10, 1)


def planned(**changes: Any) -> Planned:
    values = {"name": "Autumn", "starts_on": START, "due_on": DUE, "instructors": (), "may_ask": False}
    return Planned(**{**values, **({"course_id": "course-1"} if "module_id" not in changes else {}), **changes})


def made(place: Place, **changes: Any) -> UUID:
    """A cohort of the course, or of a module, at a place: its id."""
    with transaction():
        return cohorts.make(place.academy_id, planned(**changes), place.administrator)


def joined(cohort_id: UUID, *officer_ids: UUID) -> int:
    with transaction():
        return cohorts.join(cohort_id, officer_ids, Way.LIST, None)


def changed(cohort_id: UUID, number: int = 1, **changes: Any) -> bool:
    with transaction():
        return cohorts.change(queries.by_id(cohort_id), planned(**changes), number, None)  # type: ignore[arg-type]


def finished(place: Place, module_id: str = "searches", officer: int = 0) -> None:
    """The officer completes a module."""
    factories.read(place, *factories.PARTS, officer=officer, module_id=module_id)
    factories.sit(place, "final", right=True, officer=officer, module_id=module_id)


def rows(table: Any, *columns: str) -> list[tuple[Any, ...]]:
    """What stands in a table, of these columns, sorted."""
    db.session.rollback()
    found = db.session.query(*(getattr(table, column) for column in columns))
    return sorted((tuple(row) for row in found), key=str)
