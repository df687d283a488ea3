"""Languages: which one a request is answered in, and which text stands in for one not translated yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

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
    # On the locked page nothing of the account can be changed, so the menu there works by the cookie.
    if current_user.is_authenticated and not current_user.locked and current_user.language in LANGUAGES:
        chosen: str = current_user.language
        return chosen
    cookie = request.cookies.get(COOKIE)
    if cookie in LANGUAGES:
        return cookie
    return request.accept_languages.best_match(list(LANGUAGES), default="en")


# Babel takes some 50 microseconds for a date or a number, and lists hold many of the same ones.


def say_date(day: date, format: str = "medium") -> str:
    """A day, or the day of a moment, in the reader's language."""
    return _say_date(current_language(), day, format)


@lru_cache(maxsize=4096)
def _say_date(_language: str, day: date, form: str) -> str:
    return str(format_date(day, form))


def say_number(number: float) -> str:
    """A number in the reader's language."""
    return _say_number(current_language(), number)


@lru_cache(maxsize=4096)
def _say_number(_language: str, number: float) -> str:
    return str(format_decimal(number))


def say_percent(share: float) -> str:
    """A share of 1 as percent in the reader's language."""
    return _say_percent(current_language(), share)


@lru_cache(maxsize=4096)
def _say_percent(_language: str, share: float) -> str:
    return str(format_percent(share))


def start(app: Flask) -> None:
    """Connect Flask-Babel and give templates what they need to mark languages."""
    Babel(app, locale_selector=choose_language)
    app.jinja_env.globals.update(
        LANGUAGES=LANGUAGES,
        current_language=current_language,
        direction=direction,
        pick=pick,
        format_date=say_date,
        format_datetime=format_datetime,
        format_number=say_number,
        format_percent=say_percent,
    )
