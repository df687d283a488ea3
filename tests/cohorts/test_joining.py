"""Who comes into a cohort: once, with what is done already counted, and with the cohort's date."""

from collections.abc import Sequence
from datetime import date, timedelta
from threading import Barrier, Thread
from uuid import UUID

import pytest
from flask import Flask

from elearn.cohorts.models.cohorts import Cohort, CohortDated, CohortJoined, CohortTakes
from elearn.cohorts.queries import cohorts as queries
from elearn.cohorts.queries.cohorts import OfficerWish
from elearn.cohorts.service import cohorts, sessions
from elearn.courses.models import DueMoved, Enrolled, Progress
from elearn.courses.service import progress
from elearn.foundation import clock
from elearn.foundation.db import db, transaction
from elearn.people.models import OfficersLinked
from elearn.people.service import links
from tests import factories_courses as factories
from tests import factories_sessions
from tests.cohorts.groups import DUE, changed, finished, joined, made, rows
from tests.databases import NOW
from tests.world import World

pytestmark = pytest.mark.usefixtures("course")


def test_officers_are_enrolled_in_each_module_with_the_cohorts_date(world: World) -> None:
    place = world.kostanay
    cohort_id = made(place)
    assert joined(cohort_id, *place.officers[:2]) == 2
    assert joined(cohort_id, *place.officers[:2]) == 0  # once more changes nothing
    expected = [
        (officer, module_id, place.academy_id, DUE, "course-1")
        for officer in place.officers[:2]
        for module_id in ("searches", "visits")
    ]
    columns = ("officer_id", "module_id", "academy_id", "due_on", "course_id")
    assert rows(Enrolled, *columns) == sorted(expected, key=str)
    assert rows(Progress, *columns) == sorted(expected, key=str)
    assert rows(CohortJoined, "cohort_id", "officer_id", "way") == sorted(
        [(cohort_id, officer, "list") for officer in place.officers[:2]], key=str
    )
    assert len(rows(CohortTakes, "id")) == 4


def test_what_is_done_counts_and_what_is_under_way_goes_on(world: World) -> None:
    place = world.kostanay
    done = factories.enrol(place)
    finished(place)
    under_way = factories.enrol(place, 1, due_on=DUE + timedelta(30))
    earlier = factories.enrol(place, 2, due_on=DUE - timedelta(5))
    cohort_id = made(place, module_id="searches")
    joined(cohort_id, *place.officers)
    assert rows(CohortTakes, "officer_id", "enrolment_id") == sorted(
        zip(place.officers, (done, under_way, earlier), strict=True), key=str
    )
    assert len(rows(Enrolled, "id")) == 3  # nobody anew
    assert rows(DueMoved, "enrolment_id", "number", "due_on") == [(under_way, 1, DUE)]
    figures = queries.figures([cohort_id])[cohort_id]
    assert (figures.people, figures.done, figures.late) == (3, 1, 0)


def test_a_completion_that_runs_out_before_the_last_day_is_done_again(world: World) -> None:
    """A module valid for 24 months."""
    place = world.kostanay
    factories.enrol(place)
    finished(place)
    cohort_id = made(place, module_id="searches", due_on=date(2028, 9, 16))
    joined(cohort_id, place.officers[0])
    assert rows(Enrolled, "due_on") == sorted([(None,), (date(2028, 9, 16),)], key=str)
    assert queries.figures([cohort_id])[cohort_id].done == 0


def test_a_person_with_two_records_is_in_it_once_and_counts_once(app: Flask, world: World) -> None:
    place = world.kostanay
    one, other, third = place.officers
    cohort_id = made(place, module_id="searches")
    with transaction():
        links.link(one, other, None)
    assert joined(cohort_id, one, other) == 1
    assert joined(cohort_id, other) == 0
    assert joined(cohort_id, third) == 1
    with transaction():
        links.link(one, third, None)
    finished(place, officer=0)
    figures = queries.figures([cohort_id])[cohort_id]
    assert (figures.people, figures.done, figures.late) == (1, 1, 0)
    assert len(rows(OfficersLinked, "id")) == 2


def test_a_date_moves_for_all_who_had_it_and_are_not_done(world: World) -> None:
    place, later = world.kostanay, DUE + timedelta(14)
    cohort_id = made(place, module_id="searches")
    factories.enrol(place, 2, due_on=DUE - timedelta(5))
    joined(cohort_id, *place.officers)
    finished(place)
    assert changed(cohort_id, module_id="searches", due_on=later, name="Winter")
    assert not changed(cohort_id, module_id="searches", due_on=DUE)  # the form was opened before
    due = {row[0]: row[1] for row in rows(Progress, "officer_id", "due_on")}
    assert [due[officer] for officer in place.officers] == [DUE, later, DUE - timedelta(5)]
    assert rows(CohortDated, "number", "due_on") == [(1, DUE), (2, later)]
    assert rows(Cohort, "name", "due_on") == [("Winter", later)]
    assert changed(cohort_id, 2, module_id="searches", due_on=later)  # nothing moved: no fact
    assert len(rows(CohortDated, "id")) == 2


def test_projections_made_anew_are_the_same(world: World) -> None:
    place = world.kostanay
    cohort_id = made(place, module_id="searches")
    joined(cohort_id, *place.officers)
    changed(cohort_id, module_id="searches", due_on=DUE + timedelta(14))
    before = rows(Progress, "officer_id", "due_on", "course_id"), rows(Cohort, "starts_on", "due_on")
    with transaction():
        progress.rebuild()
        db.session.query(Cohort).update({"due_on": DUE})
        assert cohorts.rebuild() == 1
    assert (rows(Progress, "officer_id", "due_on", "course_id"), rows(Cohort, "starts_on", "due_on")) == before


def test_another_academys_enrolments_are_left_alone(world: World) -> None:
    place, other = world.kostanay, world.karaganda
    there = factories.enrol(other)
    cohort_id, elsewhere = made(place, module_id="searches"), made(other, module_id="searches")
    joined(cohort_id, *place.officers)
    joined(elsewhere, *other.officers)
    changed(cohort_id, module_id="searches", due_on=DUE + timedelta(14))
    assert {row[1] for row in rows(Progress, "academy_id", "due_on") if row[0] == other.academy_id} == {DUE}
    assert (there,) in rows(DueMoved, "enrolment_id")
    assert {figures.people for figures in queries.figures([cohort_id, elsewhere]).values()} == {3}


def late_figures(cohort_id: UUID) -> tuple[int, int, int]:
    found = queries.figures([cohort_id])[cohort_id]
    return found.people, found.done, found.late


def test_who_is_late_is_late_on_the_day_after_where_the_academy_is(world: World) -> None:
    place = world.kostanay
    cohort_id = made(place, module_id="searches", due_on=date(2026, 9, 15))
    joined(cohort_id, *place.officers)
    assert late_figures(cohort_id) == (3, 0, 0)
    with clock.stopped_at(NOW.replace(hour=20)):  # 16 September in Almaty
        assert late_figures(cohort_id) == (3, 0, 3)


def test_two_who_bring_the_same_officers_in_at_once(app: Flask, world: World) -> None:
    place, start = world.kostanay, Barrier(2)
    cohort_id = made(place)

    def bring(officer_ids: Sequence[UUID]) -> None:
        with app.app_context(), clock.stopped_at(NOW):
            start.wait()
            joined(cohort_id, *officer_ids)
            db.session.remove()

    db.session.rollback()
    threads = [Thread(target=bring, args=[order]) for order in (place.officers, place.officers[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rows(CohortJoined, "id")) == 3
    assert len(rows(Enrolled, "id")) == 6


def test_a_completion_elsewhere_that_is_taken_back_is_neither_shown_nor_moved(world: World) -> None:
    """The other academy corrected its attendance: how the officer stands there now is its own affair."""
    here, there = world.karaganda, world.kostanay
    factories.publish(module_id="gate", revision_id="gate-1", attendance=1)
    factories.enrol(there, module_id="gate")
    finished(there, "gate")
    with transaction():
        session_id = sessions.make(there.academy_id, factories_sessions.plan(module_id="gate"))
    [entry] = factories_sessions.listed(there, session_id, 0)
    factories_sessions.tick(session_id, factories_sessions.MONDAY, [entry], [], there.instructor)
    cohort_id = made(here, module_id="gate")
    joined(cohort_id, there.officers[0])
    assert queries.figures([cohort_id])[cohort_id].done == 1
    assert factories_sessions.correct(session_id, factories_sessions.MONDAY, entry, False, there.instructor)
    cohort = queries.by_id(cohort_id)
    [row] = queries.officers_of(cohort, OfficerWish(), 1, 50)[0]
    state = queries.module_states(cohort, [row.id])[row.id]["gate"]
    assert (row.standing, state.state, state.due_on, queries.to_do(cohort)) == ("not-started", "not-started", None, [])
    assert changed(cohort_id, module_id="gate", due_on=DUE + timedelta(7))
    assert rows(DueMoved, "enrolment_id") == []
