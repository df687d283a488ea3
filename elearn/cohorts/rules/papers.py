"""How what is printed of a cohort is parted and sorted: by institution, and there by wing or unit."""

import re
from collections.abc import Iterable
from typing import Protocol, TypeVar
from uuid import UUID


class Placed(Protocol):
    """Somebody who serves somewhere."""

    @property
    def institution_id(self) -> UUID | None: ...
    @property
    def unit(self) -> str | None: ...


Row = TypeVar("Row", bound=Placed)
_NUMBER = re.compile(r"(\d+)")


def by_unit(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows of each unit, those without one before the units of their institution; else in the order in which they come.

    Units that differ by capitals and spaces only are one; numbers in them count as numbers, so that wing 2 comes before wing 10.
    """
    institutions: dict[UUID | None, dict[tuple[str | int, ...], list[Row]]] = {}
    for row in rows:
        units = institutions.setdefault(row.institution_id, {})
        units.setdefault(_key(row.unit or ""), []).append(row)
    return [units[key] for units in institutions.values() for key in sorted(units)]


def _key(unit: str) -> tuple[str | int, ...]:
    """Words and numbers by turns, words first: so any two can be compared."""
    parts = _NUMBER.split(" ".join(unit.casefold().split()))
    return tuple(int(part) if place % 2 else part for place, part in enumerate(parts))
