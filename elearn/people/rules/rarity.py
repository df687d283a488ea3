"""How much it tells that two officers agree in something: the rarer it is, the more."""

from collections import Counter
from collections.abc import Hashable, Sequence
from functools import cached_property
from math import log2

from elearn.people.rules.names import Part
from elearn.people.rules.suggestions import Record

_MOST_BITS = 12.0
_SMALLEST_REGISTER = 1000  # of fewer officers nothing is learnt about which names are common
_OFFICERS_PER_PAIR = 50
_PRESUMED = 500  # officers without a name or date in common with anybody, so that a small register tells something too


class Rarity:
    """How many bits an equal part of a name or date tells among these records, and what has to be outweighed."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._size = len(records)
        self._counts: Counter[Hashable] = Counter()
        for record in records:
            for role, part in enumerate((record.name.family, record.name.given, record.name.patronymic)):
                self._counts[role, part.stem] += 1
                self._counts[role, part.consonants] += part.stem != part.consonants
            self._counts[record.birth_date] += 1
            self._counts[record.year] += 1

    @cached_property
    def against(self) -> float:
        """Bits that speak against any two: of all pairs, about one for every fifty records is one person."""
        return log2(max(self._size, _SMALLEST_REGISTER) * _OFFICERS_PER_PAIR / 2)

    def bits(self, what: Hashable) -> float:
        """For a date, a year, or (place of the part, its letters); never so many that one thing decides."""
        return min(_MOST_BITS, log2((self._size + _PRESUMED) / (self._counts[what] + 1)))

    def of_parts(self, role: int, one: Part, other_role: int, other: Part) -> float:
        """For two parts that agree, each in its own place: of the one that tells less."""
        if one.vowels == other.vowels:
            return min(self.bits((role, one.stem)), self.bits((other_role, other.stem)))
        return min(self.bits((role, one.consonants)), self.bits((other_role, other.consonants)))
