"""What the pages of cohorts share: their blueprint, the session a page is about, which cohorts somebody sees or changes."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, request
from flask_login import current_user

from elearn.cohorts.queries import cohorts as queries
from elearn.cohorts.queries import sessions
from elearn.cohorts.queries.cohorts import Whose
from elearn.cohorts.rules.sessions import Session, endings
from elearn.courses.queries import published
from elearn.foundation import clock
from elearn.foundation.locale import Text, pick
from elearn.people.queries.rows import AnyRow
from elearn.people.rules.officers import name_key
from elearn.people.rules.roles import Permission

blueprint = Blueprint("cohorts", "elearn.cohorts", template_folder="templates")

PER_PAGE = 50
UNPROCESSABLE = 422  # a form that must be looked at again


def taught(session_id: UUID) -> Session:
    """The session, when it is one of an academy at which the visitor teaches; else there is no such page."""
    found = sessions.one(session_id)
    return found if found and current_user.may(Permission.TEACH, found.academy_id) else abort(404)


def held(session_id: UUID) -> Session:
    """The same, when it is not called off: else nobody is put on its list, and nobody attends."""
    session = taught(session_id)
    return abort(404) if session.called_off else session


def day_of(session: Session, written: str) -> date:
    """A day of the session, as addresses have it (2026-11-23); else there is no such page."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        abort(404)
    return day if day in session.plan.days else abort(404)


def today(session: Session) -> date:
    return clock.today(session.time_zone)


def module_title(module_id: str | None) -> Text | None:
    """The title of a session's module."""
    module = published.current(module_id) if module_id else None
    return pick(module.titles, module.source) if module else None


def told_apart(people: Iterable[AnyRow]) -> dict[UUID, str]:
    """What pages write behind the names of people of one name and rank: the end of their service numbers."""
    officers = [row for row in people if row.officer_id and row.family_name]
    return endings({row.id: (_name_and_rank(row), row.service_number) for row in officers})


def _name_and_rank(row: AnyRow) -> tuple[str, str]:
    return name_key(row.family_name, row.given_name, row.patronymic), row.rank or ""


def whose() -> Whose:
    """Whom the cohorts are read for."""
    return Whose(
        current_user.account_id, current_user.scopes(Permission.ENROL), current_user.scopes(Permission.SEE_PROGRESS)
    )


def visible(cohort_id: UUID) -> Any:
    """The cohort, when the visitor sees it; else there is no such page."""
    return queries.one(whose(), cohort_id) or abort(404)


def own(cohort_id: UUID) -> Any:
    """The cohort, when the visitor enrols at its academy."""
    cohort = visible(cohort_id)
    return cohort if current_user.may(Permission.ENROL, cohort.academy_id) else abort(404)


def taught_cohort(cohort_id: UUID) -> Any:
    """The cohort, when the visitor sees it and teaches at its academy."""
    cohort = visible(cohort_id)
    return cohort if current_user.may(Permission.TEACH, cohort.academy_id) else abort(404)


def one_of(kind: Any, name: str) -> Any:
    """The filter of that name in the address; nothing when it makes no sense."""
    try:
        return kind(request.args[name])
    except (KeyError, ValueError):
        return None
