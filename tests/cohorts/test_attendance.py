"""Attendance: ticked, typed from the sheet, corrected; and what it does to a module, a certificate and the figures."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from elearn.cohorts.service import attendance
from elearn.courses.models import Attended, Progress
from elearn.courses.queries import progress as mine
from elearn.courses.rules.attending import Means, Meeting, Seen
from elearn.courses.service import attendance as courses_attendance
from elearn.courses.service import progress
from elearn.foundation import clock
from elearn.foundation.db import db, transaction
from elearn.people.models import Account
from elearn.reports import service as reports
from elearn.reports.models import Counted, StoredCount
from elearn.reports.queries import figures, programmes
from tests import factories_courses as courses
from tests import factories_sessions as factories
from tests import histories
from tests.courses.test_progress import rows
from tests.databases import NOW
from tests.factories_courses import PARTS
from tests.factories_sessions import FRIDAY, MONDAY, TUESDAY
from tests.world import World

pytestmark = pytest.mark.usefixtures("searches")

WEDNESDAY = MONDAY + timedelta(days=2)


def on(day: date) -> Any:
    """Ten in the evening of the day in Almaty."""
    return clock.stopped_at(histories.at_noon(day) + timedelta(hours=10))


def facts() -> list[tuple[Any, ...]]:
    """What was ever said: officer, day, serial, whether there, how it is known."""
    db.session.rollback()
    rows = select(Attended.officer_id, Attended.day, Attended.serial, Attended.present, Attended.means)
    return [tuple(row) for row in db.session.execute(rows.order_by(Attended.day, Attended.serial, Attended.officer_id))]


def test_a_day_is_ticked_once(world: World) -> None:
    session_id = factories.hold(world.kostanay)
    first, second = factories.listed(world.kostanay, session_id, 0, 1)
    guest = factories.invite(session_id, "Guest")
    client = world.signed_in(world.kostanay.instructor)
    path = f"/sessions/{session_id}/days/{TUESDAY}"
    page = client.get(path).text
    assert "Сейтқали Айгүл" in page
    sent = {"shown": [str(first), str(second), str(guest)], "present": [str(first), str(guest)]}
    assert "3 persons are marked." in client.post(path, data=sent, follow_redirects=True).text
    twice = client.post(path, data=sent | {"present": [str(second)]}, follow_redirects=True).text
    assert "0 persons are marked." in twice
    one, two = world.kostanay.officers[:2]
    assert facts() == sorted([(one, TUESDAY, 1, True, "ticked"), (two, TUESDAY, 1, False, "ticked")])
    assert factories.there(session_id, TUESDAY) == {first: True, second: False, guest: True}
    assert client.post(path, data={"shown": "no id"}).status_code == 400


def test_a_day_to_come_cannot_be_marked(world: World) -> None:
    session_id = factories.hold(world.kostanay)
    [entry] = factories.listed(world.kostanay, session_id, 0)
    client = world.signed_in(world.kostanay.instructor)
    path = f"/sessions/{session_id}/days/{WEDNESDAY}"
    assert "This day has not come yet." in client.get(path).text
    assert client.post(path, data={"shown": str(entry), "present": str(entry)}).status_code == 404
    assert client.post(f"{path}/codes", data={"codes": "x"}).status_code == 404
    for wrong in ("2026-09-13", "soon", "2026-09-19"):
        assert client.get(f"/sessions/{session_id}/days/{wrong}").status_code == 404
    assert facts() == []


def test_the_same_sheet_entered_twice_changes_nothing(world: World) -> None:
    session_id, other_id = factories.hold(world.kostanay), factories.hold(world.kostanay, title="Another")
    foreign_id = factories.hold(world.karaganda)
    first, second = factories.listed(world.kostanay, session_id, 0, 1)
    factories.listed(world.kostanay, other_id, 0)
    factories.listed(world.karaganda, foreign_id, 0)
    guest = factories.invite(session_id, "Guest")
    one, two = (factories.participant(session_id, world.kostanay.officers[n]).code for n in (0, 1))
    other = factories.participant(other_id, world.kostanay.officers[0]).code
    foreign = factories.participant(foreign_id, world.karaganda.officers[0]).code
    client = world.signed_in(world.kostanay.instructor)
    path = f"/sessions/{session_id}/days/{MONDAY}"
    mistyped = one[:-1] + ("A" if one[-1] != "A" else "B")
    wrong = client.post(f"{path}/codes", data={"codes": f"{two}\n\n{mistyped}\n{other}\n{foreign}"})
    assert wrong.status_code == 422
    for said in (
        f"Line 3: “{mistyped}” is mistyped. Compare it with the sheet.",
        f"Line 4: “{other}” is a code of another session. Is it the right sheet?",
        f"Line 5: “{foreign}” stands on no sheet of this academy.",
        "Nothing of this sheet was kept",
    ):
        assert said in wrong.text
    assert facts() == []
    sheet = {"codes": f"{one.lower()}\r\n{two}\r\n{two}\r\n{factories.participant(session_id, None).code}"}
    right = client.post(f"{path}/codes", data=sheet, follow_redirects=True).text
    assert "3 persons are marked present." in right
    assert "1 code was entered before." in right
    before, there = facts(), factories.there(session_id, MONDAY)
    assert there == {first: True, second: True, guest: True}
    again = client.post(f"{path}/codes", data=sheet, follow_redirects=True).text
    assert "0 persons are marked present." in again
    assert (facts(), factories.there(session_id, MONDAY)) == (before, there)
    assert client.post(f"{path}/codes", data={"codes": " "}).status_code == 422


def test_a_sheet_entered_again_does_not_undo_a_correction(world: World) -> None:
    session_id = factories.hold(world.kostanay)
    [entry] = factories.listed(world.kostanay, session_id, 0)
    code = {"codes": factories.participant(session_id, world.kostanay.officers[0]).code}
    client = world.signed_in(world.kostanay.instructor)
    path = f"/sessions/{session_id}/days/{MONDAY}"
    client.post(f"{path}/codes", data=code)
    person = f"{path}/people/{entry}"
    assert "code from the sheet" in client.get(person).text
    sent = {"serial": "2", "present": "no", "reason": "somebody-else"}
    assert "Corrected." in client.post(person, data=sent, follow_redirects=True).text
    assert (
        "Line 1: this person is marked absent." in client.post(f"{path}/codes", data=code, follow_redirects=True).text
    )
    officer = world.kostanay.officers[0]
    assert facts() == [(officer, MONDAY, 1, True, "code"), (officer, MONDAY, 2, False, "corrected")]
    page = client.get(person).text
    assert "code from the sheet" in page
    assert "corrected: It was somebody else" in page
    assert "Kostanay-Instructor" in page
    assert "corrected" in client.get(path).text
    assert "Corrected." in client.post(person, data=sent, follow_redirects=True).text  # a second click changes nothing
    for outdated in (sent | {"serial": "9", "present": "yes"}, sent | {"serial": "2", "present": "yes"}):
        assert "so nothing was done" in client.post(person, data=outdated, follow_redirects=True).text
    assert client.post(person, data=sent | {"reason": "because"}).status_code == 400
    assert client.get(f"{path}/people/{world.kostanay.officers[0]}").status_code == 404
    assert client.get(f"/sessions/{session_id}/days/{TUESDAY}/people/{entry}").status_code == 404
    assert len(facts()) == 2


def test_what_is_marked_of_a_guest_is_simply_changed(world: World) -> None:
    session_id = factories.hold(world.kostanay)
    guest = factories.invite(session_id, "Guest")
    factories.tick(session_id, MONDAY, [guest], [], world.kostanay.instructor)
    client = world.signed_in(world.kostanay.instructor)
    path = f"/sessions/{session_id}/days/{MONDAY}/people/{guest}"
    assert "Guests are counted in no figure" in client.get(path).text
    client.post(path, data={"serial": "1", "present": "no", "reason": "mistake"})
    assert (facts(), factories.there(session_id, MONDAY)) == ([], {guest: False})


def test_who_has_no_seat_cannot_be_marked(world: World) -> None:
    session_id = factories.hold(world.kostanay, seats=1)
    first, second = factories.listed(world.kostanay, session_id, 0, 1)
    code = factories.participant(session_id, world.kostanay.officers[1]).code
    client = world.signed_in(world.kostanay.instructor)
    path = f"/sessions/{session_id}/days/{MONDAY}"
    assert "belongs to somebody without a seat" in client.post(f"{path}/codes", data={"codes": code}).text
    client.post(path, data={"shown": [str(first), str(second)], "present": [str(second)]})
    assert factories.there(session_id, MONDAY) == {first: False}


def test_nobody_marks_their_own_attendance(world: World) -> None:
    session_id = factories.hold(world.kostanay)
    [entry] = factories.listed(world.kostanay, session_id, 0)
    with transaction():
        account = db.session.get_one(Account, world.kostanay.instructor)
        db.session.get_one(Account, world.kostanay.accounts[0]).officer_id = None
        db.session.flush()
        account.officer_id = world.kostanay.officers[0]
    client = world.signed_in(world.kostanay.instructor)
    path = f"/sessions/{session_id}/days/{MONDAY}"
    code = factories.participant(session_id, world.kostanay.officers[0]).code
    assert "is your own code. Somebody else has to mark you." in client.post(f"{path}/codes", data={"codes": code}).text
    client.post(path, data={"shown": str(entry), "present": str(entry)})
    assert client.get(f"{path}/people/{entry}").status_code == 404
    assert facts() == []


def test_of_two_who_mark_at_once_the_first_one_holds(world: World) -> None:
    session_id = factories.hold(world.kostanay)
    factories.listed(world.kostanay, session_id, 0)
    officer = world.kostanay.officers[0]
    meeting = Meeting(session_id, world.kostanay.academy_id, "searches", MONDAY, NOW)
    with transaction():
        marks = [
            courses_attendance.mark(meeting, [Seen(officer, present, 1, Means.TICKED)], world.kostanay.instructor)
            for present in (True, False)
        ]
    assert marks == [True, False]
    assert facts() == [(officer, MONDAY, 1, True, "ticked")]


# --- what it does -----------------------------------------------------------------------------------------------------


def standing(world: World, officer: int = 0) -> tuple[str, int, Any]:
    """State, days attended and moment of completion of an officer's module."""
    db.session.rollback()
    columns = select(Progress.state, Progress.attended, Progress.completed_at)
    row = db.session.execute(columns.where(Progress.officer_id == world.kostanay.officers[officer])).one()
    return row.state, row.attended, row.completed_at


def trained() -> tuple[Any, Any]:
    programme = programmes.by_code("joint")
    assert programme
    total = figures.report_until(programme, "2026Q4", date(2026, 12, 31)).total
    return total.trained, total.participations


@pytest.mark.parametrize("order", ["class-first", "lessons-first", "enrolled-last"])
def test_a_module_is_completed_when_all_is_there_whatever_comes_last(world: World, order: str) -> None:
    histories.programme()
    session_id = factories.hold(world.kostanay)
    [entry] = factories.listed(world.kostanay, session_id, 0)

    def attend() -> None:
        for day in (MONDAY, TUESDAY, WEDNESDAY):
            with on(day):
                factories.tick(session_id, day, [entry], [], world.kostanay.instructor)

    def learn() -> None:
        courses.read(world.kostanay, *PARTS)
        courses.sit(world.kostanay, "final", right=True)

    if order == "enrolled-last":
        attend()
        with on(FRIDAY):
            courses.enrol(world.kostanay)
            learn()
        assert standing(world) == ("passed", 3, histories.at_noon(FRIDAY) + timedelta(hours=10))
    else:
        courses.enrol(world.kostanay)
        steps = [attend, learn] if order == "class-first" else [learn, attend]
        steps[0]()
        assert standing(world)[0] == "started"
        assert trained() == (0, 0)
        with on(WEDNESDAY):
            steps[1]()
        assert standing(world)[:2] == ("passed", 3)
        # The day on which the last session ended, however late it is written down.
        assert standing(world)[2].date() == WEDNESDAY
    assert trained() == (1, 1)
    before = rows()
    with transaction():
        progress.rebuild()
    assert rows() == before


def test_days_at_sessions_of_another_academy_or_module_do_not_count(world: World) -> None:
    courses.enrol(world.kostanay)
    with transaction():
        for academy_id, module_id in (
            (world.karaganda.academy_id, "searches"),
            (world.kostanay.academy_id, "other"),
            (world.kostanay.academy_id, None),
        ):
            meeting = Meeting(UUID(int=len(module_id or "")), academy_id, module_id, MONDAY, NOW)
            seen = [Seen(world.kostanay.officers[0], True, 1, Means.TICKED)]
            assert courses_attendance.mark(meeting, seen, world.kostanay.instructor)
    assert standing(world)[:2] == ("not-started", 0)
    progress.rebuild()
    assert standing(world)[:2] == ("not-started", 0)


def test_a_day_is_not_attended_before_it_is_over(world: World) -> None:
    """Nothing is completed in the future: who is ticked in the morning attended until then."""
    session_id = factories.hold(world.kostanay, first_day=TUESDAY, last_day=TUESDAY)
    [entry] = factories.listed(world.kostanay, session_id, 0)
    factories.tick(session_id, TUESDAY, [entry], [], world.kostanay.instructor)
    assert db.session.execute(select(Attended.at)).scalars().all() == [NOW]


def test_who_takes_a_module_once_more_attends_once_more(world: World) -> None:
    first = histories.enrolled(world.kostanay, world.kostanay.officers[0], on=date(2026, 2, 1))
    session_id = factories.hold(world.kostanay)
    [entry] = factories.listed(world.kostanay, session_id, 0)
    factories.tick(session_id, MONDAY, [entry], [], world.kostanay.instructor)
    again = histories.enrolled(world.kostanay, world.kostanay.officers[0], on=TUESDAY)
    with on(TUESDAY):
        factories.tick(session_id, TUESDAY, [entry], [], world.kostanay.instructor)
    before = rows()
    assert {row["enrolment_id"]: row["attended"] for row in before} == {first: 1, again: 1}
    with transaction():
        progress.rebuild()
    assert sorted(rows(), key=str) == sorted(before, key=str)


def test_a_correction_takes_completion_and_figure_back_and_flags_the_certificate(world: World) -> None:
    histories.programme()
    courses.enrol(world.kostanay)
    session_id = factories.hold(world.kostanay)
    [entry] = factories.listed(world.kostanay, session_id, 0)
    officer = world.signed_in(world.kostanay.accounts[0])
    with on(WEDNESDAY):
        for day in (MONDAY, TUESDAY, WEDNESDAY):
            factories.tick(session_id, day, [entry], [], world.kostanay.instructor)
        courses.read(world.kostanay, *PARTS)
        courses.sit(world.kostanay, "final", right=True)
    assert trained() == (1, 1)
    assert "Here is your certificate." in officer.post("/modules/searches/certificate", follow_redirects=True).text
    office = world.signed_in(world.kostanay.administrator)
    assert "module no longer completed" not in office.get("/certificates/academy").text
    with on(FRIDAY):
        assert factories.correct(session_id, TUESDAY, entry, False, world.kostanay.instructor)
    assert standing(world) == ("started", 2, None)
    assert trained() == (0, 0)
    flagged = office.get("/certificates/academy").text
    assert "module no longer completed" in flagged
    assert "valid" in officer.get("/certificates").text  # until a person revokes it
    assert db.session.execute(select(Counted)).all() == []
    with transaction():
        progress.rebuild()
        reports.rebuild()
    assert (standing(world), trained()) == (("started", 2, None), (0, 0))
    with on(FRIDAY):
        assert factories.correct(session_id, TUESDAY, entry, True, world.kostanay.instructor)
    assert standing(world)[:2] == ("passed", 3)
    assert trained() == (1, 1)
    assert "module no longer completed" not in office.get("/certificates/academy").text
    assert [(serial, present) for _, day, serial, present, _ in facts() if day == TUESDAY] == [
        (1, True),
        (2, False),
        (3, True),
    ]


def test_the_officer_sees_what_is_required_and_what_is_there(world: World) -> None:
    courses.enrol(world.kostanay)
    client = world.signed_in(world.kostanay.accounts[0])
    page = client.get("/modules/searches").text
    assert "3 days of sessions in class" in page
    assert "0 days attended" in page
    courses.read(world.kostanay, *PARTS)
    courses.sit(world.kostanay, "final", right=True)
    session_id = factories.hold(world.kostanay)
    [entry] = factories.listed(world.kostanay, session_id, 0)
    factories.tick(session_id, MONDAY, [entry], [], world.kostanay.instructor)
    page = client.get("/modules/searches").text
    assert "1 day attended" in page
    assert "What is left are sessions to attend in class." in page
    assert "What is left are sessions to attend in class." in client.get("/modules").text
    refused = client.post("/modules/searches/certificate", follow_redirects=True).text
    assert "For the certificate, you still have to attend sessions of this module." in refused
    enrolment = mine.of_module(world.kostanay.officers[0], "searches")
    assert enrolment
    assert enrolment.attended == 1


DAYS = st.sampled_from([MONDAY, TUESDAY, WEDNESDAY])
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("mark"), DAYS, st.booleans()),
        st.tuples(st.just("correct"), DAYS, st.booleans()),
        st.sampled_from([("read", None, None), ("sit", None, None)]),
    ),
    max_size=10,
)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(DEEDS)
def test_any_order_gives_the_same_state_and_a_rebuild_too(world: World, deeds: list[tuple[Any, Any, Any]]) -> None:
    """Each example goes on with an officer's history in a session of its own: it only grows."""
    if programmes.by_code("joint") is None:
        histories.programme()
        courses.enrol(world.kostanay)
    session_id = factories.hold(world.kostanay)
    [entry] = factories.listed(world.kostanay, session_id, 0)
    for deed, day, present in deeds:
        with on(FRIDAY):
            if deed == "mark":
                marks = ([entry], []) if present else ([], [entry])
                factories.tick(session_id, day, *marks, world.kostanay.instructor)
            elif deed == "correct" and entry in factories.there(session_id, day):
                factories.correct(session_id, day, entry, present, world.kostanay.instructor)
            elif deed == "read":
                courses.read(world.kostanay, *PARTS)
            elif deed == "sit" and standing(world)[0] == "started" and not _passed(world):
                courses.sit(world.kostanay, "final", right=True)
    before, counted = rows(), _counted()
    assert standing(world)[1] == sum(_was_there(world, day) for day in (MONDAY, TUESDAY, WEDNESDAY))
    with transaction():
        progress.rebuild()
        reports.rebuild()
    assert (rows(), _counted()) == (before, counted)


def _passed(world: World) -> bool:
    enrolment = mine.of_module(world.kostanay.officers[0], "searches")
    return enrolment is not None and enrolment.passed


def _was_there(world: World, day: date) -> bool:
    """Whether the latest word of any session of that day is that the officer was there."""
    said = select(Attended).where(Attended.day == day, Attended.officer_id == world.kostanay.officers[0])
    latest: dict[UUID, Attended] = {}
    for each in db.session.execute(said.order_by(Attended.serial)).scalars():
        latest[each.session_id] = each
    return any(each.present for each in latest.values())


def _counted() -> list[tuple[Any, ...]]:
    db.session.rollback()
    stored = select(StoredCount.quarter, StoredCount.trained, StoredCount.participations).where(
        StoredCount.participations > 0
    )
    return [tuple(row) for row in db.session.execute(stored)]


def test_marks_of_a_session_are_made_in_the_session_only(world: World) -> None:
    """An entry of another session that a form names is not marked."""
    session_id, other_id = factories.hold(world.kostanay), factories.hold(world.kostanay)
    [other] = factories.listed(world.kostanay, other_id, 0)
    with transaction():
        assert attendance.tick(factories.session(session_id), MONDAY, [other], [other], world.kostanay.instructor) == 0
    assert facts() == []
