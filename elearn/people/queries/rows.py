"""What a read gives back: rows whose columns its select names."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row

from elearn.foundation.locale import pick
from elearn.people.rules.officers import name_key

AnyRow = Row[*tuple[Any, ...]]


def by_name(places: Iterable[AnyRow]) -> list[AnyRow]:
    """Places with their names, as whoever reads them sorts them."""
    return sorted(places, key=lambda place: name_key(str(pick(place.names))))
