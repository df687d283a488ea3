"""A disk without room: nothing is called saved that is not, and saving goes on when there is room, without a restart."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path

import pytest
from sqlalchemy import text

from elearn.foundation import clock
from elearn.foundation.db import db
from tests.databases import SECRET
from tests.soak.hall import Hall
from tests.soak.looking import look, sqlite_file
from tests.soak.saving import Browser, Stored, stored_answers
from tests.soak.scale import times
from tests.soak.server import Server

TIMES_FULL = 10
REFUSED = 24  # how many saves in a row are tried while there is no room

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_a_server_without_room_acknowledges_nothing_and_goes_on(
    browsers: list[Browser], database: str, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    """No process of a real server can make a file longer (RLIMIT_FSIZE): saves are answered 500, and later 200 again."""
    log = sqlite_file(f"{database}-wal")
    statuses: list[int] = []
    with Server(database, tmp_path / "keys", SECRET) as server:
        server.start()
        for _time in range(times(TIMES_FULL)):
            assert [browser.post(server.port) for browser in browsers] == [200] * len(browsers)
            # A little room is left: the disk is full within a save, not before one.
            server.limit_files(log.stat().st_size + 20_000)
            statuses += _until_refused(browsers, lambda browser: browser.post(server.port))
            assert _false_claims(browsers, look(database, tmp_path)) == []
            server.limit_files()
        assert [browser.post(server.port) for browser in browsers] == [200] * len(browsers)
        server.kill()
        assert _false_claims(browsers, look(database, tmp_path)) == []
    measured(
        f"{times(TIMES_FULL)} times full: {statuses.count(200)} saves acknowledged in the last room, all there; "
        f"{statuses.count(500)} answered 500, none of them there; saved again as soon as there was room"
    )


def test_a_full_disk_acknowledges_nothing_and_goes_on(hall: Hall, measured: Callable[[str], None]) -> None:
    """The same in process with SQLITE_FULL, which is what SQLite makes of "no space left on device"."""
    statuses: list[int] = []
    for _time in range(times(TIMES_FULL)):
        assert [hall.save(browser) for browser in hall.browsers] == [200] * len(hall.browsers)
        hall.disk.full = True
        statuses += _until_refused(hall.browsers, hall.save)
        hall.disk.full = False
        assert _false_claims(hall.browsers, _stored()) == []
    assert [hall.save(browser) for browser in hall.browsers] == [200] * len(hall.browsers)
    assert _false_claims(hall.browsers, _stored()) == []
    measured(
        f"{times(TIMES_FULL)} times full: {statuses.count(500)} saves answered 500, none of them there; saved again after"
    )


def test_pages_can_be_read_while_the_disk_is_full(hall: Hall, now: datetime, measured: Callable[[str], None]) -> None:
    """Two minutes after the last write of anybody, with the disk full, officers open the page of a question: they see it."""
    hall.disk.full = True
    with clock.stopped_at(now + timedelta(minutes=2)):
        status = hall.read(hall.browsers[0])
    measured(f"the page is answered {status}")
    assert status == 200


def _until_refused(browsers: list[Browser], save: Callable[[Browser], int]) -> list[int]:
    """All browsers in turn, until so many saves in a row were not taken: the statuses, 200 or 500."""
    statuses: list[int] = []
    for browser in cycle(browsers):
        statuses.append(save(browser))
        assert statuses[-1] in (200, 500)
        if statuses[-REFUSED:] == [500] * REFUSED:
            return statuses
    raise AssertionError


def _stored() -> Stored:
    with db.engine.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
        return stored_answers(connection)


def _false_claims(browsers: list[Browser], stored: Stored) -> list[object]:
    """Saves that were answered "saved" and are not there, and saves that were answered 500 and are."""
    refused_and_there = [
        browser.pending for browser in browsers if browser.pending and browser.holds(browser.pending, stored)
    ]
    return [*refused_and_there, *(save for browser in browsers for save in browser.take_stock(stored))]
