"""Accounts of staff: who may do what, for those who administer the whole site."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.foundation import locale
from elearn.foundation.access import requires
from elearn.foundation.web import last_page, page_asked, writes
from elearn.people.forms.accounts import ROLES, CodeForm, RoleForm, StaffForm
from elearn.people.queries import accounts, places
from elearn.people.rules.roles import Permission, Role
from elearn.people.service import codes
from elearn.people.service import staff as service
from elearn.people.views.common import PER_PAGE, UNPROCESSABLE, blueprint, offered
from elearn.people.views.site import site_wide
from elearn.people.views.slips import slip_page

Page = Response | str | tuple[str, int]


def _member(account_id: UUID) -> Any:
    """The account, when it is one of staff: officers' accounts are their academies' affair."""
    found = accounts.account(account_id)
    return found if found and found.officer_id is None else abort(404)


def _another(account_id: UUID) -> Any:
    """The account of somebody else: nobody shuts themselves out by a slip."""
    return _member(account_id) if account_id != current_user.account_id else abort(404)


@blueprint.get("/site/staff")
@requires(Permission.MANAGE_SITE)
@site_wide
def staff() -> str:
    rows, how_many = accounts.staff(page := page_asked(), PER_PAGE)
    held = accounts.roles([row.id for row in rows])
    return render_template(
        "people/staff.html", rows=rows, held=held, roles=ROLES, page=page, last=last_page(how_many, PER_PAGE)
    )


@blueprint.get("/site/staff/new")
@requires(Permission.MANAGE_SITE)
@site_wide
def new_member() -> str:
    return _new_page(StaffForm())


def _new_page(form: StaffForm) -> str:
    return render_template("people/form.html", title=_("New account"), form=form, back=url_for("people.staff"))


@blueprint.post("/site/staff/new")
@requires(Permission.MANAGE_SITE)
@site_wide
@writes
def add_member() -> Page:
    form = StaffForm()
    if not form.validate():
        return _new_page(form), UNPROCESSABLE
    account_id = service.add(form.user_name.data, form.display_name.data)
    if account_id is None:
        form.user_name.errors = [_("This user name is taken already.")]
        return _new_page(form), UNPROCESSABLE
    flash(_("Added. Now give the account a role, and print a code for it."), "ok")
    return redirect(url_for("people.member", account_id=account_id), 303)


def _member_page(account_id: UUID, form: RoleForm) -> str:
    found = _member(account_id)
    return render_template(
        "people/member.html",
        account=found,
        form=form,
        held=accounts.roles([account_id]),
        roles=ROLES,
        code_form=CodeForm(language=found.language or locale.current_language()),
    )


def _role_form() -> RoleForm:
    form = RoleForm()
    form.offer(offered(places.academies(also_ended=False)))
    return form


@blueprint.get("/site/staff/<uuid:account_id>")
@requires(Permission.MANAGE_SITE)
@site_wide
def member(account_id: UUID) -> str:
    return _member_page(account_id, _role_form())


@blueprint.post("/site/staff/<uuid:account_id>/roles")
@requires(Permission.MANAGE_SITE)
@site_wide
@writes
def give_role(account_id: UUID) -> Page:
    _another(account_id)
    form = _role_form()
    if not form.validate():
        return _member_page(account_id, form), UNPROCESSABLE
    service.grant(account_id, Role(form.role.data), form.academy.data, current_user.account_id)
    return _back(account_id, _("The role is given."))


@blueprint.post("/site/staff/<uuid:account_id>/roles/<uuid:granted_id>")
@requires(Permission.MANAGE_SITE)
@site_wide
@writes
def take_role(account_id: UUID, granted_id: UUID) -> Response:
    _another(account_id)
    service.revoke(account_id, granted_id, current_user.account_id)
    return _back(account_id, _("The role is taken away."))


@blueprint.post("/site/staff/<uuid:account_id>/state")
@requires(Permission.MANAGE_SITE)
@site_wide
@writes
def switch_member(account_id: UUID) -> Response:
    """Enables a disabled account, as the form says, else disables it."""
    _another(account_id)
    if request.form.get("enable"):
        service.enable(account_id)
        return _back(account_id, _("The account can be used again."))
    service.disable(account_id)
    return _back(account_id, _("The account is disabled. Nobody can sign in to it."))


@blueprint.post("/site/staff/<uuid:account_id>/code")
@requires(Permission.MANAGE_SITE)
@site_wide
@writes
def member_code(account_id: UUID) -> Page:
    form = CodeForm()
    _another(account_id)
    if not form.validate():
        abort(400)
    slip = codes.issue(account_id, current_user.account_id)
    if slip is None:
        return _back(account_id, _("This account is disabled. Enable it before you print a code."), "bad")
    return slip_page(slip, form.language.data, url_for("people.member", account_id=account_id))


def _back(account_id: UUID, words: str, kind: str = "ok") -> Response:
    flash(words, kind)
    return redirect(url_for("people.member", account_id=account_id), 303)
