"""What staff do with one officer's attempts: their own academy's only, each once, and written down."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from elearn.courses.models import Progress
from elearn.courses.queries import progress as progress_queries
from elearn.courses.queries import published
from elearn.courses.service import enrolment, papers, progress
from elearn.foundation import clock, ids
from elearn.foundation.db import db, transaction
from elearn.people.models import RoleGranted
from elearn.people.queries import looks
from elearn.quizzes.models import AttemptGranted, AttemptUnlocked, DeadlineMoved, TimeGranted
from elearn.quizzes.queries import sittings
from elearn.quizzes.rules.attempts import Acceptance, Reason
from elearn.quizzes.service import attempting, granting
from tests import factories_courses as factories
from tests.databases import NOW
from tests.factories_courses import PARTS
from tests.quizzes.pages import main_text
from tests.quizzes.test_pages import at
from tests.racing import at_once
from tests.world import Place, World
from tests.world import officer as make_officer

pytestmark = pytest.mark.usefixtures("searches")

OUTDATED = "This had changed in the meantime, so nothing was done. Please look at it again."


@pytest.fixture
def enrolment_id(world: World) -> UUID:
    """Of Kostanay's first officer, who has done all parts. A colleague and a stranger stand in the same place."""
    for place, officer in ((world.kostanay, 1), (world.karaganda, 0), (world.kostanay, 0)):
        found = factories.enrol(place, officer)
        factories.read(place, *PARTS, officer=officer)
        begin(place, officer)
    return found


def begin(place: Place, officer: int = 0, browser: str | None = None) -> UUID:
    """The final assessment, begun or gone on with."""
    with transaction():
        mine = progress_queries.of_module(place.officers[officer], "searches")
        assert mine
        module = published.revision(mine.revision_id)
        begun = papers.start(mine, module, module.papers["final"], browser)
        assert isinstance(begun, UUID), begun
    return begun


@pytest.fixture
def instructor(world: World) -> FlaskClient:
    return world.signed_in(world.kostanay.instructor)


@pytest.fixture
def officer(world: World) -> FlaskClient:
    return world.signed_in(world.kostanay.accounts[0])


def address(enrolment_id: UUID, *more: object) -> str:
    return "/".join(["/assessment/enrolments", str(enrolment_id), *map(str, more)])


def said(client: FlaskClient, answer: TestResponse, enrolment_id: UUID) -> str:
    """What the page says at its top after a form was sent."""
    assert (answer.status_code, answer.location) == (303, address(enrolment_id))
    text = main_text(client.get(answer.location))
    return text[: text.index("← Overview")].strip()


def submit(world: World, attempt_id: UUID) -> None:
    with transaction():
        attempting.submit(attempt_id, world.kostanay.officers[0])


def test_the_page_of_an_enrolment(world: World, instructor: FlaskClient, enrolment_id: UUID) -> None:
    first = begin(world.kostanay)
    submit(world, first)
    with clock.stopped_at(NOW + timedelta(minutes=5)):
        second = begin(world.kostanay, browser="here")
    with clock.stopped_at(NOW + timedelta(minutes=10)):
        page = main_text(world.signed_in(world.kostanay.instructor).get(address(enrolment_id)))
    assert page == (
        "← Overview Сейтқали Айгүл Searches · 000001 "
        f"Open now: Final assessment, attempt 2 Code {ids.short(second)} Time left 15 minutes Ends at Sep 15, 2026, 11:25 "
        "Open at one computer "
        "More time Minutes more From its end on; where the time is up already, from now on. "
        "Reason Power cut The computer or the network failed Illness Called away on duty Something else Give more time "
        "Another computer The officer may go on at another computer without you. Unlock the attempt only when that fails. "
        "Unlock "
        "Attempts Attempts Test Code Begun Handed in Result Points Not counted "
        f"Final assessment, attempt 1 {ids.short(first)} Sep 15, 2026, 11:00 Sep 15, 2026, 11:00 not passed, 0% 0 of 2 0 "
        f"Final assessment, attempt 2 {ids.short(second)} Sep 15, 2026, 11:05 not yet open 0 "
        "One more attempt at the final assessment 0 attempts are left. One that you grant opens at once, without a delay. "
        "Reason Power cut The computer or the network failed Illness Called away on duty Something else Grant one more attempt "
        "More time at every test Per cent more time For whoever reads slowly or in a second language. It holds for all tests "
        "of this officer at this academy that are begun from now on; 0 ends it. Save "
        "What was granted Nothing yet: no more time, no more attempts, no unlocking."
    )


def test_opening_the_page_is_written_down(world: World, instructor: FlaskClient, enrolment_id: UUID) -> None:
    instructor.get(address(enrolment_id))
    instructor.get(address(enrolment_id))
    db.session.rollback()
    found = [(row.account_id, row.academy, row.what, row.how_many) for row in looks.recorded(None)]
    assert found == [(world.kostanay.instructor, "kostanay", f"assessment {enrolment_id}", 1)]


def test_the_overview_leads_to_it(world: World, instructor: FlaskClient, enrolment_id: UUID) -> None:
    page = instructor.get("/overview").get_data(as_text=True)
    assert page.count('href="/assessment/enrolments/') == 2
    assert f'href="{address(enrolment_id)}"' in page


def test_the_overview_leads_to_it_also_where_it_has_several_pages(world: World, instructor: FlaskClient) -> None:
    place = world.kostanay
    with transaction():
        people = [
            make_officer(world.app, place.academy_id, place.institution_id, "Фамилия", "Имя", "F", f"7{number:05}")[0]
            for number in range(51)
        ]
        enrolment.enrol(people, "searches", place.academy_id, None, False, None)
    pages = [instructor.get(f"/overview?page={page}").get_data(as_text=True) for page in (1, 2)]
    assert [page.count('href="/assessment/enrolments/') for page in pages] == [50, 1]


def everything(enrolment_id: UUID, attempt_id: UUID) -> list[tuple[str, Mapping[str, object]]]:
    """Each form of the page, as it would be accepted."""
    sitting = address(enrolment_id, "attempts", attempt_id)
    return [
        (address(enrolment_id, "attempts"), {"attempt-number": 1, "attempt-reason": "power"}),
        (address(enrolment_id, "extra-time"), {"percent-serial": 1, "percent-percent": 50}),
        (f"{sitting}/minutes", minutes(20, NOW + timedelta(minutes=20))),
        (f"{sitting}/unlock", {"final-place-place": "there"}),
    ]


def minutes(number: int, deadline: object) -> dict[str, object]:
    return {"final-deadline": deadline, "final-minutes": number, "final-reason": "power"}


def granted() -> list[Any]:
    db.session.rollback()
    tables = (AttemptGranted, TimeGranted, DeadlineMoved, AttemptUnlocked)
    return [row for table in tables for row in db.session.execute(select(table)).scalars()]


def test_other_academies_and_officers_grant_nothing(world: World, enrolment_id: UUID) -> None:
    attempt_id = begin(world.kostanay)
    forms = everything(enrolment_id, attempt_id)
    for account, status in (
        (world.karaganda.instructor, 404),
        (world.karaganda.administrator, 404),
        (world.kostanay.accounts[0], 403),
        (world.programme_administrator, 403),
        (world.monitor, 403),
    ):
        client = world.signed_in(account)
        answers = [client.get(address(enrolment_id)), *(client.post(path, data=data) for path, data in forms)]
        assert {answer.status_code for answer in answers} == {status}
        if status == 404:
            nobodys = client.get(address(ids.new()))
            assert {main_text(answer) for answer in answers} == {main_text(nobodys)}
    assert granted() == []


def test_an_attempt_of_somebody_else_is_not_there(world: World, instructor: FlaskClient, enrolment_id: UUID) -> None:
    for theirs in (begin(world.kostanay, 1), begin(world.karaganda, 0), ids.new()):
        forms = everything(enrolment_id, theirs)[2:]
        assert [instructor.post(path, data=data).status_code for path, data in forms] == [404, 404]
    assert granted() == []


def test_one_more_attempt(world: World, instructor: FlaskClient, officer: FlaskClient, enrolment_id: UUID) -> None:
    for _attempt in range(2):
        submit(world, begin(world.kostanay))
    first = sittings.attempts(enrolment_id)[0].id
    assert officer.post("/modules/searches/papers/final").location == "/modules/searches"
    assert "Why" in main_text(officer.get(f"/attempts/{first}/result"))  # all used up: the key is shown
    sent = {"attempt-number": 1, "attempt-reason": "illness"}
    answers = [instructor.post(address(enrolment_id, "attempts"), data=sent) for _click in range(2)]
    assert said(instructor, answers[0], enrolment_id) == f"One more attempt is granted. {OUTDATED}"
    rows = granted()
    assert [(row.officer_id, row.enrolment_id, row.paper, row.number, row.reason, row.by_account) for row in rows] == [
        (world.kostanay.officers[0], enrolment_id, "final", 1, "illness", world.kostanay.instructor)
    ]
    mine = progress_queries.of_module(world.kostanay.officers[0], "searches")
    assert mine
    assert (mine.state, mine.granted) == ("started", 1)
    page = main_text(officer.get("/modules/searches"))
    assert "2 used, 1 left" in page
    assert "Take the final assessment again →" in page
    result = main_text(officer.get(f"/attempts/{first}/result"))
    assert "You have 1 more attempt." in result
    assert "Why" not in result
    third = officer.post("/modules/searches/papers/final").location
    assert main_text(officer.get(third)).startswith("Searches: Final assessment Question 1 of 2 20:00 left")
    officer.post(f"{third}/submit")
    assert officer.post("/modules/searches/papers/final").location == "/modules/searches"
    mine = progress_queries.of_module(world.kostanay.officers[0], "searches")
    assert mine
    assert mine.state == "failed"
    text = main_text(instructor.get(address(enrolment_id)))
    assert text.endswith(
        "What was granted What was granted, the latest first When What Reason By whom "
        "Sep 15, 2026, 11:00 one more attempt Illness Kostanay-Instructor"
    )


def test_nothing_is_granted_to_who_has_passed(world: World, instructor: FlaskClient, enrolment_id: UUID) -> None:
    attempt_id = begin(world.kostanay)
    with transaction():
        sitting = sittings.sitting(attempt_id, world.kostanay.officers[0])
        assert sitting
        for item in sitting.items:
            attempting.save(attempt_id, world.kostanay.officers[0], item.question_id, 1, {"choice": ("a",)})
    submit(world, attempt_id)
    answer = instructor.post(address(enrolment_id, "attempts"), data={"attempt-number": 1, "attempt-reason": "power"})
    assert said(instructor, answer, enrolment_id) == OUTDATED
    assert "The final assessment is passed: there is nothing to repeat." in main_text(instructor.get(answer.location))
    assert granted() == []


def test_more_time_for_an_open_attempt(
    world: World, instructor: FlaskClient, officer: FlaskClient, enrolment_id: UUID
) -> None:
    attempt_id = begin(world.kostanay)
    path = address(enrolment_id, "attempts", attempt_id, "minutes")
    end = NOW + timedelta(minutes=20)
    answers = [instructor.post(path, data=minutes(15, end)) for _click in range(2)]
    assert said(instructor, answers[0], enrolment_id) == f"15 minutes more are given. {OUTDATED}"
    page = main_text(officer.get(f"/attempts/{attempt_id}"))
    assert page.startswith(
        "Searches: Final assessment Question 1 of 2 You have 15 minutes more than this test usually takes. 35:00 left"
    )
    sent = {"n": 1, "sequence": 1, "fields": at(0)}
    assert officer.post(f"/attempts/{attempt_id}", json=sent).get_json() == {
        "state": "saved",
        "at": "11:00",
        "left": 35 * 60,
    }
    with clock.stopped_at(NOW + timedelta(minutes=50)):  # the time is up: so much from now on
        later = world.signed_in(world.kostanay.instructor)
        later.post(path, data=minutes(10, NOW + timedelta(minutes=35)))
        again = world.signed_in(world.kostanay.accounts[0])
        again.post(f"/attempts/{attempt_id}/place")
        assert "10:00 left" in main_text(again.get(f"/attempts/{attempt_id}"))
    assert [
        (row.minutes, row.moved_from - NOW, row.moved_to - NOW, row.reason, row.by_account) for row in granted()
    ] == [
        (15, timedelta(minutes=20), timedelta(minutes=35), "power", world.kostanay.instructor),
        (10, timedelta(minutes=35), timedelta(minutes=60), "power", world.kostanay.instructor),
    ]
    submit(world, attempt_id)
    answer = instructor.post(path, data=minutes(10, NOW + timedelta(minutes=60)))
    assert said(instructor, answer, enrolment_id) == OUTDATED


@pytest.mark.parametrize(
    ("path", "sent", "words"),
    [
        ("extra-time", {"percent-serial": 1, "percent-percent": 201}, "Please give a whole number from 0 to 200."),
        ("extra-time", {"percent-serial": 1, "percent-percent": "much"}, "Please give a whole number."),
        ("extra-time", {"percent-serial": 1}, "Please give a whole number from 0 to 200."),
        ("attempts", {"attempt-number": 1, "attempt-reason": "none"}, "Please choose one."),
        ("minutes", minutes(181, NOW), "Please give a whole number from 1 to 180."),
        ("minutes", minutes(10, "2026-09-15"), "Please look at the page again."),
        ("minutes", minutes(10, "soon"), "Please look at the page again."),
        ("unlock", {}, "Please fill this in."),
        ("unlock", {"final-place-place": "there"}, OUTDATED),
        ("attempts", {"attempt-number": 2, "attempt-reason": "power"}, OUTDATED),
        ("extra-time", {"percent-serial": 2, "percent-percent": 20}, OUTDATED),
    ],
)
def test_a_form_that_makes_no_sense_grants_nothing(
    world: World, instructor: FlaskClient, enrolment_id: UUID, path: str, sent: dict[str, object], words: str
) -> None:
    where = path if path in ("extra-time", "attempts") else f"attempts/{begin(world.kostanay, browser='here')}/{path}"
    assert said(instructor, instructor.post(address(enrolment_id, where), data=sent), enrolment_id) == words
    assert granted() == []


def test_extra_time_holds_for_what_is_begun_from_now_on(
    world: World, instructor: FlaskClient, enrolment_id: UUID
) -> None:
    submit(world, begin(world.kostanay))
    path = address(enrolment_id, "extra-time")
    answers = [instructor.post(path, data={"percent-serial": 1, "percent-percent": 25}) for _click in range(2)]
    assert said(instructor, answers[0], enrolment_id) == (
        f"Saved. It holds for every test that is begun from now on. {OUTDATED}"
    )
    second = begin(world.kostanay)
    sitting = sittings.sitting(second, world.kostanay.officers[0])
    assert sitting
    assert (sitting.deadline - NOW, sitting.more_minutes) == (timedelta(minutes=25), 5)
    for officers in (world.kostanay.officers[1], world.karaganda.officers[0]):
        assert sittings.extra_time(officers, world.kostanay.academy_id) == (0, 0)
    assert sittings.extra_time(world.kostanay.officers[0], world.karaganda.academy_id) == (0, 0)
    instructor.post(path, data={"percent-serial": 2, "percent-percent": 0})
    assert sittings.extra_time(world.kostanay.officers[0], world.kostanay.academy_id) == (0, 2)


def test_late_answers_are_shown_in_words(world: World, instructor: FlaskClient, enrolment_id: UUID) -> None:
    attempt_id = begin(world.kostanay)
    officer_id = world.kostanay.officers[0]
    sitting = sittings.sitting(attempt_id, officer_id)
    assert sitting
    asked = [item.question_id for item in sitting.items]
    with clock.stopped_at(NOW + timedelta(minutes=30)), transaction():
        for question_id, answer in ((asked[1], {"choice": ("b",)}), (asked[0], {"choice": ("a",)})):
            assert attempting.save(attempt_id, officer_id, question_id, 1, answer) is Acceptance.LATE
    text = main_text(instructor.get(address(enrolment_id)))
    assert text[text.index("Answers that do not count") : text.index(" One more attempt at")] == (
        "Answers that do not count: Final assessment, attempt 1 They came after the time was up, after handing in, or from "
        "another computer than the one where the attempt goes on; or a later one that people mark counts in their place. The "
        f"words “your answer” are the officer's. Question 1: Sep 15, 2026, 11:30 Your answer: Option a of {asked[0]} "
        f"Question 2: Sep 15, 2026, 11:30 Your answer: Option b of {asked[1]}"
    )


def test_a_rebuild_gives_the_same_with_grants(world: World, instructor: FlaskClient, enrolment_id: UUID) -> None:
    for _attempt in range(2):
        submit(world, begin(world.kostanay))
    instructor.post(address(enrolment_id, "attempts"), data={"attempt-number": 1, "attempt-reason": "power"})

    def rows() -> list[dict[str, object]]:
        db.session.rollback()
        found = select(*Progress.__table__.c).order_by(Progress.enrolment_id)
        return [row._asdict() for row in db.session.execute(found)]

    before = rows()
    with transaction():
        assert progress.rebuild() == 3
    assert rows() == before
    assert [(row["language"], row["granted"]) for row in before].count(("en", 1)) == 1


def test_two_grants_at_once_are_one(world: World, enrolment_id: UUID) -> None:
    def grant(kind: str, number: int) -> bool:
        officer_id, by = world.kostanay.officers[0], world.kostanay.instructor
        with transaction():
            if kind == "attempt":
                return granting.grant_attempt(
                    officer_id=officer_id,
                    enrolment_id=enrolment_id,
                    paper="final",
                    number=number,
                    reason=Reason.POWER,
                    by_account=by,
                )
            academy_id = world.kostanay.academy_id
            return granting.grant_time(
                officer_id=officer_id, academy_id=academy_id, percent=10, serial=number, by_account=by
            )

    for number in range(1, 11):
        for kind in ("attempt", "time"):
            given = at_once(world.app, *[lambda: grant(kind, number)] * 3)  # noqa: B023 - called within the round
            assert sorted(given) == [False, False, True]
    mine = progress_queries.of_module(world.kostanay.officers[0], "searches")
    assert mine
    assert (mine.granted, sittings.granted(enrolment_id, "final")) == (10, 10)


def test_the_page_asks_as_much_for_many_attempts_as_for_few(
    world: World, instructor: FlaskClient, enrolment_id: UUID
) -> None:
    def count() -> int:
        instructor.get(address(enrolment_id))  # what never changes is in memory from here on
        return factories.count_queries(lambda: instructor.get(address(enrolment_id)))

    few = count()
    officer_id = world.kostanay.officers[0]
    for number in range(1, 4):
        attempt_id = begin(world.kostanay)
        sitting = sittings.sitting(attempt_id, officer_id)
        assert sitting
        submit(world, attempt_id)
        with transaction():
            for item in sitting.items:
                attempting.save(attempt_id, officer_id, item.question_id, 1, {"choice": ("b",)})
        instructor.post(address(enrolment_id, "attempts"), data={"attempt-number": number, "attempt-reason": "power"})
    begin(world.kostanay)
    assert count() == few


def test_nobody_grants_anything_to_themselves(world: World, enrolment_id: UUID) -> None:
    account_id, place = world.kostanay.accounts[0], world.kostanay.academy_id
    with transaction():
        db.session.add(RoleGranted(account_id=account_id, role="instructor", scope=place))
    own = world.signed_in(account_id)
    path = f"/assessment/enrolments/{enrolment_id}"
    form = {"attempt-number": "1", "attempt-reason": Reason.OTHER.value}
    assert [own.get(path).status_code, own.post(f"{path}/attempts", data=form).status_code] == [404, 404]
    assert db.session.execute(select(AttemptGranted)).all() == []
    assert world.signed_in(world.kostanay.instructor).post(f"{path}/attempts", data=form).status_code == 303
    assert len(db.session.execute(select(AttemptGranted)).all()) == 1
