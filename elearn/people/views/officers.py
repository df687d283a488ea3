"""Officers of an academy: the list, the search, one officer, and the code that lets an officer in."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.foundation import locale
from elearn.foundation.access import requires
from elearn.foundation.web import writes
from elearn.people.forms.accounts import CodeForm
from elearn.people.forms.officers import SEXES, TRACKS, FindForm
from elearn.people.queries import officers as read
from elearn.people.rules.roles import Permission
from elearn.people.service import codes, iins, looks, staff
from elearn.people.service import officers as service
from elearn.people.views.common import (
    PER_PAGE,
    UNPROCESSABLE,
    blueprint,
    keys,
    last_page,
    managed,
    manages,
    own_academy,
    page_asked,
    visible,
)
from elearn.people.views.slips import slip_page


def own(officer_id: UUID) -> Any:
    """The officer, when the visitor's academy registered the officer: only then is there something to change."""
    found = visible(officer_id)
    return found if manages(found.academy_id) else abort(404)


@blueprint.get("/officers")
@requires(Permission.MANAGE_OFFICERS)
def officers() -> str:
    rows, how_many = read.page_of(managed(), page := page_asked(), PER_PAGE)
    looks.note(current_user.account_id, own_academy(), f"officers page {page}", len(rows))
    return render_template(
        "people/officers.html", form=FindForm(), rows=rows, how_many=how_many, page=page, last=last_page(how_many)
    )


@blueprint.post("/officers")
@requires(Permission.MANAGE_OFFICERS)
@writes
def find_officers() -> str | tuple[str, int]:
    form = FindForm()
    if not form.validate():
        return render_template("people/found.html", form=form, rows=[], how_many=0), UNPROCESSABLE
    found = service.find(managed(), form.find.data, keys(), PER_PAGE)
    looks.record(current_user.account_id, own_academy(), "search", len(found.rows))
    return render_template("people/found.html", form=form, rows=found.rows, how_many=found.how_many)


@blueprint.get("/officers/<uuid:officer_id>")
@requires(Permission.MANAGE_OFFICERS)
def officer(officer_id: UUID) -> str:
    found = visible(officer_id)
    is_own = manages(found.academy_id)
    looks.note(current_user.account_id, own_academy(), f"officer {officer_id}", 1)
    return render_template(
        "people/officer.html",
        officer=found,
        is_own=is_own,
        iin=iins.masked(officer_id, found.country, keys()) if is_own and found.has_iin else "",
        postings=read.postings(officer_id),
        same=read.same_person(officer_id, found.person_id, managed()),
        form=CodeForm(language=found.language or locale.current_language()),
        sexes=SEXES,
        tracks=TRACKS,
    )


@blueprint.post("/officers/<uuid:officer_id>/code")
@requires(Permission.MANAGE_OFFICERS)
@writes
def officer_code(officer_id: UUID) -> str | Response:
    found, form = own(officer_id), CodeForm()
    if not form.validate():
        abort(400)
    back = url_for("people.officer", officer_id=officer_id)
    slip = codes.issue(found.account_id, current_user.account_id, found.academy_id)
    if slip is None:
        flash(_("This account is disabled. Enable it before you print a code."), "bad")
        return redirect(back, 303)
    return slip_page(slip, form.language.data, back)


@blueprint.post("/officers/<uuid:officer_id>/state")
@requires(Permission.MANAGE_OFFICERS)
@writes
def switch_officer(officer_id: UUID) -> Response:
    """Enables a disabled account, as the form says, else disables it."""
    found = own(officer_id)
    if request.form.get("enable"):
        staff.enable(found.account_id)
        flash(_("The account can be used again."), "ok")
    else:
        staff.disable(found.account_id)
        flash(_("The account is disabled. Nobody can sign in to it."), "ok")
    return redirect(url_for("people.officer", officer_id=officer_id), 303)
