"""One's own account, and the pages that anyone may read: help and privacy."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import format_timedelta
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.foundation import clock, ids
from elearn.foundation.access import public, requires
from elearn.foundation.web import writes
from elearn.people.forms.accounts import AddressForm, PasswordForm
from elearn.people.queries import accounts
from elearn.people.rules.passwords import shortest_password
from elearn.people.rules.roles import Permission
from elearn.people.rules.signing_in import LONGEST_SIGN_IN
from elearn.people.service import officers, passwords, signing_in
from elearn.people.views.common import STATUS, UNPROCESSABLE, blueprint
from elearn.people.views.words import PASSWORD_REFUSALS, about_password


@blueprint.get("/account")
@requires(Permission.OWN_ACCOUNT)
def own_account() -> str:
    return _account_page(PasswordForm())


def _account_page(form: PasswordForm, address: AddressForm | None = None) -> str:
    account = accounts.account(current_user.account_id)
    return render_template(
        "people/account.html",
        form=form,
        address=address or AddressForm(formdata=None, email=account and account.email),
        account=account,
        sign_ins=accounts.sign_ins(current_user.account_id, _oldest()),
        here=ids.digest(current_user.token),
        ago=_ago,
        least=shortest_password(staff=current_user.officer_id is None),
    )


@blueprint.post("/account/address")
@requires(Permission.LEARN)
@writes
def change_address() -> Response | tuple[str, int]:
    """Where an officer is reminded; an empty field is where they are not."""
    form = AddressForm()
    if not form.validate():
        return _account_page(PasswordForm(formdata=None), form), UNPROCESSABLE
    officers.remind_at(current_user.officer_id, form.email.data or "")
    if form.email.data:
        flash(_("Saved. Reminders go to this address."), "ok")
    else:
        flash(_("Saved. You get no reminders by e-mail any more."), "ok")
    return redirect(url_for("people.own_account"), 303)


def _ago(moment: datetime) -> str:
    """How long ago, to the minute, in words."""
    words: str = format_timedelta(min(moment - clock.now(), timedelta(minutes=-1)), "minute", add_direction=True)
    return words


def _oldest() -> datetime:
    """Sign-ins that began earlier do not hold any more."""
    return clock.now() - LONGEST_SIGN_IN


@blueprint.get("/account/seen")
@requires(Permission.OWN_ACCOUNT)
def seen() -> Response:
    """Somebody reads on: being asked at all is what keeps the page from locking."""
    return Response(status=204)


@blueprint.post("/account/password")
@requires(Permission.OWN_ACCOUNT)
def change_password() -> Response | tuple[str, int]:
    form = PasswordForm()
    if not form.validate():
        return _account_page(form), UNPROCESSABLE
    refusal = signing_in.recognise_again(current_user.account_id, form.current.data)
    if refusal:
        form.current.errors = [PASSWORD_REFUSALS[refusal]]
        return _account_page(form), STATUS[refusal]
    problem = passwords.problem(current_user.account_id, form.password.data)
    if problem:
        form.password.errors = [about_password(problem)]
        return _account_page(form), UNPROCESSABLE
    _keep(current_user.account_id, passwords.hashed(form.password.data), current_user.token)
    flash(_("Your password is changed. You are signed out everywhere else."), "ok")
    return redirect(url_for("people.own_account"), 303)


@writes
def _keep(account_id: UUID, password_hash: str, token: str) -> None:
    passwords.keep(account_id, password_hash)
    signing_in.end_others(account_id, token)


@blueprint.post("/account/sign-ins")
@requires(Permission.OWN_ACCOUNT)
@writes
def end_sign_in() -> Response:
    """Ends the sign-in named in the form, or all but this one."""
    if request.form.get("which") == "others":
        signing_in.end_others(current_user.account_id, current_user.token)
    elif not signing_in.end_own(current_user.account_id, request.form.get("which", "")):
        abort(404)
    flash(_("That sign-in is ended."), "ok")
    return redirect(url_for("people.own_account"), 303)


@blueprint.get("/privacy")
@public
def privacy() -> str:
    return render_template("people/privacy.html")


@blueprint.get("/help")
@public
def help() -> str:
    return render_template("people/help.html")
