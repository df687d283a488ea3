"""Tries are counted in the database, in a window of time, and forgiven after a success."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from elearn.foundation import clock, throttle
from elearn.foundation.db import db, transaction
from elearn.foundation.throttle import Throttle
from tests.databases import NOW
from tests.racing import at_once

WINDOW = timedelta(minutes=15)


def test_as_many_tries_as_the_limit_and_no_more(app: Flask) -> None:
    assert app
    assert [throttle.spend("check", "10.0.0.1", 3, WINDOW) for _ in range(5)] == [True, True, True, False, False]
    assert throttle.spend("check", "10.0.0.2", 3, WINDOW)
    assert throttle.spend("other", "10.0.0.1", 3, WINDOW)


def test_the_window_begins_with_the_first_try_and_is_not_prolonged(app: Flask) -> None:
    assert app
    for minutes in (0, 5, 14):
        with clock.stopped_at(NOW + timedelta(minutes=minutes)):
            throttle.spend("check", "a", 2, WINDOW)
    with clock.stopped_at(NOW + WINDOW - timedelta(seconds=1)):
        assert not throttle.spend("check", "a", 2, WINDOW)
        assert throttle.exhausted("check", "a", 2, WINDOW)
    with clock.stopped_at(NOW + WINDOW):
        assert not throttle.exhausted("check", "a", 2, WINDOW)
        assert throttle.spend("check", "a", 2, WINDOW)


def test_nobody_waits_for_tries_that_were_counted_by_a_fast_clock(app: Flask) -> None:
    assert app
    with clock.stopped_at(NOW, wrong_by=timedelta(hours=2)):
        throttle.spend("check", "a", 1, WINDOW)
        assert throttle.exhausted("check", "a", 1, WINDOW)
    assert not throttle.exhausted("check", "a", 1, WINDOW)
    assert throttle.spend("check", "a", 1, WINDOW)
    assert throttle.exhausted("check", "a", 1, WINDOW)


def test_processes_whose_clocks_differ_a_little_count_together(app: Flask) -> None:
    assert app
    with clock.stopped_at(NOW, wrong_by=timedelta(seconds=1)):
        assert throttle.spend("check", "a", 1, WINDOW)
    assert throttle.exhausted("check", "a", 1, WINDOW)
    assert not throttle.spend("check", "a", 1, WINDOW)


def test_asking_does_not_count(app: Flask) -> None:
    assert app
    assert [throttle.exhausted("check", "a", 1, WINDOW) for _ in range(3)] == [False] * 3
    throttle.spend("check", "a", 1, WINDOW)
    assert throttle.exhausted("check", "a", 1, WINDOW)


def test_forgiving_starts_afresh(app: Flask) -> None:
    assert app
    throttle.forgive("check", "nobody")
    throttle.spend("check", "a", 1, WINDOW)
    throttle.spend("check", "b", 1, WINDOW)
    throttle.forgive("check", "a")
    assert not throttle.exhausted("check", "a", 1, WINDOW)
    assert throttle.exhausted("check", "b", 1, WINDOW)


def test_what_is_undone_around_it_does_not_undo_a_count(app: Flask) -> None:
    assert app
    throttle.spend("check", "a", 1, WINDOW)
    db.session.rollback()
    try:
        with transaction():
            raise RuntimeError
    except RuntimeError:
        pass
    assert throttle.exhausted("check", "a", 1, WINDOW)


def test_many_at_once_are_all_counted(app: Flask) -> None:
    allowed = at_once(app, *[lambda: throttle.spend("check", "a", 5, WINDOW)] * 8)
    assert sorted(allowed) == [False] * 3 + [True] * 5


def test_the_table_tells_neither_names_nor_addresses(app: Flask) -> None:
    assert app
    throttle.spend("sign-in name", "000001", 5, WINDOW)
    (row,) = db.session.execute(select(Throttle)).scalars()
    assert "000001" not in row.key
    assert len(row.key) == 64
