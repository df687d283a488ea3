"""Languages: which one a request is answered in, and which text stands in for one not translated yet."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask, has_request_context, request
from flask_babel import Babel, format_date, format_datetime, format_decimal, format_percent, get_locale
from flask_login import current_user

# Each named in itself, in the order of the menu.
LANGUAGES = {
    "kk": "Қазақша",
    "ru": "Русский",
    "ky": "Кыргызча",
    "ar": "العربية",
    "fr": "Français",
    "en": "English",
}
COOKIE = "language"


@dataclass(frozen=True)
class Text:
    """Words with the language they are really in, which may not be the reader's."""

    words: str
    language: str

    @property
    def direction(self) -> str:
        return direction(self.language)

    def __str__(self) -> str:
        return self.words


def direction(language: str) -> str:
    """Which way the language runs: ltr or rtl."""
    return "rtl" if language == "ar" else "ltr"


def current_language() -> str:
    """The language of this request: one of LANGUAGES."""
    return str(get_locale() or "en")


def pick(texts: Mapping[str, str], source: str = "en", language: str | None = None) -> Text:
    """The text in the reader's language, else in its source language, else in any: never nothing while there is something."""
    wanted = language or current_language()
    for candidate in (wanted, source, *texts):
        if texts.get(candidate):
            return Text(texts[candidate], candidate)
    return Text("", wanted)


def choose_language() -> str:
    """The visitor's own choice, then the cookie of this browser, then what the browser asks for. English in commands."""
    if not has_request_context():
        return "en"
    if current_user.is_authenticated and current_user.language in LANGUAGES:
        chosen: str = current_user.language
        return chosen
    cookie = request.cookies.get(COOKIE)
    if cookie in LANGUAGES:
        return cookie
    return request.accept_languages.best_match(list(LANGUAGES), default="en")


def start(app: Flask) -> None:
    """Connect Flask-Babel and give templates what they need to mark languages."""
    Babel(app, locale_selector=choose_language)
    app.jinja_env.globals.update(
        LANGUAGES=LANGUAGES,
        current_language=current_language,
        direction=direction,
        pick=pick,
        format_date=format_date,
        format_datetime=format_datetime,
        format_number=format_decimal,
        format_percent=format_percent,
    )
