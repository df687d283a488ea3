"""Several processes that want the same at the same moment: one fact, and no attempt too many."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import UUID

from sqlalchemy import select, text

from elearn.foundation import ids
from elearn.foundation.db import db
from elearn.quizzes.models import Attempt, AttemptSubmitted
from elearn.quizzes.queries import sittings
from tests import factories_quizzes
from tests.factories_quizzes import FINAL, Bank
from tests.soak import crowd
from tests.soak.looking import kind_of
from tests.soak.scale import times
from tests.world import World

ROUNDS = 1_000
PROCESSES, THREADS = 5, 10
STARTS = PROCESSES * THREADS


def test_two_processes_that_hand_in_one_attempt_make_one_fact(
    world: World, bank: Bank, database: str, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    """Two processes hand one attempt in at the same moment: exactly one fact, and both are told of it."""
    attempts = _attempts(world, bank, times(ROUNDS))
    submit = partial(crowd.submit_each, attempts, world.kostanay.officers[0])
    told = crowd.gather(2, database, tmp_path, submit)
    facts = db.session.execute(select(AttemptSubmitted.id)).scalars().all()
    measured(f"{kind_of(database)}: {len(attempts):,} rounds of two processes: {len(facts):,} facts")
    assert told == [attempts, attempts]
    assert sorted(facts) == sorted(attempts)
    assert set(db.session.execute(select(Attempt.state)).scalars()) == {"submitted"}


def test_the_race_finds_who_looks_before_he_writes(
    world: World, bank: Bank, database: str, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    """Control: reading the state and then writing it doubles; surely when both read before either writes."""
    free, forced = _attempts(world, bank, times(ROUNDS)), _attempts(world, bank, 1)
    with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(text("CREATE TABLE naive (attempt_id VARCHAR(36) NOT NULL)"))
    for attempts in (free, forced):
        crowd.gather(2, database, tmp_path, partial(crowd.submit_each_naively, attempts, attempts is forced))
    with db.engine.connect() as connection:
        handed_in = Counter(map(UUID, connection.execute(text("SELECT attempt_id FROM naive")).scalars()))
    doubled = sum(handed_in[attempt_id] == 2 for attempt_id in free)
    measured(
        f"{kind_of(database)}: {doubled:,} of {len(free):,} rounds doubled by themselves; the one where both read first did"
    )
    assert handed_in[forced[0]] == 2


def test_parallel_starts_begin_as_many_attempts_as_are_allowed(
    world: World, bank: Bank, database: str, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    """Fifty at once start an attempt and hand it in until there is none left: two were allowed, and two were begun."""
    enrolments = [ids.new() for _round in range(times(10))]
    for enrolment_id in enrolments:
        sit = partial(crowd.sit_while_there_are_attempts, world.kostanay, bank, enrolment_id, THREADS)
        found = crowd.gather(PROCESSES, database, tmp_path, sit)
        sat = [attempts for process in found for attempts in process]
        db.session.rollback()
        lines = sittings.attempts(enrolment_id)
        assert len(sat) == STARTS
        assert [(line.number, line.state) for line in lines] == [(1, "submitted"), (2, "submitted")]
        assert set().union(*sat) == {line.id for line in lines}
    measured(
        f"{kind_of(database)}: {len(enrolments)} times {STARTS} starts, in {PROCESSES} processes, with a limit of "
        f"{FINAL.attempts}: {FINAL.attempts} attempts each time"
    )


def _attempts(world: World, bank: Bank, count: int) -> list[UUID]:
    """So many open ones, each of an enrolment of its own."""
    attempts = [factories_quizzes.start(world.kostanay, bank) for _number in range(count)]
    db.session.rollback()
    return attempts
