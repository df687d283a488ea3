"""What officers do themselves: the code on the wall, asking to join, modules that wait for others, what is due."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from elearn.cohorts.models.cohorts import Cohort, CohortJoined, JoinRequest
from elearn.cohorts.models.mailing import Letter
from elearn.cohorts.rules.cohorts import CODE_LETTERS
from elearn.courses.models import Enrolled, PartDone
from elearn.foundation import clock, ids
from elearn.foundation.db import db, transaction
from elearn.people.models import Identity
from elearn.people.service import officers as people
from tests import factories_courses as factories
from tests.cohorts.groups import DUE, finished, joined, made, rows
from tests.databases import NOW
from tests.quizzes.pages import main_text as text
from tests.world import World

pytestmark = pytest.mark.usefixtures("course")


@pytest.fixture
def administrator(world: World) -> FlaskClient:
    return world.signed_in(world.kostanay.administrator)


@pytest.fixture
def officer(world: World) -> FlaskClient:
    return world.signed_in(world.kostanay.accounts[0])


def open_code(client: FlaskClient, cohort_id: UUID, until: str = "2026-09-20") -> str:
    client.post(f"/cohorts/{cohort_id}/code", data={"until": until})
    return str(db.session.get_one(Cohort, cohort_id).code)


def typed(client: FlaskClient, code: str) -> Any:
    return client.post("/join", data={"code": code})


def test_the_code_on_the_wall(administrator: FlaskClient, officer: FlaskClient, world: World) -> None:
    cohort_id = made(world.kostanay)
    code = open_code(administrator, cohort_id)
    assert ids.read_code(code.lower().replace("-", " "), CODE_LETTERS) == code
    assert text(administrator.get(f"/cohorts/{cohort_id}/poster")) == (
        "The code is open. Print the poster and put it on the wall. ← Autumn Print Work at the gate Autumn "
        "Open this address in a browser: http://localhost/join "
        f"Sign in with your service number. Type this code: {code} "
        "The code is good until September 20, 2026. The training is to be completed by October 1, 2026."
    )
    for _twice in range(2):
        answer = typed(officer, code.lower())
        assert (answer.status_code, answer.location) == (303, "/modules")
    assert rows(CohortJoined, "officer_id", "way", "by_account") == [
        (world.kostanay.officers[0], "code", world.kostanay.accounts[0])
    ]
    assert len(rows(Enrolled, "id")) == 2
    assert text(officer.get("/modules")).startswith("You are in the cohort now. What is to be done is on this page.")


def test_codes_that_let_nobody_in(administrator: FlaskClient, officer: FlaskClient, world: World) -> None:
    place, wrong = world.kostanay, "There is no such code at your academy."
    cohort_id = made(place)
    code = open_code(administrator, cohort_id)
    mistyped = code[:-1] + ("0" if code[-1] != "0" else "1")
    stranger = world.signed_in(world.karaganda.accounts[0])
    for client, tried in ((officer, mistyped), (officer, ids.new_code(CODE_LETTERS)), (stranger, code), (officer, "x")):
        answer = typed(client, tried)
        assert answer.status_code == 422
        assert wrong in text(answer)
    with clock.stopped_at(NOW + timedelta(days=6)):
        assert "This code is out of date." in text(typed(world.signed_in(place.accounts[0]), code))
    administrator.post(f"/cohorts/{cohort_id}/code", data={"close": "1"})
    assert wrong in text(typed(officer, code))
    assert administrator.get(f"/cohorts/{cohort_id}/poster").status_code == 404
    assert open_code(administrator, cohort_id) != code
    assert rows(CohortJoined, "id") == []


def test_a_code_keeps_its_letters_when_its_day_moves(administrator: FlaskClient, world: World) -> None:
    cohort_id = made(world.kostanay)
    code = open_code(administrator, cohort_id)
    assert open_code(administrator, cohort_id, "2026-09-30") == code
    assert open_code(administrator, cohort_id, "2026-09-01") == code
    page = text(administrator.get(f"/cohorts/{cohort_id}"))
    assert "Please choose today or a later day for the code." in page
    assert "come in by themselves, until September 30, 2026. Poster to print" in page


def test_guessing_is_slow(officer: FlaskClient, administrator: FlaskClient, world: World) -> None:
    code = open_code(administrator, made(world.kostanay))
    for _try in range(10):
        typed(officer, "0000000")
    assert "Too many wrong codes. Please wait an hour and try again." in text(typed(officer, code))
    assert typed(world.signed_in(world.kostanay.accounts[1]), code).status_code == 303
    with clock.stopped_at(NOW + timedelta(hours=1, minutes=1)):
        assert typed(world.signed_in(world.kostanay.accounts[0]), code).status_code == 303


def test_an_officer_whom_the_academy_may_see_comes_in_from_elsewhere(administrator: FlaskClient, world: World) -> None:
    guest = world.karaganda.officers[0]
    code = open_code(administrator, made(world.kostanay))
    with transaction():
        people.let_see(world.kostanay.academy_id, [guest])
    assert typed(world.signed_in(world.karaganda.accounts[0]), code).status_code == 303
    assert rows(CohortJoined, "officer_id") == [(guest,)]


JOIN = "← My modules Join a cohort Code It stands on the poster at your academy. Join"
OFFER = "Cohorts of your academy Autumn Work at the gate To be completed by October 1, 2026"


def test_asking_and_being_approved(administrator: FlaskClient, officer: FlaskClient, world: World) -> None:
    place = world.kostanay
    cohort_id, closed = made(place, may_ask=True), made(place, name="Closed")
    made(world.karaganda, name="Theirs", may_ask=True)
    assert text(officer.get("/join")) == f"{JOIN} {OFFER} Ask to join"
    assert officer.post(f"/join/{closed}").status_code == 404
    assert world.signed_in(world.karaganda.accounts[0]).post(f"/join/{cohort_id}").status_code == 404
    for _twice in range(2):
        assert officer.post(f"/join/{cohort_id}").status_code == 303
    asked = "Your academy has your request. The answer will stand on this page."
    assert text(officer.get("/join")).endswith(f"{asked} {JOIN} {OFFER} you asked on Sep 15, 2026")
    ((request_id,),) = rows(JoinRequest, "id")
    assert "Autumn 1 asks to join" in text(administrator.get("/cohorts"))
    assert "Name Service number Asked on Answer Сейтқали Айгүл 000001 Sep 15, 2026 Approve Decline" in text(
        administrator.get(f"/cohorts/{cohort_id}")
    )
    assert administrator.post(f"/cohorts/{closed}/requests/{request_id}", data={"approve": "1"}).status_code == 404
    for _twice in range(2):
        administrator.post(f"/cohorts/{cohort_id}/requests/{request_id}", data={"approve": "1"})
    page = text(administrator.get(f"/cohorts/{cohort_id}"))
    assert page.startswith("The officer is in the cohort now. This request was answered before.")
    assert "Asked on" not in page
    assert rows(CohortJoined, "officer_id", "way", "by_account") == [
        (place.officers[0], "approval", place.administrator)
    ]
    assert text(officer.get("/join")) == f"{JOIN} {OFFER} you are in it"
    assert rows(Letter, "id") == []  # no address, no letter


def test_being_declined(administrator: FlaskClient, officer: FlaskClient, world: World) -> None:
    place = world.kostanay
    cohort_id = made(place, may_ask=True)
    with transaction():
        db.session.get_one(Identity, place.officers[0]).email = "officer@example.kz"
    officer.post(f"/join/{cohort_id}")
    ((request_id,),) = rows(JoinRequest, "id")
    administrator.post(f"/cohorts/{cohort_id}/requests/{request_id}", data={"decline": "1"})
    assert text(officer.get("/join")).endswith(f"{OFFER} your academy declined on Sep 15, 2026")
    officer.post(f"/join/{cohort_id}")  # asking again changes nothing
    assert rows(JoinRequest, "answer") == [("declined",)]
    assert rows(CohortJoined, "id") == []
    assert rows(Letter, "officer_id", "kind", "state") == [(place.officers[0], "declined", "waiting")]


# --- what comes first --------------------------------------------------------------------------------------------------


def test_a_module_waits_for_those_before_it_in_the_course(officer: FlaskClient, world: World) -> None:
    place = world.kostanay
    joined(made(place), place.officers[0])
    sentence = "This module opens when you have completed these modules: Searches"
    assert sentence in text(officer.get("/modules/visits"))
    for path in ("/modules/visits/why", "/modules/visits/print", "/modules/visits/scenario-gate"):
        answer = officer.get(path)
        assert (answer.status_code, answer.location) == (303, "/modules/visits")
    for path in ("/modules/visits/why", "/modules/visits/papers/pre-test", "/modules/visits/papers/final"):
        answer = officer.post(path)
        assert (answer.status_code, answer.location) == (303, "/modules/visits")
    assert rows(PartDone, "id") == []
    assert " Searches Why we search" in text(officer.get("/modules"))
    finished(place)
    assert sentence not in text(officer.get("/modules/visits"))
    assert officer.get("/modules/visits/why").status_code == 200
    assert " Visits Why we search" in text(officer.get("/modules"))


def test_a_module_waits_for_what_it_requires_however_one_is_enrolled(officer: FlaskClient, world: World) -> None:
    place = world.kostanay
    factories.publish(module_id="more", revision_id="more-1", titles={"en": "More"}, requires=("searches",))
    factories.enrol(place, module_id="more", due_on=DUE)
    assert "completed these modules: Searches" in text(officer.get("/modules/more"))
    assert "completed these modules: Searches" in text(officer.get("/modules"))
    assert officer.get("/modules/more/why").location == "/modules/more"
    factories.enrol(place)
    finished(place)
    assert officer.get("/modules/more/why").status_code == 200


def test_alone_a_module_of_the_course_waits_for_nothing(officer: FlaskClient, world: World) -> None:
    factories.enrol(world.kostanay, module_id="visits")
    assert officer.get("/modules/visits/why").status_code == 200


def test_what_is_due_by_date_and_as_a_slip(officer: FlaskClient, world: World) -> None:
    place = world.kostanay
    assert text(officer.get("/due")) == "← My modules What is due Nothing is to be completed by a date."
    joined(made(place, module_id="visits"), place.officers[0])
    factories.enrol(place, due_on=NOW.date())
    factories.enrol(world.karaganda, due_on=NOW.date())
    due = "Searches due on Sep 15, 2026 Visits due on Oct 1, 2026"
    assert f"To be completed by a date {due} Print what is due" in text(officer.get("/modules"))
    assert text(officer.get("/due")) == f"← My modules Print What is due А. Сейтқали {due}"
