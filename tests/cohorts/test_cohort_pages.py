"""The pages of cohorts: who sees which, what they say, and that nothing of another academy is among it."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from elearn.cohorts.models.cohorts import Cohort, CohortDated, CohortInstructor, CohortJoined
from elearn.foundation import clock
from elearn.foundation.db import db, transaction
from elearn.people.models import NamesSeen
from elearn.people.service import officers
from tests import factories_courses as factories
from tests.cohorts.groups import DUE, finished, joined, made, rows
from tests.databases import NOW
from tests.people.helpers import plain
from tests.quizzes.pages import main_text
from tests.world import Place, World, staff

pytestmark = pytest.mark.usefixtures("course")


@pytest.fixture
def administrator(world: World) -> FlaskClient:
    return world.signed_in(world.kostanay.administrator)


def text(response: Any) -> str:
    return main_text(response)


FILTERS = "State All not begun yet under way over Sorted by Name Name ↓ First day First day ↓ Due Due ↓ Show"
TAKE = "Take this list as an Excel file Take this list as a CSV file"
HEADS = "Cohorts Name What it takes First day Due ↓ People Finished Late Instructors"


def test_the_list_shows_the_academys_cohorts(administrator: FlaskClient, world: World) -> None:
    place = world.kostanay
    assert text(administrator.get("/cohorts")) == (
        f"Cohorts New cohort Questionnaires {FILTERS} There are no cohorts yet. Make the first one with the button above."
    )
    ours = made(place, instructors=(place.instructor,))
    theirs = made(world.karaganda, name="Theirs")
    joined(ours, *place.officers)
    joined(theirs, *world.karaganda.officers)
    page = text(administrator.get("/cohorts"))
    assert page == (
        f"Cohorts New cohort Questionnaires {FILTERS} {HEADS} "
        f"Autumn Work at the gate Sep 1, 2026 Oct 1, 2026 3 0 0 Kostanay-Instructor {TAKE}"
    )


def test_filters_sort_and_links(administrator: FlaskClient, world: World) -> None:
    made(world.kostanay, name="B", module_id="searches")
    made(world.kostanay, name="A", module_id="searches", starts_on=NOW.date() + timedelta(1), due_on=DUE + timedelta(9))
    made(world.karaganda, name="C", module_id="searches")

    def names(query: str) -> list[str]:
        body = administrator.get(f"/cohorts?{query}").get_data(as_text=True)
        return [name for name in "ABC" if f">{name}</a>" in body]

    assert names("") == ["A", "B"]
    assert names("state=coming") == ["A"]
    assert names("state=running") == ["B"]
    assert names("state=over") == []
    assert names("state=nonsense&sort=nonsense&academy=nonsense") == ["A", "B"]
    assert administrator.get("/cohorts?page=2").status_code == 404
    assert names(f"academy={world.karaganda.academy_id}") == []
    with clock.stopped_at(NOW + timedelta(days=20)):
        late = world.signed_in(world.kostanay.administrator)
        assert "No cohort fits these choices." in text(late.get("/cohorts?state=coming"))
        assert "Oct 1, 2026" in text(late.get("/cohorts?state=over"))
    body = administrator.get("/cohorts?sort=name").get_data(as_text=True)
    assert body.index(">A</a>") < body.index(">B</a>")


def test_an_instructor_sees_their_own_cohorts_only(world: World) -> None:
    place = world.kostanay
    mine = made(place, name="Mine", instructors=(place.instructor,))
    others = made(place, name="Others")
    client = world.signed_in(place.instructor)
    page = text(client.get("/cohorts"))
    assert "Mine" in page
    assert "Others" not in page
    assert "New cohort" not in page
    paths = ["", "/slips", "/due"]
    assert [client.get(f"/cohorts/{mine}{path}").status_code for path in paths] == [200] * 3
    assert [client.get(f"/cohorts/{others}{path}").status_code for path in paths] == [404] * 3
    assert "Bring officers in" not in text(client.get(f"/cohorts/{mine}"))
    with transaction():
        db.session.add(CohortInstructor(cohort_id=mine, account_id=world.karaganda.instructor))
    stranger = world.signed_in(world.karaganda.instructor)  # named, but with no role at this academy
    assert stranger.get(f"/cohorts/{mine}").status_code == 404


def test_nothing_of_another_academy(world: World) -> None:
    place, other = world.kostanay, world.karaganda
    cohort_id = made(place)
    joined(cohort_id, *place.officers)
    client = world.signed_in(other.administrator)
    gets = ["", "/change", "/officers", "/poster", "/slips", "/due"]
    posts = ["/change", "/officers", "/chosen", "/code", f"/requests/{cohort_id}"]
    answers = [client.get(f"/cohorts/{cohort_id}{path}").status_code for path in gets]
    answers += [client.post(f"/cohorts/{cohort_id}{path}", data={"numbers": "000004"}).status_code for path in posts]
    assert answers == [404] * 11
    assert "There are no cohorts yet." in text(client.get("/cohorts"))


def test_making_a_cohort(administrator: FlaskClient, world: World) -> None:
    place = world.kostanay
    page = text(administrator.get("/cohorts/new"))
    assert page == (
        "← All cohorts New cohort What it takes A course is several modules in order. Work at the gate Searches Visits "
        "Name of the cohort Such as the place and the month. First day To be completed by "
        "Instructors Kostanay-Admin Kostanay-Instructor Officers of the academy may ask to join Make the cohort"
    )
    form = {
        "takes": "course:gate",
        "name": "Spring",
        "starts_on": "2026-09-20",
        "due_on": "2026-10-20",
        "instructors": [str(place.instructor), str(world.karaganda.instructor)],
    }
    for changes, sentence in (
        ({"due_on": "2026-09-19"}, "To be completed by The last day lies before the first one."),
        ({"starts_on": "2026-09-01", "due_on": "2026-09-14"}, "The date lies in the past."),
        ({"starts_on": "1970-01-01"}, "First day This day lies more than 5 years from today, September 15, 2026."),
        ({"due_on": "9999-12-31"}, "To be completed by This day lies more than 5 years from today"),
        ({"takes": "module:nothing"}, "What it takes Please choose one."),
        ({"name": ""}, "Name of the cohort Please fill this in."),
    ):
        answer = administrator.post("/cohorts/new", data=form | changes)
        assert answer.status_code == 422
        assert sentence in text(answer)
    assert rows(Cohort, "id") == []
    answer = administrator.post("/cohorts/new", data=form)
    ((cohort_id, name, course_id, module_id),) = rows(Cohort, "id", "name", "course_id", "module_id")
    assert (answer.status_code, answer.location) == (303, f"/cohorts/{cohort_id}")
    assert (name, course_id, module_id) == ("Spring", "course-1", None)
    assert rows(CohortInstructor, "account_id") == [(place.instructor,)]  # nobody of elsewhere
    page = text(administrator.get(f"/cohorts/{cohort_id}"))
    assert page == (
        "The cohort is made. Now bring officers in. ← All cohorts Spring Change the cohort Work at the gate "
        "Academy Kostanay academy First day September 20, 2026 To be completed by October 20, 2026 "
        "Modules Searches · Visits Instructors Kostanay-Instructor Bring officers in "
        "Code on the wall With a code, officers of the academy come in by themselves. The code is good until Make a code "
        "Officers Nobody is in this cohort yet. Bring officers in by a list, put a code on the wall, or let them ask."
    )


def test_only_for_an_academy_of_ones_own(world: World) -> None:
    client = world.signed_in(world.kostanay.administrator)
    assert client.get(f"/cohorts/new?academy={world.karaganda.academy_id}").status_code == 404
    with transaction():
        both = staff("both", "academy-administrator", None)
    page = text(world.signed_in(both).get(f"/cohorts/new?academy={world.karaganda.academy_id}"))
    assert "Karaganda training centre Kostanay academy" in page
    assert "Instructors Karaganda-Admin Karaganda-Instructor" in page


def test_changing_a_cohort(administrator: FlaskClient, world: World) -> None:
    place = world.kostanay
    cohort_id = made(place, instructors=(place.instructor,))
    page = administrator.get(f"/cohorts/{cohort_id}/change").get_data(as_text=True)
    assert f'value="{place.instructor}" checked' in page
    form = {"name": "Winter", "starts_on": "2026-09-01", "due_on": "2026-12-01", "may_ask": "y", "number": "1"}
    assert administrator.post(f"/cohorts/{cohort_id}/change", data=form | {"due_on": ""}).status_code == 422
    assert administrator.post(f"/cohorts/{cohort_id}/change", data=form).status_code == 303
    assert rows(Cohort, "name", "may_ask") == [("Winter", True)]
    assert rows(CohortInstructor, "account_id") == []
    administrator.post(f"/cohorts/{cohort_id}/change", data=form | {"due_on": "2026-11-01"})
    assert "Somebody else has changed the dates meanwhile." in text(administrator.get(f"/cohorts/{cohort_id}"))
    again = administrator.post(f"/cohorts/{cohort_id}/change", data=form, follow_redirects=True)  # a second click
    assert "The cohort is changed." in text(again)
    assert rows(CohortDated, "number", "due_on")[-1] == (2, date(2026, 12, 1))


def test_a_cohort_that_is_over_can_be_changed(world: World) -> None:
    place = world.kostanay
    cohort_id = made(place)
    form = {"name": "Done", "starts_on": "2026-09-01", "due_on": DUE.isoformat(), "number": "1"}
    with clock.stopped_at(NOW + timedelta(days=90)):
        client = world.signed_in(place.administrator)
        assert client.post(f"/cohorts/{cohort_id}/change", data=form).status_code == 303
        refused = client.post(f"/cohorts/{cohort_id}/change", data=form | {"due_on": "2026-10-02"})
        assert "The date lies in the past." in text(refused)
    assert rows(Cohort, "name") == [("Done",)]
    elsewhere = world.signed_in(world.karaganda.administrator)
    assert elsewhere.post(f"/cohorts/{cohort_id}/change", data=form).status_code == 404


def test_each_officers_state(administrator: FlaskClient, world: World) -> None:
    place = world.kostanay
    cohort_id = made(place)
    joined(cohort_id, *place.officers)
    finished(place)
    finished(place, officer=1)
    finished(place, "visits", officer=1)
    joined(made(world.karaganda), *world.karaganda.officers)
    body = text(administrator.get(f"/cohorts/{cohort_id}"))
    assert "3 people 1 have completed all of it 0 are late" in body
    assert body.endswith(
        "Name ↑ Service number Institution State Modules done Module by module "
        "Ермолаева Вера Take out Ермолаева Вера 000002 Institution of kostanay done 2 of 2 Searches done Visits done "
        "Сейтқали Айгүл Take out Сейтқали Айгүл 000001 Institution of kostanay started 1 of 2 Searches done Visits not started "
        "Төлегенов Нұрлан Take out Төлегенов Нұрлан 000003 Institution of kostanay not started 0 of 2 Searches not started "
        f"Visits not started {TAKE}"
    )

    def who(query: str, client: FlaskClient = administrator) -> list[str]:
        page = text(client.get(f"/cohorts/{cohort_id}?{query}"))
        return [number for number in ("000001", "000002", "000003", "000004") if number in page]

    assert who("standing=done") == ["000002"]
    assert who("standing=started") == ["000001"]
    assert who("standing=not-started") == ["000003"]
    assert who("standing=late") == []
    assert who(f"institution={place.institution_id}") == ["000001", "000002", "000003"]
    assert who(f"institution={world.karaganda.institution_id}") == []
    assert who("sort=standing") == who("sort=institution") == ["000001", "000002", "000003"]
    with clock.stopped_at(NOW + timedelta(days=20)):
        later = world.signed_in(place.administrator)
        assert who("standing=late", later) == ["000001", "000003"]
        assert "Visits was due on Oct 1, 2026" in text(later.get(f"/cohorts/{cohort_id}?standing=late"))
    assert (place.administrator, place.academy_id, f"cohort {cohort_id} page 1", 3) in rows(
        NamesSeen, "account_id", "academy_id", "what", "how_many"
    )


def test_a_list_is_looked_up_and_then_taken_in(administrator: FlaskClient, world: World) -> None:
    place = world.kostanay
    cohort_id = made(place, module_id="searches")
    joined(cohort_id, place.officers[1])
    address = f"/cohorts/{cohort_id}/officers"
    bad = text(administrator.post(address, data={"numbers": "000001\n000002\n000001\n000004\nnobody", "enrol": "1"}))
    assert bad.startswith(
        "← Autumn Bring officers in "
        "2 numbers are not known at this academy. Nobody is enrolled before they are corrected or taken out. "
        "The list, line by line Line Service number Name What happens "
        "1 000001 Сейтқали Айгүл will be enrolled 2 000002 Ермолаева Вера is in the cohort already "
        "3 000001 Сейтқали Айгүл stands in the list twice 4 000004 is not known at this academy "
        "5 nobody is not known at this academy"
    )
    assert len(rows(CohortJoined, "id")) == 1
    good = {"numbers": "000001 000003"}
    assert "2 officers can be enrolled." in text(administrator.post(address, data=good))
    assert len(rows(CohortJoined, "id")) == 1
    assert administrator.post(address, data=good | {"enrol": "1"}).location == f"/cohorts/{cohort_id}"
    assert {officer for (officer,) in rows(CohortJoined, "officer_id")} == set(place.officers)
    assert "Everybody on this list is in the cohort already." in text(administrator.post(address, data=good))
    assert "Please fill this in." in text(administrator.post(address, data={"numbers": ""}))


def test_officers_are_ticked(administrator: FlaskClient, world: World) -> None:
    place = world.kostanay
    cohort_id = made(place, module_id="searches")
    joined(cohort_id, place.officers[1])
    assert text(administrator.get(f"/cohorts/{cohort_id}/officers")) == (
        "← Autumn Bring officers in Tick them Ермолаева Вера is in the cohort already "
        "Сейтқали Айгүл 000001 Institution of kostanay Төлегенов Нұрлан 000003 Institution of kostanay "
        "Bring in who is ticked Or paste a list Service numbers "
        "One in each line, or parted by commas, semicolons, spaces or tabs. Check the list"
    )

    def tick(*officers: object) -> int:
        data = {"officer": [str(each) for each in officers]}
        return administrator.post(f"/cohorts/{cohort_id}/chosen", data=data).status_code

    assert tick(place.officers[0], world.karaganda.officers[0]) == 404
    assert tick("nobody") == 404
    assert len(rows(CohortJoined, "id")) == 1
    assert tick(place.officers[0], place.officers[1]) == 303
    assert len(rows(CohortJoined, "id")) == 2


def test_slips_and_the_list_of_what_is_due(administrator: FlaskClient, world: World) -> None:
    place = world.kostanay
    cohort_id = made(place)
    joined(cohort_id, *place.officers[:2])
    finished(place)
    made(world.karaganda)
    slips = text(administrator.get(f"/cohorts/{cohort_id}/slips"))
    assert slips.endswith(
        "Print Ермолаева Вера This is to be completed: Searches due on Oct 1, 2026 Visits due on Oct 1, 2026 "
        "Sign in at http://localhost with your service number. "
        "Сейтқали Айгүл This is to be completed: Visits due on Oct 1, 2026 "
        "Sign in at http://localhost with your service number."
    )
    due = f"/cohorts/{cohort_id}/due"
    assert text(administrator.get(due)).endswith("List of what is due Nothing is late or due within two weeks.")
    with clock.stopped_at(NOW + timedelta(days=17)):
        page = text(world.signed_in(place.administrator).get(due))
    head = "Autumn, on October 2, 2026: what is late or due within two weeks Name Service number Module Due"
    assert page.endswith(
        f"Print List of what is due Institution of kostanay {head} "
        "Ермолаева Вера 000002 Searches was due on Oct 1, 2026 Ермолаева Вера 000002 Visits was due on Oct 1, 2026 "
        "Сейтқали Айгүл 000001 Visits was due on Oct 1, 2026"
    )


def test_each_wing_has_a_list_of_what_is_due_of_its_own(administrator: FlaskClient, world: World) -> None:
    place = world.kostanay
    ours, theirs = made(place, module_id="searches"), made(world.karaganda, module_id="searches")
    joined(ours, *place.officers)
    joined(theirs, *world.karaganda.officers)
    with transaction():
        for officer_id, unit in zip((*place.officers[:2], world.karaganda.officers[0]), ("10", "2", "3"), strict=True):
            officers.move_within(officer_id, unit)

    def lists(academy: Place, cohort_id: UUID) -> list[str]:
        with clock.stopped_at(NOW + timedelta(days=17)):
            page = world.signed_in(academy.administrator).get(f"/cohorts/{cohort_id}/due").get_data(as_text=True)
        found = re.findall(r'<article class="card print-sheet">(.*?)</article>', page, re.DOTALL)
        return [plain(each) for each in found]

    head = "Autumn, on October 2, 2026: what is late or due within two weeks Name Service number Module Due"
    due = "Searches was due on Oct 1, 2026"
    assert lists(place, ours) == [
        f"Institution of kostanay {head} Төлегенов Нұрлан 000003 {due}",
        f"Institution of kostanay · 2 {head} Ермолаева Вера 000002 {due}",
        f"Institution of kostanay · 10 {head} Сейтқали Айгүл 000001 {due}",
    ]
    assert [each.partition(" Autumn")[0] for each in lists(world.karaganda, theirs)] == [
        "Institution of karaganda",
        "Institution of karaganda · 3",
    ]
    slips = administrator.get(f"/cohorts/{ours}/slips").get_data(as_text=True)
    assert re.findall(r'<h2 translate="no">(.*?)</h2>', slips) == [
        "Төлегенов Нұрлан",
        "Ермолаева Вера",
        "Сейтқали Айгүл",
    ]


def test_how_many_queries_pages_take_does_not_depend_on_how_much_is_there(
    administrator: FlaskClient, world: World
) -> None:
    place = world.kostanay
    first: UUID = made(place, instructors=(place.instructor,))
    joined(first, place.officers[0])
    paths = ["/cohorts", f"/cohorts/{first}", f"/cohorts/{first}/officers", f"/cohorts/{first}/slips"]

    def counts() -> list[int]:
        for path in paths:
            administrator.get(path)  # the look at names is written down once a day
        return [factories.count_queries(lambda path=path: administrator.get(path)) for path in paths]  # type: ignore[misc]

    one = counts()
    joined(first, *place.officers[1:])
    for name in ("second", "third"):
        joined(made(place, name=name, instructors=(place.instructor,)), *place.officers)
    assert counts() == one
