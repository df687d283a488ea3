"""Sessions of an academy: made, changed, and who has a seat; another academy sees nothing of them."""

from datetime import timedelta
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from elearn.cohorts.models.sessions import Guest, Participant, Session
from elearn.cohorts.queries import sessions as queries
from elearn.cohorts.service import sessions
from elearn.foundation import clock
from elearn.foundation.db import db, transaction
from tests import factories_courses as courses
from tests import factories_sessions as factories
from tests.databases import NOW
from tests.factories_courses import count_queries
from tests.factories_sessions import FRIDAY, MONDAY, WEEK
from tests.quizzes.pages import main_text as text
from tests.world import World

pytestmark = pytest.mark.usefixtures("searches")

SENT = {
    "kind": "session",
    "title": "Week in class",
    "module": "searches",
    "place": "Hall 2",
    "trainers": "B. Instructor",
    "first_day": "2026-09-14",
    "last_day": "2026-09-18",
    "starts_at": "09:00",
    "ends_at": "17:00",
    "seats": "20",
    "open": "y",
}


def how_many(table: Any) -> int:
    db.session.rollback()
    count: int = db.session.execute(select(func.count()).select_from(table)).scalar_one()
    return count


def test_a_session_is_made_and_changed(world: World) -> None:
    client = world.signed_in(world.kostanay.instructor)
    assert "There are no sessions yet." in client.get("/sessions").text
    made = client.post("/sessions/new", data=SENT | {"academy": str(world.kostanay.academy_id)})
    session_id = UUID(made.location.rsplit("/", 1)[1])
    assert factories.session(session_id).plan == WEEK
    page = client.get(made.location).text
    assert all(words in page for words in ("Week in class", "Hall 2", "Searches", "Friday, September 18, 2026"))
    sent = SENT | {"title": "Forum", "kind": "forum", "module": "", "seats": "5"}
    assert client.post(f"/sessions/{session_id}/change", data=sent).status_code == 303
    changed = factories.session(session_id).plan
    assert (changed.title, changed.kind, changed.module_id, changed.seats) == ("Forum", "forum", None, 5)
    assert "Forum" in client.get("/sessions").text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "Please fill this in."),
        ({"kind": "party"}, "Please choose one."),
        ({"last_day": "2026-09-13"}, "The last day cannot be before the first one."),
        ({"last_day": "2026-09-28"}, "A session has at most 14 days."),
        ({"last_day": "soon"}, "Please give a date"),
        ({"first_day": "1970-01-01"}, "This day lies more than 5 years from today, September 15, 2026."),
        ({"last_day": "9999-12-31"}, "Please check the year."),
        ({"ends_at": "08:00"}, "It cannot end before it begins."),
        ({"ends_at": "late"}, "Please give a time, such as 09:00."),
        ({"ends_at": ""}, "Please give a time, such as 09:00."),
        ({"seats": "0"}, "Please give a whole number from 1 to 500."),
    ],
)
def test_what_makes_no_sense_is_complained_of(world: World, changes: dict[str, str], said: str) -> None:
    client = world.signed_in(world.kostanay.instructor)
    answer = client.post("/sessions/new", data=SENT | {"academy": str(world.kostanay.academy_id)} | changes)
    assert (answer.status_code, said in answer.text, how_many(Session)) == (422, True, 0)


def test_a_session_is_made_for_ones_own_academy_only(world: World) -> None:
    client = world.signed_in(world.kostanay.instructor)
    answer = client.post("/sessions/new", data=SENT | {"academy": str(world.karaganda.academy_id)})
    assert (answer.status_code, how_many(Session)) == (422, 0)


def test_another_academy_sees_nothing(world: World) -> None:
    session_id = factories.hold(world.karaganda, title="Week of the others")
    [entry] = factories.listed(world.karaganda, session_id, 0)
    factories.invite(session_id, "Guest of theirs")
    courses.enrol(world.karaganda)
    for account in (world.kostanay.instructor, world.kostanay.administrator, world.programme_administrator):
        client = world.signed_in(account)
        assert "Week of the others" not in client.get("/sessions").text
        for path in ("", "/change", "/days/2026-09-14", "/days/2026-09-14/sheet", f"/days/2026-09-14/people/{entry}"):
            assert client.get(f"/sessions/{session_id}{path}").status_code in (403, 404)
        for path in (
            "/change",
            "/officers",
            "/guests",
            f"/people/{entry}",
            "/days/2026-09-14",
            "/days/2026-09-14/codes",
            f"/days/2026-09-14/people/{entry}",
            "/scans",
        ):
            assert client.post(f"/sessions/{session_id}{path}", data=SENT).status_code in (403, 404), path
    officer = world.signed_in(world.kostanay.accounts[0])
    assert "Week of the others" not in officer.get("/sessions/mine").text
    assert officer.post(f"/sessions/{session_id}/place").status_code == 404
    assert factories.seats(session_id) == {1: "seated", 2: "seated"}
    assert factories.there(session_id, MONDAY) == {}


def test_who_comes_beyond_the_seats_waits_and_a_free_seat_goes_to_whoever_waits_longest(world: World) -> None:
    session_id = factories.hold(world.kostanay, seats=2)
    first, second, third = factories.listed(world.kostanay, session_id, 2, 0, 1)
    factories.invite(session_id, "Guest")
    assert factories.seats(session_id) == {1: "seated", 2: "seated", 3: "waiting", 4: "waiting"}
    with transaction():
        assert sessions.take_off(session_id, first)
        assert not sessions.take_off(session_id, first)
    assert factories.seats(session_id) == {1: "withdrawn", 2: "seated", 3: "seated", 4: "waiting"}
    factories.listed(world.kostanay, session_id, 2, 0)  # comes again, at the end of the row; the other is there already
    assert factories.seats(session_id) == {2: "seated", 3: "seated", 4: "waiting", 5: "waiting"}
    with transaction():
        assert sessions.change(factories.session(session_id), factories.plan(seats=1)) == "fewer-seats"
        assert sessions.change(factories.session(session_id), factories.plan(seats=3)) is None
    assert factories.seats(session_id) == {2: "seated", 3: "seated", 4: "seated", 5: "waiting"}
    assert {second, third} == {row.id for row in queries.people(session_id) if row.officer_id}


def test_the_last_seat_is_given_once(app: Flask, world: World) -> None:
    session_id = factories.hold(world.kostanay, seats=1)

    def sign_up(officer_id: UUID) -> None:
        with app.app_context(), clock.stopped_at(NOW):
            with transaction():
                sessions.sign_up(session_id, [officer_id])
            db.session.remove()

    threads = [Thread(target=sign_up, args=[officer_id]) for officer_id in world.kostanay.officers]
    db.session.rollback()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert factories.seats(session_id) == {1: "seated", 2: "waiting", 3: "waiting"}


def test_officers_are_put_on_the_list_by_their_numbers_all_or_none(world: World) -> None:
    session_id = factories.hold(world.kostanay)
    client = world.signed_in(world.kostanay.instructor)
    wrong = client.post(f"/sessions/{session_id}/officers", data={"numbers": "000001\n000004\n000002"})
    assert wrong.status_code == 422
    assert "Line 2: 000004 is not known at this academy." in wrong.text  # it is known at the other one
    assert "Жумабаев" not in wrong.text
    assert factories.seats(session_id) == {}
    right = client.post(f"/sessions/{session_id}/officers", data={"numbers": "000001; 000002"}, follow_redirects=True)
    assert "2 officers are new on the list." in right.text
    assert "Сейтқали Айгүл" in right.text
    again = client.post(f"/sessions/{session_id}/officers", data={"numbers": "000001 000003"}, follow_redirects=True)
    assert "1 officer is new on the list." in again.text
    assert factories.seats(session_id) == {1: "seated", 2: "seated", 3: "seated"}
    assert client.post(f"/sessions/{session_id}/officers", data={"numbers": ""}).status_code == 422


def test_everybody_who_takes_the_module_is_put_on_the_list_at_once(world: World) -> None:
    session_id = factories.hold(world.kostanay)
    for officer in (0, 2):
        courses.enrol(world.kostanay, officer)
    courses.enrol(world.karaganda, 1)
    client = world.signed_in(world.kostanay.instructor)
    for said in ("2 officers are new on the list.", "0 officers are new on the list."):
        assert said in client.post(f"/sessions/{session_id}/officers", data={"class": "1"}, follow_redirects=True).text
    assert factories.seats(session_id) == {1: "seated", 2: "seated"}
    forum = factories.hold(world.kostanay, module_id=None)
    client.post(f"/sessions/{forum}/officers", data={"class": "1"})
    assert factories.seats(forum) == {}


def test_guests_are_kept_apart_and_their_names_can_be_erased(world: World) -> None:
    session_id = factories.hold(world.kostanay)
    client = world.signed_in(world.kostanay.instructor)
    data = {"name": "Guest of the police", "agency": "Police"}
    assert (
        "The guest is on the list."
        in client.post(f"/sessions/{session_id}/guests", data=data, follow_redirects=True).text
    )
    page = client.get(f"/sessions/{session_id}").text
    assert "Guests of other agencies, who are never counted as officers" in page
    assert "Guest of the police" in page
    [guest] = queries.people(session_id)
    other = factories.invite(session_id, "Came already")
    factories.tick(session_id, MONDAY, [other], [], world.kostanay.instructor)
    for entry in (guest.id, other):
        client.post(f"/sessions/{session_id}/people/{entry}")
    assert how_many(Guest) == 0
    assert factories.seats(session_id) == {1: "withdrawn", 2: "seated"}  # who was there is still counted as a guest
    assert "(name erased)" in client.get(f"/sessions/{session_id}").text
    assert client.post(f"/sessions/{session_id}/guests", data=data | {"name": ""}).status_code == 422


def test_what_attendance_counts_for_is_settled_once_it_is_marked(world: World) -> None:
    session_id = factories.hold(world.kostanay)
    [entry] = factories.listed(world.kostanay, session_id, 0)
    factories.tick(session_id, MONDAY, [entry], [], world.kostanay.instructor)
    client = world.signed_in(world.kostanay.instructor)
    answer = client.post(f"/sessions/{session_id}/change", data=SENT | {"module": ""})
    assert (answer.status_code, "Attendance is marked already" in answer.text) == (422, True)
    fewer = client.post(f"/sessions/{session_id}/change", data=SENT | {"title": "Still possible"})
    assert (fewer.status_code, factories.session(session_id).plan.title) == (303, "Still possible")
    said = client.post(f"/sessions/{session_id}/people/{entry}", follow_redirects=True).text
    assert "attendance was marked already" in said
    assert factories.seats(session_id) == {1: "seated"}


def test_an_officer_signs_up_and_gives_the_place_up(world: World) -> None:
    session_id = factories.hold(world.kostanay, seats=1)
    factories.hold(world.kostanay, title="Closed", open=False)
    factories.hold(world.kostanay, title="Over", first_day=MONDAY, last_day=MONDAY)
    factories.hold(world.karaganda, title="Of the others")
    factories.listed(world.kostanay, session_id, 1)
    client = world.signed_in(world.kostanay.accounts[0])
    page = client.get("/sessions/mine").text
    assert [words in page for words in ("Week in class", "Closed", "Over", "Of the others")] == [True] + [False] * 3
    assert "Wait for a seat" in page
    said = client.post(f"/sessions/{session_id}/place", follow_redirects=True).text
    assert "You are signed up." in said
    assert "you wait for a seat" in said
    twice = client.post(f"/sessions/{session_id}/place", follow_redirects=True).text
    assert "You are signed up." in twice
    world.signed_in(world.kostanay.accounts[1]).post(f"/sessions/{session_id}/place", data={"withdraw": "1"})
    assert "you have a seat" in client.get("/sessions/mine").text
    assert factories.seats(session_id) == {1: "withdrawn", 2: "seated"}
    stranger = world.signed_in(world.kostanay.accounts[2])
    said = stranger.post(f"/sessions/{session_id}/place", data={"withdraw": "1"}, follow_redirects=True).text
    assert "Nothing was changed." in said


def test_lists_take_as_many_queries_for_three_as_for_one(world: World) -> None:
    first = factories.hold(world.kostanay)
    factories.listed(world.kostanay, first, 0)
    officer, client = world.signed_in(world.kostanay.accounts[0]), world.signed_in(world.kostanay.instructor)
    paths = ("/sessions", f"/sessions/{first}", f"/sessions/{first}/days/2026-09-14/sheet")
    for path in (*paths, "/sessions/mine"):
        looked = (officer if path.endswith("mine") else client).get(path)  # looks are written down once a day
        assert looked.status_code == 200
    before = [count_queries(lambda path=path: client.get(path)) for path in paths]  # type: ignore[misc]
    mine = count_queries(lambda: officer.get("/sessions/mine"))
    factories.listed(world.kostanay, first, 1, 2)
    for number in range(2):
        factories.listed(world.kostanay, factories.hold(world.kostanay, title=f"Week {number}", module_id=None), 0)
    assert [count_queries(lambda path=path: client.get(path)) for path in paths] == before  # type: ignore[misc]
    assert count_queries(lambda: officer.get("/sessions/mine")) == mine


def test_sessions_come_page_by_page(world: World) -> None:
    for number in range(51):
        factories.hold(
            world.kostanay, title=f"Number {number}", first_day=FRIDAY - timedelta(days=number), last_day=FRIDAY
        )
    client = world.signed_in(world.kostanay.instructor)
    assert "Number 50" not in client.get("/sessions").text
    assert "Number 50" in client.get("/sessions?page=2").text
    assert client.get("/sessions?page=3").status_code == 404


def test_no_two_people_have_the_same_code(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = iter(["AAA-AAA", "AAA-AAA", "BBB-BBB"])
    monkeypatch.setattr("elearn.cohorts.service.sessions.ids.new_short_code", lambda: next(codes))
    session_id = factories.hold(world.kostanay)
    factories.listed(world.kostanay, session_id, 0, 1)
    found = db.session.execute(select(Participant.code).order_by(Participant.turn)).scalars().all()
    assert found == ["AAA-AAA", "BBB-BBB"]


def test_the_page_that_changes_a_session_shows_it_as_it_is(world: World) -> None:
    place = world.kostanay
    session_id, client = factories.hold(place), world.signed_in(place.instructor)
    page = client.get(f"/sessions/{session_id}/change")
    assert page.status_code == 200
    assert all(f'value="{shown}"' in page.text for shown in ("Week in class", "Hall 2", "2026-09-14", "09:00", "20"))
    assert world.signed_in(world.karaganda.instructor).get(f"/sessions/{session_id}/change").status_code == 404


def test_whoever_came_off_the_list_comes_back_by_number_only(world: World) -> None:
    place = world.kostanay
    for officer in (0, 1):
        courses.enrol(place, officer)
    session_id, client = factories.hold(place), world.signed_in(place.instructor)
    whole_class = {"class": "1"}
    client.post(f"/sessions/{session_id}/officers", data=whole_class)
    world.signed_in(place.accounts[0]).post(f"/sessions/{session_id}/place", data={"withdraw": "1"})
    client.post(f"/sessions/{session_id}/officers", data=whole_class)
    assert factories.participant(session_id, place.officers[0]).seat == "withdrawn"
    factories.listed(place, session_id, 0)
    assert factories.participant(session_id, place.officers[0]).seat == "seated"


@pytest.mark.parametrize(("data", "open"), [({}, True), ({"withdraw": "1"}, True), ({"withdraw": "1"}, False)])
def test_a_second_click_says_the_same(world: World, data: dict[str, str], open: bool) -> None:
    place = world.kostanay
    session_id, client = factories.hold(place, open=open), world.signed_in(place.accounts[0])
    factories.listed(place, session_id, 0)
    said = [client.post(f"/sessions/{session_id}/place", data=data, follow_redirects=True).text for _twice in range(2)]
    sentence = "You have given up your place." if data else "You are signed up."
    assert [sentence in page for page in said] == [True, True]
    assert len(factories.seats(session_id)) == 1
    if not open:  # given up is given up: only the academy can put the officer back
        assert client.post(f"/sessions/{session_id}/place").status_code == 404
        assert "Week in class" not in client.get("/sessions/mine").text


def test_the_first_page_says_when_and_where(world: World) -> None:
    """The officer's own sessions, waiting or called off, too; and nobody else's."""
    place = world.kostanay
    officer = world.signed_in(place.accounts[0])
    seat = factories.hold(place)
    off = factories.hold(place, title="Visit", first_day=FRIDAY)
    other = factories.hold(world.karaganda, title="Elsewhere")
    factories.hold(place, title="Not mine")
    over = factories.hold(place, title="Over", first_day=MONDAY, last_day=MONDAY)
    factories.listed(place, seat, 0)
    factories.listed(place, off, 0)
    factories.listed(place, over, 0)
    factories.listed(world.karaganda, other, 0)
    with transaction():
        sessions.call_off(off, True)
    page = text(officer.get("/"))
    assert "Sessions in class Week in class Sep 14, 2026 to Sep 18, 2026 · 09:00–17:00 · Hall 2 you have a seat" in page
    called_off = "This session is not held. Ask your academy when there is another one. called off"
    assert f"Visit Sep 18, 2026 · 09:00–17:00 · Hall 2 {called_off}" in page
    assert not any(words in page for words in ("Elsewhere", "Not mine", "Over"))
