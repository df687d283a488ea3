"""kill -9 while officers answer: what was answered "saved" is saved."""

import http.client
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import pytest

from tests.databases import SECRET
from tests.soak.looking import kind_of, look
from tests.soak.saving import Browser, Save, Stored
from tests.soak.scale import times
from tests.soak.server import ELEARN, WORKERS, Server

SAVES, KILLS = 10_000, 200


@dataclass
class Tally:
    """What happened: acknowledged saves, those of them that are gone, and those that are there though nobody heard so."""

    saved: int = 0
    kills: int = 0
    unheard: int = 0
    lost: list[Save] = field(default_factory=list)

    def count(self, browsers: list[Browser], stored: Stored) -> None:
        """After a kill."""
        self.kills += 1
        self.unheard += sum(bool(each.pending and each.holds(each.pending, stored)) for each in browsers)
        for browser in browsers:
            self.lost += browser.take_stock(stored)

    def __str__(self) -> str:
        return (
            f"{self.saved:,} saves acknowledged, {self.kills} times kill -9 of all processes, which cut off the answers of "
            f"{self.unheard} saves that were there; lost: {len(self.lost):,}"
        )


def test_killed_servers_lose_no_acknowledged_save(
    browsers: list[Browser], database: str, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    """Saves over HTTP to a server that is killed again and again: all that were answered "saved" are in the database."""
    tally = _run(browsers, database, tmp_path, saves=times(SAVES), kills=times(KILLS))
    measured(f"{kind_of(database)}, {WORKERS} workers: {tally}")
    assert tally.lost == []
    assert tally.saved >= times(SAVES)
    assert tally.kills == times(KILLS)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_kills_find_a_server_that_writes_later(
    browsers: list[Browser], database: str, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    """Control: a server that says "saved" first and writes later loses some, and the check finds it."""
    factory = "tests.soak.write_behind:create_app"
    tally = _run(browsers, database, tmp_path, saves=times(SAVES) // 5, kills=times(KILLS) // 5, factory=factory)
    measured(f"{kind_of(database)}, writing behind: {tally}")
    assert tally.lost


def _run(
    browsers: list[Browser], database: str, folder: Path, *, saves: int, kills: int, factory: str = ELEARN
) -> Tally:
    tally = Tally()
    with Server(database, folder / "keys", SECRET, factory) as server:
        for _kill in range(kills):
            server.start()
            _save_until_killed(server, browsers, saves // kills, tally)
            server.wait_until_dead()
            tally.count(browsers, look(database, folder))
    return tally


def _save_until_killed(server: Server, browsers: list[Browser], enough: int, tally: Tally) -> None:
    """All browsers save at the same time; with the save that makes it enough, the server is struck."""
    until, counting = tally.saved + enough, Lock()

    def sit(browser: Browser) -> None:
        while True:
            try:
                status = browser.post(server.port)
            except (OSError, http.client.HTTPException):
                return  # nobody is there any more
            assert status == 200, status
            with counting:
                tally.saved += 1
                if tally.saved == until:
                    server.strike()

    with ThreadPoolExecutor(len(browsers)) as threads:
        list(threads.map(sit, browsers))
