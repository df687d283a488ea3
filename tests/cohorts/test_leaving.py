"""What ends and comes back: officers taken out of a cohort, enrolments withdrawn, sessions called off, scans deleted."""

import io
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from elearn.certificates import queries as certificates
from elearn.cohorts.models.cohorts import CohortLeft, CohortTakes
from elearn.cohorts.models.sessions import Scan, ScanDeleted, SheetKept
from elearn.cohorts.queries import cohorts as queries
from elearn.courses.models import Enrolled, EnrolmentWithdrawn, Progress
from elearn.courses.service import enrolment, progress
from elearn.foundation.db import db, transaction
from elearn.people.service import links
from elearn.reports.queries import overview
from tests import factories_courses as courses
from tests import factories_sessions as sessions
from tests.cohorts.groups import DUE, finished, joined, made, rows
from tests.factories_content import PNG
from tests.factories_sessions import FRIDAY, MONDAY
from tests.people.helpers import notices, where, words
from tests.world import World

pytestmark = pytest.mark.usefixtures("course")


@pytest.fixture
def office(world: World) -> FlaskClient:
    return world.signed_in(world.kostanay.administrator)


@pytest.fixture
def teacher(world: World) -> FlaskClient:
    return world.signed_in(world.kostanay.instructor)


def numbers(cohort_id: UUID) -> tuple[int, int, int]:
    db.session.rollback()
    found = queries.figures([cohort_id]).get(cohort_id)
    return (found.people, found.done, found.late) if found else (0, 0, 0)


def states() -> list[tuple[Any, ...]]:
    return rows(Progress, "officer_id", "module_id", "state")


def rebuilt() -> list[tuple[Any, ...]]:
    with transaction():
        progress.rebuild()
    return states()


def test_an_officer_is_taken_out_of_a_cohort_and_brought_back(world: World, office: FlaskClient) -> None:
    place = world.kostanay
    one, other, _third = place.officers
    cohort_id, second = made(place), made(place, module_id="visits", name="Other")
    joined(cohort_id, *place.officers)
    joined(second, other)
    finished(place)  # the first officer's module "searches"
    before, facts = states(), rows(Enrolled, "id")
    page = office.get(f"/cohorts/{cohort_id}/officers/{one}/out")
    assert words(page) == (
        "← Autumn Take out of the cohort Сейтқали Айгүл 000001 What was done stays and counts. The officer can be brought back "
        "at any time. The officer no longer has to complete what is asked for this cohort only Take out of the cohort"
    )
    for officer_id in (one, other):
        path = f"/cohorts/{cohort_id}/officers/{officer_id}/out"
        assert where(office.post(path, data={"withdraw": "1"})) == (303, f"/cohorts/{cohort_id}")
    shown = office.get(f"/cohorts/{cohort_id}")
    assert notices(shown)[0] == "The officer is taken out of the cohort. What was done stays and counts."
    assert "Taken out of the cohort Name Service number Change Ермолаева Вера 000002 Bring back" in words(shown)
    assert numbers(cohort_id) == (1, 0, 0)
    stood = {row[:2]: row[2] for row in states()}
    assert stood == {
        **{row[:2]: row[2] for row in before},
        (one, "visits"): "withdrawn",
        (other, "searches"): "withdrawn",  # and "visits" is asked by the other cohort still
    }
    assert rebuilt() == sorted([(*key, state) for key, state in stood.items()], key=str)
    assert "Visits" not in words(world.signed_in(place.accounts[0]).get("/due"))
    assert office.get(f"/cohorts/{cohort_id}/officers/{one}/out").status_code == 404
    assert where(office.post(f"/cohorts/{cohort_id}/officers/{one}/out")) == (303, f"/cohorts/{cohort_id}")
    assert "This officer is not in the cohort." in str(notices(office.get(f"/cohorts/{cohort_id}")))

    for officer_id in (one, other):
        back = f"/cohorts/{cohort_id}/officers/{officer_id}/back"
        assert where(office.post(back)) == (303, f"/cohorts/{cohort_id}")
    assert numbers(cohort_id) == (3, 0, 0)
    assert states() == before
    assert rows(Enrolled, "id") == facts  # nobody is enrolled anew
    assert len(rows(CohortTakes, "id")) == 7
    assert sorted(row[1] for row in rows(CohortLeft, "officer_id", "left")) == [False, False, True, True]
    assert rebuilt() == before


def test_without_the_tick_what_is_to_be_done_stays(world: World, office: FlaskClient) -> None:
    place = world.kostanay
    cohort_id = made(place, module_id="searches")
    joined(cohort_id, *place.officers[:2])
    before = states()
    office.post(f"/cohorts/{cohort_id}/officers/{place.officers[0]}/out")
    assert (states(), numbers(cohort_id)) == (before, (1, 0, 0))


def test_a_person_leaves_by_all_records_and_is_back_by_one(world: World, office: FlaskClient) -> None:
    place = world.kostanay
    one, other, _third = place.officers
    cohort_id = made(place, module_id="searches")
    joined(cohort_id, one, other)
    with transaction():
        links.link(one, other, None)
    assert numbers(cohort_id)[0] == 1
    office.post(f"/cohorts/{cohort_id}/officers/{one}/out", data={"withdraw": "1"})
    assert numbers(cohort_id) == (0, 0, 0)
    assert {row[2] for row in states()} == {"withdrawn"}
    office.post(f"/cohorts/{cohort_id}/officers/{other}/back")
    assert numbers(cohort_id) == (1, 0, 0)


def test_another_academy_takes_nobody_out(world: World) -> None:
    place = world.kostanay
    cohort_id = made(place, module_id="searches")
    joined(cohort_id, place.officers[0])
    path = f"/cohorts/{cohort_id}/officers/{place.officers[0]}"
    stranger = world.signed_in(world.karaganda.administrator)
    assert [stranger.get(f"{path}/out").status_code, stranger.post(f"{path}/out").status_code] == [404, 404]
    assert stranger.post(f"{path}/back").status_code == 404
    assert world.signed_in(place.instructor).post(f"{path}/out").status_code == 403
    assert numbers(cohort_id) == (1, 0, 0)


def test_an_enrolment_is_withdrawn_and_taken_up_again(world: World, office: FlaskClient) -> None:
    place = world.kostanay
    first, second = courses.enrol(place), courses.enrol(place, 1)
    finished(place)  # the first one
    courses.read(place, *courses.PARTS[:1], officer=1, module_id="searches")
    courses.enrol(world.karaganda)
    sent = {"academy": str(place.academy_id), "module": "searches", "numbers": "000001\n000002\n000003", "due_on": ""}
    checked = words(office.post("/enrolment", data=sent))
    assert "Withdraw the enrolment of 1 officer" in checked
    done = office.post("/enrolment", data={**sent, "withdraw": "1"})
    assert where(done) == (303, "/enrolment")
    assert notices(office.get("/enrolment")) == [
        "The enrolment of 1 officer is withdrawn. Enrol again to undo this: what was done is kept."
    ]
    stood = {row[0]: row[1] for row in rows(Progress, "enrolment_id", "state")}
    assert (stood[first], stood[second]) == ("passed", "withdrawn")  # what is completed counts, and cannot be withdrawn
    assert sorted(stood.values()) == ["not-started", "passed", "withdrawn"]
    rebuilt()
    assert {row[0]: row[1] for row in rows(Progress, "enrolment_id", "state")} == stood
    mine = world.signed_in(place.accounts[1])
    assert "Searches" not in words(mine.get("/due"))
    overview = words(office.get(f"/overview?academy={place.academy_id}&module=searches"))
    assert "Ермолаева" not in overview
    assert certificates.candidates(place.officers[1]) == []
    assert len(certificates.candidates(place.officers[0])) == 1
    with transaction():
        assert enrolment.enrol([place.officers[1]], "searches", place.academy_id, DUE, False, None) == {
            place.officers[1]: second
        }
    assert rows(EnrolmentWithdrawn, "number", "withdrawn") == [(1, True), (2, False)]
    back = {row[0]: row[1:] for row in rows(Progress, "enrolment_id", "state", "due_on")}
    assert back[second] == ("started", DUE)


def test_an_institution_of_withdrawn_enrolments_only_is_in_no_filter(world: World) -> None:
    place, other = world.kostanay, world.karaganda
    courses.enrol(place)
    assert {row.id for row in overview.institutions(place.academy_id)} == {place.institution_id}
    with transaction():
        elsewhere = enrolment.enrol([other.officers[0]], "searches", place.academy_id, DUE, False, None)
    both = {place.institution_id, other.institution_id}
    assert {row.id for row in overview.institutions(place.academy_id)} == both
    with transaction():
        enrolment.withdraw({each: officer_id for officer_id, each in elsewhere.items()}, place.administrator)
    assert {row.id for row in overview.institutions(place.academy_id)} == {place.institution_id}


def test_a_session_is_called_off_and_held_after_all(world: World, teacher: FlaskClient) -> None:
    place = world.kostanay
    session_id = sessions.hold(place, last_day=FRIDAY)
    sessions.listed(place, session_id, 0)
    officer, nobody = world.signed_in(place.accounts[0]), world.signed_in(place.accounts[1])
    stranger = world.signed_in(world.karaganda.instructor)
    path = f"/sessions/{session_id}"
    assert stranger.post(f"{path}/held", data={"call-off": "1"}).status_code == 404
    assert where(teacher.post(f"{path}/held", data={"call-off": "1"})) == (303, path)
    assert "The session is called off." in words(teacher.get(path))
    assert "called off" in words(teacher.get("/sessions"))
    page = words(officer.get("/sessions/mine"))
    assert "called off Week in class" in page
    assert "This session is not held. Ask your academy when there is another one." in page
    assert "Week in class" not in words(nobody.get("/sessions/mine"))
    assert [
        nobody.post(f"{path}/place").status_code,
        teacher.post(f"{path}/officers", data={"class": "1"}).status_code,
        teacher.post(f"{path}/guests", data={"name": "x", "agency": "y"}).status_code,
        teacher.post(f"{path}/days/{MONDAY}").status_code,
        teacher.post(f"{path}/days/{MONDAY}/codes", data={"codes": "x"}).status_code,
    ] == [404] * 5
    assert where(teacher.post(f"{path}/held")) == (303, path)
    assert "you have a seat Week in class" in words(officer.get("/sessions/mine"))
    entry = sessions.participant(session_id, place.officers[0]).id
    assert sessions.tick(session_id, MONDAY, [entry], [], place.instructor) == 1
    teacher.post(f"{path}/held", data={"call-off": "1"})
    assert "Attendance is marked already, so the session was held." in str(notices(teacher.get(path)))
    assert not sessions.session(session_id).called_off


def test_a_scan_is_deleted_and_its_digest_stays(world: World, teacher: FlaskClient) -> None:
    session_id = sessions.hold(world.kostanay)

    def keep() -> str | None:
        sent = {"day": MONDAY.isoformat(), "scan": (io.BytesIO(PNG), "sheet.png")}
        answer = teacher.post(f"/sessions/{session_id}/scans", data=sent, content_type="multipart/form-data")
        return answer.location

    path = keep()
    assert path
    stranger = world.signed_in(world.karaganda.instructor)
    assert stranger.post(path, data={"reason": "erasure"}).status_code == 404
    assert teacher.post(path, data={"reason": "because"}).status_code == 400
    digest = db.session.execute(select(SheetKept.digest)).scalar_one()
    assert where(teacher.post(path, data={"reason": "erasure"})) == (303, path)
    page = words(teacher.get(path))
    assert "The file was deleted on September 15, 2026." in page
    assert "Deleted by Kostanay-Instructor Reason Somebody who stands on it is to be erased" in page
    assert digest in page.replace(" ", "")
    assert teacher.get(f"{path}/file").status_code == 404
    assert (rows(Scan, "id"), rows(ScanDeleted, "reason")) == ([], [("erasure",)])
    teacher.post(path, data={"reason": "wrong"})
    assert notices(teacher.get(path)) == ["This file was deleted before. Nothing was changed."]
    keep()
    assert "This very file was kept and deleted before." in str(notices(teacher.get(f"/sessions/{session_id}")))
    assert "deleted" in words(teacher.get(f"/sessions/{session_id}"))


def test_ticks_of_one_page_are_kept_on_the_next(
    world: World, office: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = world.kostanay
    cohort_id = made(place, module_id="searches")
    for module in ("enrolling", "common"):
        monkeypatch.setattr(f"elearn.cohorts.views.{module}.PER_PAGE", 2)
    path = f"/cohorts/{cohort_id}/officers"
    by_name = [place.officers[each] for each in (1, 0, 2)]
    assert "Page 1 of 2" in words(office.get(path))
    looked = office.post(f"/cohorts/{cohort_id}/chosen", data={"officer": [str(by_name[1])], "page": "2"})
    assert "1 officer is ticked on other pages." in words(looked)
    assert f'<input type="hidden" name="officer" value="{by_name[1]}">' in looked.text
    both = {"officer": [str(by_name[1]), str(by_name[2])]}
    again = office.post(f"/cohorts/{cohort_id}/chosen", data={**both, "page": "1"})
    assert f'value="{by_name[1]}" checked>' in again.text
    assert f'value="{by_name[0]}">' in again.text
    assert queries.figures([cohort_id]) == {}
    strange = {"officer": [str(world.karaganda.officers[0])], "page": "2"}
    assert office.post(f"/cohorts/{cohort_id}/chosen", data=strange).status_code == 404
    assert office.post(f"/cohorts/{cohort_id}/chosen", data={**both, "page": "0"}).status_code == 404
    assert where(office.post(f"/cohorts/{cohort_id}/chosen", data=both)) == (303, f"/cohorts/{cohort_id}")
    assert numbers(cohort_id) == (2, 0, 0)
