"""What the pages of cohorts share: their blueprint, and the session that a page is about."""

from datetime import date
from uuid import UUID

from flask import Blueprint, abort
from flask_login import current_user

from elearn.cohorts.queries import sessions
from elearn.cohorts.rules.sessions import Session
from elearn.courses.queries import published
from elearn.foundation import clock
from elearn.foundation.locale import Text, pick
from elearn.people.rules.roles import Permission

blueprint = Blueprint("cohorts", "elearn.cohorts", template_folder="templates")

UNPROCESSABLE = 422  # a form that must be looked at again


def taught(session_id: UUID) -> Session:
    """The session, when it is one of an academy at which the visitor teaches; else there is no such page."""
    found = sessions.one(session_id)
    return found if found and current_user.may(Permission.TEACH, found.academy_id) else abort(404)


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
