"""Statistics by cohort, days in class, age and way of taking; a correction, another academy's cohort, small numbers."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from elearn.cohorts.models.cohorts import CohortTakes
from elearn.cohorts.rules.cohorts import Way
from elearn.cohorts.service import cohorts
from elearn.courses.models import Enrolled
from elearn.foundation import clock, facts
from elearn.foundation.db import db, transaction
from elearn.reports import service as reports
from elearn.reports.models import CompletedAs
from tests import factories_courses, factories_sessions, histories
from tests.cohorts import groups
from tests.conftest import NOW
from tests.reports.test_mergers import merge, undo
from tests.reports.test_pages import filled, read, table
from tests.world import Place, World

__all__ = ["filled"]  # a fixture
HEADINGS = ["Completions", "People", "Attempts", "Days in class", "Certificates"]


def taken(cohort_id: UUID, place: Place, officer_id: UUID) -> None:
    """The officer's enrolment at a place counts in a cohort."""
    at = (Enrolled.officer_id == officer_id, Enrolled.academy_id == place.academy_id)
    enrolment_id = db.session.execute(select(Enrolled.id).where(*at)).scalar_one()
    which = {"cohort_id": cohort_id, "officer_id": officer_id, "module_id": "searches", "enrolment_id": enrolment_id}
    with transaction():
        facts.add(CohortTakes(**which))


@pytest.fixture
def grouped(filled: World) -> dict[str, UUID]:
    """Two cohorts at Kostanay, one at Karaganda, in which a completion at Kostanay counts too."""
    one, other = filled.kostanay, filled.karaganda
    made = {
        name: groups.made(place, name=name, module_id="searches")
        for name, place in (("=Autumn", one), ("Winter", one), ("Foreign", other))
    }
    for name, place, officer_id in (
        ("=Autumn", one, one.officers[0]),
        ("Winter", one, one.officers[0]),
        ("Foreign", one, one.officers[1]),
        ("Foreign", other, other.officers[0]),
    ):
        taken(made[name], place, officer_id)
    return made


def test_figures_by_cohort_are_those_of_the_academys_own_cohorts(filled: World, grouped: dict[str, UUID]) -> None:
    office = filled.signed_in(filled.kostanay.administrator)
    page = office.get("/exports?by=cohort").text
    assert "Foreign" not in page
    rows = [
        ["=Autumn", "1", "1", "1", "0", "1"],
        ["Winter", "1", "1", "1", "0", "1"],
        ["In no cohort", "1", "1", "2", "0", "0"],
    ]
    assert table(page) == [["Cohort", *HEADINGS], *rows, ["Together", "2", "2", "3", "0", "1"]]
    as_csv = read(office.post("/exports/figures.csv", data={"by": "cohort"}).data)
    assert as_csv[1:] == [["'=Autumn", *rows[0][1:]], *rows[1:]]
    narrowed = {"by": "module", "cohort": str(grouped["=Autumn"])}
    assert table(office.get("/exports", query_string=narrowed).text)[1][1:] == rows[0][1:]
    assert [row[1] for row in read(office.post("/exports/named.csv", data=narrowed).data)[1:]] == ["Сейтқали"]
    assert "Cohort: =Autumn" in office.post("/exports/print", data=narrowed).text
    assert office.get("/exports", query_string={"cohort": str(grouped["Foreign"])}).status_code == 422

    elsewhere = filled.signed_in(filled.karaganda.administrator)
    there = table(elsewhere.get("/exports?by=cohort").text)
    assert there[1:] == [
        ["Foreign", "1", "1", "1", "0", "0"],
        ["In no cohort", "1", "1", "1", "0", "0"],
        ["Together", "2", "2", "2", "0", "0"],
    ]
    wrong = {"cohort": str(grouped["Winter"])}
    for form in ("named.csv", "without-names.json", "figures.xlsx", "print", "figures/print", "monthly/figures"):
        assert elsewhere.post(f"/exports/{form}", data=wrong | {"format": "csv"}).status_code == 422


def test_a_cohort_has_what_was_completed_at_a_part_of_its_academy(filled: World, grouped: dict[str, UUID]) -> None:
    one, other = filled.kostanay, filled.karaganda
    merger = merge(filled, one.academy_id, other.academy_id, date(2026, 9, 1))
    office = filled.signed_in(other.administrator)
    by_cohort = [row[:2] for row in table(office.get("/exports?by=cohort").text)[1:]]
    assert by_cohort == [["=Autumn", "1"], ["Foreign", "2"], ["Winter", "1"], ["In no cohort", "1"], ["Together", "4"]]
    listed = read(office.post("/exports/named.csv", data={"cohort": str(grouped["Foreign"])}).data)
    assert sorted(row[1] for row in listed[1:]) == ["Ермолаева", "Жумабаев"]
    undo(filled, merger)
    assert ["Foreign", "1"] in [row[:2] for row in table(office.get("/exports?by=cohort").text)]


def test_a_list_of_a_cohort_is_ordered_and_read_again_as_it_was_said(filled: World, grouped: dict[str, UUID]) -> None:
    office = filled.signed_in(filled.kostanay.administrator)
    office.post("/exports/monthly/named", data={"format": "csv", "cohort": str(grouped["Winter"])})
    assert "Cohort: Winter" in office.get("/exports").text


def attended(place: Place, days: tuple[date, ...]) -> tuple[UUID, UUID]:
    """The first officer completes a module that asks for days in class: the session, and the officer's entry on its list."""
    factories_courses.publish(attendance=2, editions=dict.fromkeys(factories_courses.PARTS, "1"))
    factories_courses.enrol(place)
    factories_courses.read(place, *factories_courses.PARTS)
    factories_courses.sit(place, "final", right=True)
    session_id = factories_sessions.hold(place)
    [entry] = factories_sessions.listed(place, session_id, 0)
    for day in days:
        with clock.stopped_at(histories.at_noon(day) + timedelta(hours=10)):
            factories_sessions.tick(session_id, day, [entry], [], place.instructor)
    return session_id, entry


def test_days_in_class_are_counted_and_the_module_is_blended(world: World) -> None:
    days = (factories_sessions.MONDAY, factories_sessions.TUESDAY, factories_sessions.TUESDAY + timedelta(days=1))
    attended(world.kostanay, days)
    office = world.signed_in(world.kostanay.administrator)
    rows = {by: table(office.get(f"/exports?by={by}").text)[1:] for by in ("mode", "age")}
    numbers = ["1", "1", "1", "3", "0"]
    assert rows == {
        "mode": [["Online, with days in class", *numbers], ["Together", *numbers]],
        "age": [["35 to 44", *numbers], ["Together", *numbers]],
    }
    assert read(office.post("/exports/without-names.csv").data)[1][-2:] == ["3", ""]


def test_a_completion_that_a_correction_takes_back_leaves_the_lists(world: World) -> None:
    """Also where no programme counts the module."""
    days = (factories_sessions.MONDAY, factories_sessions.TUESDAY)
    session_id, entry = attended(world.kostanay, days)
    completed = select(CompletedAs.enrolment_id)
    assert len(db.session.execute(completed).all()) == 1
    with clock.stopped_at(NOW + timedelta(days=1)):
        factories_sessions.correct(session_id, days[1], entry, False, world.kostanay.instructor)
    assert db.session.execute(completed).all() == []
    with transaction():
        reports.rebuild()
    assert db.session.execute(completed).all() == []


def test_who_joins_a_cohort_after_completing_stands_in_its_row(filled: World) -> None:
    cohort_id = groups.made(filled.kostanay, name="Late", module_id="searches")
    with transaction():
        cohorts.join(cohort_id, [filled.kostanay.officers[1]], Way.LIST, None)
    found = table(filled.signed_in(filled.kostanay.administrator).get("/exports?by=cohort").text)
    assert [row[:3] for row in found[1:]] == [["Late", "1", "1"], ["In no cohort", "1", "1"], ["Together", "2", "2"]]
