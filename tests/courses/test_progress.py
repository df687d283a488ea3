"""Progress follows from facts: in step with each, the same after a rebuild, and whoever comes second sees both."""

from dataclasses import replace
from datetime import date, timedelta
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, select, text

from elearn.courses.models import Progress
from elearn.courses.queries import progress as queries
from elearn.courses.queries import published
from elearn.courses.rules.module import Published
from elearn.courses.rules.standing import State
from elearn.courses.service import progress
from elearn.foundation import clock, ids
from elearn.foundation.db import db, transaction
from elearn.quizzes.queries import sittings
from elearn.quizzes.service import assessing, attempting
from tests import factories_courses as factories
from tests import histories
from tests.databases import NOW
from tests.factories_courses import PARTS
from tests.world import World

pytestmark = pytest.mark.usefixtures("searches")


def rows() -> list[dict[str, Any]]:
    """All of Progress, as plain values."""
    columns = [column.key for column in inspect(Progress).columns]
    found = db.session.execute(
        select(Progress).order_by(Progress.officer_id), execution_options={"populate_existing": True}
    )
    return [{column: getattr(row, column) for column in columns} for row in found.scalars()]


def at(minutes: int) -> Any:
    return clock.stopped_at(NOW + timedelta(minutes=minutes))


def history(world: World) -> UUID:
    """One officer completes, a second has begun, a third has not; one at the other academy fails for good."""
    enrolment_id = factories.enrol(world.kostanay, 0, due_on=date(2026, 9, 20))
    factories.enrol(world.kostanay, 1)
    factories.enrol(world.kostanay, 2)
    factories.enrol(world.karaganda, 0)
    factories.sit(world.kostanay, "pre-test", right=False)
    with at(10):
        factories.read(world.kostanay, "why")
        factories.read(world.kostanay, "how", officer=1, language="kk")
        factories.read(world.karaganda, *PARTS)
    with at(20):
        factories.read(world.kostanay, "how", "scenario-gate", language="ru")
        factories.sit(world.kostanay, "final", right=False)
        factories.sit(world.karaganda, "final", right=False)
        factories.sit(world.karaganda, "final", right=False)
    with at(30):
        factories.sit(world.kostanay, "final", right=True)
    return enrolment_id


def test_each_fact_moves_progress(world: World) -> None:
    enrolment_id = history(world)
    assert {row["officer_id"]: row["state"] for row in rows()} == {
        world.kostanay.officers[0]: "passed",
        world.kostanay.officers[1]: "started",
        world.kostanay.officers[2]: "not-started",
        world.karaganda.officers[0]: "failed",
    }
    assert next(row for row in rows() if row["enrolment_id"] == enrolment_id) == {
        "enrolment_id": enrolment_id,
        "officer_id": world.kostanay.officers[0],
        "module_id": "searches",
        "academy_id": world.kostanay.academy_id,
        "enrolled_on": date(2026, 9, 15),
        "due_on": date(2026, 9, 20),
        "revision_id": "searches-1",
        "started_at": NOW,
        "done": list(PARTS),
        "pre_percent": 0,
        "post_percent": 0,
        "finals": 2,
        "waiting": False,
        "best_percent": 100,
        "passed_at": NOW + timedelta(minutes=30),
        "completed_at": NOW + timedelta(minutes=30),
        "active_at": NOW + timedelta(minutes=30),
        "state": "passed",
        "language": "ru",
        "granted": 0,
        "attended": 0,
        "course_id": None,
    }


def test_a_rebuild_gives_the_same(world: World) -> None:
    history(world)
    before = rows()
    with transaction():
        db.session.execute(text("UPDATE progress SET state = 'failed', done = '[]', finals = 99, completed_at = NULL"))
        db.session.execute(text("DELETE FROM progress WHERE finals = 99 AND due_on IS NOT NULL"))
    assert rows() != before
    with transaction():
        assert progress.rebuild() == 4
    assert rows() == before


def held(world: World, officer: int) -> UUID:
    """A final assessment, all right, whose result waits to be released: the attempt."""
    mine = queries.of_module(world.kostanay.officers[officer], "searches")
    assert mine
    paper = replace(published.revision("searches-1").papers["final"], held=True)
    with transaction():
        attempt_id = attempting.start(
            officer_id=mine.officer_id,
            enrolment_id=mine.id,
            academy_id=mine.academy_id,
            module_id="searches",
            titles={},
            bank_id="searches-1",
            blueprint=paper,
        )
        sitting = sittings.sitting(attempt_id, mine.officer_id)
        assert sitting
        for item in sitting.items:
            attempting.save(attempt_id, mine.officer_id, item.question_id, 1, {"choice": ("a",)})
        attempting.submit(attempt_id, mine.officer_id)
    return attempt_id


def test_a_result_that_waits_counts_from_the_day_it_was_handed_in(world: World) -> None:
    for officer in (0, 1):
        factories.enrol(world.kostanay, officer)
        factories.read(world.kostanay, *PARTS, officer=officer)
        with at(10):
            held(world, officer)
    moments = select(Progress.state, Progress.waiting, Progress.best_percent, Progress.completed_at)
    assert db.session.execute(moments).all() == [("started", True, None, None)] * 2
    client = world.signed_in(world.kostanay.accounts[0])
    assert "Its result is not there yet." in client.get("/modules/searches").text
    assert "Its result is not there yet." in client.get("/modules").text
    refused = client.post("/modules/searches/papers/final", follow_redirects=True)
    assert "Your last attempt has no result yet." in refused.text
    with clock.stopped_at(NOW + timedelta(days=3)), transaction():
        assert assessing.release(world.karaganda.academy_id, "searches", "final", world.karaganda.instructor) == 0
        assert assessing.release(world.kostanay.academy_id, "searches", "final", world.kostanay.instructor) == 2
    assert db.session.execute(moments).all() == [("passed", False, 100, NOW + timedelta(minutes=10))] * 2
    before = rows()
    with transaction():
        progress.rebuild()
    assert rows() == before


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_rebuild_gives_the_same_whatever_was_granted_and_when(world: World, data: st.DataObject) -> None:
    """Each example goes on from the one before, with an enrolment of its own: the history only grows."""
    officer_id = data.draw(st.sampled_from([*world.kostanay.officers, *world.karaganda.officers]))
    enrolment_id = histories.enrolled(world.kostanay, officer_id)
    sat, granted = 0, 0
    for action in data.draw(st.lists(st.sampled_from(["fail", "pass", "grant"]), max_size=6)):
        if action == "grant":
            granted += 1
            histories.granted(enrolment_id, officer_id, granted, world.kostanay.instructor)
        else:
            sat += 1
            histories.sat(enrolment_id, officer_id, "final", sat, 90 if action == "pass" else 40, NOW)
    before = {row["enrolment_id"]: row for row in rows()}
    assert before[enrolment_id]["granted"] == granted
    assert (before[enrolment_id]["state"] == "failed") == (not before[enrolment_id]["passed_at"] and sat >= 2 + granted)
    with transaction():
        assert progress.rebuild() == len(before)
    assert {row["enrolment_id"]: row for row in rows()} == before


def test_an_attempt_outside_any_enrolment_moves_nothing(world: World, searches: Published) -> None:
    factories.enrol(world.kostanay)
    before = rows()
    with transaction():
        attempt_id = attempting.start(
            officer_id=world.kostanay.officers[0],
            enrolment_id=ids.new(),
            academy_id=world.kostanay.academy_id,
            module_id="searches",
            titles=searches.titles,
            bank_id=searches.revision_id,
            blueprint=searches.papers["final"],
        )
        attempting.submit(attempt_id, world.kostanay.officers[0])
    assert rows() == before


def test_the_revision_is_pinned_when_the_officer_starts(world: World) -> None:
    factories.enrol(world.kostanay, 0)
    factories.enrol(world.kostanay, 1)
    factories.read(world.kostanay, "why", officer=0)
    factories.publish(revision_id="searches-2", number=2)
    factories.read(world.kostanay, "how", officer=0)
    factories.read(world.kostanay, "why", officer=1)
    found = [queries.of_module(officer_id, "searches") for officer_id in world.kostanay.officers[:2]]
    assert [each and each.revision_id for each in found] == ["searches-1", "searches-2"]


def test_whoever_has_not_started_reads_the_current_revision(world: World) -> None:
    factories.enrol(world.kostanay)
    factories.publish(revision_id="searches-2", number=2)
    mine = queries.of_module(world.kostanay.officers[0], "searches")
    assert mine
    assert (mine.revision_id, mine.state) == ("searches-2", State.NOT_STARTED)


def test_two_parts_done_at_once_are_both_counted(app: Flask, world: World) -> None:
    enrolment_id = factories.enrol(world.kostanay)

    def done(part_id: str) -> None:
        with app.app_context(), clock.stopped_at(NOW):
            factories.read(world.kostanay, part_id)
            db.session.remove()

    threads = [Thread(target=done, args=[part_id]) for part_id in PARTS]
    db.session.rollback()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    row = db.session.get_one(Progress, enrolment_id)
    assert sorted(row.done) == sorted(PARTS)
