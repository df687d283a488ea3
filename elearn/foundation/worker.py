"""The one process that runs jobs and chores, beside the server and for as long as it lives."""

import fcntl
import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread

from flask import current_app
from sqlalchemy import make_url, text

from elearn.foundation import clock, jobs
from elearn.foundation.db import db, transaction

LOOK_AGAIN = 0.3  # seconds
CHORES_EVERY = timedelta(hours=1)
_LOCK = 0x656C6561726E  # "elearn": the number of the advisory lock

Chore = Callable[[], object]


def work(stop: Event) -> None:
    """Run what waits until told to stop. While another worker serves this database, wait for its end.

    Whoever is the only one knows that jobs which are said to run do not: their worker is dead. The system lets the lock go in
    the moment of death, so nothing is told by clocks, which may be wrong.
    """
    collect_seldom()
    with _alone(stop):
        if stop.is_set():
            return
        jobs.sweep()
        tidied: datetime | None = None
        while not stop.is_set():
            if tidied is None or abs(clock.now() - tidied) >= CHORES_EVERY:
                do_chores()
                tidied = clock.now()
            if not jobs.run_next():
                stop.wait(LOOK_AGAIN)


def collect_seldom() -> None:
    """Have Python look for cycles less often: a job holds many rows that stay, and looking through them takes a third of it."""
    gc.freeze()
    gc.set_threshold(200_000, 20, 50)


def do_chores() -> None:
    """What is to be done now and then without anybody asking, each in a transaction of its own.

    One that fails is written to the log and tried again with the next round; the others are done all the same.
    """
    chores: tuple[Chore, ...] = current_app.extensions["chores"]
    for chore in (jobs.forget_old, *chores):
        try:
            with transaction():
                chore()
        except Exception:
            current_app.logger.exception("chore %s of %s failed", chore.__qualname__, chore.__module__)
        finally:
            db.session.remove()


def end_with_input() -> None:
    """End this process when its input is closed, as happens when the process that started it is gone, however that ended."""

    def watch() -> None:
        sys.stdin.read()
        os._exit(0)  # a job in the middle of a step is begun anew

    Thread(target=watch, daemon=True).start()


@contextmanager
def _alone(stop: Event) -> Iterator[None]:
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    sqlite = url.get_backend_name() == "sqlite"
    with _alone_at_file(Path(f"{url.database}.worker"), stop) if sqlite else _alone_at_server(stop):
        yield


@contextmanager
def _alone_at_file(path: Path, stop: Event) -> Iterator[None]:
    with path.open("w") as file:
        while not stop.is_set():
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                stop.wait(LOOK_AGAIN)
        yield


@contextmanager
def _alone_at_server(stop: Event) -> Iterator[None]:
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        attempt = text("SELECT pg_try_advisory_lock(:lock)").bindparams(lock=_LOCK)
        while not stop.is_set() and not connection.execute(attempt).scalar():
            stop.wait(LOOK_AGAIN)
        yield
        connection.execute(text("SELECT pg_advisory_unlock_all()"))
