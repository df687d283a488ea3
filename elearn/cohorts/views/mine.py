"""An officer's sessions: those one may go to, signing up, and not coming after all."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.cohorts.forms.sessions import KINDS
from elearn.cohorts.queries import sessions as queries
from elearn.cohorts.rules.sessions import LISTED, Seat, Session
from elearn.cohorts.service import sessions as service
from elearn.cohorts.views.common import blueprint, module_title, today
from elearn.foundation import clock
from elearn.foundation.access import requires
from elearn.foundation.web import writes
from elearn.people.rules.roles import Permission

_NEXT = 3  # sessions on the first page: the page of sessions has the others


@blueprint.get("/sessions/mine")
@requires(Permission.LEARN)
def my_sessions() -> str:
    rows = [row for row in _not_over() if row[3] in LISTED or _may_sign_up(row[0])]
    return render_template("cohorts/my_sessions.html", rows=rows, kinds=KINDS, module_title=module_title)


@blueprint.app_template_global()
def next_sessions() -> list[tuple[Session, str]]:
    """The sessions that the visitor is on the list of, the next ones first, each with the seat."""
    return [(row[0], row[3]) for row in _not_over() if row[3] in LISTED][:_NEXT]


@blueprint.post("/sessions/<uuid:session_id>/place")
@requires(Permission.LEARN)
@writes
def take_place(session_id: UUID) -> Response:
    """Sign up, or say that one does not come. A second click changes nothing."""
    session, seat = next(((row[0], row[3]) for row in _not_over() if row[0].id == session_id), (None, None))
    coming = "withdraw" not in request.form
    if session is None or (coming and seat not in LISTED and not _may_sign_up(session)):
        abort(404)
    if coming:
        service.sign_up(session_id, [current_user.officer_id])
        flash(_("You are signed up. Below you see whether you have a seat."), "ok")
    elif seat == Seat.WITHDRAWN or service.withdraw(session_id, current_user.officer_id):
        flash(_("You have given up your place."), "ok")
    else:
        flash(_("Nothing was changed. Please ask your academy."), "due")
    return redirect(url_for(".my_sessions"), 303)


def _may_sign_up(session: Session) -> bool:
    return session.plan.open and not session.called_off


def _not_over() -> list[tuple[Session, int, int, str | None]]:
    """Those of queries.for_officer that are not over where they are held; the day begins last at GMT+12."""
    rows = queries.for_officer(current_user.officer_id, clock.today("Etc/GMT+12"))
    return [row for row in rows if row[0].plan.last_day >= today(row[0])]
