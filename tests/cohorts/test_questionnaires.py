"""Questionnaires from end to end: who is asked, what is kept, what is shown, and that another academy sees nothing."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text as sql

from elearn.cohorts.models.cohorts import CohortTakes
from elearn.cohorts.models.questionnaires import PaperForm, Questionnaire, QuestionnaireClosed, Remark
from elearn.cohorts.queries import cohorts as cohort_queries
from elearn.cohorts.queries import questionnaires as queries
from elearn.cohorts.queries.questionnaires import Numbers, Scope
from elearn.cohorts.rules.questionnaires import STATEMENTS, About, Kind
from elearn.cohorts.service import cohorts
from elearn.cohorts.service import questionnaires as service
from elearn.courses.models import PartDone
from elearn.foundation import clock, facts
from elearn.foundation.db import db, transaction
from elearn.people.service import erasing, links
from tests import factories_courses as factories
from tests.cohorts.groups import finished, joined, made, rows
from tests.databases import NOW
from tests.histories import at_noon, completed, sat
from tests.histories import published as short_module
from tests.quizzes.pages import main_text
from tests.world import Place, World, officer

MODULE = About(module_id="gate")
YESTERDAY = NOW.date() - timedelta(days=1)
LATER = NOW + timedelta(weeks=13)


@pytest.fixture
def gate(world: World) -> str:
    """A short module that can be completed at once."""
    short_module("gate", "At the gate")
    return "gate"


def marks(kind: Kind = Kind.REACTION, mark: int = 5) -> dict[str, int]:
    return dict.fromkeys(STATEMENTS[kind], mark)


def sent(kind: Kind = Kind.REACTION, mark: int = 5, words: str = "") -> dict[str, Any]:
    return {**marks(kind, mark), "words": words}


def path(place: Place, about: About = MODULE, kind: Kind = Kind.REACTION) -> str:
    return f"/asked/{kind}/{place.academy_id}/{about}"


def more_officers(world: World, place: Place, number: int) -> list[UUID]:
    """More officers of a place, by id."""
    start = 500 if place is world.kostanay else 700
    with transaction():
        return [
            officer(world.app, place.academy_id, place.institution_id, f"Громов{n}", "Олег", "M", f"{start + n:06}")[0]
            for n in range(number)
        ]


def completes(officer_id: UUID, enrolment_id: UUID) -> None:
    """The officer completes the short module in that enrolment."""
    done = {"officer_id": officer_id, "enrolment_id": enrolment_id, "revision_id": "gate-1", "part_id": "lesson"}
    with clock.stopped_at(at_noon(YESTERDAY)), transaction():
        facts.add(PartDone(**done, language="en"))
    sat(enrolment_id, officer_id, "final", 1, 90, at_noon(YESTERDAY), "gate")


def answered(officer_ids: Iterable[UUID], mark: int = 5, words: str = "", kind: Kind = Kind.REACTION) -> None:
    """Each officer answers all that is asked of this kind."""
    for number, officer_id in enumerate(officer_ids):
        with transaction():
            for asked in queries.asked(officer_id):
                if asked.kind is kind:
                    said = f"{words}{number}" if words else ""
                    service.answer(officer_id, asked, marks(kind, mark), said)


def everything() -> str:
    """All that stands in the tables of answers, as somebody with the database reads it."""
    with db.engine.connect() as connection:
        tables = [str(table.__tablename__) for table in (Questionnaire, Remark)]
        return str([connection.execute(sql(f"SELECT * FROM {table}")).all() for table in tables])


# --- asked ---------------------------------------------------------------------------------------------------------


def test_an_officer_answers_once_and_is_asked_no_more(gate: str, world: World) -> None:
    place = world.kostanay
    completed(place, place.officers[0], gate, YESTERDAY)
    client = world.signed_in(place.accounts[0])
    offer = (
        "How was the training? Five short statements about “ At the gate ”, without your name. To the questionnaire →"
    )
    home = main_text(client.get("/modules"))
    assert offer.replace("“ At the gate ”", "“At the gate”") in home
    assert "How was the training?" in main_text(client.get("/modules/gate"))

    page = main_text(client.get(path(place)))
    choices = "I agree I rather agree I neither agree nor disagree I rather disagree I disagree I cannot say"
    assert page == (
        "← My modules How was the training? At the gate Your answers are kept without your name: only how often each "
        "answer was given. Your academy sees nothing of them before 10 people have answered. "
        f"What I learned is useful in my work. {choices} The training was easy to understand. {choices} "
        f"I learned something new. {choices} Examples and exercises were close to what happens where I work. {choices} "
        f"I would recommend this training to a colleague. {choices} What should be better? You may leave this empty. "
        "Please write no names. Send without my name No, thank you, or I answered on paper"
    )
    missing = {key: value for key, value in sent().items() if key != "new"}
    refused = client.post(path(place), data=missing)
    assert main_text(refused).startswith("422 ← My modules How was the training?")
    assert "I learned something new. Please choose one." in main_text(refused)
    assert rows(QuestionnaireClosed, "kind") == rows(Questionnaire, "kind") == []

    assert client.post(path(place), data=sent(words="More practice")).location == "/modules"
    home = main_text(client.get("/modules"))
    assert home.startswith("Thank you. Your answers are kept without your name. My modules")
    assert "How was the training?" not in home
    assert client.get(path(place)).status_code == 404
    again = client.post(path(place), data=sent(mark=1))
    assert (again.status_code, again.location) == (303, "/modules")
    assert "You are not asked this any more. Nothing was changed." in main_text(client.get("/modules"))
    assert rows(Questionnaire, "kind", "about", "shown", "waiting", "waiting_marks") == [
        ("reaction", "module:gate", 0, 1, {each: [0, 0, 0, 0, 0, 1] for each in STATEMENTS[Kind.REACTION]})
    ]
    assert rows(Remark, "words", "shown") == [("More practice", False)]


def test_who_declines_is_asked_no_more_and_it_is_not_written_down_which(gate: str, world: World) -> None:
    place = world.kostanay
    for number in (0, 1):
        completed(place, place.officers[number], gate, YESTERDAY)
    world.signed_in(place.accounts[0]).post(path(place), data={"decline": "1"})
    world.signed_in(place.accounts[1]).post(path(place), data=sent())
    columns = [column.key for column in QuestionnaireClosed.__table__.columns]
    assert columns == ["officer_id", "academy_id", "about", "kind"]
    assert len(rows(QuestionnaireClosed, *columns)) == 2
    assert queries.asked(place.officers[0]) == queries.asked(place.officers[1]) == []
    assert queries.numbers([place.academy_id])[place.academy_id, MODULE, Kind.REACTION].answered == 1


def test_nobody_answers_what_is_asked_of_others(gate: str, world: World) -> None:
    place = world.kostanay
    completed(place, place.officers[0], gate, YESTERDAY)
    for account in (place.accounts[1], world.karaganda.accounts[0]):
        client = world.signed_in(account)
        assert client.get(path(place)).status_code == 404
        assert client.post(path(place), data=sent()).location == "/modules"
    mine = world.signed_in(place.accounts[0])
    for address in (path(place, kind=Kind.FOLLOW_UP), path(place, kind=Kind.SUPERVISOR), path(world.karaganda)):
        assert mine.get(address).status_code == 404
    assert rows(Questionnaire, "kind") == rows(QuestionnaireClosed, "kind") == []


def test_after_three_months_the_officer_is_asked_again(gate: str, world: World) -> None:
    place = world.kostanay
    completed(place, place.officers[0], gate, NOW.date() - timedelta(days=92))
    asked = [(each.kind, each.about) for each in queries.asked(place.officers[0])]
    assert asked == [(Kind.FOLLOW_UP, MODULE)]
    client = world.signed_in(place.accounts[0])
    assert "What came of the training? You completed “At the gate” three months ago." in main_text(
        client.get("/modules")
    )
    address = path(place, kind=Kind.FOLLOW_UP)
    assert client.post(address, data=sent(Kind.FOLLOW_UP)).status_code == 303
    assert rows(Questionnaire, "kind", "waiting") == [("follow-up", 1)]
    with clock.stopped_at(NOW - timedelta(days=3)):
        assert queries.asked(place.officers[0]) == []


def test_a_cohort_is_asked_about_once_all_of_it_is_done(course: Any, world: World) -> None:
    place = world.kostanay
    cohort_id = made(place)
    joined(cohort_id, place.officers[0])
    finished(place)
    assert queries.asked(place.officers[0]) == []
    finished(place, "visits")
    (asked,) = queries.asked(place.officers[0])
    assert (asked.kind, asked.about, asked.titles[0]) == (Kind.REACTION, About(cohort_id), {"en": "Work at the gate"})
    with clock.stopped_at(LATER):
        assert [each.kind for each in queries.asked(place.officers[0])] == [Kind.FOLLOW_UP]


def test_what_was_completed_before_belongs_to_the_module_and_not_to_the_cohort(gate: str, world: World) -> None:
    place = world.kostanay
    completed(place, place.officers[0], gate, NOW.date() - timedelta(days=3))
    cohort_id = made(place, module_id=gate)
    joined(cohort_id, place.officers[0])
    assert [each.about for each in queries.asked(place.officers[0])] == [MODULE]


def test_who_was_taken_out_is_asked_of_the_cohort_only_for_what_came_before(gate: str, world: World) -> None:
    place = world.kostanay
    before, after, back = place.officers
    cohort_id = made(place, module_id=gate)
    with clock.stopped_at(NOW - timedelta(days=9)):
        joined(cohort_id, *place.officers)

    def taken_out(officer_id: UUID, days: int) -> None:
        with transaction(), clock.stopped_at(NOW - timedelta(days=days)):
            assert cohorts.take_out(cohort_queries.by_id(cohort_id), officer_id, False, place.administrator)

    taken_out(after, 8)
    taken_out(back, 8)
    with clock.stopped_at(NOW - timedelta(days=7)):
        joined(cohort_id, back)
    enrolled = {row[0]: row[1] for row in rows(CohortTakes, "officer_id", "enrolment_id")}
    for each in place.officers:
        completes(each, enrolled[each])
    taken_out(before, 0)
    asked = [[each.about for each in queries.asked(officer_id)] for officer_id in place.officers]
    assert asked == [[About(cohort_id)], [MODULE], [About(cohort_id)]]
    counted = queries.numbers([place.academy_id])
    assert {about: each.asked for (_place, about, kind), each in counted.items() if kind is Kind.REACTION} == {
        About(cohort_id): 2,
        MODULE: 1,
    }
    assert [row.completed for row in queries.learning(Scope(None, [About(cohort_id)])).values()] == [2]
    assert [row.completed for row in queries.learning(Scope(None, [MODULE])).values()] == [1]


def test_a_person_with_two_records_is_asked_and_counted_once(gate: str, world: World) -> None:
    place = world.kostanay
    one, other = place.officers[:2]
    for officer_id in (one, other):
        completed(place, officer_id, gate, YESTERDAY)
    key = (place.academy_id, MODULE, Kind.REACTION)
    assert queries.numbers([place.academy_id])[key] == Numbers(asked=2)
    with transaction():
        link = links.link(one, other, place.administrator)
    answered([one])
    assert queries.asked(one) == queries.asked(other) == []
    assert queries.numbers([place.academy_id])[key] == Numbers(1, 1, 0, {})
    with transaction():
        links.undo_link(link, place.administrator)
    assert (queries.asked(one), len(queries.asked(other))) == ([], 1)
    assert queries.numbers([place.academy_id])[key] == Numbers(2, 1, 0, {})


def test_test_people_are_neither_asked_nor_counted(gate: str, world: World) -> None:
    place = world.kostanay
    with transaction():
        test_person, _account = officer(
            world.app, place.academy_id, place.institution_id, "Пробный", "Олег", "M", "000900", is_test=True
        )
    completed(place, test_person, gate, YESTERDAY)
    assert queries.asked(test_person) == []
    assert queries.numbers([place.academy_id]) == {}


# --- kept ----------------------------------------------------------------------------------------------------------


def test_nothing_that_is_kept_leads_from_answers_to_officers(gate: str, world: World) -> None:
    place = world.kostanay
    officers = [*place.officers, *more_officers(world, place, 6)]
    for officer_id in officers:
        completed(place, officer_id, gate, YESTERDAY)
    answered(officers, words="remark ")
    kept = everything()
    for officer_id in officers:
        assert str(officer_id) not in kept
        assert officer_id.hex not in kept
    assert str(NOW.year) not in kept
    for table in (Questionnaire, Remark):
        names = {column.key for column in table.__table__.columns}
        assert not names & {"officer_id", "enrolment_id", "recorded_at", "answered_at", "serial", "code"}
    written = [row[0] for row in rows(Remark, "id")]
    assert all(each.version == 4 for each in written)  # UUIDv7 would tell when


def test_remarks_that_wait_are_written_anew_with_every_answer(gate: str, world: World) -> None:
    """Or the place of a row in its table, and on PostgreSQL its transaction, would tell which answer it came with."""
    place = world.kostanay
    for officer_id in place.officers:
        completed(place, officer_id, gate, YESTERDAY)
    answered(place.officers[:2], words="remark ")
    before = {row[0] for row in rows(Remark, "id")}
    answered(place.officers[2:])
    after = {row[0] for row in rows(Remark, "id")}
    assert (len(before), len(after), before & after) == (2, 2, set())


def test_who_an_officer_is_can_be_erased_and_the_counts_stay(gate: str, world: World) -> None:
    place = world.kostanay
    completed(place, place.officers[0], gate, YESTERDAY)
    answered(place.officers[:1], words="remark ")
    before = everything()
    with transaction():
        erasing.erase_identity(place.officers[0])
    assert everything() == before
    assert queries.numbers([place.academy_id])[place.academy_id, MODULE, Kind.REACTION] == Numbers(1, 1, 0, {})


# --- shown ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def instructor(world: World) -> FlaskClient:
    return world.signed_in(world.kostanay.instructor)


def all_complete(world: World, place: Place, number: int) -> list[UUID]:
    officers = [*place.officers, *more_officers(world, place, number - 3)]
    for officer_id in officers:
        completed(place, officer_id, "gate", YESTERDAY, pre=50)
    return officers


HEAD = "Questionnaires Enter forms from paper Kostanay academy"


def test_nothing_is_shown_below_ten_answers(gate: str, world: World, instructor: FlaskClient) -> None:
    assert main_text(instructor.get("/questionnaires")) == (
        f"{HEAD} · All modules and cohorts Module or cohort All Show Nobody was asked yet. Officers are asked on their "
        "first page when they have completed a module or a cohort, and again three months later."
    )
    officers = all_complete(world, world.kostanay, 12)
    theirs = all_complete(world, world.karaganda, 11)
    answered(theirs, mark=1, words="theirs ")
    answered(officers[:9], mark=1, words="ours ")
    page = main_text(instructor.get("/questionnaires"))
    assert page == (
        f"{HEAD} · All modules and cohorts Module or cohort All At the gate Show Print As XLSX As CSV "
        "Level 1: reaction At the end of the training Asked 12 Answered 9 Response rate 75% "
        "Too few answers to show them without showing who said what. They are shown once there are 10 of one cohort, or of "
        "one module outside of cohorts. "
        "Level 2: learning People who completed 12 With both tests 12 Improved 12 (100%) Mean result in percent "
        "What was learned: Mean result in percent The mean result in the pre-test "
        "and in the first final assessment, of those who took both. 50 pre-test 90 first "
        "final assessment Of those who took both: on average 50% before and 90% after. Improved means 10 points or more. "
        "Each person counts once in a module. "
        "Level 3: behaviour Three months later, to the officer Asked 0 Answered 0 Response rate – Nobody was asked yet. "
        "Three months later, to the supervisor Asked 0 Answered 0 Response rate – Nobody was asked yet. "
        "The levels are Kirkpatrick's. Level 4, results, such as incidents and complaints in the institutions, is not "
        "measured here. By module and cohort Response rates by module and cohort Module or cohort At the end of the "
        "training Three months later, to the officer Three months later, to the supervisor "
        "At the gate 9 of 12 75% 0 of 0 – –"
    )


def test_ten_answers_are_shown_and_the_next_ones_wait(gate: str, world: World, instructor: FlaskClient) -> None:
    officers = all_complete(world, world.kostanay, 12)
    answered(officers[:5], mark=5, words="ours ")
    answered(officers[5:9], mark=2)
    answered(officers[9:10], mark=0)
    page = main_text(instructor.get("/questionnaires?about=module:gate"))
    scale = "In percent of those who gave a mark, from 1, “I disagree”, to 5, “I agree”:"
    assert f"Asked 12 Answered 10 Response rate 83% Shown here 10 {scale} What I learned is useful in my work." in page
    row = "What I learned is useful in my work. 5 0 0 4 0 1 56%"
    assert f"I cannot say Share that agrees {row} The training was easy to understand. 5 0 0 4 0 1 56%" in page
    remarks = page.split("What should be better? ")[1].split(" In no order")[0]
    assert sorted(remarks.replace("ours ", "")) == [" "] * 4 + list("01234")
    answered(officers[10:], mark=1, words="late ")
    later = main_text(instructor.get("/questionnaires?about=module:gate"))
    assert row in later
    assert "late" not in later.replace("later", "")
    assert "2 more answers wait until there are ten to be shown together." in later


def test_a_module_has_the_answers_of_cohorts_that_take_it_alone(
    gate: str, world: World, instructor: FlaskClient
) -> None:
    place = world.kostanay
    inside = more_officers(world, place, 3)
    with clock.stopped_at(NOW - timedelta(days=9)):
        cohort_id = made(place, module_id=gate)
        joined(cohort_id, *inside)
    for officer_id, enrolment_id in rows(CohortTakes, "officer_id", "enrolment_id"):
        completes(officer_id, enrolment_id)
    for officer_id in place.officers:
        completed(place, officer_id, gate, YESTERDAY)
    answered([*inside[:1], *place.officers])

    def told(about: object) -> str:
        page = main_text(instructor.get(f"/questionnaires?about={about}"))
        return page[page.index("Asked") :].split(" Too few")[0]

    assert told("") == told("module:gate") == "Asked 6 Answered 4 Response rate 67%"
    assert told(f"cohort:{cohort_id}") == "Asked 3 Answered 1 Response rate 33%"
    assert told(f"cohort:{made(world.karaganda, name='Theirs', module_id=gate)}") == told("")


def test_files_say_what_the_page_says(gate: str, world: World, instructor: FlaskClient) -> None:
    officers = all_complete(world, world.kostanay, 10)
    all_complete(world, world.karaganda, 4)
    answered(officers, mark=4, words="=ours ")
    csv = instructor.get("/questionnaires/figures.csv?about=module:gate")
    lines = csv.get_data().decode("utf-8-sig").splitlines()
    assert lines[:5] == [
        "Module or cohort;Level;What was asked;Of whom or what;Answer;Number",
        "At the gate;Level 1: reaction;At the end of the training;;Asked;10",
        "At the gate;Level 1: reaction;At the end of the training;;Answered;10",
        "At the gate;Level 1: reaction;At the end of the training;;Shown here;10",
        "At the gate;Level 1: reaction;At the end of the training;What I learned is useful in my work.;I agree;0",
    ]
    assert lines[5].endswith("What I learned is useful in my work.;I rather agree;10")
    assert len(lines) == 4 + 5 * 6 + 5 + 2 * 3
    assert "ours" not in csv.get_data(as_text=True)
    book = instructor.get("/questionnaires/figures.xlsx")
    assert (book.status_code, book.data[:2]) == (200, b"PK")
    assert instructor.get("/questionnaires/figures.pdf").status_code == 404


def test_another_academy_sees_nothing(gate: str, world: World) -> None:
    place = world.kostanay
    officers = all_complete(world, place, 10)
    answered(officers, words="ours ")
    cohort_id = made(place, module_id=gate)
    joined(cohort_id, place.officers[0])
    with transaction():
        assert service.make_forms(place.academy_id, About(cohort_id), Kind.SUPERVISOR, 1)
    ((code,),) = rows(PaperForm, "code")
    (remark_id, *_rest) = rows(Remark, "id")[0]
    for account in (world.karaganda.instructor, world.karaganda.administrator):
        client = world.signed_in(account)
        assert "Nobody was asked yet." in main_text(client.get("/questionnaires"))
        assert client.get(f"/questionnaires?academy={place.academy_id}").status_code == 404
        assert client.get(f"/questionnaires/figures.csv?academy={place.academy_id}").status_code == 404
        for about in (f"cohort:{cohort_id}", f"module:{gate}"):
            address = f"/questionnaires/{place.academy_id}/{about}/forms/supervisor"
            assert client.get(address).status_code == 404
            assert client.post(address, data={"number": "1"}).status_code == 404
        foreign = f"/questionnaires/{world.karaganda.academy_id}/cohort:{cohort_id}/forms/supervisor"
        assert client.post(foreign, data={"number": "1"}).status_code == 404
        assert client.get(f"/forms?code={code}").status_code == 422
        assert client.post(f"/forms/{code}", data=sent(Kind.SUPERVISOR)).status_code == 404
    for academy in (place, world.karaganda):
        address = f"/questionnaires/{academy.academy_id}/remarks/{remark_id}"
        assert world.signed_in(world.karaganda.administrator).post(address).status_code == 404
    assert rows(PaperForm, "entered") == [(False,)]
    assert len(rows(Remark, "id")) == 10


def test_an_administrator_removes_a_remark_that_names_somebody(gate: str, world: World) -> None:
    place = world.kostanay
    answered(all_complete(world, place, 10)[:10], words="ours ")
    remark_id = rows(Remark, "id")[0][0]
    client = world.signed_in(place.administrator)
    answer = client.post(f"/questionnaires/{place.academy_id}/remarks/{remark_id}?about=module:gate")
    assert answer.status_code == 303
    assert (len(rows(Remark, "id")), remark_id in [row[0] for row in rows(Remark, "id")]) == (9, False)
    assert "The remark is removed for good." in main_text(client.get(answer.location))
    assert client.post(f"/questionnaires/{place.academy_id}/remarks/{remark_id}").status_code == 404


def test_a_remark_that_waits_cannot_be_reached(gate: str, world: World) -> None:
    place = world.kostanay
    answered(all_complete(world, place, 4), words="ours ")
    remark_id = rows(Remark, "id")[0][0]
    client = world.signed_in(place.administrator)
    assert client.post(f"/questionnaires/{place.academy_id}/remarks/{remark_id}").status_code == 404
    assert len(rows(Remark, "id")) == 4


def test_academies_side_by_side_without_small_numbers(gate: str, world: World) -> None:
    ours = all_complete(world, world.kostanay, 12)
    theirs = all_complete(world, world.karaganda, 4)
    answered(ours[:11])
    answered(theirs[:3], mark=1)
    said = (
        "Questionnaires, academies side by side Who answered, and how many percent of all marks agree. "
        "Questionnaires, academies side by side Academy Level 1: reaction Level 2: learning "
        "Level 3: behaviour. Three months later, to the officer Level 3: behaviour. Three months later, to the supervisor "
        "Karaganda training centre under 10 of under 10 under 10 of under 10 improved 0 of 0 0 of 0 "
        "Kostanay academy 10 of 10 · 100% agree 10 of 10 improved 0 of 0 0 of 0 "
        "All numbers are rounded down to tens, and none about fewer than ten people is shown. The levels are "
        "Kirkpatrick's. Level 4, results, such as incidents and complaints in the institutions, is not measured here."
    )
    for account in (world.monitor, world.programme_administrator):
        assert main_text(world.signed_in(account).get("/questionnaires/academies")) == said


def test_the_page_takes_as_many_queries_for_many(gate: str, world: World, instructor: FlaskClient) -> None:
    place, counts = world.kostanay, []
    for number, name in enumerate("ab"):
        cohort_id = made(place, name=name, module_id=gate)
        with transaction():
            service.make_forms(place.academy_id, About(cohort_id), Kind.SUPERVISOR, 1)
        completed(place, place.officers[number], gate, YESTERDAY)
        instructor.get("/questionnaires")
        counts.append(factories.count_queries(lambda: instructor.get("/questionnaires")))
    assert counts[0] == counts[1]


# --- on paper ------------------------------------------------------------------------------------------------------


def test_supervisors_answer_on_paper_and_a_form_counts_once(gate: str, world: World, instructor: FlaskClient) -> None:
    place = world.kostanay
    cohort_id = made(place, module_id=gate, instructors=(place.instructor,))
    joined(cohort_id, *place.officers)
    address = f"/questionnaires/{place.academy_id}/cohort:{cohort_id}/forms/supervisor"
    assert "3 people are in the cohort. Forms made so far: 0, of these entered: 0." in main_text(
        instructor.get(address)
    )
    assert "Please give a whole number from 1 to 200." in main_text(instructor.post(address, data={"number": "201"}))
    assert instructor.post(address, data={"number": "2"}).status_code == 303
    (first,), (second,) = rows(PaperForm, "code")
    page = instructor.get(f"{address}?language=ar").get_data(as_text=True)
    assert page.count('<article class="stack" lang="ar" dir="rtl">') == 2
    assert all(code.replace("-", "‑") in page for code in (first, second))
    for officer_id in place.officers:
        assert str(officer_id) not in page

    wrong = first[:-1] + ("0" if first[-1] != "0" else "1")
    unknown = "There is no form with this code at your academy. Compare it with the paper, letter by letter."
    assert unknown in main_text(instructor.get(f"/forms?code={wrong}"))
    entry = main_text(instructor.get(f"/forms?code={first.lower()}"))
    assert entry.startswith(
        f"← Another form Form {first} Three months later, to the supervisor · Autumn Enter what is ticked."
    )
    assert "422 ← Another form" in main_text(instructor.post(f"/forms/{first}", data={"words": "No marks"}))
    for mark in (4, 1):
        assert instructor.post(f"/forms/{first}", data=sent(Kind.SUPERVISOR, mark)).location == "/forms"
    assert rows(Questionnaire, "kind", "waiting", "waiting_marks") == [
        ("supervisor", 1, {each: [0, 0, 0, 0, 1, 0] for each in STATEMENTS[Kind.SUPERVISOR]})
    ]
    assert main_text(instructor.get("/forms")).startswith(
        f"The form {first} is entered. This form was entered before. Nothing was changed."
    )
    assert "This form was entered before." in main_text(instructor.get(f"/forms?code={first}"))
    page = main_text(instructor.get(address))
    assert "Forms made so far: 2, of these entered: 1." in page
    assert first.replace("-", "‑") not in page
    told = main_text(instructor.get(f"/questionnaires?about=cohort:{cohort_id}"))
    assert "to the supervisor Asked 2 Answered 1 Response rate 50% Too few answers" in told


def test_an_instructor_prints_for_own_cohorts_only(gate: str, world: World, instructor: FlaskClient) -> None:
    cohort_id = made(world.kostanay, module_id=gate)
    here = f"/questionnaires/{world.kostanay.academy_id}"
    assert instructor.get(f"{here}/cohort:{cohort_id}/forms/reaction").status_code == 404
    office = world.signed_in(world.kostanay.administrator)
    assert office.get(f"{here}/cohort:{cohort_id}/forms/reaction").status_code == 200
    with transaction():
        service.make_forms(world.kostanay.academy_id, About(cohort_id), Kind.REACTION, 1)
    ((code,),) = rows(PaperForm, "code")
    assert instructor.get(f"/forms?code={code}").status_code == 200  # what came back anybody there may enter
    for nothing in (f"cohort:{cohort_id}/forms/sample", "module:none/forms/reaction", "gate/forms/reaction"):
        assert office.get(f"{here}/{nothing}").status_code == 404


def test_forms_for_a_module_that_officers_took_by_themselves(gate: str, world: World, instructor: FlaskClient) -> None:
    place, long_ago = world.kostanay, YESTERDAY - timedelta(weeks=13)
    completed(place, place.officers[0], gate, long_ago)
    completed(place, place.officers[1], gate, YESTERDAY)
    completed(world.karaganda, world.karaganda.officers[0], gate, long_ago)
    address = f"/questionnaires/{place.academy_id}/module:{gate}/forms"
    assert f'href="{address}/supervisor"' in instructor.get(f"/questionnaires?about=module:{gate}").text
    for kind, people in (("reaction", 2), ("follow-up", 1), ("supervisor", 1)):
        page = main_text(instructor.get(f"{address}/{kind}"))
        assert f"People to ask so far: {people}. Forms made so far: 0, of these entered: 0." in page
    assert instructor.post(f"{address}/supervisor", data={"number": "1"}).status_code == 303
    assert rows(PaperForm, "academy_id", "about", "kind", "entered") == [
        (place.academy_id, f"module:{gate}", "supervisor", False)
    ]
    ((code,),) = rows(PaperForm, "code")
    entry = main_text(instructor.get(f"/forms?code={code}"))
    assert f"← Another form Form {code} Three months later, to the supervisor · At the gate Enter" in entry
    assert instructor.post(f"/forms/{code}", data=sent(Kind.SUPERVISOR)).location == "/forms"
    assert rows(Questionnaire, "academy_id", "about", "kind", "waiting") == [
        (place.academy_id, f"module:{gate}", "supervisor", 1)
    ]
    told = main_text(instructor.get(f"/questionnaires?about=module:{gate}"))
    assert "to the supervisor Asked 1 Answered 1 Response rate 100% Too few answers" in told


def test_there_are_never_too_many_forms(gate: str, world: World) -> None:
    cohort_id = made(world.kostanay, module_id=gate)
    with transaction():
        assert service.make_forms(world.kostanay.academy_id, About(cohort_id), Kind.REACTION, 1000)
        assert not service.make_forms(world.kostanay.academy_id, About(cohort_id), Kind.REACTION, 1)
    assert len(queries.forms(world.kostanay.academy_id, About(cohort_id), Kind.REACTION)) == 1000
