"""Which row of a list holds its headings, and what stands in which column."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from elearn.people.rules.lists.words import COLUMNS, PARTS, Column, plain

_LOOKED_AT = 30  # rows; above the headings stand titles, orders and signatures
_ASIDE = re.compile(r"\([^()]*\)|\*|:\s*$")


class Headless(StrEnum):
    """Why the rows below the headings cannot be read at all."""

    NO_HEADINGS = "no-headings"
    NO_NUMBER = "no-number"
    NO_NAMES = "no-names"
    TWICE = "twice"  # two columns with one meaning


@dataclass(frozen=True)
class Headings:
    """The row of the headings (from 1), as they stand there, and the place of each column that is read."""

    row: int
    said: tuple[str, ...]
    places: Mapping[Column, int]

    @property
    def ignored(self) -> list[str]:
        """Headings of columns that are not read."""
        return [said for place, said in enumerate(self.said) if said and place not in self.places.values()]


@dataclass(frozen=True)
class NoHeadings:
    """The list has no headings that can be used. `said` is the heading that is one too many."""

    why: Headless
    row: int = 0
    said: str = ""


def meaning(said: str) -> Column | None:
    """What a heading stands for, also with something in brackets behind it."""
    return COLUMNS.get(plain(said)) or COLUMNS.get(plain(_ASIDE.sub("", said)))


def fitness(cells: Sequence[str]) -> int:
    """How many of the cells are headings."""
    return len({column for cell in cells if cell and (column := meaning(cell))})


def find(rows: Sequence[Sequence[str]]) -> Headings | NoHeadings:
    """The headings: of the first rows the one that has most of them."""
    looked_at = rows[:_LOOKED_AT]
    best = max(range(len(looked_at)), key=lambda at: (fitness(looked_at[at]), -at), default=-1)
    if best < 0 or fitness(looked_at[best]) < 2:
        return NoHeadings(Headless.NO_HEADINGS)
    return read(best + 1, looked_at[best])


def _parted(said: Sequence[str], meant: list[Column | None]) -> list[Column | None]:
    """Where two columns would name the institution and one may name a part of one, it does."""
    both = [place for place, column in enumerate(meant) if column is Column.INSTITUTION]
    parts = [place for place in both if plain(_ASIDE.sub("", said[place])) in PARTS]
    if len(both) == 2 and len(parts) == 1:
        meant[parts[0]] = Column.UNIT
    return meant


def read(row: int, said: Sequence[str]) -> Headings | NoHeadings:
    """What stands in which column below these headings."""
    meant = _parted(said, [meaning(each) for each in said])
    twice = [column for column, how_often in Counter(filter(None, meant)).items() if how_often > 1]
    if twice:
        second = [place for place, column in enumerate(meant) if column == twice[0]][1]
        return NoHeadings(Headless.TWICE, row, said[second])
    places = {column: place for place, column in enumerate(meant) if column}
    alone = {Column.FAMILY, Column.GIVEN} & set(places)
    if len(alone) == 1 and Column.FULL_NAME not in places:  # "Name" or "Nom" is then the whole of it
        places[Column.FULL_NAME] = places.pop(alone.pop())
    if Column.NUMBER not in places:
        return NoHeadings(Headless.NO_NUMBER, row)
    if Column.FULL_NAME not in places and not alone:
        return NoHeadings(Headless.NO_NAMES, row)
    return Headings(row, tuple(said), places)
