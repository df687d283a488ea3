"""Processes that do the same thing at the same moment, each with an application of its own on one database."""

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier
from typing import TypeVar
from uuid import UUID

from flask import current_app
from sqlalchemy import select, text, update

from elearn.app import create_app
from elearn.foundation.db import db, transaction
from elearn.people.service import projection
from elearn.quizzes.models import Attempt
from elearn.quizzes.rules.papers import NoAttemptLeft
from elearn.quizzes.service import attempting
from tests import factories_quizzes
from tests.databases import settings
from tests.factories_quizzes import Bank
from tests.racing import at_once
from tests.world import Place

R = TypeVar("R")

# Longer than any round takes: who waits so long waits for a process that is dead.
PATIENCE = 300

_together: Barrier


def gather(count: int, database: str, folder: Path, act: Callable[[], R]) -> list[R]:
    """What each of so many processes gave for `act`, which is made of a function of this module."""
    # Not forked from this process, which has threads and an open database.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    enter = (context.Barrier(count), database, folder)
    with ProcessPoolExecutor(count, context, _enter, enter) as processes:
        return [each.result() for each in [processes.submit(act) for _process in range(count)]]


def _enter(together: Barrier, database: str, folder: Path) -> None:
    global _together  # noqa: PLW0603 - the only way from the initializer of a process to its work
    _together = together
    app = create_app(settings(database, folder))
    app.extensions["projections"] = (projection.project,)
    app.app_context().push()


def submit_each(attempts: Sequence[UUID], officer_id: UUID) -> list[UUID]:
    """Hand these attempts in, each at the moment at which the others do: the ids of the facts."""
    return [_submit(attempt_id, officer_id) for attempt_id in attempts]


def _submit(attempt_id: UUID, officer_id: UUID) -> UUID:
    _together.wait(PATIENCE)
    return _hand_in(attempt_id, officer_id)


def _hand_in(attempt_id: UUID, officer_id: UUID) -> UUID:
    with transaction():
        return attempting.submit(attempt_id, officer_id).id


def submit_each_naively(attempts: Sequence[UUID], forced: bool) -> None:
    """Control: look whether an attempt is open, then close it and write that down, without a constraint.

    `forced`: nobody goes on before everybody has looked.
    """
    for attempt_id in attempts:
        _together.wait(PATIENCE)
        with db.engine.connect() as connection:
            state = connection.execute(select(Attempt.state).where(Attempt.id == attempt_id)).scalar_one()
        if forced:
            _together.wait(PATIENCE)
        if state == "open":
            with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
                connection.execute(update(Attempt).where(Attempt.id == attempt_id).values(state="submitted"))
                connection.execute(text("INSERT INTO naive VALUES (:id)"), {"id": str(attempt_id)})


def sit_while_there_are_attempts(place: Place, bank: Bank, enrolment_id: UUID, threads: int) -> list[set[UUID]]:
    """Start and hand in until no attempt is left, in so many threads: the attempts of each."""

    def sit() -> set[UUID]:
        mine: set[UUID] = set()
        with suppress(NoAttemptLeft):
            while True:
                attempt_id = factories_quizzes.start(place, bank, enrolment_id=enrolment_id)
                mine.add(_hand_in(attempt_id, place.officers[0]))
        return mine

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    _together.wait(PATIENCE)
    return at_once(app, *[sit] * threads)
