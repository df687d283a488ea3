"""The pages of an attempt without JavaScript, the saves of one with it, and nobody else's."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from elearn.foundation import clock, ids
from elearn.foundation.db import db, transaction
from elearn.quizzes.queries import sittings
from elearn.quizzes.rules.attempts import Sitting
from elearn.quizzes.rules.papers import Blueprint, by_objective
from elearn.quizzes.rules.words import FrozenWords
from elearn.quizzes.service import attempting
from tests import factories_quizzes as factories
from tests.databases import NOW
from tests.factories_quizzes import Bank
from tests.quizzes.pages import checked, fields, main_text
from tests.world import World

HEAD = "Gate and keys: Final assessment"
STATUS = "Choose one answer."


@pytest.fixture
def bank(world: World) -> Bank:
    return factories.freeze(factories.questions())


@pytest.fixture
def attempt_id(world: World, bank: Bank) -> UUID:
    """The attempt of Kostanay's first officer; the second and a stranger have theirs too."""
    for officer in (1, 2):
        factories.start(world.kostanay, bank, officer=officer)
    factories.start(world.karaganda, bank)
    return factories.start(world.kostanay, bank)


@pytest.fixture
def officer(world: World) -> FlaskClient:
    return world.signed_in(world.kostanay.accounts[0])


def sitting_of(world: World, attempt_id: UUID) -> Sitting:
    sitting = sittings.sitting(attempt_id, world.kostanay.officers[0])
    assert sitting
    return sitting


def mark_of(sitting: Sitting, number: int, option: str) -> int:
    return sitting.items[number - 1].layout["options"].index(option)


def go(client: FlaskClient, attempt_id: UUID, number: int, where: str, *marks: int) -> TestResponse:
    """Load a question, mark options and press a button, as a browser without JavaScript does."""
    page = client.get(f"/attempts/{attempt_id}?n={number}")
    assert fields(page)["n"] == str(number)
    return client.post(f"/attempts/{attempt_id}", data=fields(page) | {"answer-0": list(marks), "go": where})


def at(*marks: int) -> list[list[str]]:
    """Options marked, as quiz.js sends them."""
    return [["answer-0", str(mark)] for mark in marks]


def save(client: FlaskClient, attempt_id: UUID, number: int, sequence: int, *marks: int) -> object:
    sent = {"n": number, "sequence": sequence, "fields": at(*marks)}
    return client.post(f"/attempts/{attempt_id}", json=sent).get_json()


def options_text(sitting: Sitting, number: int) -> str:
    item = sitting.items[number - 1]
    return " ".join(f"Option {option} of {item.question_id}" for option in item.layout["options"])


def question_text(
    sitting: Sitting, number: int, *, time: str = "40:00", saved: str = "No answer yet", answered: tuple[int, ...] = ()
) -> str:
    """The whole words of a question page of a paper of four."""
    parts = (
        f"{HEAD} Question {number} of 4 {time} left {100 * len(answered) // 4} % Answered: {len(answered)} of 4",
        f"What about {sitting.items[number - 1].question_id}? {STATUS} {options_text(sitting, number)}",
        {1: "Next →", 4: "← Back Check and hand in"}.get(number, "← Back Next →"),
        saved,
        "Your answer is saved when you press a button here, not before.",  # to those without JavaScript
        "All questions",
        *[f"{place} , answered" if place in answered else str(place) for place in range(1, 5)],
        "" if number == 4 else "Check and hand in",
    )
    return " ".join(part for part in parts if part)


def test_a_whole_attempt_without_javascript(world: World, officer: FlaskClient, attempt_id: UUID) -> None:
    sitting = sitting_of(world, attempt_id)
    assert main_text(officer.get(f"/attempts/{attempt_id}")) == question_text(sitting, 1)

    to_second = go(officer, attempt_id, 1, "2", mark_of(sitting, 1, "a"))
    assert (to_second.status_code, to_second.location) == (303, f"/attempts/{attempt_id}?n=2")
    assert main_text(officer.get(to_second.location)) == question_text(sitting, 2, answered=(1,))

    to_fourth = go(officer, attempt_id, 2, "4", mark_of(sitting, 2, "b"))
    assert main_text(officer.get(to_fourth.location)) == question_text(sitting, 4, answered=(1, 2))
    to_check = go(officer, attempt_id, 4, "overview")
    assert (to_check.status_code, to_check.location) == (303, f"/attempts/{attempt_id}/overview")
    overview = officer.get(to_check.location)
    assert main_text(overview) == (
        f"Check and hand in {HEAD} 40:00 left 2 questions have no answer yet. 3 4 "
        "After handing in you cannot change anything in this attempt. ← Back to the questions Hand in"
    )

    assert main_text(officer.get(f"/attempts/{attempt_id}")) == question_text(
        sitting, 3, answered=(1, 2)
    )  # resumes there
    go(officer, attempt_id, 3, "4", mark_of(sitting, 3, "a"))
    go(officer, attempt_id, 4, "overview", mark_of(sitting, 4, "a"))
    overview = officer.get(f"/attempts/{attempt_id}/overview")
    assert main_text(overview) == (
        f"Check and hand in {HEAD} 40:00 left All 4 questions have an answer. "
        "After handing in you cannot change anything in this attempt. ← Back to the questions Hand in"
    )
    handed_in = officer.post(f"/attempts/{attempt_id}/submit", data=fields(overview))
    assert (handed_in.status_code, handed_in.location) == (303, f"/attempts/{attempt_id}/result")
    assert main_text(officer.get(handed_in.location)).startswith(
        f"You have passed {HEAD} 75% 3 of 4 points. The pass mark is 75%. "
        "Attempt 1, handed in on September 15, 2026 at 11:00 Go on to the module → Your answers"
    )


def test_the_own_choice_is_marked_and_when_it_was_saved(world: World, officer: FlaskClient, attempt_id: UUID) -> None:
    sitting = sitting_of(world, attempt_id)
    go(officer, attempt_id, 2, "3", 1)
    page = officer.get(f"/attempts/{attempt_id}?n=2")
    assert checked(page) == [1]
    assert fields(page)["sequence"] == "2"
    assert main_text(page) == question_text(
        sitting, 2, saved="Saved on the server 11:00", answered=(2,)
    )  # in Kazakhstan
    go(officer, attempt_id, 2, "1", 3)
    assert checked(officer.get(f"/attempts/{attempt_id}?n=2")) == [3]


def test_passing_a_question_over_saves_nothing(world: World, officer: FlaskClient, attempt_id: UUID) -> None:
    assert go(officer, attempt_id, 1, "2").location == f"/attempts/{attempt_id}?n=2"
    assert sittings.answers(attempt_id) == {}
    page = officer.get(f"/attempts/{attempt_id}?n=1")
    assert (fields(page)["sequence"], main_text(page)) == ("1", question_text(sitting_of(world, attempt_id), 1))


def test_another_pc_shows_the_same_paper_and_answers(world: World, officer: FlaskClient, attempt_id: UUID) -> None:
    save(officer, attempt_id, 1, 1, 2)
    with clock.stopped_at(NOW + timedelta(minutes=7, seconds=13)):
        elsewhere = world.signed_in(world.kostanay.accounts[0])
        elsewhere.post(f"/attempts/{attempt_id}/place")
        page = elsewhere.get(f"/attempts/{attempt_id}?n=1")
    expected = question_text(
        sitting_of(world, attempt_id), 1, time="32:47", saved="Saved on the server 11:00", answered=(1,)
    )
    assert main_text(page) == expected
    assert checked(page) == [2]


def test_several_answers_may_be_marked_where_there_are_several(world: World, officer: FlaskClient) -> None:
    several = factories.freeze(factories.questions("multiple"))
    attempt_id = factories.start(world.kostanay, several)
    go(officer, attempt_id, 1, "2", 0, 3)
    page = officer.get(f"/attempts/{attempt_id}?n=1")
    assert checked(page) == [0, 3]
    assert re.findall(r'<input type="(\w+)" name="answer-0"', page.get_data(as_text=True)) == ["checkbox"] * 4
    assert "Choose every answer that is right. There may be several." in main_text(page)
    go(officer, attempt_id, 1, "2")  # all marks taken away again
    sitting = sitting_of(world, attempt_id)
    assert sittings.answers(attempt_id)[sitting.items[0].question_id].answer == {}
    assert "4 questions have no answer yet. 1 2 3 4" in main_text(officer.get(f"/attempts/{attempt_id}/overview"))


def test_saves_with_javascript(world: World, officer: FlaskClient, attempt_id: UUID) -> None:
    assert save(officer, attempt_id, 3, 1, 0) == {"state": "saved", "at": "11:00", "left": 2400}
    with clock.stopped_at(NOW + timedelta(minutes=5)):
        assert save(officer, attempt_id, 3, 2, 1) == {"state": "saved", "at": "11:05", "left": 2100}
        assert save(officer, attempt_id, 3, 2, 1) == {"state": "saved", "at": "11:05", "left": 2100}
        assert save(officer, attempt_id, 3, 1, 2) == {"state": "stale", "at": "11:05", "left": 2100}
    with clock.stopped_at(NOW + timedelta(minutes=9)):
        assert checked(officer.get(f"/attempts/{attempt_id}?n=3")) == [1]
    with clock.stopped_at(NOW + timedelta(minutes=41)):
        back = world.signed_in(world.kostanay.accounts[0])
        assert save(back, attempt_id, 3, 3, 2) == {"state": "late", "at": "11:41", "left": 0}
    assert save(officer, attempt_id, 3, 3, 2) == {"state": "saved", "at": "11:00", "left": 2400}
    officer.post(f"/attempts/{attempt_id}/submit")
    assert save(officer, attempt_id, 3, 4, 0) == {"state": "closed", "at": "11:00", "left": 2400}


def test_an_outdated_tab_overwrites_nothing_and_says_so(world: World, officer: FlaskClient, attempt_id: UUID) -> None:
    old_tab = fields(officer.get(f"/attempts/{attempt_id}?n=1"))
    go(officer, attempt_id, 1, "2", 2)
    answer = officer.post(f"/attempts/{attempt_id}", data=old_tab | {"answer-0": 0, "go": "2"})
    assert (answer.status_code, answer.location) == (303, f"/attempts/{attempt_id}?n=1")
    page = officer.get(answer.location)
    assert main_text(page) == (
        "Another answer to this question was saved in the meantime, from another page. It is the one that counts. "
        "Please check it. "
        + question_text(sitting_of(world, attempt_id), 1, saved="Saved on the server 11:00", answered=(1,))
    )
    assert checked(page) == [2]


@pytest.mark.parametrize("seconds", [2401, 2430])
def test_in_the_last_seconds_answers_under_way_are_still_taken(world: World, attempt_id: UUID, seconds: int) -> None:
    with clock.stopped_at(NOW + timedelta(seconds=seconds)):
        officer = world.signed_in(world.kostanay.accounts[0])
        answer = officer.post(f"/attempts/{attempt_id}", data={"n": 1, "sequence": 1, "answer-0": 0, "go": "2"})
        assert answer.location == f"/attempts/{attempt_id}?n=2"
        assert officer.get(answer.location).location == f"/attempts/{attempt_id}/overview"
        assert main_text(officer.get(f"/attempts/{attempt_id}/overview")) == (
            f"The time is up {HEAD} 0:00 left 3 questions have no answer. "
            "No more answers are taken. What was saved is kept: hand it in to see your result. Hand in"
        )


def test_when_the_time_is_up_the_page_says_so_plainly(world: World, officer: FlaskClient, attempt_id: UUID) -> None:
    sitting = sitting_of(world, attempt_id)
    go(officer, attempt_id, 1, "2", mark_of(sitting, 1, "a"))
    with clock.stopped_at(NOW + timedelta(seconds=2431)):
        officer = world.signed_in(world.kostanay.accounts[0])
        answer = officer.post(f"/attempts/{attempt_id}", data={"n": 2, "sequence": 1, "answer-0": 0, "go": "3"})
        assert answer.location == f"/attempts/{attempt_id}/overview"
        assert main_text(officer.get(answer.location)) == (
            "The time was up before your last answer reached the server, so it does not count. All answers saved before do. "
            f"The time is up {HEAD} 0:00 left 3 questions have no answer. "
            "No more answers are taken. What was saved is kept: hand it in to see your result. Hand in"
        )
        assert sittings.attempts(sitting.enrolment_id)[0].state == "open"  # looking at pages changes nothing
        officer.post(f"/attempts/{attempt_id}/submit")
        assert sittings.attempts(sitting.enrolment_id)[0].percent == 25


def test_after_handing_in_every_page_leads_to_the_result(officer: FlaskClient, attempt_id: UUID) -> None:
    assert officer.get(f"/attempts/{attempt_id}/result").location == f"/attempts/{attempt_id}"
    result = officer.post(f"/attempts/{attempt_id}/submit").location
    assert officer.post(f"/attempts/{attempt_id}/submit").location == result == f"/attempts/{attempt_id}/result"
    assert officer.get(f"/attempts/{attempt_id}/overview").location == result
    assert officer.get(f"/attempts/{attempt_id}", follow_redirects=True).request.path == result
    answer = officer.post(f"/attempts/{attempt_id}", data={"n": 1, "sequence": 1, "answer-0": 0, "go": "2"})
    page = officer.get(answer.location, follow_redirects=True)
    assert page.request.path == result
    assert main_text(page).startswith(
        "This attempt was handed in before, so your last answer does not count. Not passed"
    )


def test_other_peoples_attempts_are_not_there(world: World, attempt_id: UUID) -> None:
    sitting = sitting_of(world, attempt_id)
    sent = {"n": 1, "sequence": 1, "fields": at(0)}
    others = [world.signed_in(account) for account in (world.kostanay.accounts[1], world.karaganda.accounts[0])]
    for state in ("open", "submitted"):
        for other in others:
            answers = [other.get(f"/attempts/{attempt_id}{end}") for end in ("", "?n=1", "/overview", "/result")]
            answers += [other.post(f"/attempts/{attempt_id}{end}", data=sent) for end in ("", "/submit")]
            assert {main_text(answer) for answer in answers} == {main_text(other.get(f"/attempts/{ids.new()}"))}
            assert {answer.status_code for answer in answers} == {404}
            answer = other.post(f"/attempts/{attempt_id}", json=sent)
            assert (answer.status_code, answer.get_json()) == (404, {"error": 404})
        assert sittings.attempts(sitting.enrolment_id)[0].state == state
        assert sittings.answers(attempt_id) == {}
        with transaction():
            attempting.submit(attempt_id, world.kostanay.officers[0])


def test_staff_and_strangers_take_no_attempts(world: World, client: FlaskClient, attempt_id: UUID) -> None:
    paths = [f"/attempts/{attempt_id}{end}" for end in ("", "/overview", "/result")]
    for account in (
        world.kostanay.administrator,
        world.kostanay.instructor,
        world.programme_administrator,
        world.monitor,
    ):
        staff = world.signed_in(account)
        answers = [staff.get(path) for path in paths] + [staff.post(path) for path in (paths[0], f"{paths[0]}/submit")]
        assert [answer.status_code for answer in answers] == [403] * 5
    answers = [client.get(path) for path in paths] + [client.post(path) for path in (paths[0], f"{paths[0]}/submit")]
    assert [(answer.status_code, answer.location.split("?")[0]) for answer in answers] == [(303, "/sign-in")] * 5


MALFORMED: list[Any] = [
    [],
    "text",
    {},
    {"n": 1, "sequence": 1},
    {"n": "1", "sequence": 1, "fields": at(0)},
    {"n": True, "sequence": 1, "fields": at(0)},
    {"n": 1, "sequence": 0, "fields": at(0)},
    {"n": 1, "sequence": -1, "fields": at(0)},
    {"n": 1, "sequence": 2**31, "fields": at(0)},
    {"n": 1, "sequence": 1.5, "fields": at(0)},
    {"n": 1, "sequence": 1, "fields": 0},
    {"n": 1, "sequence": 1, "fields": ["a"]},
    {"n": 1, "sequence": 1, "fields": [["answer-0"]]},
    {"n": 1, "sequence": 1, "fields": [["answer-0", 0]]},
    {"n": 1, "sequence": 1, "fields": [["answer-0", None]]},
    {"n": 1, "sequence": 1, "fields": at(*range(301))},
]
MALFORMED_FORMS = [{}, {"n": "1"}, {"n": "x", "sequence": "1"}]


def test_malformed_answers_are_refused(officer: FlaskClient, attempt_id: UUID) -> None:
    answers = [officer.post(f"/attempts/{attempt_id}", json=sent) for sent in MALFORMED]
    assert [(answer.status_code, answer.get_json()) for answer in answers] == [(400, {"error": 400})] * len(MALFORMED)
    forms = [officer.post(f"/attempts/{attempt_id}", data=sent) for sent in MALFORMED_FORMS]
    assert [answer.status_code for answer in forms] == [400] * len(MALFORMED_FORMS)
    assert sittings.answers(attempt_id) == {}


@pytest.mark.parametrize("how", ["json", "data"])
def test_places_that_are_not_on_the_paper_are_not_there(officer: FlaskClient, attempt_id: UUID, how: str) -> None:
    places: list[tuple[int, list[Any]]] = [
        (0, [0]), (5, [0]), (-1, [0]), (10**30, [0]), (1, [4]), (1, [-1]), (1, ["x"]), (1, ["٠"]), (1, [0, 1]), (1, [0, 0]),
    ]  # fmt: skip
    sent: list[dict[str, Any]] = [
        {"n": number, "sequence": 1} | ({"fields": at(*marks)} if how == "json" else {"answer-0": marks})
        for number, marks in places
    ]
    sent += [{"n": 1, "sequence": 1} | ({"fields": [["answer-1", "0"]]} if how == "json" else {"answer-1": "0"})]
    answers = [officer.post(f"/attempts/{attempt_id}", **{how: each}) for each in sent]
    assert [answer.status_code for answer in answers] == [404] * len(sent)
    assert sittings.answers(attempt_id) == {}


def test_questions_that_are_not_on_the_paper_are_not_there(officer: FlaskClient, attempt_id: UUID) -> None:
    asked = {
        number: officer.get(f"/attempts/{attempt_id}?n={number}").status_code for number in ("0", "5", "-1", "x", "")
    }
    assert asked == {"0": 404, "5": 404, "-1": 404, "x": 200, "": 200}


def test_a_save_without_its_token_is_refused(world: World, officer: FlaskClient, attempt_id: UUID) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = True
    token = fields(officer.get(f"/attempts/{attempt_id}"))["csrf_token"]
    sent = {"n": 1, "sequence": 1, "fields": at(0)}
    assert officer.post(f"/attempts/{attempt_id}", json=sent).status_code == 400
    assert officer.post(f"/attempts/{attempt_id}", json=sent, headers={"X-CSRFToken": token}).status_code == 200


def test_the_reader_chooses_the_language_and_keeps_the_place(world: World) -> None:
    gate, keys = factories.questions(each=1)
    russian = FrozenWords("RU stem", {option: f"RU {option}" for option in "abcd"}, {}, "")
    english = {question.id: factories.english(question) for question in (gate, keys)}
    bank = factories.freeze([gate, keys], {"en": english, "ru": {gate.id: russian}})
    attempt_id = factories.start(world.kostanay, bank, Blueprint("final", by_objective({"gate": 1, "keys": 1}), 10, 50))
    sitting = sitting_of(world, attempt_id)
    places = {item.question_id: number for number, item in enumerate(sitting.items, 1)}
    pages = {}
    for language in ("ru", "ar"):
        client = world.signed_in(world.kostanay.accounts[0], language)
        client.post(f"/attempts/{attempt_id}/place")
        for question in (gate, keys):
            save(client, attempt_id, places[question.id], 1, 2)
            pages[language, question.id] = client.get(f"/attempts/{attempt_id}?n={places[question.id]}")
    marked = re.compile(r'<(?:legend|span) lang="(\w+)" dir="(\w+)">')
    assert {key: set(marked.findall(page.get_data(as_text=True))) for key, page in pages.items()} == {
        ("ru", gate.id): set(),
        ("ru", keys.id): {("en", "ltr")},
        ("ar", gate.id): {("en", "ltr")},
        ("ar", keys.id): {("en", "ltr")},
    }
    assert "RU stem" in main_text(pages["ru", gate.id])
    assert "Ворота и ключи" in main_text(pages["ru", gate.id])
    assert '<html lang="ar" dir="rtl">' in pages["ar", gate.id].get_data(as_text=True)
    assert {tuple(checked(page)) for page in pages.values()} == {(2,)}
    place = f'name="next" value="/attempts/{attempt_id}?n={places[keys.id]}"'
    assert place in pages["ru", keys.id].get_data(as_text=True)  # changing the language comes back here


def count_queries(client: FlaskClient, path: str) -> int:
    statements: list[str] = []

    def note(*args: Any) -> None:
        statements.append(args[2])

    event.listen(db.engine, "before_cursor_execute", note)
    assert client.get(path).status_code == 200
    event.remove(db.engine, "before_cursor_execute", note)
    return len([statement for statement in statements if not statement.startswith("BEGIN")])


def test_pages_ask_as_much_for_a_long_paper_as_for_a_short_one(world: World, officer: FlaskClient, bank: Bank) -> None:
    counts = {}
    for each in (1, 3):
        attempt_id = factories.start(
            world.kostanay, bank, Blueprint("final", by_objective({"gate": each, "keys": each}), 40, 75, 1)
        )
        sitting = sitting_of(world, attempt_id)
        for number in range(1, 2 * each + 1):
            save(officer, attempt_id, number, 1, mark_of(sitting, number, "b"))  # wrong: who fails reads whom to ask
        pages = [f"/attempts/{attempt_id}?n=1", f"/attempts/{attempt_id}/overview"]
        for path in pages:
            officer.get(path)  # the bank's words are in memory from here on
        counts[each] = [count_queries(officer, path) for path in pages]
        officer.post(f"/attempts/{attempt_id}/submit")
        officer.get(f"/attempts/{attempt_id}/result")
        counts[each].append(count_queries(officer, f"/attempts/{attempt_id}/result"))
    assert counts[1] == counts[3] == [3, 3, 10]
