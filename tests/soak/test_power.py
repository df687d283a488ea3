"""Power cuts while officers answer: what was answered "saved" had reached the disk.

The application as it is, statements, transactions, pragmas and all, runs over apsw's SQLite on a disk that forgets.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import cycle
from random import Random

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from elearn.foundation.db import db
from tests.soak import apsw_dbapi
from tests.soak.hall import Hall
from tests.soak.saving import Save, stored_answers
from tests.soak.scale import times

CUTS = 100
# A save is about seven writes and syncs, checkpoints included: some hundred saves from cut to cut.
MOST_ENERGY = 850

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@dataclass
class Tally:
    """What happened: acknowledged saves, those of them that are gone, and databases that SQLite finds damaged."""

    cuts: int = 0
    within_checkpoints: int = 0
    saved: int = 0
    lost: list[Save] = field(default_factory=list)
    damaged: int = 0

    def __str__(self) -> str:
        return (
            f"{self.saved:,} saves acknowledged, {self.cuts} power cuts, {self.within_checkpoints} of them within a checkpoint; "
            f"lost: {len(self.lost):,}; damaged databases: {self.damaged}"
        )


def test_power_cuts_lose_no_acknowledged_save(hall: Hall, measured: Callable[[str], None]) -> None:
    """Power cuts that drop what was not synced, every other one keeping torn pieces of it: all saves are there after."""
    tally = _run(hall, times(CUTS))
    measured(f"synchronous=FULL, as elearn has it: {tally}")
    assert (tally.lost, tally.damaged) == ([], 0)
    assert tally.saved > tally.cuts == times(CUTS)


def test_the_power_cuts_find_commits_that_are_not_synced(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, measured: Callable[[str], None]
) -> None:
    """Control: with synchronous=NORMAL in the place of FULL the same cuts lose saves."""
    monkeypatch.setitem(apsw_dbapi.instead, "PRAGMA synchronous=FULL", "PRAGMA synchronous=NORMAL")
    tally = _run(hall, times(CUTS))
    measured(f"synchronous=NORMAL: {tally}")
    assert tally.lost
    assert tally.damaged == 0


def test_the_power_cuts_find_files_that_are_not_synced(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, measured: Callable[[str], None]
) -> None:
    """Control: with synchronous=OFF they damage the database, and the check ends there."""
    monkeypatch.setitem(apsw_dbapi.instead, "PRAGMA synchronous=FULL", "PRAGMA synchronous=OFF")
    tally = _run(hall, times(CUTS))
    measured(f"synchronous=OFF: {tally}")
    assert tally.damaged == 1


def _run(hall: Hall, cuts: int) -> Tally:
    tally = Tally()
    while tally.cuts < cuts and not tally.damaged:
        draw = Random(tally.cuts)  # noqa: S311 - drawn, and the same each time
        hall.disk.energy = draw.randint(1, MOST_ENERGY)
        tally.saved += _save_until_cut(hall)
        db.session.remove()
        db.engine.dispose()
        tally.within_checkpoints += hall.disk.is_changed(".db")
        hall.disk.cut(draw if tally.cuts % 2 else None)
        tally.cuts += 1
        _judge(hall, tally)
    return tally


def _save_until_cut(hall: Hall) -> int:
    """All officers in turn, until one gets no "saved": how many did."""
    for saved, browser in enumerate(cycle(hall.browsers)):
        if hall.save(browser) != 200:
            assert hall.disk.energy == 0
            return saved
    raise AssertionError


def _judge(hall: Hall, tally: Tally) -> None:
    try:
        with db.engine.connect() as connection:
            whole = connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
            stored = stored_answers(connection)
    except DBAPIError:
        whole, stored = False, {}
    tally.damaged += not whole
    for browser in hall.browsers:
        tally.lost += browser.take_stock(stored)
