"""Writers take turns: on SQLite within the process, so that nobody has to look again and again whether it is free."""

import pytest
from flask import Flask
from sqlalchemy import event, text

from elearn.foundation.db import aside, db, transaction
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
