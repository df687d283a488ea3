"""Officers of an academy: the list, the search, one officer, and the code that lets an officer in."""

from typing import Any
from uuid import UUID

from flask import abort, flash, get_template_attribute, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.foundation import locale
from elearn.foundation.access import requires
from elearn.foundation.web import AT_ONCE, last_page, order_asked, page_asked, search_asked, sheet, too_long, writes
from elearn.people.forms.accounts import CodeForm
from elearn.people.forms.officers import SEXES, TRACKS, UnitForm
from elearn.people.queries import officers as read
from elearn.people.rules.officers import AccountState, place_asked
from elearn.people.rules.roles import Permission
from elearn.people.service import codes, iins, looks, staff
from elearn.people.service import officers as service
from elearn.people.views.common import (
    PER_PAGE,
    blueprint,
    keys,
    managed,
    manages,
    own_academy,
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
    return _officers("")


@blueprint.post("/officers")
@requires(Permission.MANAGE_OFFICERS)
@writes
def find_officers() -> str:
    """The same page for a name or number."""
    return _officers(search_asked())


def _officers(search: str) -> str:
    wish, page = _wish(managed(), search), page_asked()
    rows, how_many = read.page_of(wish, page, PER_PAGE)
    if search:
        looks.record(current_user.account_id, own_academy(), "search", len(rows))
    else:
        looks.note(current_user.account_id, own_academy(), f"officers page {page}", len(rows))
    return render_template(
        "people/officers.html",
        rows=rows,
        how_many=how_many,
        wish=wish,
        institutions=read.institutions(wish.academies),
        page=page,
        last=last_page(how_many, PER_PAGE),
    )


def _wish(academies: read.Academies, search: str) -> read.Wish:
    """What is asked for; what makes no sense in it is left out."""
    account = request.values.get("account")
    return read.Wish(
        academies,
        request.values.get("institution", type=place_asked),
        AccountState(account) if account in list(AccountState) else None,
        search,
        service.match_keys(academies, search, keys()) if search else [],
        order_asked(read.SORTS, read.Wish.sort),
    )


@blueprint.post("/officers/list.<any(csv,xlsx):form>")
@requires(Permission.EXPORT_NAMED)
@writes
def take_officers(form: str) -> Response:
    """The list as its page shows it, in the same order, all of its pages."""
    wish = _wish(current_user.scopes(Permission.EXPORT_NAMED), search_asked())
    rows, how_many = read.page_of(wish, 1, AT_ONCE)
    if how_many > AT_ONCE:
        advice = _("This list is too long for a file. Ask for it under “Lists in and out”.")
        return too_long(url_for("people.officers"), advice)
    looks.record(current_user.account_id, own_academy(), "officers as a file", len(rows))
    headings = [
        _("Family name"), _("Given name"), _("Patronymic"), _("Service number"), _("Institution"), _("Rank"),
        _("Account"), _("Notes"),
    ]  # fmt: skip
    return sheet(form, "officers", headings, (_cells(row) for row in rows))


def _cells(row: Any) -> list[str]:
    notes = [_("linked")] * row.is_linked + [_("for trying out")] * row.is_test
    return [
        row.family_name or "",
        row.given_name or "",
        row.patronymic or "",
        row.service_number or "",
        locale.pick(row.institution_names).words if row.institution_names else "",
        locale.pick(row.rank_names).words if row.rank_names else row.rank or "",
        str(get_template_attribute("people/words.html", "account_words")(row)),
        ", ".join(notes),
    ]


@blueprint.get("/officers/<uuid:officer_id>")
@requires(Permission.MANAGE_OFFICERS)
def officer(officer_id: UUID) -> str:
    found = visible(officer_id)
    looks.note(current_user.account_id, own_academy(), f"officer {officer_id}", 1)
    return officer_page(found, UnitForm(unit=found.unit))


def officer_page(found: Any, unit_form: UnitForm) -> str:
    is_own = manages(found.academy_id)
    return render_template(
        "people/officer.html",
        officer=found,
        is_own=is_own,
        iin=iins.masked(found.id, found.country, keys()) if is_own and found.has_iin else "",
        postings=read.postings(found.id),
        same=read.same_person(found.id, found.person_id, managed()),
        unit_form=unit_form,
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
