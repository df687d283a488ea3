"""What an officer sees of modules: the first page and a module's page in every state, for this officer only."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from elearn.courses.queries import progress
from elearn.courses.rules.module import Published
from elearn.courses.rules.standing import NotOpen
from elearn.courses.service import papers
from elearn.foundation import clock, ids
from elearn.foundation.db import db, transaction
from elearn.people.models import Academy
from elearn.quizzes.rules.seating import Draw
from tests import factories_courses as factories
from tests import factories_quizzes, histories
from tests.databases import NOW
from tests.factories_courses import PARTS
from tests.factories_quizzes import question
from tests.quizzes.pages import main_text
from tests.world import World

pytestmark = pytest.mark.usefixtures("searches")

TITLE = "Searches When a search is lawful. This module is not yet reviewed by an expert."
SHORT_TEST = (
    "A short test before the first lesson shows later how much you have learned. It is no hurdle: nobody fails it, "
    "and you may leave it out."
)
PRE_TEST = f" What do you know already? {SHORT_TEST} {{}} →"
FINAL = "Print the whole module Final assessment Questions 2 Time 20 minutes To pass 80% Attempts {} used, {} left"
CLOSED = " Opens when all lessons and scenarios are done."
ATTEMPTS = " Your attempts Test Begun on Result {}"
AIMS = " What you will learn Say when a search is lawful."


@pytest.fixture
def officer(world: World) -> FlaskClient:
    """The officer the tests are about. Another one of the academy has completed the module, one of another academy too."""
    for place, number in ((world.kostanay, 1), (world.karaganda, 0)):
        factories.enrol(place, number)
        factories.read(place, *PARTS, officer=number)
        factories.sit(place, "final", right=True, officer=number)
    return world.signed_in(world.kostanay.accounts[0])


def far(percent: int) -> str:
    return f"{percent} % {percent}% of the module is done"


ASKED = "How was the training? Five short statements about “Searches”, without your name. To the questionnaire →"


def needed(parts: str, final: str) -> str:
    return f" For the certificate Lessons and scenarios {parts} Final assessment {final}"


def contents(*done: str) -> str:
    words = {
        "why": "Why we search about 10 minutes",
        "how": "How we search about 1 minute",
        "scenario-gate": "The parcel at the gate about 5 minutes",
    }
    lines = [line.split(" about")[0] + " done" if part in done else line for part, line in words.items()]
    return " Contents " + " ".join(lines) + " "


HEAD = "My modules Sessions in class My bookmarks Join a cohort Look for words in the modules Search"


# --- the first page --------------------------------------------------------------------------------------------------


def test_an_officer_without_modules_may_choose(officer: FlaskClient) -> None:
    assert main_text(officer.get("/modules")) == (
        f"{HEAD} You are not enrolled in any module yet. Choose one below. You may also choose Searches 2 hours"
    )


def test_an_officer_without_modules_asks_where_the_academy_enrols(officer: FlaskClient, world: World) -> None:
    with transaction():
        db.session.execute(update(Academy).where(Academy.id == world.kostanay.academy_id).values(own_choice=False))
    assert main_text(officer.get("/modules")) == (
        "My modules Sessions in class My bookmarks Join a cohort You are not enrolled in any module yet. "
        "Your academy enrols you. Ask there when your training begins."
    )


def test_the_first_page_says_what_to_go_on_with(officer: FlaskClient, world: World) -> None:
    factories.enrol(world.kostanay)
    assert main_text(officer.get("/modules")) == (
        f"{HEAD} Searches Why we search Part 1 of 3 · about 10 minutes {far(0)} {SHORT_TEST} Start →"
    )
    assert '<a class="button" href="/modules/searches">' in officer.get("/modules").get_data(as_text=True)
    factories.sit(world.kostanay, "pre-test", right=False)
    assert main_text(officer.get("/modules")) == (
        f"{HEAD} Searches Why we search Part 1 of 3 · about 10 minutes {far(0)} Start →"
    )
    assert '<a class="button" href="/modules/searches/why">' in officer.get("/modules").get_data(as_text=True)
    factories.read(world.kostanay, "why")
    assert main_text(officer.get("/modules")) == (
        f"{HEAD} Searches How we search Part 2 of 3 · about 1 minute {far(25)} Continue →"
    )
    factories.read(world.kostanay, "how", "scenario-gate")
    assert main_text(officer.get("/modules")) == (
        f"{HEAD} Searches Final assessment All lessons are done. Now show what you have learned. {far(75)} Continue →"
    )
    factories.sit(world.kostanay, "final", right=True)
    assert main_text(officer.get("/modules")) == (
        f"{HEAD} {ASKED} There is nothing to work on now. Ended Searches passed, 100%"
    )


def test_several_modules_what_is_due_first_first(officer: FlaskClient, world: World) -> None:
    for module_id, due_on in (
        ("later", date(2026, 10, 1)),
        ("undated", None),
        ("soon", date(2026, 9, 15)),
        ("lost", None),
    ):
        factories.publish(module_id=module_id, revision_id=f"{module_id}-1", titles={"en": module_id.title()})
        factories.enrol(world.kostanay, module_id=module_id, due_on=due_on)
    factories.read(world.kostanay, *PARTS, module_id="lost")
    for _attempt in range(2):
        factories.sit(world.kostanay, "final", right=False, module_id="lost")
    page = main_text(officer.get("/modules"))
    assert page == (
        f"{HEAD} Soon Why we search Part 1 of 3 · about 10 minutes {far(0)} {SHORT_TEST} Start → "
        "To be completed by a date Soon due on Sep 15, 2026 Later due on Oct 1, 2026 Print what is due "
        "Next Later not started Undated not started Ended Lost no attempt left You may also choose Searches 2 hours"
    )


def test_late_is_the_day_after_where_the_academy_is(officer: FlaskClient, world: World) -> None:
    factories.enrol(world.kostanay, due_on=date(2026, 9, 15))
    for hour, words in (
        (18, "due on Sep 15, 2026"),
        (19, "was due on Sep 15, 2026"),
    ):  # midnight in Almaty is 19:00 UTC
        with clock.stopped_at(NOW.replace(hour=hour, minute=0)):
            client = world.signed_in(world.kostanay.accounts[0])
            late = "late" if hour == 19 else "not started"
            assert main_text(client.get("/modules")).endswith(
                f"To be completed by a date Searches {words} Print what is due"
            )
            assert f"pre-test → {late} {words} {far(0)}" in main_text(client.get("/modules/searches"))


def test_the_first_page_speaks_the_readers_language_as_far_as_there_is_one(officer: FlaskClient, world: World) -> None:
    factories.enrol(world.kostanay)
    officer.set_cookie("language", "ru")
    page = officer.get("/modules").get_data(as_text=True)
    assert "<h2>Зачем обыск</h2>" in page
    officer.set_cookie("language", "ar")
    page = officer.get("/modules").get_data(as_text=True)
    assert '<h2><span lang="en" dir="ltr">Why we search</span></h2>' in page


def test_staff_have_no_modules_of_their_own(world: World) -> None:
    for account in (world.kostanay.administrator, world.kostanay.instructor):
        client = world.signed_in(account)
        for path in ("/modules", "/modules/searches", "/modules/searches/why", "/modules/searches/print"):
            assert client.get(path).status_code == 403


# --- one module ------------------------------------------------------------------------------------------------------


def test_the_page_of_a_module_not_started(officer: FlaskClient, world: World) -> None:
    factories.enrol(world.kostanay, due_on=date(2026, 9, 20))
    assert main_text(officer.get("/modules/searches")) == (
        TITLE
        + PRE_TEST.format("Take the pre-test")
        + f" not started due on Sep 20, 2026 {far(0)} Why we search about 10 minutes Start →"
        + needed("3 to go", "to be passed")
        + contents()
        + FINAL.format(0, 2)
        + CLOSED
        + AIMS
    )


def test_the_page_of_a_module_being_read(officer: FlaskClient, world: World) -> None:
    factories.enrol(world.kostanay)
    factories.sit(world.kostanay, "pre-test", right=True)
    factories.read(world.kostanay, "why")
    assert main_text(officer.get("/modules/searches")) == (
        f"{TITLE} 25% {far(25)} How we search about 1 minute Continue →"
        + needed("2 to go", "to be passed")
        + contents("why")
        + FINAL.format(0, 2)
        + CLOSED
        + ATTEMPTS.format("Pre-test Sep 15, 2026 100%")
        + AIMS
    )


def test_the_page_of_a_module_with_open_papers(officer: FlaskClient, world: World) -> None:
    factories.enrol(world.kostanay)
    officer.post("/modules/searches/papers/pre-test")
    assert main_text(officer.get("/modules/searches")) == (
        TITLE
        + PRE_TEST.format("Go on with the pre-test")
        + f" not started {far(0)} Why we search about 10 minutes Start →"
        + needed("3 to go", "to be passed")
        + contents()
        + FINAL.format(0, 2)
        + CLOSED
        + ATTEMPTS.format("Pre-test Sep 15, 2026 open")
        + AIMS
    )
    factories.read(world.kostanay, *PARTS)
    assert "pre-test →" not in main_text(officer.get("/modules/searches"))  # it says nothing any more
    officer.post("/modules/searches/papers/final")
    assert f"75% {far(75)} Go on with the final assessment →" in main_text(officer.get("/modules/searches"))


def test_the_page_of_a_module_before_the_final_assessment_and_after_a_failed_one(
    officer: FlaskClient, world: World
) -> None:
    factories.enrol(world.kostanay)
    factories.read(world.kostanay, *PARTS)
    assert main_text(officer.get("/modules/searches")) == (
        f"{TITLE} 75% {far(75)} Start the final assessment →"
        + needed("done", "to be passed")
        + contents(*PARTS)
        + FINAL.format(0, 2)
        + AIMS
    )
    attempt_id = factories.sit(world.kostanay, "final", right=False)
    page = officer.get("/modules/searches")
    assert main_text(page) == (
        f"{TITLE} 75% {far(75)} Take the final assessment again →"
        + needed("done", "to be passed")
        + contents(*PARTS)
        + FINAL.format(1, 1)
        + ATTEMPTS.format("Final assessment, attempt 1 Sep 15, 2026 not passed, 0%")
        + AIMS
    )
    assert f'<a href="/attempts/{attempt_id}/result">' in page.get_data(as_text=True)


def test_the_page_of_a_module_without_an_attempt_left(officer: FlaskClient, world: World) -> None:
    factories.enrol(world.kostanay)
    factories.read(world.kostanay, *PARTS)
    for _attempt in range(2):
        factories.sit(world.kostanay, "final", right=False)
    sentence = "You have no attempt left. Ask your academy if you may have another one."
    assert main_text(officer.get("/modules/searches")) == (
        f"{TITLE} no attempt left {far(75)} {sentence} Kostanay academy room 12"
        + needed("done", "not passed")
        + contents(*PARTS)
        + FINAL.format(2, 0)
        + ATTEMPTS.format(" ".join(f"Final assessment, attempt {n} Sep 15, 2026 not passed, 0%" for n in (1, 2)))
        + AIMS
    )
    with clock.stopped_at(NOW + timedelta(days=1)):
        factories.enrol(world.kostanay)
        again = world.signed_in(world.kostanay.accounts[0])
        assert main_text(again.get("/modules/searches")).startswith(
            TITLE + PRE_TEST.format("Take the pre-test") + " not started"
        )


def test_the_page_of_a_completed_module(officer: FlaskClient, world: World) -> None:
    factories.enrol(world.kostanay, due_on=date(2026, 9, 20))
    factories.read(world.kostanay, *PARTS)
    factories.sit(world.kostanay, "final", right=True)
    page = officer.get("/modules/searches")
    assert main_text(page) == (
        f"{TITLE} passed, 100% {far(100)} To your certificate →"
        + needed("done", "passed")
        + f" {ASKED}"
        + contents(*PARTS)
        + FINAL.format(1, 1)
        + ATTEMPTS.format("Final assessment, attempt 1 Sep 15, 2026 passed, 100%")
        + AIMS
    )
    assert '<form method="post" action="/modules/searches/certificate">' in page.get_data(as_text=True)


def test_a_module_without_certificate_and_without_limits(
    officer: FlaskClient, world: World, searches: Published
) -> None:
    papers = {"final": replace(searches.papers["final"], attempts=None)}
    reviewers = ({"name": "A. Expert", "post": "Head of training", "on": "2026-01-01"},)
    factories.publish(
        module_id="free",
        revision_id="free-1",
        gives_certificate=False,
        valid_months=None,
        papers=papers,
        reviewers=reviewers,
    )
    factories.enrol(world.kostanay, module_id="free")
    factories.read(world.kostanay, *PARTS, module_id="free")
    factories.sit(world.kostanay, "final", right=True, module_id="free")
    assert main_text(officer.get("/modules/free")) == (
        f"Searches When a search is lawful. passed, 100% {far(100)} You have completed this module."
        + needed("done", "passed").replace("For the certificate", "To complete the module")
        + f" {ASKED}"
        + contents(*PARTS)
        + FINAL.replace("{} used, {} left", "as many as you like")
        + ATTEMPTS.format("Final assessment, attempt 1 Sep 15, 2026 passed, 100%")
        + AIMS
    )


def test_the_next_attempt_opens_after_its_delay(officer: FlaskClient, world: World, searches: Published) -> None:
    paper = replace(searches.papers["final"], wait_hours=24, supervised=True)
    factories.publish(revision_id="searches-2", number=2, papers={"final": paper})
    factories.enrol(world.kostanay)
    factories.read(world.kostanay, *PARTS)
    with clock.stopped_at(NOW + timedelta(minutes=12)):
        factories.sit(world.kostanay, "final", right=False)
    sentence = "You can try again from September 16, 2026, 11:12. Read the lessons again until then."
    page = main_text(officer.get("/modules/searches"))
    assert page == (
        f"{TITLE} 75% {far(75)} {sentence}"
        + needed("done", "to be passed")
        + contents(*PARTS)
        + FINAL.format(1, 1)
        + " Between attempts 24 hours Written at one computer, with an instructor in the room."
        + ATTEMPTS.format("Final assessment, attempt 1 Sep 15, 2026 not passed, 0%")
        + AIMS
    )
    for hours, location in ((24, "/modules/searches"), (24.2, "/attempts/")):
        with clock.stopped_at(NOW + timedelta(hours=hours)):
            again = world.signed_in(world.kostanay.accounts[0])
            answer = again.post("/modules/searches/papers/final")
            assert answer.location.startswith(location)
            if hours == 24:
                refused = "The next attempt does not open yet. Below you see from when you can try again. "
                assert main_text(again.get(answer.location)) == refused + page
            else:
                assert main_text(again.get("/modules/searches")).startswith(f"{TITLE} 75% {far(75)} Go on with")


def test_an_attempt_that_was_granted_does_not_wait(officer: FlaskClient, world: World, searches: Published) -> None:
    paper = replace(searches.papers["final"], wait_hours=24, attempts=1)
    factories.publish(revision_id="searches-2", number=2, papers={"final": paper})
    enrolment_id = factories.enrol(world.kostanay)
    factories.read(world.kostanay, *PARTS)
    factories.sit(world.kostanay, "final", right=False)
    assert officer.post("/modules/searches/papers/final").location == "/modules/searches"
    histories.granted(enrolment_id, world.kostanay.officers[0], 1, world.kostanay.instructor)
    assert officer.post("/modules/searches/papers/final").location.startswith("/attempts/")


# --- starting papers -------------------------------------------------------------------------------------------------


def test_a_paper_is_begun_once_and_gone_on_with(officer: FlaskClient, world: World) -> None:
    factories.enrol(world.kostanay)
    answers = [officer.post("/modules/searches/papers/pre-test") for _click in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert answers[0].location.startswith("/attempts/")


def test_the_final_assessment_asks_nothing_of_the_pre_test(officer: FlaskClient, world: World) -> None:
    for account, number in zip(world.kostanay.accounts[::2], (0, 2), strict=True):
        client = world.signed_in(account)
        factories.enrol(world.kostanay, number)
        pre_test = client.post("/modules/searches/papers/pre-test").location.split("/")[-1]
        factories.read(world.kostanay, *PARTS, officer=number)
        final = client.post("/modules/searches/papers/final").location.split("/")[-1]
        asked = [factories.asked(attempt_id) for attempt_id in (pre_test, final)]
        assert [len(questions) for questions in asked] == [2, 2]
        assert asked[0].isdisjoint(asked[1])


@pytest.mark.parametrize(
    ("done", "finals", "paper", "sentence"),
    [
        ((), [], "final", "The final assessment opens when all lessons and scenarios are done."),
        (PARTS[:2], [], "final", "The final assessment opens when all lessons and scenarios are done."),
        (PARTS, [True], "final", "You have passed the final assessment already."),
        (PARTS, [False, False], "final", "There is no attempt left."),
        (
            ("why",),
            [],
            "pre-test",
            "The pre-test is for the time before the first lesson. You have begun to learn already.",
        ),
    ],
)
def test_a_paper_that_is_not_open_says_why(
    officer: FlaskClient, world: World, done: tuple[str, ...], finals: list[bool], paper: str, sentence: str
) -> None:
    factories.enrol(world.kostanay)
    factories.read(world.kostanay, *done)
    attempts = [factories.sit(world.kostanay, "final", right=right) for right in finals]
    response = officer.post(f"/modules/searches/papers/{paper}")
    assert (response.status_code, response.location) == (303, "/modules/searches")
    page = officer.get("/modules/searches")
    assert main_text(page).startswith(f"{sentence} {TITLE}")
    assert page.get_data(as_text=True).count("/result") == len(attempts)


def test_no_attempt_is_left_to_a_page_opened_before_the_last(world: World, searches: Published) -> None:
    factories.enrol(world.kostanay)
    factories.read(world.kostanay, *PARTS)
    before = progress.of_module(world.kostanay.officers[0], "searches")
    assert before
    for _attempt in range(2):
        factories.sit(world.kostanay, "final", right=False)
    with transaction():
        assert papers.start(before, searches, searches.papers["final"]) is NotOpen.NO_ATTEMPT


def test_the_pre_test_leaves_the_final_assessment_its_questions(world: World, searches: Published) -> None:
    factories.enrol(world.kostanay)
    mine = progress.of_module(world.kostanay.officers[0], "searches")
    assert mine
    asked = [replace(question(f"q{n}", "lawful"), difficulty=3 if n < 2 else 1) for n in range(6)]
    bank = factories_quizzes.freeze(asked)
    final = replace(searches.papers["final"], draw=(Draw(2, difficulty=3), Draw(1, "lawful")))
    module = replace(searches, revision_id=bank.id, papers={**searches.papers, "final": final})
    for _enrolment in range(10):  # one careless draw of two in five would leave the two hard questions
        enrolment = replace(mine, id=ids.new())
        with transaction():
            attempts = [papers.start(enrolment, module, module.papers["pre-test"])]
            done = replace(enrolment, done=frozenset(PARTS))
            attempts += [papers.start(done, module, final)]
        pre_test, last = (factories.asked(str(attempt)) for attempt in attempts)
        assert (len(pre_test), len(last), pre_test & last, {"q0", "q1"} - last) == (2, 3, set(), set())


def test_the_pre_test_is_taken_once(officer: FlaskClient, world: World) -> None:
    factories.enrol(world.kostanay)
    factories.sit(world.kostanay, "pre-test", right=False)
    officer.post("/modules/searches/papers/pre-test")
    assert main_text(officer.get("/modules/searches")).startswith("There is no attempt left.")


def test_who_is_not_enrolled_has_nothing_there(officer: FlaskClient, world: World) -> None:
    pages = ("why", "scenario-gate", "print")
    sent = ("papers/final", "papers/pre-test", "why", "scenario-gate/choice")
    assert [officer.get(f"/modules/searches/{path}").status_code for path in pages] == [404] * 3
    assert [officer.post(f"/modules/searches/{path}").status_code for path in sent] == [404] * 4
    factories.enrol(world.kostanay)
    assert [officer.get(f"/modules/nothing/{path}").status_code for path in pages] == [404] * 3
    assert [officer.post(f"/modules/nothing/{path}").status_code for path in sent] == [404] * 4


def test_papers_and_parts_that_the_module_has_not(officer: FlaskClient, world: World) -> None:
    factories.enrol(world.kostanay)
    answers = [
        officer.post("/modules/searches/papers/mid-term"),
        officer.get("/modules/searches/nothing"),
        officer.post("/modules/searches/nothing"),
        officer.post("/modules/searches/scenario-gate"),
        officer.post("/modules/searches/why/choice"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5


# --- how many queries ------------------------------------------------------------------------------------------------


def test_the_number_of_queries_does_not_grow(officer: FlaskClient, world: World) -> None:
    def count(path: str) -> int:
        officer.get(path)  # what is frozen is read once and kept
        return factories.count_queries(lambda: officer.get(path))

    factories.enrol(world.kostanay)
    few = [count(path) for path in ("/modules", "/modules/searches")]
    for number in range(2):
        module_id = f"m{number}"
        factories.publish(module_id=module_id, revision_id=f"{module_id}-1")
        factories.publish(module_id=f"{module_id}-choice", revision_id=f"{module_id}-c-1")
        factories.enrol(world.kostanay, module_id=module_id, due_on=date(2026, 10, 1))
    factories.sit(world.kostanay, "pre-test", right=True)
    factories.read(world.kostanay, *PARTS)
    factories.sit(world.kostanay, "final", right=False)
    factories.sit(world.kostanay, "final", right=False)
    factories.enrol(world.kostanay)
    assert [count(path) for path in ("/modules", "/modules/searches")] == few == [7, 3]
