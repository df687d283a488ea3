"""Work in the background: asked for with the request, done once whatever dies meanwhile, and seen by who asked."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import OperationalError

from config import ROOT
from elearn.foundation import clock, jobs, worker
from elearn.foundation.db import db, transaction
from elearn.foundation.jobs import Job, JobFile, Kind, Run, State
from elearn.people.rules.roles import Permission
from tests.databases import NOW, SECRET
from tests.foundation import counting
from tests.people.helpers import words
from tests.world import World


@pytest.fixture(autouse=True)
def kinds(app: Flask) -> dict[str, Kind]:
    """The kinds of jobs of this application: one that counts, and one that fails."""

    def fail(_run: Run) -> None:
        raise ZeroDivisionError("as planned")

    known: dict[str, Kind] = app.extensions["jobs"]
    known["count"] = counting.KIND
    known["fail"] = Kind("Failing", Permission.MANAGE_OFFICERS, fail)
    return known


def ask(world: World, kind: str = "count", **parameters: Any) -> UUID:
    with transaction():
        return jobs.ask(
            kind,
            {"steps": 3, "pause": 0, **parameters},
            by_account=world.kostanay.administrator,
            academy_id=world.kostanay.academy_id,
        )


def stands(job_id: UUID) -> dict[str, Any]:
    """What is interesting of a job."""
    db.session.rollback()
    job = db.session.get_one(Job, job_id, populate_existing=True)
    return {"state": job.state, "done": job.done, "total": job.total, "result": job.result, "begun": job.beginnings}


def test_a_job_is_there_only_once_its_request_is_committed(world: World) -> None:
    with suppress(ZeroDivisionError), transaction():
        jobs.ask("count", {}, by_account=world.kostanay.administrator)
        raise ZeroDivisionError
    assert not jobs.run_next()
    with pytest.raises(ValueError, match="no such kind of job: cuont"), transaction():
        jobs.ask("cuont", {}, by_account=None)


def test_jobs_are_run_in_the_order_in_which_they_were_asked_for(world: World) -> None:
    first = ask(world)
    with clock.stopped_at(NOW + timedelta(seconds=1)):
        second = ask(world)
    assert stands(first) == {"state": "waiting", "done": 0, "total": 0, "result": None, "begun": 0}
    assert jobs.run_next()
    assert stands(first) == {"state": "done", "done": 3, "total": 3, "result": {"steps": 3}, "begun": 1}
    assert stands(second)["state"] == "waiting"
    assert jobs.run_next()
    assert not jobs.run_next()
    assert [row.id for row in jobs.latest(world.kostanay.administrator, "count")] == [second, first]
    assert jobs.latest(world.karaganda.administrator, "count") == []


def test_a_job_that_fails_says_so_and_the_next_one_runs(world: World, caplog: pytest.LogCaptureFixture) -> None:
    failing = ask(world, "fail")
    with clock.stopped_at(NOW + timedelta(seconds=1)):
        ask(world)
    assert jobs.run_next()
    assert stands(failing)["state"] == "failed"
    reference = db.session.get_one(Job, failing).reference
    assert f"job {failing} (fail) failed, reference {reference}" in caplog.text
    page = world.signed_in(world.kostanay.administrator).get(f"/jobs/{failing}")
    assert words(page) == (
        "Failing This could not be done Nothing of it was saved. Please try again; if it fails again, "
        f"tell your administrator this reference: {reference}."
    )
    assert jobs.run_next()
    assert not jobs.run_next()


def test_data_that_the_database_refuses_fail_the_job_and_no_other(world: World, kinds: dict[str, Kind]) -> None:
    def write_it_twice(run: Run) -> None:
        with run.step():
            db.session.execute(insert(JobFile).values([{"job_id": run.id, "number": 0, "content": b"a"}] * 2))

    def lose_the_connection(_run: Run) -> None:
        raise OperationalError("SELECT 1", {}, Exception("server closed the connection"))

    kinds["twice"] = Kind("Writing twice", Permission.MANAGE_OFFICERS, write_it_twice)
    kinds["lost"] = Kind("Losing", Permission.MANAGE_OFFICERS, lose_the_connection)
    refused = ask(world, "twice")
    with clock.stopped_at(NOW + timedelta(seconds=1)):
        after = ask(world)
    assert jobs.run_next()
    assert stands(refused)["state"] == "failed"
    assert jobs.run_next()
    assert stands(after)["state"] == "done"
    lost = ask(world, "lost")
    with pytest.raises(OperationalError):
        jobs.run_next()  # which ends the worker; the next one begins it anew
    assert (stands(lost)["state"], stands(lost)["begun"]) == ("running", 1)
    assert jobs.sweep() == 1
    assert stands(lost)["state"] == "waiting"


def test_who_waits_is_told_how_many_are_before(world: World) -> None:
    ask(world)
    with clock.stopped_at(NOW + timedelta(seconds=1)):
        second = ask(world)
    with clock.stopped_at(NOW + timedelta(seconds=2)):
        third = ask(world)
    office = world.signed_in(world.kostanay.administrator)
    assert "It waits for its turn. 1 other is before it. You can" in words(office.get(f"/jobs/{second}"))
    assert "It waits for its turn. 2 others are before it. You can" in words(office.get(f"/jobs/{third}"))
    with transaction():
        db.session.execute(update(Job).where(Job.id == second).values(state=State.RUNNING))
    assert "2 others are before it" in words(office.get(f"/jobs/{third}"))


def test_who_lost_the_claim_commits_nothing_more(world: World, caplog: pytest.LogCaptureFixture) -> None:
    job_id = ask(world)

    def run(held: Run) -> None:
        with held.step(1, 3):
            pass
        jobs.sweep()  # another worker believes that this one is dead
        counting.count(held)

    vars(jobs.kinds()["count"])["run"] = run  # frozen, but only for others
    try:
        assert jobs.run_next()
    finally:
        vars(jobs.kinds()["count"])["run"] = counting.count
    assert f"job {job_id} was taken up by another worker" in caplog.text
    assert (stands(job_id)["state"], stands(job_id)["done"], counting.how_far()) == ("waiting", 1, 0)
    assert jobs.run_next()
    assert (stands(job_id)["state"], counting.how_far()) == ("done", 3)


def test_a_job_that_ends_its_worker_again_and_again_is_given_up(world: World) -> None:
    job_id = ask(world)
    with transaction():
        db.session.execute(update(Job).values(beginnings=jobs.MOST_BEGINNINGS))
    assert not jobs.run_next()
    assert stands(job_id)["state"] == "failed"


def test_a_file_is_kept_in_parts_and_goes_with_its_job(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PART", 4)
    job_id = ask(world)
    assert jobs.run_next()
    assert list(jobs.file_parts(job_id)) == [b"0;1;", b"2;"]
    for days, left in ((29, 1), (31, 0)):
        with clock.stopped_at(NOW + timedelta(days=days)):
            worker.do_chores()
        counts = [db.session.execute(select(func.count()).select_from(table)).scalar() for table in (Job, JobFile)]
        assert counts == [left, 2 * left]


def test_a_chore_that_fails_stops_no_other(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def write() -> None:
        db.session.execute(update(Job).values(state=State.FAILED))

    def fail() -> None:
        write()
        raise OSError("no such place")

    job_id = ask(world)
    done: list[str] = []
    monkeypatch.setitem(app.extensions, "chores", (fail, lambda: done.append(stands(job_id)["state"])))
    worker.do_chores()
    assert done == ["waiting"]  # what the one that failed had written is undone
    (said,) = (record for record in caplog.records if record.levelname == "ERROR")
    assert (said.getMessage().endswith("fail of tests.foundation.test_jobs failed"), bool(said.exc_info)) == (
        True,
        True,
    )


def test_who_asked_sees_how_far_it_is_and_nobody_else(world: World) -> None:
    job_id = ask(world)
    office = world.signed_in(world.kostanay.administrator)
    others = (world.karaganda.administrator, world.kostanay.instructor, world.programme_administrator)
    path = f"/jobs/{job_id}"

    waiting = office.get(path)
    goes_on = "You can leave this page and come back: it goes on by itself. Look again"
    assert words(waiting) == f"Counting It waits for its turn. {goes_on}"
    assert office.get(f"{path}/file").status_code == 404
    with transaction():
        db.session.execute(update(Job).values(state=State.RUNNING, done=1200, total=3000))
    running = office.get(path)
    assert words(running) == f"Counting 1,200 of 3,000 {goes_on}"
    assert 'max="100" value="40"' in running.text
    with transaction():
        db.session.execute(update(Job).values(state=State.WAITING))

    assert jobs.run_next()
    done = office.get(path)
    assert words(done) == "Counting It is done. The file stays here until Oct 15, 2026. Download steps.csv"
    file = office.get(f"{path}/file")
    assert (file.data, file.mimetype, file.headers["Content-Disposition"]) == (
        b"0;1;2;",
        "text/csv",
        "attachment; filename=steps.csv",
    )
    for account in others:
        client = world.signed_in(account)
        assert [client.get(path).status_code, client.get(f"{path}/file").status_code] == [404, 404]


def test_what_came_of_it_may_have_a_page_of_its_own(world: World, kinds: dict[str, Kind]) -> None:
    kinds["count"] = Kind("Counting", Permission.MANAGE_OFFICERS, lambda _run: None, endpoint="people.officers")
    office = world.signed_in(world.kostanay.administrator)
    job_id = ask(world)
    assert jobs.run_next()
    answer = office.get(f"/jobs/{job_id}")
    assert (answer.status_code, answer.location) == (303, "/officers?steps=3&pause=0")


@contextmanager
def worker_beside(app: Flask) -> Iterator["subprocess.Popen[bytes]"]:
    """A real worker on the database of the app."""
    environment = {
        "ELEARN_DATABASE": app.config["SQLALCHEMY_DATABASE_URI"],
        "ELEARN_SECRET_KEY": SECRET,
        "ELEARN_KEYS": str(app.config["KEYS"]),
        "PATH": os.environ["PATH"],
    }
    command = [sys.executable, "-m", "flask", "--app", "tests.foundation.counting", "work", "--until-closed"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE) as process:
        yield process


def wait_for(job_id: UUID, done: int) -> dict[str, Any]:
    """The job once it has got so far."""
    patience = time.monotonic() + 60
    while (found := stands(job_id))["done"] < done or (done == STEPS and found["state"] != "done"):
        assert time.monotonic() < patience, found
        time.sleep(0.02)
    return found


STEPS = 40


def test_a_worker_that_is_killed_loses_nothing_and_repeats_nothing(world: World) -> None:
    job_id = ask(world, steps=STEPS, pause=0.05)
    db.session.rollback()
    with worker_beside(world.app) as first:
        wait_for(job_id, 3)
        with worker_beside(world.app) as second:  # which waits for its turn
            wait_for(job_id, 8)
            first.kill()
            taken_up = wait_for(job_id, 15)
            second.kill()
    assert (taken_up["state"], taken_up["begun"]) == ("running", 2)
    with worker_beside(world.app) as third:
        assert wait_for(job_id, STEPS) == {
            "state": "done",
            "done": STEPS,
            "total": STEPS,
            "result": {"steps": STEPS},
            "begun": 3,
        }
        assert third.stdin
        third.stdin.close()  # as when the server is gone
        assert third.wait(timeout=20) == 0
    assert counting.how_far() == STEPS  # each step once: the table takes no second one


def test_a_worker_ends_where_its_lock_file_lies_beside_the_database(app: Flask) -> None:
    """The file holds nothing, so that it may lie there."""
    database = app.config["SQLALCHEMY_DATABASE_URI"]
    if database.startswith("sqlite"):
        stop = Event()
        stop.set()
        worker.work(stop)
        assert Path(f"{database.removeprefix('sqlite:///')}.worker").read_bytes() == b""
