"""Which places became part of others, from when on, and what places were called before."""

from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Select, exists, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from elearn.foundation.db import db
from elearn.people.models import Academy, Account, FormerNames, Institution, MergerUndone, PlacesMerged
from elearn.people.queries.rows import AnyRow
from elearn.people.rules.mergers import Merger, Mergers

Place = type[Institution] | type[Academy]


def standing() -> Select[PlacesMerged]:
    """Mergers that were not undone."""
    return select(PlacesMerged).where(PlacesMerged.id.not_in(select(MergerUndone.merger_id)))


def all_standing() -> Mergers:
    """All of them: there are few."""
    chosen = standing().with_only_columns(PlacesMerged.place_id, PlacesMerged.into_id, PlacesMerged.since)
    return Mergers(Merger(*row) for row in db.session.execute(chosen))


def parts(place_id: UUID) -> frozenset[UUID]:
    """The place and all that became part of it: who belonged to one of these belongs to the place now."""
    return frozenset(all_standing().parts(place_id))


def successor(place_id: UUID) -> UUID:
    """The place itself, or what it is part of now."""
    return all_standing().on(place_id, date.max)


def is_part(place_id: InstrumentedAttribute[UUID], whole_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """The condition that one place is another one, or has become part of it, also through others."""
    found = _every_part()
    merged = select(literal(1)).where(found.c.place_id == place_id, found.c.into_id == whole_id)
    return or_(place_id == whole_id, merged.exists())


@cache
def _every_part() -> CTE:
    """Each place with each that it is part of. One object, so that a query can name it twice."""
    columns = (PlacesMerged.place_id, PlacesMerged.into_id)
    first = standing().with_only_columns(*columns).cte("part", recursive=True)
    on = standing().with_only_columns(*columns).subquery()
    return first.union(select(first.c.place_id, on.c.into_id).join(on, on.c.place_id == first.c.into_id))


def has_ended(place_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """The condition that a place is part of another one."""
    return place_id.in_(standing().with_only_columns(PlacesMerged.place_id))


def names_on(place: Place, day: InstrumentedAttribute[date] | date) -> ColumnElement[Any]:
    """What the place was called on a day, as a column beside others."""
    then = (
        select(FormerNames.names)
        .where(FormerNames.place_id == place.id, FormerNames.until > day)
        .order_by(FormerNames.until)
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(then, place.names, type_=place.names.type)


def former_names(place_id: UUID) -> list[AnyRow]:
    """What a place was called, until which day; the latest first."""
    chosen = select(FormerNames.until, FormerNames.names).where(FormerNames.place_id == place_id)
    return list(db.session.execute(chosen.order_by(FormerNames.until.desc())))


def of_place(place: Place, place_id: UUID) -> list[AnyRow]:
    """The mergers in which a place took part, also those undone, with the names of both; the latest first."""
    one, into = aliased(place), aliased(place)
    return list(
        db.session.execute(
            select(
                PlacesMerged.id,
                PlacesMerged.place_id,
                PlacesMerged.since,
                one.names.label("names"),
                into.names.label("into_names"),
                Account.display_name.label("by"),
                MergerUndone.recorded_at.label("undone_at"),
            )
            .join(one, one.id == PlacesMerged.place_id)
            .join(into, into.id == PlacesMerged.into_id)
            .outerjoin(Account, Account.id == PlacesMerged.by_account)
            .outerjoin(MergerUndone, MergerUndone.merger_id == PlacesMerged.id)
            .where(or_(PlacesMerged.place_id == place_id, PlacesMerged.into_id == place_id))
            .order_by(PlacesMerged.recorded_at.desc(), PlacesMerged.id)
        )
    )


def candidates(place: Place, country: str, but: UUID) -> list[AnyRow]:
    """The other places of the country of which a place can become part."""
    chosen = select(place.id, place.names).where(place.country == country, place.id != but, ~has_ended(place.id))
    return list(db.session.execute(chosen.order_by(place.code)))


def is_institution(place_id: UUID) -> bool:
    return bool(db.session.execute(select(exists().where(Institution.id == place_id))).scalar())
