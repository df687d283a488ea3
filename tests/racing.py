"""Two things at the same moment: threads with connections of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Barrier
from typing import TypeVar

from flask import Flask

from elearn.foundation.db import db

R = TypeVar("R")


def at_once(app: Flask, *actions: Callable[[], R]) -> list[R]:
    """What each gave, all begun at the same moment in contexts of their own."""
    ready = Barrier(len(actions))

    def run(action: Callable[[], R]) -> R:
        with app.app_context():
            ready.wait()
            return action()

    db.session.rollback()  # so that the test sees afterwards what they wrote
    with ThreadPoolExecutor(len(actions)) as threads:
        futures = [threads.submit(copy_context().run, run, action) for action in actions]
        return [future.result() for future in futures]
