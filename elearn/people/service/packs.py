"""The pack of a country, taken into the tables: what is new is added, what differs is changed, nothing is deleted."""

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import select

from elearn.foundation.db import Base, db
from elearn.people.models import Academy, Country, PackEntry
from elearn.people.rules.packs import Pack, Rank, listed


class Deed(Enum):
    """What became of the row of an entry."""

    ADDED = "added"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"  # no longer in the pack: records may hold its code, so it stays, and is not offered
    SAME = "same"


@dataclass(frozen=True)
class Loaded:
    """What came of loading: how many rows were added, changed, withdrawn; and whether days end otherwise than before."""

    added: int
    changed: int
    withdrawn: int
    other_time_zone: bool

    @property
    def changes(self) -> int:
        return self.added + self.changed + self.withdrawn


def load(pack: Pack) -> Loaded:
    """Make or renew the country, what its pack lists, and its academies.

    Of an academy that is there only the names are the pack's; loading the same pack again changes nothing.
    """
    before = db.session.get(Country, pack.code)
    other_time_zone = before is not None and before.time_zone != pack.time_zone
    country = {
        "names": dict(pack.names),
        "time_zone": pack.time_zone,
        "number_forms": list(pack.number_forms),
        "only_these_forms": pack.only_these_forms,
    }
    deeds = [_keep(before, Country, {"code": pack.code}, country)]
    db.session.flush()
    deeds += [*_keep_entries(pack), *_keep_academies(pack)]
    db.session.flush()
    counts = Counter(deeds)
    return Loaded(counts[Deed.ADDED], counts[Deed.CHANGED], counts[Deed.WITHDRAWN], other_time_zone)


def _keep_entries(pack: Pack) -> list[Deed]:
    rows = db.session.execute(select(PackEntry).where(PackEntry.country == pack.code)).scalars()
    there = {(row.listing, row.code): row for row in rows}
    deeds = []
    for position, ((listing, code), entry) in enumerate(listed(pack).items()):
        key = {"country": pack.code, "listing": listing.value, "code": code}
        group = entry.group if isinstance(entry, Rank) else None
        columns = {"names": dict(entry.names), "position": position, "rank_group": group, "offered": True}
        deeds.append(_keep(there.pop((listing.value, code), None), PackEntry, key, columns))
    for gone in there.values():
        deeds.append(Deed.WITHDRAWN if gone.offered else Deed.SAME)
        gone.offered = False
    return deeds


def _keep_academies(pack: Pack) -> list[Deed]:
    rows = db.session.execute(select(Academy).where(Academy.country == pack.code)).scalars()
    there = {row.code: row for row in rows}
    return [
        _keep(there.get(entry.code), Academy, {"country": pack.code, "code": entry.code}, {"names": dict(entry.names)})
        for entry in pack.academies
    ]


def _keep(row: Any, table: type[Base], key: dict[str, Any], columns: dict[str, Any]) -> Deed:
    if row is None:
        db.session.add(table(**key, **columns))
        return Deed.ADDED
    differs = {name: value for name, value in columns.items() if getattr(row, name) != value}
    for name, value in differs.items():
        setattr(row, name, value)
    return Deed.CHANGED if differs else Deed.SAME
