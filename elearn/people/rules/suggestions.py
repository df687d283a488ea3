"""What is known of officers who are compared, and what is suggested of two of them."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from elearn.people.rules.names import Name
from elearn.people.rules.officers import Sex


@dataclass(frozen=True)
class Record:
    """What is known of a registered officer. `numbers` are whatever is equal for one person only, such as match keys."""

    id: Hashable
    name: Name
    birth_date: date | None = None
    birth_year: int | None = None
    sex: Sex | None = None
    numbers: frozenset[str] = frozenset()

    @property
    def year(self) -> int | None:
        return self.birth_date.year if self.birth_date else self.birth_year


class Grade(StrEnum):
    """How sure it is, for whoever decides. Also what is certain here is decided by a person."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


class Reason(StrEnum):
    """What speaks for one person and then what speaks against it, in the order in which it is told."""

    SAME_NUMBER = "same-number"
    SAME_NAME = "same-name"  # in every part that both have, whatever the spelling
    ONE_LETTER = "one-letter"  # in at least one part
    SIMILAR_NAME = "similar-name"  # in at least one part
    INITIALS = "initials"
    PARTS_SWAPPED = "parts-swapped"
    SAME_BIRTH_DATE = "same-birth-date"
    DAY_AND_MONTH_SWAPPED = "day-and-month-swapped"
    ONE_FIGURE_OF_BIRTH_DATE = "one-figure-of-birth-date"  # or two neighbours exchanged
    SAME_BIRTH_YEAR = "same-birth-year"
    OTHER_ALPHABET = "other-alphabet"  # one of them is in Arabic letters: vowels were not compared
    PATRONYMIC_MISSING = "patronymic-missing"
    OTHER_NAME = "other-name"  # only ever with the same number
    OTHER_FAMILY_NAME = "other-family-name"  # such as a woman's who married
    OTHER_PATRONYMIC = "other-patronymic"
    OTHER_BIRTH_DATE = "other-birth-date"
    OTHER_SEX = "other-sex"


AGAINST = frozenset(
    {Reason.OTHER_NAME, Reason.OTHER_FAMILY_NAME, Reason.OTHER_PATRONYMIC, Reason.OTHER_BIRTH_DATE, Reason.OTHER_SEX}
)


@dataclass(frozen=True)
class Suggestion:
    """Two records that may be one person. The ids are as given; the weight sorts, the reasons tell."""

    one: Hashable
    other: Hashable
    grade: Grade
    reasons: tuple[Reason, ...]
    weight: float


def undecided(
    suggestions: Iterable[Suggestion], person: Mapping[Any, Hashable], apart: Collection[frozenset[Any]]
) -> list[Suggestion]:
    """Those about which nobody has decided: each two people once, by the surest of their records.

    `person` is each record's person, `apart` pairs of people of whom two records were told apart. A record that is in
    `person` no longer, such as one whose name was erased, is suggested no longer.
    """
    told = set(apart)
    found = []
    for suggestion in suggestions:
        one, other = person.get(suggestion.one), person.get(suggestion.other)
        people = frozenset((one, other))
        if one is None or other is None or one == other or people in told:
            continue
        told.add(people)
        found.append(suggestion)
    return found
