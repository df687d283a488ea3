"""Enrolling officers by a list of their service numbers."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.courses.forms import EnrolmentForm
from elearn.courses.queries import enrolment as queries
from elearn.courses.queries import published
from elearn.courses.rules.enrolling import Lookup
from elearn.courses.service import enrolment as service
from elearn.courses.views.common import blueprint
from elearn.foundation.access import requires
from elearn.foundation.locale import pick
from elearn.foundation.web import writes
from elearn.people.rules.roles import Permission


@blueprint.get("/enrolment")
@requires(Permission.ENROL)
def enrolment() -> str:
    return _page(_form())


@blueprint.post("/enrolment")
@requires(Permission.ENROL)
@writes
def enrol() -> Response | str:
    form = _form()
    if not form.validate():
        return _page(form)
    by = {"keys": current_app.config["KEYS"], "by_account": current_user.account_id}
    if "withdraw" in request.form:
        lookup, count = service.withdraw_list(form.pasted(), **by)
        if not count:
            return _page(form, lookup)
        flash(
            ngettext(
                "The enrolment of %(num)d officer is withdrawn. Enrol again to undo this: what was done is kept.",
                "The enrolments of %(num)d officers are withdrawn. Enrol again to undo this: what was done is kept.",
                count,
            ),
            "ok",
        )
        return redirect(url_for(".enrolment"), 303)
    if "enrol" not in request.form:
        return _page(form, service.look_up(form.pasted(), **by))
    lookup, count = service.enrol_list(form.pasted(), **by)
    if not count:
        return _page(form, lookup)
    flash(ngettext("%(num)d officer is enrolled.", "%(num)d officers are enrolled.", count), "ok")
    return redirect(url_for(".enrolment"), 303)


def _form() -> EnrolmentForm:
    """With the academies for which the visitor may enrol, and the modules there are."""
    form = EnrolmentForm()
    places = queries.places(current_user.scopes(Permission.ENROL))
    form.academy.choices = [(str(place.id), pick(place.names).words) for place in places]
    form.module.choices = [(each.module_id, pick(each.titles, each.source).words) for each in published.catalogue()]
    return form


def _page(form: EnrolmentForm, lookup: Lookup | None = None) -> str:
    return render_template("courses/enrolment.html", form=form, lookup=lookup)
