"""The overview of an academy: who is where in which module."""

from flask import abort, current_app, render_template, request
from flask_login import current_user

from elearn.courses.rules.standing import State
from elearn.foundation import clock
from elearn.foundation.access import requires
from elearn.people.rules.roles import Permission
from elearn.people.service import looks, numbers
from elearn.reports import rules
from elearn.reports.queries import completions
from elearn.reports.queries import overview as enrolments
from elearn.reports.views.common import blueprint, id_asked, page_asked, titles


@blueprint.get("/overview")
@requires(Permission.SEE_PROGRESS)
def overview() -> str:
    return _overview(search="")


@blueprint.post("/overview")
@requires(Permission.SEE_PROGRESS)
def find() -> str:
    """The same page for a name or number. Sent by POST, as those do not belong into addresses; nothing is changed."""
    return _overview(search=request.form.get("search", "").strip()[:100])


def _overview(search: str) -> str:
    mine = completions.academies(current_user.scopes(Permission.SEE_PROGRESS))
    academy = next((a for a in mine if a.id == (id_asked("academy") or a.id)), None)
    if academy is None:
        abort(404)
    today = clock.today(academy.time_zone)
    counts = enrolments.states(academy.id, today)
    keys = tuple(key for _code, key in numbers.match_keys(current_app.config["KEYS"], [academy.country], search))
    chosen = enrolments.Chosen(academy.id, today, request.args.get("module") or None, _state(), search, keys)
    number, rows = enrolments.page_of(chosen, page_asked(), counts)
    if rows:
        looks.note(current_user.account_id, academy.id, f"overview page {page_asked()}", len(rows))
    return render_template(
        "reports/overview.html",
        academies=mine,
        academy=academy,
        today=today,
        counts=counts,
        modules=sorted({module for module, _state in counts}),
        totals=rules.per_module(counts),
        titles=titles(),
        rows=rows,
        number=number,
        chosen=chosen,
        page=page_asked(),
        last=-(-number // enrolments.PAGE),
    )


def _state() -> State | None:
    wanted = request.args.get("state")
    return State(wanted) if wanted in list(State) else None
