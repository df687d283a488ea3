"""Who may open a view: every view says so itself, and the application does not start while one is silent."""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import TooManyRequests, Unauthorized

from elearn.foundation.throttle import spend

REQUESTS, REQUESTS_PER = 60, timedelta(minutes=1)  # of one client

View = Callable[..., Any]


def public(view: View) -> View:
    """Anyone may open the view, signed in or not."""
    view.access = None  # type: ignore[attr-defined]
    return view


def requires(permission: StrEnum) -> Callable[[View], View]:
    """Only visitors who are signed in, not locked, and hold the permission somewhere may open the view.

    Whether they hold it for the academy or person in question is asked with `visitor.may(permission, scope)`;
    someone else's object is 404, a permission that no role of theirs gives is 403.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **values: Any) -> Any:
            if not current_user.is_authenticated:
                return _first("people.sign_in")
            if current_user.locked:
                return _first("people.unlock")
            if not current_user.may(permission):
                abort(403)
            return view(*args, **values)

        guarded.access = permission  # type: ignore[attr-defined]
        return guarded

    return declare


CLIENT = "client"  # what a view for programs declares instead of a permission


def client(view: View) -> View:
    """Only programs that send the token of a client may open the view, so often a minute; it finds the client in `g.client`.

    Who that is, app.extensions["clients"] knows. What it may see follows from its own scope, never from a visitor.
    """

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> Any:
        sent = request.authorization
        token = sent.token if sent and sent.type == "bearer" else None
        g.client = current_app.extensions["clients"](token) if token else None
        if g.client is None:
            raise Unauthorized(www_authenticate=WWWAuthenticate("bearer"))
        if not spend("api", str(g.client.id), REQUESTS, REQUESTS_PER):
            raise TooManyRequests(retry_after=int(REQUESTS_PER.total_seconds()))
        return view(*args, **values)

    guarded.access = CLIENT  # type: ignore[attr-defined]
    return guarded


def _first(endpoint: str) -> Any:
    """To the page that must come before the one asked for; what a form sent meanwhile is not kept, and it says so."""
    if request.method != "GET" and not request.is_json:
        flash(_("What you did last was not saved. Please do it once more."), "due")
    return redirect(url_for(endpoint, next=next_page()), 303)


def next_page() -> str:
    """Where to go on: the page asked for, or for a form that was sent, the page it stood on."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    referrer = urlsplit(request.referrer or "")
    if referrer.netloc != request.host:
        return "/"
    return referrer._replace(scheme="", netloc="", fragment="").geturl() or "/"


def own_path(target: str | None) -> str:
    """The target when it is a path of this site, else the first page: nobody is sent elsewhere by a crafted link."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return "/"
    if any(ord(character) <= 32 or character == "\\" for character in target) or urlsplit(target).netloc:
        return "/"
    return target


def check_every_view(app: Flask) -> None:
    """Refuse to start while a view has declared none of @requires, @client and @public."""
    silent = sorted(name for name, view in app.view_functions.items() if not hasattr(view, "access"))
    if silent:
        raise RuntimeError(f"views without @requires or @public: {', '.join(silent)}")
