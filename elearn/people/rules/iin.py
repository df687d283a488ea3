"""The individual identification number of Kazakhstan (ИИН, ЖСН): whether it can be one, and what it tells.

Its form and check digit: Government Resolution 565 of 11 June 2003 (adilet.zan.kz P030000565_). It gives birth date and sex
away, so whoever keeps it keeps those.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from elearn.people.rules.officers import Sex

COUNTRIES = frozenset({"KZ"})  # that give such numbers out
_WEIGHTS = ((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2))


@dataclass(frozen=True)
class Iin:
    """A number that can be given out. Whether it was, and whether the birth date lies behind us, is not known here."""

    digits: str
    birth_date: date
    sex: Sex


class IinFault(StrEnum):
    """The first thing wrong with what was typed."""

    NOT_TWELVE_DIGITS = "not-twelve-digits"
    CENTURY = "century"  # the seventh digit is 1 to 6: men and women of the 19th, 20th and 21st century
    BIRTH_DATE = "birth-date"  # the first six are no day; an organisation's number (БИН) is refused here too
    CHECK_DIGIT = "check-digit"


def read_iin(typed: str) -> Iin | IinFault:
    """The number that was typed, in the figures of any script and with spaces and dashes, or what is wrong with it."""
    written = [letter for letter in unicodedata.normalize("NFKC", typed) if letter.isalnum()]
    figures = [unicodedata.digit(letter, -1) for letter in written]
    if len(figures) != 12 or -1 in figures:
        return IinFault.NOT_TWELVE_DIGITS
    century, female = divmod(figures[6] - 1, 2)
    if not 0 <= century <= 2:
        return IinFault.CENTURY
    digits = "".join(map(str, figures))
    try:
        birth_date = date(1800 + 100 * century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return IinFault.BIRTH_DATE
    if check_digit(figures[:11]) != figures[11]:
        return IinFault.CHECK_DIGIT
    return Iin(digits, birth_date, Sex.FEMALE if female else Sex.MALE)


def check_digit(figures: list[int]) -> int | None:
    """The twelfth digit for the first eleven; None where both rows of weights leave ten: such a number is not given out.

    Eleven, the last of the first weights, is none modulo 11: an error in the eleventh digit is mostly not noticed.
    """
    for weights in _WEIGHTS:
        rest = sum(figure * weight for figure, weight in zip(figures, weights, strict=True)) % 11
        if rest < 10:
            return rest
    return None
