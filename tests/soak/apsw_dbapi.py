"""As much of DB-API 2 over apsw as SQLAlchemy asks for: in the place of pysqlite3 it puts all of elearn on a lossy disk."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import apsw

from tests.soak import lossy

paramstyle = "qmark"
sqlite_version = apsw.sqlite_lib_version()
sqlite_version_info = tuple(map(int, sqlite_version.split(".")))
Error = apsw.Error
ProgrammingError = apsw.SQLError
Binary = memoryview

# What to say in the place of what is said: for controls.
instead: dict[str, str] = {}


class Cursor:
    """Reads all rows at once: a statement that has been read to its end holds no lock."""

    arraysize = 1
    lastrowid: int | None = None

    def __init__(self, connection: apsw.Connection) -> None:
        self._cursor = connection.cursor()
        self._cursor.exec_trace = self._describe
        self._connection = connection
        self._rows: list[tuple[Any, ...]] = []
        self.description: Sequence[Sequence[Any]] | None = None
        self.rowcount = -1

    def _describe(self, cursor: apsw.Cursor, _statement: str, _parameters: object) -> bool:
        # Only here can it be asked for when there are no rows.
        self.description = [(name, *[None] * 6) for name, _type in cursor.get_description()] or None
        return True

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> "Cursor":
        before = self._connection.total_changes()
        self._rows = self._cursor.execute(instead.get(statement, statement), tuple(parameters)).fetchall()
        self.rowcount = self._connection.total_changes() - before
        self.lastrowid = self._connection.last_insert_rowid()
        return self

    def executemany(self, statement: str, many: Iterable[Sequence[Any]]) -> None:
        for parameters in many:
            self.execute(statement, parameters)

    def fetchone(self) -> tuple[Any, ...] | None:
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int = 1) -> list[tuple[Any, ...]]:
        taken, self._rows = self._rows[:size], self._rows[size:]
        return taken

    def fetchall(self) -> list[tuple[Any, ...]]:
        taken, self._rows = self._rows, []
        return taken

    def close(self) -> None:
        self._cursor.close(force=True)


class Connection:
    """A connection that begins no transaction by itself, as elearn has it."""

    isolation_level: str | None = None

    def __init__(self, path: str, timeout: float = 5) -> None:
        self._connection = apsw.Connection(path, vfs=lossy.NAME)
        self._connection.set_busy_timeout(int(timeout * 1000))
        # Every 10 pages rather than every 1,000: cuts are to fall into checkpoints too, not only between them.
        self._connection.wal_autocheckpoint(10)

    def cursor(self) -> Cursor:
        return Cursor(self._connection)

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Cursor:
        return self.cursor().execute(statement, parameters)

    def commit(self) -> None:
        self._end("COMMIT")

    def rollback(self) -> None:
        self._end("ROLLBACK")

    def _end(self, how: str) -> None:
        if self._connection.in_transaction:
            self._connection.execute(how)

    def close(self) -> None:
        self._connection.close(force=True)

    def create_function(
        self, name: str, arguments: int, function: Callable[..., Any], deterministic: bool = False
    ) -> None:
        self._connection.create_scalar_function(name, function, arguments, deterministic=deterministic)


def connect(path: str, timeout: float = 5, **_threads: bool) -> Connection:
    return Connection(path, timeout)
