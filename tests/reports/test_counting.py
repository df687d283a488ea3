"""Counting on both databases: what is stored always equals what the facts say, whatever happens and in whatever order."""

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from elearn.certificates.models import CertificateRevoked
from elearn.courses.models import PartDone, RevisionPublished
from elearn.foundation import clock, facts
from elearn.foundation.db import db, transaction
from elearn.people.models import LinkUndone, OfficerRegistered, OfficersLinked
from elearn.reports import rules
from elearn.reports import service as reports
from elearn.reports.models import CompletedAs, Counted, Held, StoredCount
from elearn.reports.queries import counting, figures, programmes
from elearn.reports.rules import Figures, Report
from tests import factories_courses, factories_sessions, histories
from tests.databases import NOW
from tests.world import World, officer

TODAY = date(2026, 9, 15)


@pytest.fixture
def programme_id(world: World) -> UUID:
    assert world
    histories.published("searches", "Searches")
    histories.published("cooking", "Cooking")
    return histories.programme()


def report(until: str = "2026Q3") -> Report:
    chosen = programmes.by_code("joint")
    assert chosen
    return figures.report_until(chosen, until, TODAY)


def stored_equals_counted() -> None:
    """The stored counts are the sums of the counted rows, and both are what counting anew gives."""
    sums = [getattr(StoredCount, field.name) for field in fields(rules.Tally)]
    rows = db.session.execute(
        select(
            StoredCount.programme_id,
            StoredCount.academy_id,
            StoredCount.sex,
            StoredCount.quarter,
            StoredCount.by,
            StoredCount.key,
            *sums,
        )
    )
    stored = {(row[0], rules.Cell(*row[1:6])): rules.Tally(*row[6:]) for row in rows if any(row[6:])}
    assert stored == counting.all_counted_cells()
    before = everything()
    with transaction():
        reports.rebuild()
    assert everything() == before


def everything() -> tuple[set[tuple[object, ...]], ...]:
    def rows(table: type, leave: tuple[str, ...] = ()) -> set[tuple[object, ...]]:
        columns = [column for column in table.__table__.columns if column.name not in leave]  # type: ignore[attr-defined]
        return {tuple(row) for row in db.session.execute(select(*columns))}

    stored = {row for row in rows(StoredCount) if any(row[6:])}  # a cell that fell back to nothing may stay
    return rows(Counted), rows(Held, ("id",)), stored, rows(CompletedAs)


def test_one_officer_is_one_and_each_figure_is_its_own(world: World, programme_id: UUID) -> None:
    aigul, vera, nurlan = world.kostanay.officers
    asan = world.karaganda.officers[0]
    first = histories.completed(world.kostanay, aigul, pre=40, post=90)
    histories.completed(world.karaganda, aigul, on=date(2026, 5, 1))  # the same officer at the second academy
    histories.completed(world.kostanay, vera, on=date(2026, 5, 2), pre=80, post=85)  # better, but not by the margin
    histories.completed(world.kostanay, nurlan, "cooking")  # not approved
    histories.completed(world.karaganda, asan, on=date(2026, 8, 1), pre=10, post=60)
    histories.certified(world.kostanay, aigul, first, date(2026, 3, 2), date(2026, 8, 1), "A")
    assert programme_id
    assert report() == Report(
        until="2026Q3",
        day=TODAY,
        total=Figures(trained=3, matched=3, improved=2, holding=0, participations=4),
        new=1,
        by_sex=(("F", Figures(2, 2, 1, 0, 3)), ("M", Figures(1, 1, 1, 0, 1))),
        by_academy=tuple(
            sorted(
                [
                    (world.kostanay.academy_id, Figures(2, 2, 1, 0, 2)),
                    (world.karaganda.academy_id, Figures(2, 1, 1, 0, 2)),
                ],
                key=lambda row: str(row[0]),
            )
        ),
        by_quarter=(
            ("2026Q1", Figures(1, 1, 1, 1, 1)),
            ("2026Q2", Figures(2, 2, 1, 1, 3)),
            ("2026Q3", Figures(3, 3, 2, 0, 4)),
        ),
        at_several=1,
    )
    assert report("2026Q1").total == Figures(1, 1, 1, 1, 1)
    stored_equals_counted()


def test_of_linked_records_the_one_that_was_registered_first_is_believed(world: World, programme_id: UUID) -> None:
    """Whatever their ids are, and although it was corrected since; where it says nothing, the next one is."""
    earlier, later = UUID(int=2), UUID(int=1)
    stated = [(0, earlier, None, 1980), (1, later, "F", 1990), (2, earlier, None, 1981)]
    assert programme_id
    for minutes, officer_id, sex, born in stated:
        with clock.stopped_at(NOW + timedelta(minutes=minutes)), transaction():
            said = {"country": "KZ", "academy_id": world.kostanay.academy_id, "sex": sex, "birth_year": born}
            facts.add(OfficerRegistered(officer_id=officer_id, **said))
    with transaction():
        facts.add(OfficersLinked(one_id=earlier, other_id=later, basis="confirmed"))
    known = counting.known_of([earlier, later])
    assert (known.sexes, known.born) == ({later: "F"}, {later: 1981})


def test_linked_records_are_one_person_and_undone_they_are_two_again(world: World, programme_id: UUID) -> None:
    aigul, vera, _nurlan = world.kostanay.officers
    histories.completed(world.kostanay, aigul)
    histories.completed(world.karaganda, vera, on=date(2026, 4, 1))
    assert programme_id
    apart = everything()
    assert report().total == Figures(2, 0, 0, 0, 2)
    with transaction():
        link = facts.add(OfficersLinked(one_id=aigul, other_id=vera, basis="confirmed"))
    assert report().total == Figures(1, 0, 0, 0, 2)
    assert [figures.trained for _quarter, figures in report().by_quarter] == [1, 1, 1]
    stored_equals_counted()
    with transaction():
        facts.add(LinkUndone(link_id=link.id))
    assert everything() == apart
    stored_equals_counted()


def test_a_person_has_one_sex_in_every_figure(world: World, programme_id: UUID) -> None:
    """Two linked records say different things: the first record's counts, in A as in B, C and D."""
    assert programme_id
    aigul, nurlan = world.kostanay.officers[0], world.kostanay.officers[2]
    histories.completed(world.kostanay, nurlan)
    histories.completed(world.kostanay, aigul, on=date(2026, 4, 1), pre=10, post=90)
    with transaction():
        facts.add(OfficersLinked(one_id=aigul, other_id=nurlan, basis="confirmed"))
    of_men = min(aigul, nurlan) == nurlan
    one, other = Figures(1, 1, 1, 0, 2), Figures(0, 0, 0, 0, 0)
    assert report().by_sex == (("F", other if of_men else one), ("M", one if of_men else other))
    stored_equals_counted()


def test_test_people_never_count(world: World, programme_id: UUID) -> None:
    assert programme_id
    with transaction():
        tester, _account = officer(
            world.app,
            world.kostanay.academy_id,
            world.kostanay.institution_id,
            "Пробин",
            "Проб",
            None,
            "900001",
            is_test=True,
        )
    histories.completed(world.kostanay, tester)
    assert report().total == Figures(0, 0, 0, 0, 0)


def test_approving_and_withdrawing_count_anew(world: World, programme_id: UUID) -> None:
    histories.completed(world.kostanay, world.kostanay.officers[0], "cooking", date(2026, 6, 1))
    assert report().total.trained == 0
    with transaction():
        reports.approve(programme_id, "cooking", date(2026, 5, 1), None)
    assert report().total.trained == 1
    with transaction():
        reports.approve(programme_id, "cooking", date(2026, 5, 15), None, approved=False)
    assert report().total.trained == 0
    stored_equals_counted()


def test_a_corrected_sex_moves_the_count_and_none_stated_is_its_own_row(world: World, programme_id: UUID) -> None:
    assert programme_id
    with transaction():
        unknown, _account = officer(
            world.app, world.kostanay.academy_id, world.kostanay.institution_id, "Неизвестнов", "Н", None, "900002"
        )
    histories.completed(world.kostanay, unknown)
    assert [(sex, row.trained) for sex, row in report().by_sex] == [("F", 0), ("M", 0), ("", 1)]
    with clock.stopped_at(NOW + timedelta(seconds=1)), transaction():
        facts.add(
            OfficerRegistered(
                officer_id=unknown, country="KZ", academy_id=world.kostanay.academy_id, sex="M", birth_year=1990
            )
        )
    assert [(sex, row.trained) for sex, row in report().by_sex] == [("F", 0), ("M", 1)]
    stored_equals_counted()


def test_periods_end_at_midnight_in_the_country(world: World, programme_id: UUID) -> None:
    assert programme_id
    aigul, vera, _nurlan = world.kostanay.officers
    midnight = datetime(2026, 3, 31, 19, tzinfo=UTC)  # 1 April, 0:00 in Almaty
    for person, minutes in ((aigul, 1), (vera, -1)):
        enrolment_id = histories.enrolled(world.kostanay, person)
        histories.sat(enrolment_id, person, "final", 1, 90, midnight - timedelta(days=1))
        with clock.stopped_at(midnight + timedelta(minutes=minutes)), transaction():
            facts.add(
                PartDone(
                    officer_id=person,
                    enrolment_id=enrolment_id,
                    revision_id="searches-1",
                    part_id="lesson",
                    language="en",
                )
            )
    assert [(name, row.trained) for name, row in report().by_quarter] == [("2026Q1", 1), ("2026Q2", 2), ("2026Q3", 2)]


def test_a_revoked_certificate_is_held_until_the_day_before(world: World, programme_id: UUID) -> None:
    aigul = world.kostanay.officers[0]
    enrolment = histories.completed(world.kostanay, aigul)
    certificate = histories.certified(world.kostanay, aigul, enrolment, date(2026, 3, 2), None, "A")
    assert figures.holding(programme_id, [date(2026, 3, 1), date(2026, 3, 2), TODAY])[(None, "F")] == (0, 1, 1)
    with clock.stopped_at(histories.at_noon(date(2026, 9, 10))), transaction():
        facts.add(CertificateRevoked(certificate_id=certificate))
    days = [date(2026, 9, 9), date(2026, 9, 10)]
    assert figures.holding(programme_id, days)[(None, "F")] == (1, 0)
    stored_equals_counted()


@pytest.mark.usefixtures("programme_id")
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_order_of_completions_and_links_gives_the_same_figures(world: World, data: st.DataObject) -> None:
    """Each example goes on from the one before: the history only grows, and stays in step throughout."""
    people = [*world.kostanay.officers, *world.karaganda.officers]
    for _step in range(3):
        action = data.draw(st.sampled_from(["complete", "grant", "link", "undo"]))
        if action == "complete":
            place = data.draw(st.sampled_from([world.kostanay, world.karaganda]))
            day = data.draw(st.dates(date(2025, 11, 1), TODAY))
            histories.completed(place, data.draw(st.sampled_from(people)), on=day, pre=data.draw(st.integers(0, 100)))
        elif action == "grant":
            officer_id = data.draw(st.sampled_from(people))
            enrolment_id = histories.enrolled(world.kostanay, officer_id)
            histories.granted(enrolment_id, officer_id, 1, world.kostanay.instructor)
        elif action == "link":
            one, other = data.draw(st.permutations(people))[:2]
            with transaction():
                facts.add(OfficersLinked(one_id=one, other_id=other, basis="confirmed"))
        else:
            open_links = select(OfficersLinked.id).where(OfficersLinked.id.not_in(select(LinkUndone.link_id)))
            links = sorted(db.session.execute(open_links).scalars())
            which = data.draw(st.integers(0, 20))
            if links:
                with transaction():
                    facts.add(LinkUndone(link_id=links[which % len(links)]))
    stored_equals_counted()


def test_whom_a_revision_makes_complete_that_asks_for_less_counts_at_once(world: World) -> None:
    """Passed, and one of two days in class attended; the next revision asks for one."""
    histories.programme()
    editions = dict.fromkeys(factories_courses.PARTS, "1")
    factories_courses.publish(attendance=2, editions=editions)
    factories_courses.enrol(world.kostanay)
    factories_courses.read(world.kostanay, *factories_courses.PARTS)
    factories_courses.sit(world.kostanay, "final", right=True)
    session_id = factories_sessions.hold(world.kostanay)
    [entry] = factories_sessions.listed(world.kostanay, session_id, 0)
    factories_sessions.tick(session_id, factories_sessions.MONDAY, [entry], [], world.kostanay.instructor)
    factories_courses.publish(revision_id="searches-2", number=2, attendance=1, editions=editions)
    assert db.session.execute(select(Counted)).all() == []
    with clock.stopped_at(NOW + timedelta(days=1)), transaction():
        facts.add(RevisionPublished(module_id="searches", serial=1, revision_id="searches-2", under_way="again"))
    enrolments = select(Counted.enrolment_id)
    counted = db.session.execute(enrolments).all()
    assert len(counted) == 1
    with transaction():
        reports.rebuild()
    assert db.session.execute(enrolments).all() == counted
