"""Lists of cohorts, a cohort's officers and sessions, taken along as their pages show them: in the same order, all pages."""

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

from flask import abort, get_template_attribute, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.cohorts.forms.sessions import KINDS
from elearn.cohorts.queries import cohorts as queries
from elearn.cohorts.queries import sessions
from elearn.cohorts.queries.cohorts import Whose
from elearn.cohorts.views.cohorts import cohorts_asked, officers_asked
from elearn.cohorts.views.common import blueprint, module_title, visible
from elearn.cohorts.views.sessions import sessions_asked
from elearn.courses.rules.standing import OPEN
from elearn.foundation import clock
from elearn.foundation.access import requires
from elearn.foundation.locale import pick
from elearn.foundation.web import AT_ONCE, sheet, too_long, writes
from elearn.people.rules.roles import Permission
from elearn.people.service import looks


@blueprint.post("/cohorts/list.<any(csv,xlsx):form>")
@requires(Permission.EXPORT_NAMED)
@writes
def take_cohorts(form: str) -> Response:
    """Of those academies only whose names the visitor may take along: instructors stand in the list."""
    whose = Whose(current_user.account_id, current_user.scopes(Permission.EXPORT_NAMED), frozenset())
    rows, how_many = queries.page_of(whose, cohorts_asked(), 1, AT_ONCE)
    if how_many > AT_ONCE:
        return too_long(url_for(".cohorts"), _("This list is too long for a file. Choose one state."))
    for academy_id, number in Counter(row.academy_id for row in rows).items():
        looks.record(current_user.account_id, academy_id, "cohorts as a file", number)
    cohort_ids = [row.id for row in rows]
    figures, instructors = queries.figures(cohort_ids), queries.instructors(cohort_ids)
    headings = [
        _("Name"), _("What it takes"), _("Academy"), _("First day"), _("Due"), _("People"), _("Finished"), _("Late"),
        _("Instructors"),
    ]  # fmt: skip
    cells = (
        [
            row.name,
            pick(*queries.titles(row)).words,
            pick(row.academy_names).words,
            row.starts_on.isoformat(),
            row.due_on.isoformat(),
            *(str(getattr(figures.get(row.id), figure, 0)) for figure in ("people", "done", "late")),
            ", ".join(each.display_name for each in instructors.get(row.id, [])),
        ]
        for row in rows
    )
    return sheet(form, "cohorts", headings, cells)


@blueprint.post("/cohorts/<uuid:cohort_id>/list.<any(csv,xlsx):form>")
@requires(Permission.EXPORT_NAMED)
@writes
def take_officers(cohort_id: UUID, form: str) -> Response:
    cohort = visible(cohort_id)
    if not current_user.may(Permission.EXPORT_NAMED, cohort.academy_id):
        abort(404)
    rows, _how_many = queries.officers_of(cohort, officers_asked(), 1, AT_ONCE)
    looks.record(current_user.account_id, cohort.academy_id, f"cohort {cohort_id} as a file", len(rows))
    modules = queries.module_titles(queries.modules(cohort))
    states = queries.module_states(cohort, [row.id for row in rows])
    today = clock.today(cohort.time_zone)
    headings = [
        _("Family name"), _("Given name"), _("Patronymic"), _("Service number"), _("Institution"), _("State"),
        _("Modules done"), *(pick(*titles).words for titles in modules.values()),
    ]  # fmt: skip
    cells = (
        [
            row.family_name or "",
            row.given_name or "",
            row.patronymic or "",
            row.service_number or "",
            pick(row.institution_names).words if row.institution_names else "",
            _standing(row.standing),
            str(row.done),
            *(_module_state(states[row.id].get(module_id), today) for module_id in modules),
        ]
        for row in rows
    )
    return sheet(form, "officers", headings, cells)


@blueprint.post("/sessions/list.<any(csv,xlsx):form>")
@requires(Permission.TEACH)
def take_sessions(form: str) -> Response:
    """No name stands in it, so whoever teaches may take it."""
    rows, how_many = sessions.page_of(sessions_asked(), 1, AT_ONCE)
    if how_many > AT_ONCE:
        return too_long(url_for(".sessions"), _("This list is too long for a file. Choose one state."))
    headings = [
        _("Title"), _("First day"), _("Last day"), _("What it is"), _("Module"), _("Academy"), _("Seats"),
        _("Seats taken"), _("Waiting"), _("State"),
    ]  # fmt: skip
    cells = (
        [
            session.plan.title,
            session.plan.first_day.isoformat(),
            session.plan.last_day.isoformat(),
            str(KINDS[session.plan.kind]),
            str(module_title(session.plan.module_id) or ""),
            pick(session.academy).words,
            str(session.plan.seats),
            str(seated),
            str(waiting),
            _("called off") if session.called_off else "",
        ]
        for session, seated, waiting in rows
    )
    return sheet(form, "sessions", headings, cells)


def _standing(standing: str) -> str:
    return str(get_template_attribute("cohorts/parts.html", "standing_name")(standing))


def _module_state(row: Any, today: date) -> str:
    """In a word what the page says; nothing where it is not said which enrolment counts."""
    if row is None:
        return ""
    is_late = row.state in OPEN and row.due_on and row.due_on < today
    return _standing("done" if row.completed_at else "late" if is_late else row.state)
