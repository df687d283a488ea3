"""A whole name in one cell, taken apart: the family name first, as lists have it; and whether that is sure."""

import re
from typing import NamedTuple

from elearn.people.rules import names
from elearn.people.rules.lists.words import plain
from elearn.people.rules.names import Ending

_CHILD = {
    plain(word)
    for word in ("ұлы", "қызы", "кызы", "uly", "ulı", "qyzy", "kyzy", "kizi", "уулу", "uulu", "оглы", "ogly")
}
_JOINING = {"ben", "bin", "ibn", "bint", "bent", "el", "al", "abd", "ould", "abou", "abu", "de", "van", "von"}
_JOINING |= {plain(word) for word in ("بن", "ابن", "بنت", "عبد", "أبو", "بو", "ال", "ولد")}


class Parts(NamedTuple):
    """The parts of a name; not sure where the order may be another one."""

    family: str
    given: str
    patronymic: str
    sure: bool


def split(whole: str) -> Parts:
    """Family name, given name, patronymic. What is before a comma is the family name."""
    before, comma, after = (part.strip() for part in whole.partition(","))
    if comma and before and after:
        given, *rest = _words(after)
        return Parts(before, given, " ".join(rest), len(rest) <= 1)
    words = _words(whole)
    match words:
        case []:
            return Parts("", "", "", True)
        case [family]:
            return Parts(family, "", "", True)
        case [one, other]:
            swapped = _ends(other) is Ending.FAMILY and _ends(one) is not Ending.FAMILY
            return Parts(other, one, "", False) if swapped else Parts(one, other, "", True)
        case [given, patronymic, family] if (
            _ends(patronymic) is Ending.CHILD_OF and _ends(family) is not Ending.CHILD_OF
        ):
            return Parts(family, given, patronymic, False)
        case [family, given, *rest]:
            return Parts(family, given, " ".join(rest), len(rest) == 1 and _ends(rest[0]) is Ending.CHILD_OF)
    raise AssertionError("unreachable")


def _words(text: str) -> list[str]:
    """Its words; what only joins stands with the next one, and "son of" with the name before."""
    found: list[str] = []
    joining = ""
    for word in re.findall(r"\S+", text):
        if plain(word) in _CHILD and len(found) > 2:
            found[-1] += f" {word}"
        elif plain(word) in _JOINING:
            joining += f"{word} "
        else:
            found.append(joining + word)
            joining = ""
    return [*found, joining.strip()] if joining else found


def _ends(part: str) -> Ending:
    return names.part(part).ending
