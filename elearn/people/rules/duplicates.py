"""Which officers may be one person registered twice: what speaks for it, what against it, and how sure that is.

The evidence is weighed as Fellegi & Sunter (1969), Journal of the American Statistical Association 64, 1183–1210, and by how
rare what agrees is among those compared (Winkler 1989, Fifth Annual Research Conference, Bureau of the Census, 145–155): a
common family name says little. Weights are bits; at 0 one of two suggestions is right. Nothing is ever joined by this.
"""

from collections.abc import Sequence

from elearn.people.rules.agreement import Weighed, names
from elearn.people.rules.blocks import pairs
from elearn.people.rules.closeness import one_error_apart
from elearn.people.rules.officers import Sex
from elearn.people.rules.rarity import Rarity
from elearn.people.rules.suggestions import AGAINST, Grade, Reason, Record, Suggestion

_SAME_NUMBER = 20.0
_ONE_FIGURE_LESS, _DAY_AND_MONTH_LESS = 5.0, 3.0
_OTHER_DATE, _OTHER_SEX = 7.0, 5.0
_CERTAIN_FROM, _LIKELY_FROM = 10.0, 3.0
_NOTHING = Weighed(0.0, frozenset())


def suggest(records: Sequence[Record]) -> list[Suggestion]:
    """Every two records that may be one person, the surest first."""
    rarity = Rarity(records)
    found = [suggestion for one, other in pairs(records) if (suggestion := compare(one, other, rarity))]
    return sorted(found, key=lambda suggestion: -suggestion.weight)


def compare(one: Record, other: Record, rarity: Rarity) -> Suggestion | None:
    """What is suggested of two records, or nothing; the same in whichever order they are given."""
    found = _evidence(one, other, rarity)
    if found is None or (found.weight < 0 and Reason.SAME_NUMBER not in found.reasons):
        return None
    told = _told(found)
    weight = round(found.weight, 1)
    return Suggestion(one.id, other.id, _grade(weight, told), told, weight)


def reasons(one: Record, other: Record) -> tuple[Reason, ...]:
    """What speaks for and against, of any two that somebody compares; nothing where the names are those of two people."""
    found = _evidence(one, other, Rarity((one, other)))
    return _told(found) if found else ()


def _told(found: Weighed) -> tuple[Reason, ...]:
    return tuple(reason for reason in Reason if reason in found.reasons)


def _evidence(one: Record, other: Record, rarity: Rarity) -> Weighed | None:
    same_number = not one.numbers.isdisjoint(other.numbers)
    found = names(one, other, rarity) or (Weighed(0.0, frozenset({Reason.OTHER_NAME})) if same_number else None)
    if found is None:
        return None
    birth, sex = _birth(one, other, rarity), _sex(one.sex, other.sex)
    weight = found.weight + birth.weight + sex.weight + _SAME_NUMBER * same_number - rarity.against
    number = frozenset({Reason.SAME_NUMBER}) if same_number else frozenset()
    return Weighed(weight, found.reasons | birth.reasons | sex.reasons | number)


def _grade(weight: float, reasons: Sequence[Reason]) -> Grade:
    """Certain only where nothing speaks against it, the name is the same and more than names speak for it.

    Twins are called Хасен and Хусен, one letter apart; in consonants, which is all that Arabic letters share, they are alike.
    """
    if AGAINST.intersection(reasons):
        return Grade.LIKELY if weight >= _CERTAIN_FROM else Grade.POSSIBLE
    born_alike = Reason.SAME_BIRTH_DATE in reasons or Reason.DAY_AND_MONTH_SWAPPED in reasons
    told_apart = Reason.SAME_NAME in reasons and Reason.OTHER_ALPHABET not in reasons
    if weight >= _CERTAIN_FROM and (Reason.SAME_NUMBER in reasons or (born_alike and told_apart)):
        return Grade.CERTAIN
    return Grade.LIKELY if weight >= _LIKELY_FROM else Grade.POSSIBLE


def _birth(one: Record, other: Record, rarity: Rarity) -> Weighed:
    mine, theirs = one.birth_date, other.birth_date
    if not mine or not theirs:
        if one.year is None or other.year is None:
            return _NOTHING
        if one.year == other.year:
            return Weighed(rarity.bits(one.year), frozenset({Reason.SAME_BIRTH_YEAR}))
        return Weighed(-_OTHER_DATE, frozenset({Reason.OTHER_BIRTH_DATE}))
    if mine == theirs:
        return Weighed(rarity.bits(mine), frozenset({Reason.SAME_BIRTH_DATE}))
    less = min(rarity.bits(mine), rarity.bits(theirs))
    if (mine.year, mine.month, mine.day) == (theirs.year, theirs.day, theirs.month):
        return Weighed(less - _DAY_AND_MONTH_LESS, frozenset({Reason.DAY_AND_MONTH_SWAPPED}))
    if one_error_apart(mine.isoformat(), theirs.isoformat()):
        return Weighed(less - _ONE_FIGURE_LESS, frozenset({Reason.ONE_FIGURE_OF_BIRTH_DATE}))
    return Weighed(-_OTHER_DATE, frozenset({Reason.OTHER_BIRTH_DATE}))


def _sex(one: Sex | None, other: Sex | None) -> Weighed:
    if {one, other} == {Sex.FEMALE, Sex.MALE}:
        return Weighed(-_OTHER_SEX, frozenset({Reason.OTHER_SEX}))
    return _NOTHING
