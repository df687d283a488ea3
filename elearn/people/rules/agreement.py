"""How far two names agree, part by part and with parts in each other's fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from elearn.people.rules.closeness import jaro_winkler, one_error_apart
from elearn.people.rules.names import Ending, Name, Part
from elearn.people.rules.officers import Sex
from elearn.people.rules.rarity import Rarity
from elearn.people.rules.suggestions import Reason, Record


class Agreement(StrEnum):
    """How far two parts of names agree."""

    SAME = "same"
    ONE_LETTER = "one-letter"
    SIMILAR = "similar"
    INITIAL = "initial"
    MISSING = "missing"
    DIFFERENT = "different"


_SIMILAR_FROM, _FEWEST_LETTERS_MORE = 0.92, 3  # names of two words may share a long one: Мұхамедбек, Мұхамедғали
_SHORTEST_FOR_AN_ERROR = 4  # Ali and Aly; in three letters another letter makes another name too often
# Bits that go from what the rarity of a part gives, and what a part that differs takes away.
_LESS = {Agreement.SAME: 0.0, Agreement.ONE_LETTER: 4.0, Agreement.SIMILAR: 6.0}
_BITS_OF_AN_INITIAL = 3.0
_DIFFERENT_FAMILY, _DIFFERENT_PATRONYMIC, _SWAPPED = 6.0, 6.0, 3.0
_TOLD = {
    Agreement.ONE_LETTER: Reason.ONE_LETTER,
    Agreement.SIMILAR: Reason.SIMILAR_NAME,
    Agreement.INITIAL: Reason.INITIALS,
}

_Parts = tuple[Part, Part, Part]
_Order = tuple[int, int, int]
_Endings = tuple[Ending | None, Ending | None, Ending | None]  # None: nothing was written
_FAMILY, _GIVEN, _PATRONYMIC = range(3)
# Which part of the other stands where the one has family name, given name and patronymic.
_IN_PLACE: _Order = (0, 1, 2)
_SWAPS: tuple[_Order, ...] = ((1, 0, 2), (0, 2, 1), (2, 1, 0), (1, 2, 0), (2, 0, 1))


@dataclass(frozen=True)
class Weighed:
    """What two names tell: bits for one person, and why."""

    weight: float
    reasons: frozenset[Reason]


def agreement(one: Part, other: Part) -> Agreement:
    """How far two parts agree; by consonants alone where only one is in Arabic letters. Endings do not matter here."""
    if not one or not other:
        return Agreement.MISSING
    if one.vowels == other.vowels:
        found = _agreement(one.stem, other.stem, _SHORTEST_FOR_AN_ERROR)
        if found is Agreement.DIFFERENT and one.ending is not other.ending:  # the error may stand in the ending
            return _agreement(one.sounds, other.sounds, _SHORTEST_FOR_AN_ERROR)
        return found
    return _agreement(one.consonants, other.consonants, _SHORTEST_FOR_AN_ERROR - 1)


@lru_cache(maxsize=1 << 17)
def _agreement(one: str, other: str, shortest: int) -> Agreement:
    if one == other:
        return Agreement.SAME
    if (len(one) == 1) != (len(other) == 1) and one[0] == other[0]:
        return Agreement.INITIAL
    if max(len(one), len(other)) < shortest:
        return Agreement.DIFFERENT
    if one_error_apart(one, other):
        return Agreement.ONE_LETTER
    if abs(len(one) - len(other)) < _FEWEST_LETTERS_MORE and jaro_winkler(one, other) >= _SIMILAR_FROM:
        return Agreement.SIMILAR
    return Agreement.DIFFERENT


def names(one: Record, other: Record, rarity: Rarity) -> Weighed | None:
    """What the names tell; None where they are those of two people.

    Given names that differ are, since brothers and twins share all the rest; family names that differ are, but for women.
    """
    mine, theirs = _parts(one.name), _parts(other.name)
    both_women = one.sex == other.sex == Sex.FEMALE
    found = _in_their_places(mine, theirs, rarity, both_women)
    if found and not found.reasons & {Reason.OTHER_FAMILY_NAME, Reason.OTHER_PATRONYMIC}:
        return found
    ways = [found, *(_swapped(mine, theirs, order, rarity) for order in _orders(mine, theirs))]
    return max((way for way in ways if way), key=lambda way: way.weight, default=None)


def _parts(name: Name) -> _Parts:
    return name.family, name.given, name.patronymic


def _in_their_places(mine: _Parts, theirs: _Parts, rarity: Rarity, both_women: bool) -> Weighed | None:
    given = agreement(mine[_GIVEN], theirs[_GIVEN])
    if given in (Agreement.DIFFERENT, Agreement.MISSING):
        return None
    family = agreement(mine[_FAMILY], theirs[_FAMILY])
    if family is Agreement.MISSING or (family is Agreement.DIFFERENT and not both_women):
        return None
    patronymic = agreement(mine[_PATRONYMIC], theirs[_PATRONYMIC])
    weighed = _weighed(mine, theirs, _IN_PLACE, (family, given, patronymic), rarity)
    weight, reasons = weighed.weight, set(weighed.reasons)
    if family is Agreement.DIFFERENT:
        weight -= _DIFFERENT_FAMILY
        reasons.add(Reason.OTHER_FAMILY_NAME)
    if patronymic is Agreement.DIFFERENT:
        weight -= _DIFFERENT_PATRONYMIC
        reasons.add(Reason.OTHER_PATRONYMIC)
    return Weighed(weight, frozenset(reasons))


def _swapped(mine: _Parts, theirs: _Parts, order: _Order, rarity: Rarity) -> Weighed | None:
    """With parts in each other's fields."""
    agreements = [agreement(mine[place], theirs[order[place]]) for place in range(3)]
    if not {*agreements} <= {Agreement.SAME, Agreement.ONE_LETTER, Agreement.MISSING}:
        return None
    weighed = _weighed(mine, theirs, order, agreements, rarity)
    return Weighed(weighed.weight - _SWAPPED, weighed.reasons | {Reason.PARTS_SWAPPED})


def _orders(mine: _Parts, theirs: _Parts) -> Sequence[_Order]:
    """The swaps that are possible. Endings must agree: Болат Ерланович is the father of Ерлан Болатович."""
    return _swaps_between(_endings(mine), _endings(theirs))


def _endings(parts: _Parts) -> _Endings:
    family, given, patronymic = parts
    return (
        family.ending if family.stem else None,
        given.ending if given.stem else None,
        patronymic.ending if patronymic.stem else None,
    )


@lru_cache
def _swaps_between(mine: _Endings, theirs: _Endings) -> tuple[_Order, ...]:
    """The swaps with at least two parts in another field, all of which end as the same sort of name."""
    return tuple(
        order for order in _SWAPS if _is_possible([(mine[at], theirs[to]) for at, to in enumerate(order) if at != to])
    )


def _is_possible(moved: Sequence[tuple[Ending | None, Ending | None]]) -> bool:
    there = [(one, other) for one, other in moved if one is not None and other is not None]
    return len(there) > 1 and all(one is other for one, other in there)


def _weighed(mine: _Parts, theirs: _Parts, order: _Order, agreements: Sequence[Agreement], rarity: Rarity) -> Weighed:
    weight = 0.0
    for role, other_role, how in zip(_IN_PLACE, order, agreements, strict=True):
        if how is Agreement.INITIAL:
            weight += _BITS_OF_AN_INITIAL
        elif how in _LESS:
            weight += max(0.0, rarity.of_parts(role, mine[role], other_role, theirs[other_role]) - _LESS[how])
    reasons = {_TOLD[how] for how in agreements if how in _TOLD}
    if not reasons and Agreement.DIFFERENT not in agreements:
        reasons.add(Reason.SAME_NAME)
    if bool(mine[_PATRONYMIC]) != bool(theirs[_PATRONYMIC]):
        reasons.add(Reason.PATRONYMIC_MISSING)
    if any(one and other and one.vowels != other.vowels for one, other in zip(mine, theirs, strict=True)):
        reasons.add(Reason.OTHER_ALPHABET)
    return Weighed(weight, frozenset(reasons))
