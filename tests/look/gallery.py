"""A gallery: every part of the look on invented pages, in English and Arabic, without a database.

`python -m tests.look.gallery` serves it at http://127.0.0.1:8009 for whoever changes the stylesheet.
"""

from pathlib import Path
from typing import Any

from flask import Flask, Request, abort, render_template, request
from flask_login import LoginManager, UserMixin
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from wtforms import BooleanField, DateField, PasswordField, RadioField, SelectField, StringField, TextAreaField

from elearn.foundation import locale, markup, web
from elearn.foundation.forms import TidyForm, chosen, required

HERE = Path(__file__).parent
TEMPLATES = HERE.parents[1] / "elearn" / "foundation" / "templates"
PAGES = sorted(path.stem for path in (HERE / "pages").glob("*.html") if path.stem != "index")
# Endpoints of features that the frame links to.
FRAME = (
    "people.unlock",
    "people.seen",
    "people.language",
    "people.own_account",
    "people.sign_out",
    "people.privacy",
    "people.help",
    "certificates.check_form",
)
SIGNED_OUT = ("/sign-in", "/check")


class Somebody(UserMixin):
    """A visitor with as much as the frame asks for."""

    language = None
    locked = False
    account_id = "somebody"
    name = "А. Серікбаева"


class OfficerForm(TidyForm):
    """One field of every kind."""

    number = StringField("Service number", [required()])
    family = StringField("Family name", [required()])
    sex = RadioField("Sex", [chosen()], choices=[("F", "Woman"), ("M", "Man"), ("", "Not stated")])
    institution = SelectField("Institution", choices=[("1", "Institution No. 29, Karaganda")])
    since = DateField("In this post since", [required()])
    password = PasswordField("Your password")
    note = TextAreaField("Note")
    agreed = BooleanField("The officer has read the privacy notice", [required()])


def make_gallery() -> Flask:
    """The application. Each page is at /NAME, the list of them at /."""
    app = Flask("gallery", static_folder=None, template_folder=str(HERE / "pages"))
    app.config.update(SECRET_KEY="gallery", SESSION_COOKIE_SECURE=False, DEMONSTRATION=True)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_loader.searchpath.append(str(TEMPLATES))  # type: ignore[union-attr]
    LoginManager(app).request_loader(_visitor)
    CSRFProtect(app)
    locale.start(app)
    web.start(app)
    for endpoint in FRAME:
        app.add_url_rule(f"/{endpoint}", endpoint, lambda: abort(404), methods=["GET", "POST"])
    app.add_url_rule("/", "index", lambda: render_template("index.html", pages=PAGES))
    app.add_url_rule("/<name>", "page", _page)
    app.jinja_env.globals.update(navigation=_navigation, say=say, markdown=markup.render)
    return app


def say(english: str, arabic: str) -> str:
    """Words of an invented page."""
    return arabic if locale.current_language() == "ar" else english


def _visitor(asked: Request) -> Somebody | None:
    return None if asked.path in SIGNED_OUT else Somebody()


def _page(name: str) -> str:
    if name not in PAGES:
        abort(404)
    if name == "crash":
        raise RuntimeError("a page that fails")
    return render_template(f"{name}.html", **_values(name))


def _values(name: str) -> dict[str, Any]:
    if name != "form":
        return {}
    form = OfficerForm(formdata=None, data={"number": "041-118"})
    form.family.errors = ["Please fill this in."]
    form.sex.errors = ["Please choose one."]
    form.agreed.errors = ["Please fill this in."]
    return {"form": form}


def _navigation() -> list[tuple[str, str]]:
    entries = [("/home", say("My modules", "وحداتي")), ("/certificates", say("Certificates", "شهاداتي"))]
    if request.path in ("/officers", "/figures", "/form", "/empty"):
        entries = [
            ("/overview", say("Overview", "نظرة عامة")),
            ("/officers", say("Officers", "الأعوان")),
            ("/enrolment", say("Enrolment", "التسجيل")),
            ("/exports", say("Exports", "التصدير")),
            ("/figures", say("Officers trained", "الأعوان المكوَّنون")),
            ("/site", say("Academies and staff", "المدارس والموظفون")),
            ("/modules", say("Modules", "الوحدات")),
        ]
    return entries


if __name__ == "__main__":
    make_gallery().run(port=8009, debug=True)
