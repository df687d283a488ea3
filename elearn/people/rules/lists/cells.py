"""What a cell of a list means: days and years, words of a list, and what is wrong with it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from elearn.people.rules.lists.words import Column, plain


class Fault(StrEnum):
    """What is wrong with a row: nothing is loaded while one has a fault."""

    MISSING = "missing"
    MISSING_FOR_NEW = "missing-for-new"
    TOO_LONG = "too-long"
    NUMBER_SHORT = "number-short"
    NUMBER_FORM = "number-form"
    NUMBER_TWICE = "number-twice"  # with other words
    NUMBER_OF_SEVERAL = "number-of-several"
    OTHER_ACADEMY = "other-academy"
    ERASED = "erased"  # the officer's name was
    UNKNOWN = "unknown"
    SEVERAL = "several"  # places or ranks of this name
    NO_DATE = "no-date"
    NO_BIRTH = "no-birth"
    FUTURE = "future"
    LONG_AGO = "long-ago"  # a year that was mistyped
    SHORTENED = "shortened"  # a number that a spreadsheet took for one to calculate with
    FAILED = "failed"  # what a formula says that cannot be worked out
    LETTERS_LOST = "letters-lost"
    NO_LETTERS = "no-letters"  # where a name should stand


class Doubt(StrEnum):
    """What somebody should look at before a row is loaded."""

    REPEATED = "repeated"  # the very same row stands further up
    LIKE_OFFICER = "like-officer"
    LIKE_ROW = "like-row"
    OTHER_PERSON = "other-person"  # the officer with this number has quite another name
    NAME_ORDER = "name-order"


@dataclass(frozen=True)
class Remark:
    """A fault or a doubt, its column if it is about one, and what its sentence names."""

    what: Fault | Doubt
    column: Column | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_fault(self) -> bool:
        return isinstance(self.what, Fault)


_DAY_FIRST = re.compile(r"(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4})\D{0,4}")
_YEAR_FIRST = re.compile(r"(\d{4})[./\-](\d{1,2})[./\-](\d{1,2})(?:[T ]00:00(?::00)?)?\D{0,4}")
_YEAR = re.compile(r"(\d{4})\D{0,6}")
_SERIAL = re.compile(r"\d{5}")
_EPOCH = date(1899, 12, 30)  # day 0 of Excel


# What Excel writes, in any language: #N/A, #ССЫЛКА!, #NOM?, and ### where a column was too narrow.
_FAILED = re.compile(r"#(?:[\w/]+[!?]|[NН]/[AД]|#+)")
_SHORTENED = re.compile(r"\d+(?:[.,]\d+)?[Ee]\+\d+")


def damage(text: str) -> Fault | None:
    """What a program did to a number or a name before it came here: nobody can say what stood there."""
    if _FAILED.fullmatch(text):
        return Fault.FAILED
    if _SHORTENED.fullmatch(text):
        return Fault.SHORTENED
    return Fault.LETTERS_LOST if "?" in text or "\ufffd" in text else None


def figures(text: str) -> str:
    """Arabic and other figures as 0 to 9."""
    return text if text.isascii() else "".join(str(unicodedata.digit(c, c)) for c in text)


def day(text: str) -> date | None:
    """A day as people write it: 1990-03-25, 25.03.1990, 25/3/1990, or the number that Excel keeps. The day before the month."""
    text = figures(text)
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, number = map(int, found.groups())
    elif found := _DAY_FIRST.fullmatch(text):
        number, month, year = map(int, found.groups())
    elif _SERIAL.fullmatch(text):
        return _EPOCH + timedelta(days=int(text))
    else:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


def year(text: str) -> int | None:
    """A year alone."""
    found = _YEAR.fullmatch(figures(text))
    return int(found[1]) if found else None


class Named:
    """Things with codes and names in several languages, found by any of these however they are spelled."""

    def __init__(self, things: Iterable[tuple[Any, str, Mapping[str, str]]]) -> None:
        """Each is what is found, its code, and its names by language."""
        self._codes: dict[str, Any] = {}
        self._names: dict[str, set[Any]] = {}
        self._said: dict[Any, tuple[str, Mapping[str, str]]] = {}
        for thing, code, names in things:
            self._codes[code.casefold()] = thing
            self._said[thing] = (code, names)
            for name in (code, *names.values()):
                self._names.setdefault(plain(name), set()).add(thing)

    def __bool__(self) -> bool:
        return bool(self._said)

    def find(self, text: str) -> set[Any]:
        """What may be meant: a code stands for one thing, a name for all that are called so."""
        exact = self._codes.get(text.casefold())
        return {exact} if exact is not None else self._names.get(plain(text), set())

    def say(self, thing: Any, language: str) -> str:
        """Its name in the language, else in another; its code where the name would not be found again or is shared."""
        code, names = self._said.get(thing, ("", {}))
        name = " ".join((names.get(language) or names.get("en") or next(iter(names.values()), "")).split())
        return name if name and self.find(name) == {thing} else code
