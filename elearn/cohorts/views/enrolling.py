"""How officers come into a cohort, as an administrator does it: by a list, by ticking, by a code, by answering requests."""

from datetime import date
from uuid import UUID

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.cohorts.forms.cohorts import CodeUntilForm, ListForm, ids
from elearn.cohorts.queries import cohorts as queries
from elearn.cohorts.rules.cohorts import Way
from elearn.cohorts.service import cohorts as service
from elearn.cohorts.service import joining
from elearn.cohorts.views.common import PER_PAGE, blueprint, last_page, own, page_asked
from elearn.courses.rules.enrolling import Lookup
from elearn.foundation import clock
from elearn.foundation.access import requires
from elearn.foundation.web import site_address, writes
from elearn.people.queries import mergers, officers
from elearn.people.rules.roles import Permission
from elearn.people.service import looks


@blueprint.get("/cohorts/<uuid:cohort_id>/officers")
@requires(Permission.ENROL)
def officers_to_choose(cohort_id: UUID) -> str:
    cohort = own(cohort_id)
    rows, how_many = officers.page_of(mergers.parts(cohort.academy_id), page := page_asked(), PER_PAGE)
    looks.note(current_user.account_id, cohort.academy_id, f"officers page {page}", len(rows))
    there = queries.members(cohort.id, [row.id for row in rows])
    return render_template(
        "cohorts/choose.html",
        cohort=cohort,
        form=ListForm(),
        rows=rows,
        there=there,
        page=page,
        last=last_page(how_many),
    )


@blueprint.post("/cohorts/<uuid:cohort_id>/chosen")
@requires(Permission.ENROL)
@writes
def join_chosen(cohort_id: UUID) -> Response:
    """Who was ticked on the list comes in; a record that the academy may not see is nobody."""
    cohort, ticked = own(cohort_id), ids(request.form.getlist("officer"))
    if ticked is None or len(ticked) > PER_PAGE or len(officers.seen(cohort.academy_id, ticked)) < len(set(ticked)):
        abort(404)
    _say_how_many(service.join(cohort.id, ticked, Way.LIST, current_user.account_id))
    return redirect(url_for(".cohort", cohort_id=cohort_id), 303)


@blueprint.post("/cohorts/<uuid:cohort_id>/officers")
@requires(Permission.ENROL)
@writes
def join_list(cohort_id: UUID) -> Response | str:
    cohort, form = own(cohort_id), ListForm()
    by = {"keys": current_app.config["KEYS"], "by_account": current_user.account_id}
    lookup: Lookup | None = None
    if form.validate():
        if "enrol" not in request.form:
            lookup = service.look_up(cohort, form.numbers.data, **by)
        else:
            lookup, count = service.join_list(cohort, form.numbers.data, **by)
            if count:
                _say_how_many(count)
                return redirect(url_for(".cohort", cohort_id=cohort_id), 303)
    return render_template("cohorts/list.html", cohort=cohort, form=form, lookup=lookup)


def _say_how_many(count: int) -> None:
    flash(ngettext("%(num)d officer is in the cohort now.", "%(num)d officers are in the cohort now.", count), "ok")


@blueprint.post("/cohorts/<uuid:cohort_id>/code")
@requires(Permission.ENROL)
@writes
def set_code(cohort_id: UUID) -> Response:
    """Opens the code until a day, or closes it, as the form says."""
    cohort, form = own(cohort_id), CodeUntilForm()
    if "close" in request.form:
        joining.close_code(cohort.id)
        flash(_("The code lets nobody in any more. Take the poster down."), "ok")
    elif not form.validate() or not _may_end(form.until.data, cohort.time_zone):
        flash(_("Please choose today or a later day for the code."), "bad")
    else:
        joining.open_code(cohort, form.until.data)
        flash(_("The code is open. Print the poster and put it on the wall."), "ok")
    return redirect(url_for(".cohort", cohort_id=cohort_id), 303)


def _may_end(until: date, time_zone: str) -> bool:
    return until >= clock.today(time_zone)


@blueprint.get("/cohorts/<uuid:cohort_id>/poster")
@requires(Permission.ENROL)
def poster(cohort_id: UUID) -> str:
    cohort = own(cohort_id)
    if not cohort.code:
        abort(404)
    address = site_address() + url_for(".join")
    return render_template("cohorts/poster.html", cohort=cohort, title=queries.titles(cohort), address=address)


@blueprint.post("/cohorts/<uuid:cohort_id>/requests/<uuid:request_id>")
@requires(Permission.ENROL)
@writes
def answer_request(cohort_id: UUID, request_id: UUID) -> Response:
    """Approves, as the form says, else declines."""
    cohort, approve = own(cohort_id), "approve" in request.form
    answered = joining.answer(cohort.id, request_id, approve, current_user.account_id)
    if answered is None:
        abort(404)
    if not answered:
        flash(_("This request was answered before."), "due")
    elif approve:
        flash(_("The officer is in the cohort now."), "ok")
    else:
        flash(_("The request is declined, and the officer is told."), "ok")
    return redirect(url_for(".cohort", cohort_id=cohort_id), 303)
