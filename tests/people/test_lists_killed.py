"""A long list whose worker is killed again and again, as by a power cut: loaded whole, once, and everybody only once."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func, select

from config import ROOT
from elearn.foundation import clock
from elearn.foundation.db import db, transaction
from elearn.foundation.jobs import Job
from elearn.people.models import Identity, ListedRow, Officer, OfficerList, PostingRecorded
from elearn.people.service.lists import keeping
from tests.databases import SECRET
from tests.world import World

ROWS = 1_500
LIST = "Service number;Full name;Sex;Birth year;Institution;Rank;Job;Since\n" + "\n".join(
    f"{number:06};Фамилия{number} Имя{number % 89};M;1990;kostanay-1;сержант;Psychologist;2026-01-01"
    for number in range(100_000, 100_000 + ROWS)
)


def test_a_killed_worker_goes_on(world: World) -> None:
    with clock.stopped_at(datetime.now(UTC)), transaction():  # the worker has the real clock
        list_id = keeping.take(world.kostanay.academy_id, world.kostanay.administrator, "en", LIST.encode())
    begun = killed(world, list_id, "checked")
    assert recorded(world) == (3, 3, ROWS)  # nobody was registered by looking
    with transaction():
        assert keeping.let_in(list_id, world.kostanay.administrator, doubts_looked_at=True)
    begun += killed(world, list_id, "done")
    assert recorded(world) == (3 + ROWS, 3 + ROWS, 0)
    assert begun > 2  # at least one of the two jobs was struck while it ran


def killed(world: World, list_id: UUID, state: str) -> int:
    """Kill two workers as soon as they have begun, and let a third one go on to the end: how often the job was begun."""
    for kills_left in (2, 1, 0):
        if stands(list_id) == state:  # it was quicker than the blow
            break
        before, patience = beginnings(list_id), time.monotonic() + 60
        with worker(world) as process:
            while stands(list_id) != state and (not kills_left or beginnings(list_id) == before):
                assert time.monotonic() < patience
                time.sleep(0.01)
            process.kill()
    return beginnings(list_id)


def worker(world: World) -> "subprocess.Popen[bytes]":
    """A worker in a process of its own, as `flask serve` starts it."""
    environment = {
        "ELEARN_DATABASE": world.app.config["SQLALCHEMY_DATABASE_URI"],
        "ELEARN_SECRET_KEY": SECRET,
        "ELEARN_KEYS": str(world.app.config["KEYS"]),
        "PATH": os.environ["PATH"],
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "work", "--until-closed"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE)


def beginnings(list_id: UUID) -> int:
    """How often the present job of the list was begun."""
    db.session.rollback()
    found = select(Job.beginnings).join(OfficerList, OfficerList.job_id == Job.id).where(OfficerList.id == list_id)
    return db.session.execute(found).scalar_one()


def stands(list_id: UUID) -> str:
    db.session.rollback()
    return db.session.execute(select(OfficerList.state).where(OfficerList.id == list_id)).scalar_one()


def recorded(world: World) -> tuple[int, int, int]:
    """Officers of the academy, those of them with one identity and one posting, and rows that are still kept."""
    db.session.rollback()
    mine = Officer.academy_id == world.kostanay.academy_id
    officers = db.session.execute(select(func.count()).select_from(Officer).where(mine)).scalar_one()
    whole = select(func.count(PostingRecorded.id)).select_from(Officer).where(mine)
    whole = whole.join(Identity, Identity.officer_id == Officer.id)
    whole = whole.join(PostingRecorded, PostingRecorded.officer_id == Officer.id)
    kept = db.session.execute(select(func.count()).select_from(ListedRow)).scalar_one()
    return officers, db.session.execute(whole).scalar_one(), kept
