"""Facts: rows that are only ever added, and the projections that are kept in step with them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

from flask import current_app
from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from elearn.foundation import clock, ids
from elearn.foundation.db import Base, db

Projection = Callable[[Any], None]
ManyProjection = Callable[[Sequence[Any]], None]
Rows = Mapping[type[Any], Sequence[Mapping[str, Any]]]  # of facts, by their table
F = TypeVar("F", bound="Fact")
_AT_ONCE = 500


class Site(Base):
    """This installation: one row with a random id, made by the first migration."""

    __tablename__ = "site"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    demonstration: Mapped[bool] = mapped_column(default=False)  # it holds invented people


class Fact:
    """A row that is never changed and never deleted; the database itself refuses both.

    Holds ids, points and scores; names, raw answers and free text stand in ordinary tables that can be erased.
    """

    # Minted when the thing starts, not when it is saved; never ordered by.
    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new)
    site: Mapped[UUID]
    recorded_at: Mapped[datetime]


class Numbered(Fact):
    """A fact that takes the place of earlier ones of its kind about the same: of those the one with the highest number holds.

    Numbers count from 1 for each thing that it is `about`, and are given when the fact is written: a clock that is behind
    changes nothing. A fact that comes from another site brings its number with it.
    """

    about: ClassVar[str] = "officer_id"
    number: Mapped[int]


def fact_tables() -> list[str]:
    """The names of all tables of facts."""
    tables = (str(mapper.local_table) for mapper in Base.registry.mappers if issubclass(mapper.class_, Fact))
    return sorted(tables)


def add(fact: F) -> F:
    """Write a fact down and bring the projections into step, in the running transaction.

    Raises sqlalchemy.exc.IntegrityError when a constraint says the fact is there already.
    """
    add_all([fact])
    return fact


def add_all(facts: Iterable[Fact]) -> None:
    """Write many facts down, in order, with one flush; then bring the projections into step."""
    batch = list(facts)
    _number(batch)
    for fact in batch:
        fact.site = _site()
        fact.recorded_at = clock.now()
    db.session.add_all(batch)
    db.session.flush()
    for projection in current_app.extensions["projections"]:
        for fact in batch:
            projection(fact)


def add_many(facts: Iterable[Fact]) -> None:
    """The same for thousands: they are written table by table and do not stay in the session.

    A projection that can take them together is given them so (app.PROJECTIONS_OF_MANY).
    """
    batch = list(facts)
    _number(batch)
    tables: dict[type[Any], list[dict[str, Any]]] = {}
    site = _site()
    for fact in batch:
        fact.id, fact.site, fact.recorded_at = fact.id or ids.new(), site, clock.now()
        columns = type(fact).__table__.c  # type: ignore[attr-defined]
        tables.setdefault(type(fact), []).append({column.key: getattr(fact, column.key) for column in columns})
    for table, rows in tables.items():
        db.session.execute(insert(table.__table__), rows)  # past the ORM, which takes twice as long
    together: Mapping[Projection, ManyProjection] = current_app.extensions["projections of many"]
    for projection in current_app.extensions["projections"]:
        if projection in together:
            together[projection](batch)
        else:
            for fact in batch:
                projection(fact)


def add_first(tables: Rows) -> None:
    """The first facts about things that begin with this transaction, one of a kind about each: all that is known of them.

    Thousands are written as rows, and no database has to be asked for their number, which is 1. Only projections that say
    something of a thing that has just begun are given them (app.PROJECTIONS_OF_FIRST).
    """
    written = {"site": _site(), "recorded_at": clock.now()}
    for kind, rows in tables.items():
        given = {**written, "number": 1} if issubclass(kind, Numbered) else written
        if rows:
            db.session.execute(insert(kind.__table__), [{"id": ids.new(), **given, **row} for row in rows])
    for projection in current_app.extensions["projections of first"]:
        projection(tables)


def _number(batch: Sequence[Fact]) -> None:
    fresh: list[Any] = [fact for fact in batch if isinstance(fact, Numbered) and fact.number is None]  # type: ignore[redundant-expr]
    kinds: set[type[Numbered]] = {type(fact) for fact in fresh}
    for kind in kinds:
        new = [fact for fact in fresh if type(fact) is kind]
        last = _last_numbers(kind, list({getattr(fact, kind.about) for fact in new}))
        for fact in new:
            what = getattr(fact, kind.about)
            fact.number = last[what] = last.get(what, 0) + 1


def _last_numbers(kind: type[Numbered], about: list[UUID]) -> dict[UUID, int]:
    column = getattr(kind, kind.about)
    found: dict[UUID, int] = {}
    for start in range(0, len(about), _AT_ONCE):
        wanted = select(column, func.max(kind.number)).where(column.in_(about[start : start + _AT_ONCE]))
        found.update(tuple(row) for row in db.session.execute(wanted.group_by(column)))
    return found


_sites: WeakKeyDictionary[Engine, UUID] = WeakKeyDictionary()


def _site() -> UUID:
    if db.engine not in _sites:
        _sites[db.engine] = db.session.execute(select(Site.id)).scalar_one()
    return _sites[db.engine]


def guards(table: str, dialect: str) -> list[str]:
    """The statements that make a database refuse UPDATE, DELETE and TRUNCATE on a table of facts: for migrations."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_keep_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'facts are only added: {table}'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'facts are only added: %', TG_TABLE_NAME; END $$",
        f"CREATE TRIGGER {table}_keep BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        f"CREATE TRIGGER {table}_keep_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ]
