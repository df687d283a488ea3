"""Names in one language as small tables that a query joins: picking them row by row would cost more than the list itself."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, JSON, Date, Integer, Row, String, Uuid, cast, func, literal, select

from elearn.courses.models import Revision
from elearn.foundation import clock
from elearn.foundation.db import db
from elearn.people.models import Academy, Country, FormerNames, Institution, PackEntry
from elearn.people.rules.packs import Listing

Pick = Callable[[Mapping[str, str]], str]


def places(place: type[Institution] | type[Academy], pick: Pick) -> CTE:
    """What each place was called: id, first day, the day from which it was called otherwise, name."""
    former: dict[UUID, list[Row[Any]]] = {}
    for row in db.session.execute(select(FormerNames).order_by(FormerNames.until).with_only_columns(*_FORMER)):
        former.setdefault(row.place_id, []).append(row)
    found = []
    for place_id, names in db.session.execute(select(place.id, place.names)):
        first = date.min
        for then in former.get(place_id, ()):
            found.append((place_id.hex, first.isoformat(), then.until.isoformat(), pick(then.names)))
            first = then.until
        found.append((place_id.hex, first.isoformat(), date.max.isoformat(), pick(names)))
    columns = {"id": Uuid(), "first": Date(), "until": Date(), "name": String()}
    return _table(f"names_of_{place.__tablename__}", columns, found)


_FORMER = (FormerNames.place_id, FormerNames.until, FormerNames.names)


def titles(pick: Pick) -> CTE:
    """What each revision of each module is called: module id, number, name."""
    rows = db.session.execute(select(Revision.module_id, Revision.number, Revision.data["titles"]))
    found = [(module_id, number, pick(names)) for module_id, number, names in rows]
    return _table("titles", {"module_id": String(), "number": Integer(), "name": String()}, found)


def todays() -> CTE:
    """Which day it is at each academy."""
    rows = db.session.execute(select(Academy.id, Country.time_zone).join(Country, Country.code == Academy.country))
    found = [(academy_id.hex, clock.today(zone).isoformat()) for academy_id, zone in rows]
    return _table("todays", {"id": Uuid(), "day": Date()}, found)


def rank_groups() -> CTE:
    """The group of each rank that a pack lists: country, rank, group."""
    chosen = select(PackEntry.country, PackEntry.code, PackEntry.rank_group)
    rows = db.session.execute(chosen.where(PackEntry.listing == Listing.RANK, PackEntry.rank_group.is_not(None)))
    return _table("rank_groups", {"country": String(), "rank": String(), "name": String()}, (tuple(r) for r in rows))


def _table(name: str, columns: Mapping[str, Any], rows: Iterable[tuple[Any, ...]]) -> CTE:
    """The rows as one parameter, whatever their number."""
    content, sqlite = json.dumps(list(rows), ensure_ascii=False), db.engine.dialect.name == "sqlite"
    each = (func.json_each(content) if sqlite else func.json_array_elements(cast(literal(content), JSON))).table_valued(
        "value"
    )
    cells = []
    for number, (column, kind) in enumerate(columns.items()):
        cell = func.json_extract(each.c.value, f"$[{number}]") if sqlite else each.c.value.op("->>")(number)
        # SQLite keeps ids and days as text; told so, it makes an index for the join by itself.
        cells.append(cast(cell, String() if sqlite and not isinstance(kind, Integer) else kind).label(column))
    return select(*cells).cte(name).prefix_with("MATERIALIZED")
