"""After an academy has become part of another one, its officers are trained there; two records of one person have one seat."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from elearn.cohorts.models.cohorts import CohortJoined
from elearn.cohorts.queries import attendance as read
from elearn.cohorts.queries import cohorts as queries
from elearn.cohorts.queries import sessions as session_queries
from elearn.cohorts.rules.sessions import endings
from elearn.cohorts.service import cohorts, joining
from elearn.cohorts.service import sessions as service
from elearn.courses.models import Attended, Enrolled, Progress
from elearn.courses.queries import enrolment as enrolling
from elearn.courses.service import enrolment, progress
from elearn.foundation.db import db, transaction
from elearn.people.models import LinkUndone, OfficersLinked
from elearn.people.service import links, renaming
from tests import factories_courses as courses
from tests import factories_sessions as sessions
from tests.cohorts.groups import DUE, joined, made, rows
from tests.factories_sessions import FRIDAY, MONDAY, TUESDAY
from tests.people.helpers import words
from tests.people.test_packs import options
from tests.world import World, officer

pytestmark = pytest.mark.usefixtures("course")


def merge(world: World) -> None:
    """Kostanay becomes part of Karaganda."""
    into = world.karaganda.academy_id
    with transaction():
        place = renaming.find_place(world.kostanay.academy_id)
        assert place
        assert renaming.merge(place, into, date(2026, 5, 1), world.programme_administrator) is renaming.Done.DONE


def test_officers_of_the_ended_academy_are_enrolled_join_and_sign_up_at_the_other(world: World) -> None:
    one, into = world.kostanay, world.karaganda
    here, by_code = made(into, may_ask=True), made(into, module_id="visits", name="By code")
    session_id = sessions.hold(into, module_id=None, last_day=FRIDAY + timedelta(14))
    theirs = world.signed_in(into.administrator)
    paste = {"numbers": "000001\n000002\n000003", "enrol": "1"}
    signed_in = world.signed_in(one.accounts[0])

    def offers() -> tuple[bool, bool]:
        return "Autumn" in words(signed_in.get("/join")), "Week in class" in words(signed_in.get("/sessions/mine"))

    assert offers() == (False, False)
    assert words(theirs.post(f"/cohorts/{here}/officers", data=paste)).count("is not known at this academy") == 3
    merge(world)
    assert offers() == (True, True)
    assert signed_in.post(f"/sessions/{session_id}/place").status_code == 303
    assert sessions.participant(session_id, one.officers[0]).seat == "seated"
    with transaction():
        code = joining.open_code(queries.by_id(by_code), DUE)
    assert signed_in.post("/join", data={"code": code}).status_code == 303
    assert signed_in.post(f"/join/{here}").status_code == 303
    page = words(theirs.get(f"/cohorts/{here}/officers"))
    assert all(family in page for family in ("Сейтқали", "Ермолаева", "Төлегенов", "Жумабаев"))
    chosen = theirs.post(f"/cohorts/{here}/chosen", data={"officer": [str(one.officers[1])]})
    assert chosen.status_code == 303
    assert theirs.post(f"/cohorts/{here}/officers", data={"numbers": "000003", "enrol": "1"}).status_code == 303
    assert theirs.post(f"/sessions/{session_id}/officers", data={"numbers": "000002\n000003"}).status_code == 303
    assert sessions.seats(session_id) == {1: "seated", 2: "seated", 3: "seated"}
    assert rows(CohortJoined, "cohort_id", "officer_id") == sorted(
        [(here, one.officers[1]), (here, one.officers[2]), (by_code, one.officers[0])], key=str
    )
    pasted = {"academy": str(into.academy_id), "module": "searches", "numbers": "000001", "enrol": "1", "due_on": ""}
    assert theirs.post("/enrolment", data=pasted).status_code == 303
    assert {row[0] for row in rows(Enrolled, "academy_id")} == {into.academy_id}


def test_the_ended_academy_stands_in_no_form_for_something_new(world: World) -> None:
    merge(world)
    theirs = world.signed_in(world.karaganda.administrator)
    teacher, boss = world.signed_in(world.karaganda.instructor), world.signed_in(world.programme_administrator)
    forms = {
        "/enrolment": (theirs, "academy"),
        "/officers/new": (theirs, "academy"),
        "/officers/lists": (theirs, "academy"),
        "/sessions/new": (teacher, "academy"),
        "/authoring/new": (teacher, "academy"),
        f"/site/staff/{world.monitor}": (boss, "academy"),
    }
    for path, (client, field) in forms.items():
        page = client.get(path)
        assert page.status_code == 200, path
        assert "Kostanay" not in page.text, path
        offered = [words for _value, words in options(page.text, field)]
        assert [each for each in offered if "academy" in each or "Karaganda" in each] in (
            [],  # nothing is asked where there is one academy only
            ["Karaganda training centre"],
        ), path
    assert theirs.get(f"/cohorts/new?academy={world.kostanay.academy_id}").status_code == 404
    assert {place.id for place in enrolling.places(None)} == {world.karaganda.academy_id}
    # what it had begun goes on: its sessions and cohorts are led by the staff of the other
    session_id = sessions.hold(world.kostanay)
    page = teacher.get(f"/sessions/{session_id}/change")
    assert "Kostanay academy" not in words(page)
    sent = {
        "kind": "session", "title": "Moved", "module": "searches", "place": "Hall 3", "trainers": "B.",
        "first_day": "2026-09-14", "last_day": "2026-09-18", "starts_at": "09:00", "ends_at": "17:00", "seats": "20",
    }  # fmt: skip
    assert teacher.post(f"/sessions/{session_id}/change", data=sent).status_code == 303
    assert sessions.session(session_id).plan.title == "Moved"
    assert sessions.session(session_id).academy_id == world.kostanay.academy_id


def test_what_was_begun_at_the_ended_academy_goes_on_at_the_other(world: World) -> None:
    """Nobody is enrolled twice, and days in class count for the enrolment that is there."""
    one, into = world.kostanay, world.karaganda
    courses.publish(module_id="class", revision_id="class-1", attendance=2)
    before = courses.enrol(one, 0, module_id="class")
    merge(world)
    with transaction():
        assert enrolment.enrol(one.officers[:1], "class", into.academy_id, DUE, False, None) == {}
    cohort_id = made(into, module_id="class")
    joined(cohort_id, one.officers[0])
    assert rows(Enrolled, "id", "academy_id") == [(before, one.academy_id)]
    assert rows(Progress, "due_on") == [(DUE,)]
    figures = queries.figures([cohort_id])[cohort_id]
    assert (figures.people, figures.done, figures.late) == (1, 0, 0)
    listed = words(world.signed_in(into.administrator).get(f"/cohorts/{cohort_id}"))
    assert "Сейтқали" in listed
    session_id = sessions.hold(into, module_id="class")
    assert session_queries.taking(into.academy_id, "class") == [one.officers[0]]
    entry = sessions.listed(one, session_id, 0)
    assert sessions.tick(session_id, MONDAY, entry, [], into.instructor) == 1
    assert rows(Attended, "academy_id") == [(one.academy_id,)]
    assert rows(Progress, "attended") == [(1,)]
    assert sessions.correct(session_id, MONDAY, entry[0], False, into.instructor)
    assert rows(Progress, "attended") == [(0,)]
    with transaction():
        progress.rebuild()
    assert rows(Progress, "attended") == [(0,)]
    assert cohorts.rebuild() == 1


def linked(one: UUID, other: UUID) -> UUID:
    with transaction():
        links.link(one, other, None)
    return db.session.execute(select(OfficersLinked.id)).scalars().all()[-1]


def test_two_records_of_one_person_have_one_seat_and_count_once(world: World) -> None:
    place = world.kostanay
    one, other, third = place.officers
    session_id = sessions.hold(place, seats=2)
    entries = sessions.listed(place, session_id, 0, 1, 2)
    assert sessions.seats(session_id) == {1: "seated", 2: "seated", 3: "waiting"}
    assert sessions.tick(session_id, MONDAY, entries[:2], [], place.instructor) == 2
    link = linked(one, other)
    assert session_queries.seated(session_id) == 1
    assert read.present_by_day(session_id)[0] == {MONDAY: 1}
    [(_session, seated, waiting)], _count = session_queries.page_of(
        session_queries.Wish(frozenset({place.academy_id})), 1
    )
    assert (seated, waiting) == (1, 1)
    assert "1 of 2" in words(world.signed_in(place.instructor).get(f"/sessions/{session_id}"))
    with transaction():
        links.undo_link(link, place.administrator)
    assert session_queries.seated(session_id) == 2  # as before
    assert read.present_by_day(session_id)[0] == {MONDAY: 2}
    assert len(rows(LinkUndone, "id")) == 1
    linked(one, other)
    assert sessions.listed(place, session_id, 2)  # whoever waits has the seat that two records do not need
    assert sessions.seats(session_id) == {1: "seated", 2: "seated", 3: "seated"}
    again = sessions.hold(place, title="Later", first_day=TUESDAY)
    assert sessions.listed(place, again, 0)
    with transaction():
        assert service.sign_up(again, [other, third]) == 1
    mine = world.signed_in(place.accounts[1])
    page = words(mine.get("/sessions/mine"))
    assert page.count("you have a seat") == 2
    assert mine.post(f"/sessions/{again}/place", data={"withdraw": "1"}).status_code == 303
    assert sessions.seats(again) == {1: "withdrawn", 2: "seated"}


def test_days_marked_under_either_record_complete_the_module_until_the_link_is_undone(world: World) -> None:
    place, elsewhere = world.kostanay, world.karaganda
    courses.publish(module_id="class", revision_id="class-1", attendance=2)
    for officer_number in (0, 1):
        courses.enrol(place, officer_number, module_id="class")
    courses.enrol(elsewhere, 0, module_id="class")
    session_id, there = (sessions.hold(each, module_id="class") for each in (place, elsewhere))
    entries = sessions.listed(place, session_id, 0, 1)
    for day in (MONDAY, TUESDAY):
        assert sessions.tick(session_id, day, [entries[day == TUESDAY]], [], place.instructor) == 1
    assert sessions.tick(there, MONDAY, sessions.listed(elsewhere, there, 0), [], elsewhere.instructor) == 1

    def attended() -> list[int]:
        found = {row[0]: row[1] for row in rows(Progress, "officer_id", "attended")}
        return [found[each] for each in (*place.officers[:2], elsewhere.officers[0])]

    assert attended() == [1, 1, 1]
    one, other = place.officers[:2]
    link = linked(one, other)
    assert attended() == [2, 2, 1]
    with transaction():
        progress.rebuild()
    assert attended() == [2, 2, 1]
    assert sessions.correct(session_id, TUESDAY, entries[1], False, place.instructor)
    assert attended() == [1, 1, 1]
    assert sessions.correct(session_id, TUESDAY, entries[1], True, place.instructor)
    assert attended() == [2, 2, 1]
    with transaction():
        links.undo_link(link, place.administrator)
    assert attended() == [1, 1, 1]  # as before
    with transaction():
        progress.rebuild()
    assert attended() == [1, 1, 1]
    linked(one, elsewhere.officers[0])  # days at another academy count there only
    assert attended() == [1, 1, 1]


def test_two_people_of_one_name_and_rank_are_told_apart_on_the_sheet(world: World) -> None:
    place = world.kostanay
    with transaction():
        namesake, _account = officer(
            world.app, place.academy_id, place.institution_id, "Сейтқали", "Айгүл", "F", "900701"
        )
    session_id = sessions.hold(place)
    sessions.listed(place, session_id, 0, 1)
    with transaction():
        service.sign_up(session_id, [namesake])
    client = world.signed_in(place.instructor)
    for path in ("", f"/days/{MONDAY}", f"/days/{MONDAY}/sheet"):
        page = words(client.get(f"/sessions/{session_id}{path}"))
        assert all(told in page for told in ("Сейтқали Айгүл …001", "Сейтқали Айгүл …701")), path
        assert "Ермолаева Вера …" not in page


def test_the_end_of_a_number_is_as_long_as_it_takes() -> None:
    one, other, third, fourth = (UUID(int=n) for n in range(4))
    numbers = {one: ("A", "12001"), other: ("A", "13001"), third: ("B", "77001"), fourth: ("A", "")}
    assert endings(numbers) == {one: "2001", other: "3001"}
    assert endings({one: ("A", "1"), other: ("A", "1")}) == {one: "1", other: "1"}
