"""The overview of an academy: who is where in which module."""

from typing import Any

from flask import abort, current_app, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.courses.rules.standing import State, Stuck
from elearn.foundation import clock, locale
from elearn.foundation.access import requires
from elearn.foundation.web import AT_ONCE, last_page, order_asked, page_asked, search_asked, sheet, too_long, writes
from elearn.people.rules.officers import place_asked
from elearn.people.rules.roles import Permission
from elearn.people.service import looks, numbers
from elearn.reports import rules
from elearn.reports.queries import completions
from elearn.reports.queries import overview as enrolments
from elearn.reports.views.common import blueprint, id_asked, titles

STATE_NAMES = {
    State.NOT_STARTED: _l("not started"),
    State.STARTED: _l("started"),
    State.LATE: _l("late"),
    State.PASSED: _l("passed"),
    State.FAILED: _l("failed, no attempt left"),
    Stuck.IDLE: _l("started, nothing done for 14 days"),
}


@blueprint.get("/overview")
@requires(Permission.SEE_PROGRESS)
def overview() -> str:
    return _overview(search="")


@blueprint.post("/overview")
@requires(Permission.SEE_PROGRESS)
def find() -> str:
    """The same page for a name or number; nothing is changed."""
    return _overview(search=search_asked())


@blueprint.post("/overview/list.<any(csv,xlsx):form>")
@requires(Permission.EXPORT_NAMED)
@writes
def take_overview(form: str) -> Response:
    """The list as its page shows it, in the same order, all of its pages."""
    academy = _academy(Permission.EXPORT_NAMED)
    chosen = _chosen(academy, search_asked())
    rows = enrolments.all_of(chosen, AT_ONCE + 1)
    if len(rows) > AT_ONCE:
        advice = _("This list is too long for a file. Choose one module, state or institution.")
        return too_long(url_for("reports.overview"), advice)
    looks.record(current_user.account_id, academy.id, "overview as a file", len(rows))
    named = titles()
    headings = [
        _("Family name"), _("Given name"), _("Service number"), _("Module"), _("State"), _("Due"), _("Last step"),
        _("Attempts"), _("Best score"),
    ]  # fmt: skip
    return sheet(form, "overview", headings, (_cells(row, named, academy.time_zone) for row in rows))


def _cells(row: Any, named: dict[str, locale.Text], time_zone: str) -> list[str]:
    return [
        row.family_name or "",
        row.given_name or "",
        row.service_number or "",
        named[row.module_id].words if row.module_id in named else row.module_id,
        str(STATE_NAMES[State(row.state)]),
        row.due_on.isoformat() if row.due_on else "",
        clock.local_date(row.active_at, time_zone).isoformat() if row.active_at else "",
        str(row.finals),
        "" if row.best_percent is None else str(row.best_percent),
    ]


def _overview(search: str) -> str:
    academy = _academy(Permission.SEE_PROGRESS)
    chosen = _chosen(academy, search)
    counts = enrolments.states(academy.id, chosen.today)
    number, rows = enrolments.page_of(chosen, page_asked(), counts)
    if rows:
        looks.note(current_user.account_id, academy.id, f"overview page {page_asked()}", len(rows))
    return render_template(
        "reports/overview.html",
        academies=_academies(Permission.SEE_PROGRESS),
        academy=academy,
        counts=counts,
        modules=sorted({module for module, _state in counts}),
        institutions=enrolments.institutions(academy.id),
        totals=rules.per_module(counts),
        titles=titles(),
        state_names=STATE_NAMES,
        local_date=clock.local_date,
        rows=rows,
        number=number,
        chosen=chosen,
        may_take=current_user.may(Permission.EXPORT_NAMED, academy.id),
        page=page_asked(),
        last=last_page(number, enrolments.PAGE),
    )


def _academies(permission: Permission) -> list[Any]:
    return completions.academies(current_user.scopes(permission))


def _academy(permission: Permission) -> Any:
    """The academy asked for, or the first of those that the visitor may see so; 404 for another."""
    wanted = id_asked("academy")
    return next((each for each in _academies(permission) if wanted in (None, each.id)), None) or abort(404)


def _chosen(academy: Any, search: str) -> enrolments.Chosen:
    """What the address asks for; what makes no sense in it is left out."""
    keys = tuple(key for _code, key in numbers.match_keys(current_app.config["KEYS"], [academy.country], search))
    return enrolments.Chosen(
        academy.id,
        clock.today(academy.time_zone),
        request.values.get("module") or None,
        _state(),
        request.values.get("institution", type=place_asked),
        search,
        keys,
        order_asked(enrolments.SORTS, enrolments.Chosen.sort),
    )


def _state() -> State | Stuck | None:
    wanted = request.values.get("state")
    if wanted == Stuck.IDLE:
        return Stuck.IDLE
    return State(wanted) if wanted in list(State) else None
