"""Countries, institutions and academies, for those who administer the whole site."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.foundation import locale, signing
from elearn.foundation.access import requires
from elearn.foundation.web import last_page, page_asked, writes
from elearn.people.forms.places import (
    AcademyForm,
    CountryForm,
    InstitutionForm,
    NamesForm,
    NewAcademyForm,
    NewInstitutionForm,
)
from elearn.people.queries import packs
from elearn.people.queries import places as read
from elearn.people.rules import iin
from elearn.people.rules.packs import Listing
from elearn.people.rules.roles import Permission
from elearn.people.service import iins, places
from elearn.people.service.places import Kept
from elearn.people.views.common import PER_PAGE, UNPROCESSABLE, blueprint, keys, offered_by_code

Page = Response | str | tuple[str, int]
# What a page of one form is called, and the list that it goes back to.
NEW_COUNTRY = _l("New country"), "people.countries"
NEW_INSTITUTION = _l("New institution"), "people.institutions"
NEW_ACADEMY = _l("New academy"), "people.site"


def site_wide(view: Callable[..., Any]) -> Callable[..., Any]:
    """Who administers one programme only has no say about the site: else they could make themselves administrators of all."""

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> Any:
        if current_user.scopes(Permission.MANAGE_SITE) is not None:
            abort(403)
        return view(*args, **values)

    return guarded


def _page(title: object, back: str, form: NamesForm) -> str:
    values = request.view_args or {}
    place_id = values.get("academy_id") or values.get("institution_id")
    history = url_for("people.history", place_id=place_id) if place_id else None
    countries = {row.code: row.names for row in read.countries()} if isinstance(form, NewInstitutionForm) else {}
    return render_template(
        "people/form.html", title=title, form=form, back=url_for(back), countries=countries, history=history
    )


def _keep(title: object, back: str, form: NamesForm, keep: Callable[[], Kept]) -> Page:
    """Keep what was typed when it is complete and its code is not taken, and go back to the list."""
    if not form.validate():
        return _page(title, back, form), UNPROCESSABLE
    if keep() is Kept.CODE_TAKEN:
        form["code"].errors = [_("This code is taken already.")]
        return _page(title, back, form), UNPROCESSABLE
    flash(_("Saved."), "ok")
    return redirect(url_for(back), 303)


def _in_country(form: NewAcademyForm | NewInstitutionForm) -> Any:
    form.country.choices = [(row.code, str(locale.pick(row.names))) for row in read.countries()]
    return form


def _offering(form: Any, country: str) -> Any:
    """The form of an institution with the regions and kinds of the country."""
    regions, kinds = (packs.offered(country, listing) for listing in (Listing.REGION, Listing.INSTITUTION_KIND))
    form.offer(offered_by_code(regions), offered_by_code(kinds))
    return form


def _new_institution() -> Any:
    """For the country in the address, else for the first: of its lists alone can be chosen."""
    form = _in_country(NewInstitutionForm())
    wanted = request.args.get("country")
    form.country.choices = [each for each in form.country.choices if wanted in (None, each[0])][:1]
    if wanted and not form.country.choices:
        abort(404)
    return _offering(form, form.country.choices[0][0] if form.country.choices else "")


# Academies


@blueprint.get("/site")
@requires(Permission.MANAGE_SITE)
@site_wide
def site() -> str:
    rows, how_many = read.academies_page(page := page_asked(), PER_PAGE)
    return render_template("people/academies.html", rows=rows, page=page, last=last_page(how_many, PER_PAGE))


@blueprint.get("/site/academies/new")
@requires(Permission.MANAGE_SITE)
@site_wide
def new_academy() -> str:
    return _page(*NEW_ACADEMY, _in_country(NewAcademyForm()))


@blueprint.post("/site/academies/new")
@requires(Permission.MANAGE_SITE)
@site_wide
@writes
def add_academy() -> Page:
    form = _in_country(NewAcademyForm())
    return _keep(*NEW_ACADEMY, form, lambda: places.add_academy(form.country.data, form.code.data, form.written()))


@blueprint.get("/site/academies/<uuid:academy_id>")
@requires(Permission.MANAGE_SITE)
@site_wide
def academy(academy_id: UUID) -> str:
    found = read.academy(academy_id) or abort(404)
    return _page(locale.pick(found.names), "people.site", AcademyForm(obj=found, **found.names))


@blueprint.post("/site/academies/<uuid:academy_id>")
@requires(Permission.MANAGE_SITE)
@site_wide
@writes
def change_academy(academy_id: UUID) -> Page:
    found, form = read.academy(academy_id) or abort(404), AcademyForm()
    title = locale.pick(found.names)
    return _keep(title, "people.site", form, lambda: places.change_academy(academy_id, form.written()))


# Institutions


@blueprint.get("/site/institutions")
@requires(Permission.MANAGE_SITE)
@site_wide
def institutions() -> str:
    rows, how_many = read.institutions_page(page := page_asked(), PER_PAGE)
    return render_template("people/institutions.html", rows=rows, page=page, last=last_page(how_many, PER_PAGE))


@blueprint.get("/site/institutions/new")
@requires(Permission.MANAGE_SITE)
@site_wide
def new_institution() -> str:
    return _page(*NEW_INSTITUTION, _new_institution())


@blueprint.post("/site/institutions/new")
@requires(Permission.MANAGE_SITE)
@site_wide
@writes
def add_institution() -> Page:
    form = _new_institution()
    return _keep(
        *NEW_INSTITUTION, form, lambda: places.add_institution(form.country.data, form.code.data, form.written())
    )


@blueprint.get("/site/institutions/<uuid:institution_id>")
@requires(Permission.MANAGE_SITE)
@site_wide
def institution(institution_id: UUID) -> str:
    found = read.institution(institution_id) or abort(404)
    form = _offering(InstitutionForm(obj=found, **found.names), found.country)
    return _page(locale.pick(found.names), "people.institutions", form)


@blueprint.post("/site/institutions/<uuid:institution_id>")
@requires(Permission.MANAGE_SITE)
@site_wide
@writes
def change_institution(institution_id: UUID) -> Page:
    found = read.institution(institution_id) or abort(404)
    form = _offering(InstitutionForm(), found.country)
    title = locale.pick(found.names)
    return _keep(title, "people.institutions", form, lambda: places.change_institution(institution_id, form.written()))


# Countries


@blueprint.get("/site/countries")
@requires(Permission.MANAGE_SITE)
@site_wide
def countries() -> str:
    rows = read.countries()
    without_key = {row.code for row in rows if not signing.has_key(keys(), row.code)}
    return render_template("people/countries.html", rows=rows, without_key=without_key, with_iins=iin.COUNTRIES)


@blueprint.post("/site/countries/<code>/iins")
@requires(Permission.MANAGE_SITE)
@site_wide
@writes
def keep_iins(code: str) -> Response:
    """Keep the country's IINs, as the form says, else delete those that are kept, and ask for none any more."""
    if not request.form.get("keep") and not request.form.get("sure"):
        flash(_("Nothing is changed. Tick the box to delete the numbers."), "due")
        return redirect(url_for("people.countries"), 303)
    if not iins.set_keeping(code, bool(request.form.get("keep"))):
        abort(404)
    flash(_("Saved."), "ok")
    return redirect(url_for("people.countries"), 303)


@blueprint.get("/site/countries/new")
@requires(Permission.MANAGE_SITE)
@site_wide
def new_country() -> str:
    return _page(*NEW_COUNTRY, CountryForm())


@blueprint.post("/site/countries/new")
@requires(Permission.MANAGE_SITE)
@site_wide
@writes
def add_country() -> Page:
    form = CountryForm()
    return _keep(*NEW_COUNTRY, form, lambda: places.add_country(form.code.data, form.names(), form.time_zone.data))
