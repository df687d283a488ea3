"""An officer's sessions: those one may go to, signing up, and not coming after all."""

from datetime import date
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.cohorts.forms.sessions import KINDS
from elearn.cohorts.queries import sessions as queries
from elearn.cohorts.rules.sessions import Seat
from elearn.cohorts.service import sessions as service
from elearn.cohorts.views.common import blueprint, module_title, today
from elearn.foundation import clock
from elearn.foundation.access import requires
from elearn.foundation.web import writes
from elearn.people.rules.roles import Permission


@blueprint.get("/sessions/mine")
@requires(Permission.LEARN)
def my_sessions() -> str:
    rows = queries.for_officer(current_user.officer_id, _since())
    shown = [row for row in rows if row[0].plan.last_day >= today(row[0])]
    return render_template("cohorts/my_sessions.html", rows=shown, kinds=KINDS, module_title=module_title)


@blueprint.post("/sessions/<uuid:session_id>/place")
@requires(Permission.LEARN)
@writes
def take_place(session_id: UUID) -> Response:
    """Sign up, or say that one does not come."""
    rows = queries.for_officer(current_user.officer_id, _since())
    session, seat = next(((row[0], row[3]) for row in rows if row[0].id == session_id), (None, None))
    coming = "withdraw" not in request.form
    if session is None or session.plan.last_day < today(session) or (coming and session.called_off):
        abort(404)
    if not coming:
        done = service.withdraw(session_id, current_user.officer_id)
        said = _("You have given up your place.")
    else:
        done = seat in (None, Seat.WITHDRAWN) and bool(service.sign_up(session_id, [current_user.officer_id]))
        said = _("You are signed up. Below you see whether you have a seat.")
    flash(said if done else _("Nothing was changed. Please ask your academy."), "ok" if done else "due")
    return redirect(url_for(".my_sessions"), 303)


def _since() -> date:
    """Where the day begins last: sessions are compared with the day at their own academy after that."""
    return clock.today("Etc/GMT+12")
