"""The database: one SQLAlchemy for SQLite and PostgreSQL, its types, and the one place that commits."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    ColumnElement,
    DateTime,
    Dialect,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    case,
    cast,
    create_engine,
    event,
    make_url,
    null,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

try:
    from pysqlite3 import dbapi2 as sqlite
except ImportError:  # no wheel for this machine: Python's own, whose version is judged at start
    from sqlite3 import dbapi2 as sqlite

# Older ones can lose commits with WAL and two connections: https://sqlite.org/wal.html#walresetbug
OLDEST_SAFE_SQLITE = (3, 51, 3)
PATIENCE = 30  # seconds that a writer waits for its turn
FULL_TEXT = "full_text_"


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: refuses one without time zone, stores UTC, gives UTC back on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs its time zone: {value!r}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Packed(TypeDecorator[bytes]):
    """Bytes that are stored compressed where that makes them smaller, as it does texts, and as they are where not.

    What begins like something compressed is always compressed, so what is stored says itself which it is.
    """

    impl = LargeBinary
    cache_ok = True
    MARK = b"x"  # how everything begins that zlib has compressed
    LONGEST = 1_000_000  # longer ones are sounds and videos, which are compressed already

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        if value is None or (len(value) > self.LONGEST and not value.startswith(self.MARK)):
            return value
        smaller = zlib.compress(value)
        return smaller if len(smaller) < len(value) or value.startswith(self.MARK) else value

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        return None if value is None else self.unpacked(value)

    @classmethod
    def unpacked(cls, stored: bytes) -> bytes:
        """The bytes of which these are stored."""
        return zlib.decompress(stored) if stored.startswith(cls.MARK) else stored


class Base(DeclarativeBase):
    """Tables. Constraints are named by rule, so that migrations can find them on both databases."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(column_0_N_label)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: UtcDateTime},
    )


db = SQLAlchemy(model_class=Base)


def sqlite_version() -> tuple[int, ...]:
    """The SQLite in use, e.g. (3, 53, 0)."""
    return tuple(sqlite.sqlite_version_info)


def engine_options(url: str) -> dict[str, Any]:
    """What SQLAlchemy needs besides the address. Names and numbers do not get into the log with an error."""
    if make_url(url).get_backend_name() == "sqlite":
        # A writer waits for the writer before it rather than failing.
        return {"module": sqlite, "connect_args": {"timeout": PATIENCE}, "hide_parameters": True}
    return {"pool_pre_ping": True, "hide_parameters": True}


def open_engine(url: str) -> Engine:
    """An engine outside the application, for commands and tests that look at a database directly."""
    return create_engine(url, **engine_options(url))


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite.Connection):
        return
    connection.isolation_level = None  # we say BEGIN ourselves, see below
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL loses acknowledged commits in a power cut
        "foreign_keys=ON",
        "recursive_triggers=ON",  # else INSERT OR REPLACE slips past the triggers that guard facts
        "secure_delete=ON",  # a name that was erased is gone from the file too
        "cache_size=-16000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        # A deferred transaction that reads and then writes fails with "database is locked" at once, without waiting.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def insert(table: type[Base]) -> Any:
    """An INSERT that can say ON CONFLICT: both databases can, each by its own class with the same methods."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite_dialect
    return dialect.insert(table)


def is_full_text(name: str | None) -> bool:
    """Whether a table or index is one for full text, which migrations write by hand: each database has its own sort."""
    return (name or "").startswith(FULL_TEXT)


_turn = Lock()


# How a list may be sorted: by the columns of each sort, or by what a function gives, asked only for the sort that is used.
Sorts = Mapping[str, Sequence[Any] | Callable[[], Sequence[Any]]]


def ordered(sorts: Sorts, sort: str) -> list[Any]:
    """The columns of one of these sorts; all the other way round where it begins with "-". What is not there stands last."""
    asked = sorts[sort.removeprefix("-")]
    columns = asked() if callable(asked) else asked
    return [(column.desc() if sort.startswith("-") else column.asc()).nulls_last() for column in columns]


def in_order(column: Any, values: Iterable[Any]) -> ColumnElement[int | None]:
    """What sorts rows as these values of a column follow each other: ids whose words the database does not know."""
    places = {value: place for place, value in enumerate(values)}
    return case(places, value=column) if places else cast(null(), Integer)


@contextmanager
def _in_turn() -> Iterator[None]:
    """On SQLite the writers of this process take turns here, where the next one goes on at once.

    SQLite itself has them look again after ever longer pauses, of up to a tenth of a second: with sixty saves a second it
    would be idle most of the time, and officers would wait for seconds.
    """
    alone = db.engine.dialect.name == "sqlite" and _turn.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        if alone:
            _turn.release()


@contextmanager
def transaction() -> Iterator[None]:
    """One writing transaction of the session: commits at its end, rolls back on an exception. The only place that commits."""
    db.session.rollback()  # ends the reading transaction that looked up who asks
    with _in_turn():
        db.session.connection(execution_options={"writes": True})
        try:
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


@contextmanager
def aside() -> Iterator[Connection]:
    """A short writing transaction of its own, for the few things a reading request may write down."""
    with _in_turn(), db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A connection of its own for reading: all of it sees one state, whatever is committed meanwhile."""
    one_state = {} if db.engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with db.engine.connect().execution_options(**one_state) as connection:
        yield connection
