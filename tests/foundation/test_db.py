"""Writers take turns: on SQLite within the process, so that nobody has to look again and again whether it is free."""

import pytest
from flask import Flask
from sqlalchemy import Column, LargeBinary, MetaData, Table, event, insert, select, text, type_coerce

from elearn.foundation.db import Packed, aside, db, transaction
from tests.racing import at_once

WRITES = 20
ONE_MORE = text("UPDATE turns SET number = number + 1")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_writers_wait_for_their_turn_and_not_for_sqlite(app: Flask) -> None:
    with transaction():
        db.session.execute(text("CREATE TABLE turns (number INTEGER NOT NULL)"))
        db.session.execute(text("INSERT INTO turns VALUES (0)"))
    db.session.remove()
    db.engine.dispose()
    # From now on SQLite lets nobody wait: who finds it busy fails at once.
    event.listen(db.engine, "connect", lambda connection, _record: connection.execute("PRAGMA busy_timeout=0"))

    def write() -> None:
        for _ in range(WRITES):
            with transaction():
                db.session.execute(ONE_MORE)
            with aside() as connection:
                connection.execute(ONE_MORE)

    at_once(app, *[write] * 4)
    assert db.session.execute(text("SELECT number FROM turns")).scalar_one() == 4 * 2 * WRITES


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_who_fails_gives_the_turn_away(app: Flask) -> None:
    assert app
    with pytest.raises(RuntimeError), transaction():
        raise RuntimeError
    with aside() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1


@pytest.mark.parametrize(
    ("kept", "stored"),
    [
        (b"Every key is counted. " * 100, "smaller"),
        (b"\x89PNG" + bytes(range(256)), "as it is"),
        (b"x marks what is compressed", "larger"),  # else it would be taken for something compressed
        (b"", "as it is"),
    ],
)
def test_bytes_come_back_as_they_were(app: Flask, kept: bytes, stored: str) -> None:
    packed = Table("packed", MetaData(), Column("data", Packed))
    with transaction():
        packed.create(db.session.connection())
        db.session.execute(insert(packed).values(data=kept))
    assert db.session.execute(select(packed.c.data)).scalar_one() == kept
    size = len(db.session.execute(select(type_coerce(packed.c.data, LargeBinary))).scalar_one())
    assert stored == ("as it is" if size == len(kept) else "smaller" if size < len(kept) else "larger")
