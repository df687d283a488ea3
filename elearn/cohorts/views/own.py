"""What officers do themselves: type the code on the wall, ask to join, print what is due."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.cohorts.forms.cohorts import JoinForm
from elearn.cohorts.queries import cohorts as queries
from elearn.cohorts.queries import joining as read
from elearn.cohorts.rules.cohorts import CODE_LETTERS, NotJoined
from elearn.cohorts.service import joining
from elearn.cohorts.views.common import UNPROCESSABLE, blueprint
from elearn.courses.queries import mine
from elearn.foundation import clock, ids
from elearn.foundation.access import requires
from elearn.foundation.web import writes
from elearn.people.rules.roles import Permission

_WHY_NOT = {
    NotJoined.WRONG: _l("There is no such code at your academy. Please compare it with the poster, letter by letter."),
    NotJoined.CLOSED: _l("This code is out of date. Ask your academy for a new one."),
    NotJoined.TOO_MANY: _l("Too many wrong codes. Please wait an hour and try again."),
}


def _page(form: JoinForm) -> str:
    rows = read.offered(current_user.officer_id)
    titles = {row.id: queries.titles(row) for row in rows}
    return render_template("cohorts/join.html", form=form, rows=rows, titles=titles, local_date=clock.local_date)


@blueprint.get("/join")
@requires(Permission.LEARN)
def join() -> str:
    return _page(JoinForm())


@blueprint.post("/join")
@requires(Permission.LEARN)
def join_by_code() -> Response | str | tuple[str, int]:
    """Counts the try first, in a transaction of its own."""
    form = JoinForm()
    if not form.validate():
        return _page(form), UNPROCESSABLE
    answer = _use(form.code.data) if joining.tries_are_left(current_user.officer_id) else NotJoined.TOO_MANY
    if isinstance(answer, NotJoined):
        form.code.errors = [_WHY_NOT[answer]]
        return _page(form), UNPROCESSABLE
    flash(_("You are in the cohort now. What is to be done is on this page."), "ok")
    return redirect(url_for("courses.home"), 303)


@writes
def _use(typed: str) -> UUID | NotJoined:
    return joining.use_code(ids.read_code(typed, CODE_LETTERS), current_user.officer_id, current_user.account_id)


@blueprint.post("/join/<uuid:cohort_id>")
@requires(Permission.LEARN)
@writes
def ask_to_join(cohort_id: UUID) -> Response:
    if not joining.ask(cohort_id, current_user.officer_id):
        abort(404)
    flash(_("Your academy has your request. The answer will stand on this page."), "ok")
    return redirect(url_for(".join"), 303)


@blueprint.get("/due")
@requires(Permission.LEARN)
def own_slip() -> str:
    return render_template("cohorts/own_slip.html", lines=mine.desk(current_user.officer_id).due)
