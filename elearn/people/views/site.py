"""Countries, institutions and academies, for those who administer the whole site."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.foundation import signing
from elearn.foundation.access import requires
from elearn.foundation.web import writes
from elearn.people.forms import AcademyForm, CountryForm, InstitutionForm, NewAcademyForm, NewInstitutionForm
from elearn.people.queries import places as read
from elearn.people.rules import Permission
from elearn.people.service import places
from elearn.people.service.places import Kept
from elearn.people.views.common import PER_PAGE, UNPROCESSABLE, blueprint, keys, last_page, page_asked

Page = Response | str | tuple[str, int]


def site_wide(view: Callable[..., Any]) -> Callable[..., Any]:
    """Who administers one programme only has no say about the site: else they could make themselves administrators of all."""

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> Any:
        if current_user.scopes(Permission.MANAGE_SITE) is not None:
            abort(403)
        return view(*args, **values)

    return guarded


def form_page(title: str, form: Any, back: str, first: tuple[str, ...] = (), submit: str = "") -> str:
    """A page that is one form. The fields named first stand first."""
    submit = submit or _("Save")
    return render_template("people/form.html", title=title, form=form, back=url_for(back), first=first, submit=submit)


@blueprint.get("/site")
@requires(Permission.MANAGE_SITE)
@site_wide
def site() -> str:
    rows, how_many = read.academies_page(page := page_asked(), PER_PAGE)
    return render_template("people/academies.html", rows=rows, page=page, last=last_page(how_many))


@blueprint.get("/site/academies/new")
@requires(Permission.MANAGE_SITE)
@site_wide
def new_academy() -> str:
    return form_page(_("New academy"), _academy_form(), "people.site", ("country", "code"))


@blueprint.post("/site/academies/new")
@requires(Permission.MANAGE_SITE)
@site_wide
@writes
def add_academy() -> Page:
    form = _academy_form()
    if not form.validate():
        return form_page(_("New academy"), form, "people.site", ("country", "code")), UNPROCESSABLE
    kept = places.add_academy(form.country.data, form.code.data, form.names(), form.own_choice.data, form.contact.data)
    if kept is Kept.CODE_TAKEN:
        form.code.errors = [_("This code is taken already.")]
        return form_page(_("New academy"), form, "people.site", ("country", "code")), UNPROCESSABLE
    return _saved("people.site")


def _academy_form() -> NewAcademyForm:
    form = NewAcademyForm()
    form.country.choices = [(row.code, str(locale.pick(row.names))) for row in read.countries()]
    return form


def _saved(to: str) -> Response:
    flash(_("Saved."), "ok")
    return redirect(url_for(to), 303)


@blueprint.get("/site/academies/<uuid:academy_id>")
@requires(Permission.MANAGE_SITE)
@site_wide
def academy(academy_id: UUID) -> str:
    found = read.academy(academy_id) or abort(404)
    form = AcademyForm(obj=found)
    form.show(found.names)
    return form_page(str(locale.pick(found.names)), form, "people.site")


@blueprint.post("/site/academies/<uuid:academy_id>")
@requires(Permission.MANAGE_SITE)
@site_wide
@writes
def change_academy(academy_id: UUID) -> Page:
    found, form = read.academy(academy_id) or abort(404), AcademyForm()
    if not form.validate():
        return form_page(str(locale.pick(found.names)), form, "people.site"), UNPROCESSABLE
    places.change_academy(academy_id, form.names(), form.own_choice.data, form.contact.data)
    return _saved("people.site")


@blueprint.get("/site/institutions")
@requires(Permission.MANAGE_SITE)
@site_wide
def institutions() -> str:
    rows, how_many = read.institutions_page(page := page_asked(), PER_PAGE)
    return render_template("people/institutions.html", rows=rows, page=page, last=last_page(how_many))


@blueprint.get("/site/institutions/new")
@requires(Permission.MANAGE_SITE)
@site_wide
def new_institution() -> str:
    return form_page(_("New institution"), _institution_form(), "people.institutions", ("country", "code"))


@blueprint.post("/site/institutions/new")
@requires(Permission.MANAGE_SITE)
@site_wide
@writes
def add_institution() -> Page:
    form = _institution_form()
    if not form.validate():
        return form_page(_("New institution"), form, "people.institutions", ("country", "code")), UNPROCESSABLE
    kept = places.add_institution(form.country.data, form.code.data, form.names(), form.region.data)
    if kept is Kept.CODE_TAKEN:
        form.code.errors = [_("This code is taken already.")]
        return form_page(_("New institution"), form, "people.institutions", ("country", "code")), UNPROCESSABLE
    return _saved("people.institutions")


def _institution_form() -> NewInstitutionForm:
    form = NewInstitutionForm()
    form.country.choices = [(row.code, str(locale.pick(row.names))) for row in read.countries()]
    return form


@blueprint.get("/site/institutions/<uuid:institution_id>")
@requires(Permission.MANAGE_SITE)
@site_wide
def institution(institution_id: UUID) -> str:
    found = read.institution(institution_id) or abort(404)
    form = InstitutionForm(obj=found)
    form.show(found.names)
    return form_page(str(locale.pick(found.names)), form, "people.institutions")


@blueprint.post("/site/institutions/<uuid:institution_id>")
@requires(Permission.MANAGE_SITE)
@site_wide
@writes
def change_institution(institution_id: UUID) -> Page:
    found, form = read.institution(institution_id) or abort(404), InstitutionForm()
    if not form.validate():
        return form_page(str(locale.pick(found.names)), form, "people.institutions"), UNPROCESSABLE
    places.change_institution(institution_id, form.names(), form.region.data)
    return _saved("people.institutions")


@blueprint.get("/site/countries")
@requires(Permission.MANAGE_SITE)
@site_wide
def countries() -> str:
    rows = read.countries()
    missing = [row.code for row in rows if not signing.has_key(keys(), row.code)]
    return render_template("people/countries.html", rows=rows, missing=missing)


@blueprint.get("/site/countries/new")
@requires(Permission.MANAGE_SITE)
@site_wide
def new_country() -> str:
    return form_page(_("New country"), CountryForm(), "people.countries", ("code",))


@blueprint.post("/site/countries/new")
@requires(Permission.MANAGE_SITE)
@site_wide
@writes
def add_country() -> Page:
    form = CountryForm()
    if not form.validate():
        return form_page(_("New country"), form, "people.countries", ("code",)), UNPROCESSABLE
    if places.add_country(form.code.data, form.names(), form.time_zone.data) is Kept.CODE_TAKEN:
        form.code.errors = [_("This code is taken already.")]
        return form_page(_("New country"), form, "people.countries", ("code",)), UNPROCESSABLE
    return _saved("people.countries")
