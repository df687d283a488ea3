"""Coming in and going out: signing in, the lock, one-time codes, signing out, the language.

Passwords are judged before the writing transaction begins: that takes a tenth of a second, and SQLite has one writer.
"""

from datetime import timedelta
from uuid import UUID

from flask import abort, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user
from werkzeug.wrappers import Response

from elearn.foundation import locale
from elearn.foundation.access import own_path, public
from elearn.foundation.web import writes
from elearn.people.forms.accounts import ActivationForm, LanguageForm, SignInForm, UnlockForm
from elearn.people.rules.signing_in import Refusal
from elearn.people.service import codes, passwords, signing_in
from elearn.people.views.common import STATUS, UNPROCESSABLE, blueprint, keys
from elearn.people.views.words import CODE_REFUSALS, PASSWORD_REFUSALS, SIGN_IN_REFUSALS, about_password

Page = Response | str | tuple[str, int]


@blueprint.get("/sign-in")
@public
def sign_in() -> Page:
    if current_user.is_authenticated:
        return redirect(own_path(request.args.get("next")), 303)
    return render_template("people/sign_in.html", form=SignInForm())


@blueprint.post("/sign-in")
@public
def enter() -> Page:
    form = SignInForm()
    if not form.validate():
        return render_template("people/sign_in.html", form=form), UNPROCESSABLE
    found = signing_in.recognise(form.name.data, form.password.data, request.remote_addr or "", keys())
    if isinstance(found, Refusal):
        form.form_errors.append(SIGN_IN_REFUSALS[found])
        return render_template("people/sign_in.html", form=form), STATUS[found]
    begun: Response = _begin(found, current_user.get_id(), request.args.get("next"))
    return begun


@writes
def _begin(account_id: UUID, earlier: str | None, target: str | None) -> Response:
    """A new sign-in of the account at this browser, whoever was signed in there earlier."""
    if earlier:
        signing_in.end(earlier)
    session.clear()  # nothing that stood in the cookie before means anything now
    login_user(signing_in.visitor(signing_in.sign_in(account_id)))
    return redirect(own_path(target), 303)


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    token = current_user.get_id()
    if token:
        writes(signing_in.end)(token)
    session.clear()
    flash(_("You are signed out."), "ok signed-out")  # page.js tells the other windows
    answer = redirect(url_for("people.sign_in"), 303)
    # Not cookies: the language that the browser is used in stays. Nor storage: it holds nothing but sealed answers that
    # could not be sent, which nobody else can open, and whoever signs out may not be the one who still misses them.
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@blueprint.get("/unlock")
@public
def unlock() -> Page:
    target = request.args.get("next", "/")
    if not current_user.is_authenticated:
        return redirect(url_for("people.sign_in", next=target), 303)
    if not current_user.locked:
        return redirect(own_path(target), 303)
    return render_template("people/unlock.html", form=UnlockForm())


@blueprint.post("/unlock")
@public
def come_back() -> Page:
    target = request.args.get("next", "/")
    if not current_user.is_authenticated:
        return redirect(url_for("people.sign_in", next=target), 303)
    form = UnlockForm()
    if not form.validate():
        return render_template("people/unlock.html", form=form), UNPROCESSABLE
    refusal = signing_in.recognise_again(current_user.account_id, form.password.data)
    if refusal:
        form.password.errors = [PASSWORD_REFUSALS[refusal]]
        return render_template("people/unlock.html", form=form), STATUS[refusal]
    writes(signing_in.unlock)(current_user.token)
    return redirect(own_path(target), 303)


@blueprint.get("/activate")
@public
def activate() -> str:
    return render_template("people/activate.html", form=ActivationForm())


@blueprint.post("/activate")
@public
def activate_now() -> Page:
    form = ActivationForm()
    if not form.validate():
        return render_template("people/activate.html", form=form), UNPROCESSABLE
    account_id = codes.account_behind(form.code.data, request.remote_addr or "")
    if isinstance(account_id, Refusal):
        form.code.errors = [CODE_REFUSALS[account_id]]
        return render_template("people/activate.html", form=form), STATUS[account_id]
    problem = passwords.problem(account_id, form.password.data)
    if problem:
        form.password.errors = [about_password(problem)]
        return render_template("people/activate.html", form=form), UNPROCESSABLE
    if not _redeem(form.code.data, passwords.hashed(form.password.data)):
        form.code.errors = [CODE_REFUSALS[Refusal.WRONG]]
        return render_template("people/activate.html", form=form), UNPROCESSABLE
    begun: Response = _begin(account_id, current_user.get_id(), "/")
    return begun


@writes
def _redeem(code: str, password_hash: str) -> bool:
    return codes.redeem(code, password_hash) is not None


@blueprint.post("/language")
@public
def language() -> Response:
    form = LanguageForm()
    if not form.validate():
        abort(400)
    if current_user.is_authenticated and not current_user.locked:
        writes(signing_in.choose_language)(current_user.account_id, form.language.data)
    answer = redirect(own_path(form.next.data), 303)
    answer.set_cookie(
        locale.COOKIE,
        form.language.data,
        max_age=timedelta(days=365),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return answer
