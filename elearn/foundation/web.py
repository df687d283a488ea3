"""The frame around every view: one commit, headers, pages for errors, addresses of static files."""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from math import ceil
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, current_app, flash, g, jsonify, redirect, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError
from werkzeug.wrappers import Response as BaseResponse

from elearn.foundation import ids, locale
from elearn.foundation.access import next_page, public
from elearn.foundation.db import transaction
from elearn.foundation.sheets import writing

_STATIC = Path(__file__).parent / "static"
API = "/api/"  # where programs ask, and are answered in JSON
_BROWSER = "place"  # the cookie
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_IMPORTED = re.compile(rb'(?<=from ")\./([a-z]+\.js)(?=")')
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        "media-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def writes(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view's writes are committed once, at its end, also when it answers 4xx; any other exception undoes them all."""

    @wraps(view)
    def committed(*args: Any, **values: Any) -> Any:
        refusal: HTTPException | None = None
        with transaction():
            try:
                answer = view(*args, **values)
            except HTTPException as error:
                refusal = error
        if refusal:
            raise refusal
        return answer

    return committed


def takes(megabytes: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The view takes requests of this size, from those who may open it. Stands below the address and its permission."""

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        view.largest = megabytes * 1024 * 1024  # type: ignore[attr-defined]
        return view

    return declare


def let_in_what_a_view_takes() -> None:
    """Before anything reads the form: from then on its size is settled."""
    view = current_app.view_functions.get(request.endpoint or "")
    largest = getattr(view, "largest", None)
    if largest and current_user.may(vars(view)["access"]):
        request.max_content_length = request.max_form_memory_size = largest


def site_address() -> str:
    """The address of the site for what is printed, without a slash at its end.

    As it was set; else as the browser asked, which anyone who sends a request may choose.
    """
    address: str = current_app.config["ADDRESS"] or request.root_url.rstrip("/")
    return address


@dataclass
class Asked:
    """What parts of a first page are asked for: the academy that the visitor looks at, if any.

    The first part that has something to do is given the one button that stands out; those of others are quiet.
    """

    academy: Any
    said: bool = False

    def stands_out(self) -> bool:
        """Whether the button that asks is the first one; asked once for each."""
        first, self.said = not self.said, True
        return first


# What a feature shows on somebody's first page: markup, or nothing.
Part = Callable[[Asked], str]


AT_ONCE = 10_000  # rows of a list that is made while somebody waits for it


def order_asked(sorts: Collection[str], usual: str) -> str:
    """How a list is to be sorted: by one of these, or "-" and one of these for the other way round."""
    sort = request.values.get("sort", "")
    return sort if sort.removeprefix("-") in sorts else usual


def search_asked() -> str:
    """What a list is searched for. Sent by POST: names and numbers do not belong into addresses."""
    return request.form.get("search", "").strip()[:100]


def page_asked() -> int:
    """Which page of a list is asked for, from 1."""
    page = request.args.get("page", 1, type=int)
    return page if 1 <= page <= 100_000 else abort(404)


def last_page(how_many: int, per_page: int) -> int:
    """The number of a list's last page; 404 where a later one is asked for, which would be empty as if there were nothing."""
    last = max(1, ceil(how_many / per_page))
    return last if page_asked() <= last else abort(404)


def too_long(page: str, advice: str) -> BaseResponse:
    """Back to the page of a list that is longer than AT_ONCE, as it was seen, which says what to do."""
    flash(advice, "due")
    return redirect(f"{page}?{request.query_string.decode()}", 303)


def sheet(form: str, name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """A list as a file, "csv" or "xlsx" as its route has it (`<any(csv,xlsx):form>`), to be saved under the name."""
    if form == "xlsx":
        right_to_left = locale.direction(locale.current_language()) == "rtl"
        response = Response(writing.xlsx_bytes(headings, rows, right_to_left=right_to_left), mimetype=writing.XLSX)
    else:
        response = Response(writing.csv_bytes(headings, rows), mimetype=writing.CSV)
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.{form}")
    return response


def start(app: Flask) -> None:
    """Give the application its frame."""
    files = _static_files()
    addresses = {name: _address(name, content) for name, content in files.items()}

    @app.get("/static/<fingerprint>/<name>")
    @public
    def asset(fingerprint: str, name: str) -> Response:
        if name not in files:
            abort(404)
        response = Response(files[name], mimetype=_TYPES[Path(name).suffix])
        if addresses[name].split("/")[2] == fingerprint:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    app.jinja_env.globals.update(asset=lambda name: addresses[name], next_page=next_page)
    app.before_request(_refuse_nul)
    app.after_request(_add_headers)
    app.after_request(_keep_browser)
    app.register_error_handler(HTTPException, _error_page)
    app.register_error_handler(Exception, _crash_page)


def this_browser() -> str | None:
    """The browser that asks, as a digest, by a cookie of its own that no sign-in changes.

    None when it has no such cookie yet: the answer then gives it one.
    """
    kept = request.cookies.get(_BROWSER)
    g.is_new_browser = not kept
    return ids.digest(kept) if kept else None


def _keep_browser(response: Response) -> Response:
    if g.get("is_new_browser"):
        response.set_cookie(
            _BROWSER,
            ids.secret_token(),
            max_age=timedelta(days=365),
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
    return response


def _static_files() -> dict[str, bytes]:
    """A few small files, kept in memory. A script imports another, which imports none itself, by its whole address."""
    files = {path.name: path.read_bytes() for path in _STATIC.iterdir() if path.is_file()}

    def address(name: re.Match[bytes]) -> bytes:
        return _address(name[1].decode(), files[name[1].decode()]).encode()

    return {name: _IMPORTED.sub(address, content) for name, content in files.items()}


def _address(name: str, content: bytes) -> str:
    """With the fingerprint of what it holds, so that a browser may keep it for good."""
    return f"/static/{hashlib.sha256(content).hexdigest()[:12]}/{name}"


def _refuse_nul() -> None:
    """PostgreSQL cannot store NUL, nor be asked for it: such an address is nobody's."""
    if "\x00" in request.path:
        abort(404)


def _add_headers(response: Response) -> Response:
    response.headers.update(_HEADERS)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if "immutable" not in response.headers.get("Cache-Control", ""):
        # Shared PCs: no page of one person may be there for the next, not even by the Back key.
        response.headers["Cache-Control"] = "no-store"
        response.vary.update(("Cookie", "Accept-Language"))
    return response


def _error_page(error: HTTPException) -> Any:
    if error.code is None or error.code < 400 or isinstance(error, SecurityError):
        return error  # a redirect raised as an exception, or a host that is not ours: no address can be made for it
    if request.is_json:
        return {"error": error.code}, error.code
    if isinstance(error, CSRFError) and current_app.config["SESSION_COOKIE_NAME"] in request.cookies:
        # Somebody signed in or out in another window: the page with what holds now, or the way to it.
        flash(_("This page was opened in an earlier session. Nothing was changed: please do it once more."), "due")
        return redirect(next_page(), 303)
    heading, advice = _words(error)
    if request.path.startswith(API):
        answer = problem(error.code, heading, advice)
        answer.headers.extend((name, value) for name, value in error.get_headers() if name != "Content-Type")
        return answer
    return render_template("foundation/error.html", heading=heading, advice=advice, code=error.code), error.code


def problem(status: int, title: str, detail: str, **more: Any) -> Response:
    """What went wrong, for a program and the people who look after it (RFC 9457)."""
    answer = jsonify({"status": status, "title": title, "detail": detail} | more)
    answer.status_code, answer.mimetype = status, "application/problem+json"
    return answer


def _crash_page(error: Exception) -> Any:
    reference = ids.new_code()[:9]
    current_app.logger.error("%s %s failed, reference %s", request.method, request.path, reference, exc_info=error)
    g.reference = reference
    return _error_page(InternalServerError())


def _words(error: HTTPException) -> tuple[str, str]:
    if isinstance(error, CSRFError):
        return _("This form is too old"), _(
            "It was opened in an earlier session, or your browser keeps no cookies. "
            "Go back, load the page again and send the form once more."
        )
    sentences = {
        401: (
            _("A token is needed"),
            _("Send the header “Authorization: Bearer” with the token of a client that was not revoked."),
        ),
        403: (
            _("You may not open this page"),
            _("Your role does not include it. Ask your academy's administrator if you need it."),
        ),
        404: (_("There is no such page"), _("The address may be mistyped, or the page belongs to somebody else.")),
        405: (_("This address takes no such request"), _("Go back and use the buttons on the page.")),
        413: (_("That is too much at once"), _("What was sent is larger than this page accepts.")),
        429: (_("Too many tries"), _("Please wait a few minutes and try again.")),
        500: (
            _("Something went wrong here"),
            _(
                "Nothing was changed. Please try again; if it happens again, tell your administrator the reference below."
            ),
        ),
    }
    return sentences.get(
        error.code or 400,
        (_("This request could not be understood"), _("Go back, load the page again and try once more.")),
    )
