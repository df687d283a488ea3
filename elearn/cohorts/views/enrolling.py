"""How officers come into a cohort, as an administrator does it: by a list, by ticking, by a code, by answering requests."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.cohorts.forms.cohorts import CodeUntilForm, ListForm, ids
from elearn.cohorts.queries import cohorts as queries
from elearn.cohorts.rules.cohorts import LARGEST_COHORT, Way
from elearn.cohorts.service import cohorts as service
from elearn.cohorts.service import joining
from elearn.cohorts.views.common import PER_PAGE, blueprint, own
from elearn.courses.rules.enrolling import Lookup
from elearn.foundation import clock
from elearn.foundation.access import requires
from elearn.foundation.web import last_page, page_asked, site_address, writes
from elearn.people.queries import mergers, officers
from elearn.people.rules.roles import Permission
from elearn.people.service import looks


@blueprint.get("/cohorts/<uuid:cohort_id>/officers")
@requires(Permission.ENROL)
def officers_to_choose(cohort_id: UUID) -> str:
    cohort, page = own(cohort_id), page_asked()
    chosen = _chosen(cohort, page)
    looks.note(current_user.account_id, cohort.academy_id, f"officers page {page}", len(chosen["rows"]))
    return render_template("cohorts/choose.html", **chosen)


def _chosen(cohort: Any, page: int, ticked: Collection[UUID] = ()) -> dict[str, Any]:
    """A page of officers to tick; who was `ticked` on it or on others stays so."""
    rows, how_many = officers.page_of(officers.Wish(mergers.parts(cohort.academy_id)), page, PER_PAGE)
    shown = {row.id for row in rows}
    return {
        "cohort": cohort,
        "form": ListForm(formdata=None),
        "rows": rows,
        "there": queries.members(cohort.id, shown),
        "ticked": set(ticked),
        "elsewhere": [each for each in dict.fromkeys(ticked) if each not in shown],
        "page": page,
        "last": last_page(how_many, PER_PAGE),
    }


@blueprint.post("/cohorts/<uuid:cohort_id>/chosen")
@requires(Permission.ENROL)
@writes
def join_chosen(cohort_id: UUID) -> Response | str:
    """Who was ticked on the list comes in, or another page of it is shown with the ticks kept.

    A record that the academy may not see is nobody.
    """
    cohort, ticked = own(cohort_id), ids(request.form.getlist("officer"))
    if ticked is None or len(ticked) > LARGEST_COHORT:
        abort(404)
    if len(officers.seen(cohort.academy_id, ticked)) < len(set(ticked)):
        abort(404)
    if "page" in request.form:
        page = request.form.get("page", 1, type=int)
        chosen = _chosen(cohort, page if page and 1 <= page <= 100_000 else abort(404), ticked)
        by = current_user.account_id, cohort.academy_id
        looks.record(*by, f"officers page {chosen['page']}", len(chosen["rows"]))
        return render_template("cohorts/choose.html", **chosen)
    if not ticked:
        flash(_("Nobody was ticked. Nothing was changed."), "due")
        return redirect(url_for(".officers_to_choose", cohort_id=cohort_id), 303)
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


@blueprint.get("/cohorts/<uuid:cohort_id>/officers/<uuid:officer_id>/out")
@requires(Permission.ENROL)
def leave(cohort_id: UUID, officer_id: UUID) -> str:
    cohort = own(cohort_id)
    if not queries.records_in(cohort.id, officer_id):
        abort(404)
    officer = officers.one(mergers.parts(cohort.academy_id), officer_id) or abort(404)
    looks.note(current_user.account_id, cohort.academy_id, f"officer {officer_id} of cohort {cohort_id}", 1)
    return render_template("cohorts/leave.html", cohort=cohort, officer=officer)


@blueprint.post("/cohorts/<uuid:cohort_id>/officers/<uuid:officer_id>/out")
@requires(Permission.ENROL)
@writes
def take_out(cohort_id: UUID, officer_id: UUID) -> Response:
    cohort = own(cohort_id)
    if service.take_out(cohort, officer_id, "withdraw" in request.form, current_user.account_id):
        flash(_("The officer is taken out of the cohort. What was done stays and counts."), "ok")
    else:
        flash(_("This officer is not in the cohort. Nothing was changed."), "due")
    return redirect(url_for(".cohort", cohort_id=cohort_id), 303)


@blueprint.post("/cohorts/<uuid:cohort_id>/officers/<uuid:officer_id>/back")
@requires(Permission.ENROL)
@writes
def bring_back(cohort_id: UUID, officer_id: UUID) -> Response:
    cohort = own(cohort_id)
    if not queries.ever_in(cohort.id, [officer_id]):
        abort(404)
    _say_how_many(service.join(cohort.id, [officer_id], Way.LIST, current_user.account_id))
    return redirect(url_for(".cohort", cohort_id=cohort_id), 303)


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
