"""What an academy records about officers: a new officer, a new posting, a correction."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.foundation.access import requires
from elearn.foundation.web import writes
from elearn.people.forms.officers import CorrectionForm, OfficerForm, PostingEndForm, PostingForm, UnitForm
from elearn.people.queries import packs, places
from elearn.people.rules.officers import Basis
from elearn.people.rules.packs import Listing
from elearn.people.rules.roles import Permission
from elearn.people.service import iins, numbers
from elearn.people.service import officers as service
from elearn.people.service.officers import KnownAlready, OtherForm, Refusal
from elearn.people.views.common import UNPROCESSABLE, blueprint, keys, managed, offered, offered_by_code
from elearn.people.views.officers import officer_page, own

Page = Response | str | tuple[str, int]


@dataclass(frozen=True)
class _NewOfficer:
    """The form for an officer of one country: of the one in the address, else of the first in which there are academies."""

    form: OfficerForm
    country: str
    countries: dict[str, Any]  # the names of all of them, by code
    number_forms: list[str]


def _new_officer() -> _NewOfficer:
    academies = places.academies(managed(), also_ended=False)
    codes = {academy.country for academy in academies}
    countries = {row.code: row.names for row in places.countries() if row.code in codes}
    country = request.args.get("country", next(iter(countries), ""))
    if country not in countries:
        abort(404)
    form = OfficerForm()
    form.academy.choices = offered([academy for academy in academies if academy.country == country])
    _offer(form, country)
    rules = packs.number_rules(country)
    form.offer_iin(rules.keeps_iin)
    return _NewOfficer(form, country, countries, rules.number_forms)


def _offer(form: OfficerForm | PostingForm, country: str) -> None:
    ranks = packs.offered(country, Listing.RANK)
    form.offer(offered(places.institutions([country])), offered_by_code(ranks))


def _new_officer_page(new: _NewOfficer, known: UUID | None = None) -> str:
    return render_template("people/new_officer.html", new=new, form=new.form, known=known)


@blueprint.get("/officers/new")
@requires(Permission.MANAGE_OFFICERS)
def new_officer() -> str:
    return _new_officer_page(_new_officer())


@blueprint.post("/officers/new")
@requires(Permission.MANAGE_OFFICERS)
@writes
def register() -> Page:
    new = _new_officer()
    form = new.form
    if not form.validate():
        return _new_officer_page(new), UNPROCESSABLE
    made = service.enlist(form.academy.data, form.identified(), form.served(), form.is_test.data, keys())
    if not isinstance(made, UUID):
        return _new_officer_page(new, _complain(form, made)), UNPROCESSABLE
    flash(_("Registered. Now print a code, with which the officer can sign in."), "ok")
    _warn_of_form(new.country, form)
    return redirect(url_for("people.officer", officer_id=made), 303)


def _warn_of_form(country: str, form: OfficerForm | CorrectionForm) -> None:
    """The number is recorded; when it looks like none of the country's, somebody had better look again."""
    if not numbers.has_usual_form(country, form.service_number.data):
        flash(
            _("The service number has another form than those of the country. Please compare it with the card."), "due"
        )


def _complain(form: OfficerForm | CorrectionForm, refusal: Refusal) -> UUID | None:
    """Say at the number what is wrong with it; the officer who has it already, if that is so."""
    if isinstance(refusal, KnownAlready):
        field = form.iin if refusal.by is Basis.IIN else form.service_number
        field.errors = [_("An officer with this number is registered already.")]
        return refusal.officer_id
    if isinstance(refusal, OtherForm):
        said = _(
            "Service numbers look like this: %(forms)s (# is a digit, @ a letter).", forms=", ".join(refusal.forms)
        )
        form.service_number.errors = [said]
        return None
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


@blueprint.post("/officers/<uuid:officer_id>/unit")
@requires(Permission.MANAGE_OFFICERS)
@writes
def change_unit(officer_id: UUID) -> Page:
    officer, form = _serving(officer_id), UnitForm()
    if not form.validate():
        return officer_page(officer, form), UNPROCESSABLE
    service.move_within(officer_id, form.unit.data or None)
    flash(_("The wing or unit is recorded."), "ok")
    return redirect(url_for("people.officer", officer_id=officer_id), 303)


@blueprint.get("/officers/<uuid:officer_id>/posting/end")
@requires(Permission.MANAGE_OFFICERS)
def end_of_posting(officer_id: UUID) -> str:
    return render_template("people/posting_end.html", officer=_serving(officer_id), form=PostingEndForm())


@blueprint.post("/officers/<uuid:officer_id>/posting/end")
@requires(Permission.MANAGE_OFFICERS)
@writes
def end_posting(officer_id: UUID) -> Page:
    officer, form = _serving(officer_id), PostingEndForm()
    if form.validate() and not service.serve_no_longer(officer_id, form.since.data):
        form.since.errors = [_("The posting began after this day.")]
    if form.errors:
        return render_template("people/posting_end.html", officer=officer, form=form), UNPROCESSABLE
    flash(_("The end of the posting is recorded."), "ok")
    return redirect(url_for("people.officer", officer_id=officer_id), 303)


def _serving(officer_id: UUID) -> Any:
    """The officer, who has a posting that can end."""
    officer = own(officer_id)
    return officer if officer.institution_names else abort(404)


def _posting_form(country: str) -> PostingForm:
    form = PostingForm()
    _offer(form, country)
    return form


@blueprint.get("/officers/<uuid:officer_id>/correction")
@requires(Permission.MANAGE_OFFICERS)
def correction(officer_id: UUID) -> str:
    officer = own(officer_id)
    return _correction_page(officer, _offering_iin(CorrectionForm.of(officer), officer))


def _offering_iin(form: CorrectionForm, officer: Any) -> CorrectionForm:
    form.offer_iin(packs.number_rules(officer.country).keeps_iin)
    return form


def _correction_page(officer: Any, form: CorrectionForm, known: UUID | None = None) -> str:
    kept = iins.masked(officer.id, officer.country, keys())
    return render_template("people/correction.html", officer=officer, form=form, known=known, kept=kept)


@blueprint.post("/officers/<uuid:officer_id>/correction")
@requires(Permission.MANAGE_OFFICERS)
@writes
def correct(officer_id: UUID) -> Page:
    officer = own(officer_id)
    form = _offering_iin(CorrectionForm(), officer)
    if not form.validate():
        return _correction_page(officer, form), UNPROCESSABLE
    refusal = service.correct(officer_id, form.identified(), managed(), current_user.account_id, keys())
    if refusal:
        return _correction_page(officer, form, _complain(form, refusal)), UNPROCESSABLE
    flash(_("The correction is recorded."), "ok")
    _warn_of_form(officer.country, form)
    return redirect(url_for("people.officer", officer_id=officer_id), 303)
