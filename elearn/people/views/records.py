"""What an academy records about officers: a new officer, a new posting, a correction."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.foundation.access import requires
from elearn.foundation.web import writes
from elearn.people.forms.officers import CorrectionForm, OfficerForm, PostingForm
from elearn.people.queries import places
from elearn.people.rules import Permission
from elearn.people.service import officers as service
from elearn.people.service.officers import KnownAlready, NoKey
from elearn.people.views.common import UNPROCESSABLE, blueprint, keys, managed, offered
from elearn.people.views.officers import own

Page = Response | str | tuple[str, int]


def _officer_form() -> OfficerForm:
    form, academies = OfficerForm(), places.academies(managed())
    form.academy.choices = offered(academies)
    form.offer(offered(places.institutions({academy.country for academy in academies})))
    return form


@blueprint.get("/officers/new")
@requires(Permission.MANAGE_OFFICERS)
def new_officer() -> str:
    return render_template("people/new_officer.html", form=_officer_form(), known=None)


@blueprint.post("/officers/new")
@requires(Permission.MANAGE_OFFICERS)
@writes
def register() -> Page:
    form = _officer_form()
    if not form.validate():
        return render_template("people/new_officer.html", form=form, known=None), UNPROCESSABLE
    made = service.enlist(form.academy.data, form.identified(), form.served(), form.is_test.data, keys())
    if isinstance(made, KnownAlready | NoKey):
        known = _complain(form, made)
        return render_template("people/new_officer.html", form=form, known=known), UNPROCESSABLE
    flash(_("Registered. Now print a code, with which the officer can sign in."), "ok")
    return redirect(url_for("people.officer", officer_id=made), 303)


def _complain(form: OfficerForm | CorrectionForm, refusal: KnownAlready | NoKey) -> UUID | None:
    """Say at the number what is wrong with it; the officer who has it already, if that is so."""
    if isinstance(refusal, KnownAlready):
        form.service_number.errors = [_("An officer with this number is registered already.")]
        return refusal.officer_id
    form.service_number.errors = [
        _(
            "Numbers cannot be compared, because the key of %(country)s is not on this computer. "
            "Tell whoever looks after the site.",
            country=refusal.country,
        )
    ]
    return None


@blueprint.get("/officers/<uuid:officer_id>/posting")
@requires(Permission.MANAGE_OFFICERS)
def new_posting(officer_id: UUID) -> str:
    officer = own(officer_id)
    return render_template("people/posting.html", officer=officer, form=_posting_form(officer.country))


@blueprint.post("/officers/<uuid:officer_id>/posting")
@requires(Permission.MANAGE_OFFICERS)
@writes
def post(officer_id: UUID) -> Page:
    officer = own(officer_id)
    form = _posting_form(officer.country)
    if not form.validate():
        return render_template("people/posting.html", officer=officer, form=form), UNPROCESSABLE
    service.serve(officer_id, form.served())
    flash(_("The posting is recorded."), "ok")
    return redirect(url_for("people.officer", officer_id=officer_id), 303)


def _posting_form(country: str) -> PostingForm:
    form = PostingForm()
    form.offer(offered(places.institutions([country])))
    return form


@blueprint.get("/officers/<uuid:officer_id>/correction")
@requires(Permission.MANAGE_OFFICERS)
def correction(officer_id: UUID) -> str:
    officer = own(officer_id)
    return render_template("people/correction.html", officer=officer, form=CorrectionForm.of(officer), known=None)


@blueprint.post("/officers/<uuid:officer_id>/correction")
@requires(Permission.MANAGE_OFFICERS)
@writes
def correct(officer_id: UUID) -> Page:
    officer, form = own(officer_id), CorrectionForm()
    if not form.validate():
        return render_template("people/correction.html", officer=officer, form=form, known=None), UNPROCESSABLE
    refusal = service.correct(officer_id, form.identified(), managed(), current_user.account_id, keys())
    if refusal:
        known = _complain(form, refusal)
        return render_template("people/correction.html", officer=officer, form=form, known=known), UNPROCESSABLE
    flash(_("The correction is recorded."), "ok")
    return redirect(url_for("people.officer", officer_id=officer_id), 303)
