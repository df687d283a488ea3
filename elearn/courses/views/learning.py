"""An officer's modules: the first page, the page of one module, choosing one, starting its papers."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.courses.queries import mine, progress, published
from elearn.courses.rules.enrolling import OwnChoice
from elearn.courses.rules.standing import NotOpen
from elearn.courses.service import enrolment as service
from elearn.courses.service import papers
from elearn.courses.views.common import blueprint, opened
from elearn.foundation import clock
from elearn.foundation.access import requires
from elearn.foundation.web import this_browser, writes
from elearn.people.rules.roles import Permission

_WHY_NOT = {
    NotOpen.PARTS: _l("The final assessment opens when all lessons and scenarios are done."),
    NotOpen.PASSED: _l("You have passed the final assessment already."),
    NotOpen.NO_RESULT: _l("Your last attempt has no result yet. You can go on when it is there."),
    NotOpen.NO_ATTEMPT: _l("There is no attempt left."),
    NotOpen.TOO_LATE: _l("The pre-test is for the time before the first lesson. You have begun to learn already."),
    NotOpen.WAIT: _l("The next attempt does not open yet. Below you see from when you can try again."),
}


@blueprint.get("/modules")
@requires(Permission.LEARN)
def home() -> str:
    return render_template("courses/home.html", desk=mine.desk(current_user.officer_id))


@blueprint.get("/modules/<module_id>")
@requires(Permission.LEARN)
def module(module_id: str) -> str:
    enrolment = progress.of_module(current_user.officer_id, module_id)
    if enrolment:
        page = mine.module_page(enrolment)
        return render_template("courses/module.html", page=page, local_date=clock.local_date)
    offered = published.current(module_id) or abort(404)
    return render_template("courses/offer.html", offer=mine.offer(current_user.officer_id, offered))


@blueprint.post("/modules/<module_id>/enrol")
@requires(Permission.LEARN)
@writes
def enrol_oneself(module_id: str) -> Response:
    wanted = published.current(module_id) or abort(404)
    answer = service.choose(current_user.officer_id, wanted, current_user.account_id)
    if answer is OwnChoice.GRANTED:
        flash(_("You are enrolled. Start whenever you like."), "ok")
    return redirect(url_for(".module", module_id=module_id), 303)


@blueprint.post("/modules/<module_id>/papers/<paper>")
@requires(Permission.LEARN)
@writes
def start_paper(module_id: str, paper: str) -> Response:
    enrolment, module = opened(module_id)
    begun = papers.start(enrolment, module, module.papers.get(paper) or abort(404), this_browser())
    if isinstance(begun, UUID):
        return redirect(url_for("quizzes.attempt", attempt_id=begun), 303)
    flash(str(_WHY_NOT[begun]), "due")
    return redirect(url_for(".module", module_id=module_id), 303)
