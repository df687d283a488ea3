"""The reader: pages of lessons, lesson done, languages, print; preview for those who teach; pictures."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from elearn.courses.models import Blob, Medium, Module, PartDone
from elearn.foundation.db import db, transaction
from tests import factories_courses as factories
from tests.factories_courses import PARTS
from tests.quizzes.pages import main_text
from tests.world import World

pytestmark = pytest.mark.usefixtures("searches")

TOC = "Searches ○ Why we search ○ How we search ○ The parcel at the gate "
AIMS = "What this lesson is for: Say when a search is lawful."


@pytest.fixture
def enrolment_id(world: World) -> UUID:
    """The officer's. A colleague and an officer of the other academy are enrolled and have begun, too."""
    for place, number in ((world.kostanay, 1), (world.karaganda, 0)):
        factories.enrol(place, number)
        factories.read(place, "how", officer=number)
    return factories.enrol(world.kostanay)


@pytest.fixture
def officer(world: World, enrolment_id: UUID) -> FlaskClient:
    return world.signed_in(world.kostanay.accounts[0])


def done(world: World) -> list[tuple[str, ...]]:
    """Parts that the officer has done, with the language they were read in."""
    db.session.rollback()
    rows = db.session.execute(
        select(PartDone.part_id, PartDone.language)
        .where(PartDone.officer_id == world.kostanay.officers[0])
        .order_by(PartDone.part_id)
    )
    return [tuple(row) for row in rows]


BOOKMARK = "Set a bookmark here Place The whole lesson Note for yourself Only you see it. Keep the bookmark"


def test_a_lesson(officer: FlaskClient) -> None:
    page = officer.get("/modules/searches/why")
    assert main_text(page) == (
        f"{TOC}Print the whole module Searches · about 10 minutes Why we search {AIMS} Text of why in en. "
        f"{BOOKMARK} Print Done, next →"
    )
    body = page.get_data(as_text=True)
    assert "<p>Text of why in en.</p>" in body
    assert '<a href="/modules/searches/why" aria-current="page">' in body
    assert body.count('aria-current="page"') == 2  # the menu's and the contents'


def test_reading_from_the_first_part_to_the_last(officer: FlaskClient, world: World) -> None:
    first = officer.post("/modules/searches/why")
    assert (first.status_code, first.location) == (303, "/modules/searches/how")
    assert main_text(officer.get("/modules/searches/how")) == (
        "Searches ✓ done: Why we search ○ How we search ○ The parcel at the gate Print the whole module "
        f"Searches · about 1 minute How we search Text of how in en. {BOOKMARK} ← Previous Print Done, next →"
    )
    assert main_text(officer.get("/modules/searches/why")).endswith(f"Text of why in en. {BOOKMARK} Print Next →")
    assert officer.post("/modules/searches/how").location == "/modules/searches/scenario-gate"
    assert done(world) == [("how", "en"), ("why", "en")]


def test_after_the_last_part_comes_the_page_of_the_module(officer: FlaskClient, world: World) -> None:
    contents = factories.SEARCHES.contents[:1]
    factories.publish(module_id="short", revision_id="short-1", contents=contents, scenarios={})
    factories.enrol(world.kostanay, module_id="short")
    assert main_text(officer.get("/modules/short/why")).endswith("Print Done →")
    assert officer.post("/modules/short/why").location == "/modules/short"
    assert main_text(officer.get("/modules/short/why")).endswith("Print To the overview of the module →")


def test_a_part_is_done_once(officer: FlaskClient, world: World) -> None:
    for _click in range(2):
        assert officer.post("/modules/searches/why").location == "/modules/searches/how"
    assert done(world) == [("why", "en")]


def test_resume_is_the_first_part_not_done(officer: FlaskClient) -> None:
    officer.post("/modules/searches/how")
    assert '<a class="button" href="/modules/searches/why">' in officer.get("/modules").get_data(as_text=True)
    officer.post("/modules/searches/why")
    assert '<a class="button" href="/modules/searches/scenario-gate">' in officer.get("/modules").get_data(as_text=True)


def test_a_lesson_in_the_readers_language(officer: FlaskClient, world: World) -> None:
    officer.set_cookie("language", "ru")
    body = officer.get("/modules/searches/why").get_data(as_text=True)
    assert "<article>\n    <h1>Зачем обыск</h1>" in body
    assert "<p>Text of why in ru.</p>" in body
    assert "<span>Зачем обыск</span></a>" in body
    assert '<span lang="en" dir="ltr">How we search</span></a>' in body
    officer.post("/modules/searches/why")
    assert done(world) == [("why", "ru")]


def test_a_lesson_that_is_not_translated_says_so(officer: FlaskClient) -> None:
    officer.set_cookie("language", "ar")
    body = officer.get("/modules/searches/how").get_data(as_text=True)
    assert '<html lang="ar" dir="rtl">' in body
    assert '<h1 lang="en" dir="ltr">How we search</h1>' in body
    assert body.count('<p class="notice">') == 1
    assert "English</p>" in body.split('<p class="notice">')[1].split("<article")[0].replace(".", "")


def test_one_language_then_another_is_one_progress(officer: FlaskClient, world: World) -> None:
    officer.set_cookie("language", "ru")
    officer.post("/modules/searches/why")
    officer.post("/modules/searches/how")  # of which there is no Russian: it was read in English
    officer.set_cookie("language", "en")
    assert done(world) == [("how", "en"), ("why", "ru")]
    assert "50% of the module is done" in main_text(officer.get("/modules/searches"))


def test_the_whole_module_for_the_printer(officer: FlaskClient) -> None:
    assert main_text(officer.get("/modules/searches/print")) == (
        "Print To the overview of the module Searches Revision 1 This module is not yet reviewed by an expert. "
        "Why we search Text of why in en. How we search Text of how in en."
    )


def test_who_began_reads_on_what_was_begun(officer: FlaskClient, world: World) -> None:
    officer.post("/modules/searches/why")
    factories.publish(revision_id="searches-2", number=2, contents=factories.SEARCHES.contents[:1])
    assert officer.get("/modules/searches/how").status_code == 200
    fresh = world.signed_in(world.kostanay.accounts[2])
    factories.enrol(world.kostanay, 2)
    assert fresh.get("/modules/searches/how").status_code == 404


def test_a_lesson_takes_two_queries(officer: FlaskClient, world: World) -> None:
    """The sign-in with its person, and the enrolment; the words come from memory."""
    officer.get("/modules/searches/why")
    assert factories.count_queries(lambda: officer.get("/modules/searches/why")) == 2
    for number in range(2):
        factories.publish(module_id=f"m{number}", revision_id=f"m{number}-1")
        factories.enrol(world.kostanay, module_id=f"m{number}")
    factories.read(world.kostanay, *PARTS)
    assert factories.count_queries(lambda: officer.get("/modules/searches/why")) == 2


def test_reading_writes_nothing(officer: FlaskClient, world: World) -> None:
    for path in ("why", "how", "scenario-gate", "print"):
        officer.get(f"/modules/searches/{path}")
    assert done(world) == []


# --- preview ---------------------------------------------------------------------------------------------------------


def test_who_may_preview(world: World) -> None:
    paths = ("/catalogue", "/catalogue/searches", "/catalogue/searches/why", "/catalogue/searches/scenario-gate")
    for account in (world.kostanay.administrator, world.karaganda.instructor, world.programme_administrator):
        assert [world.signed_in(account).get(path).status_code for path in paths] == [200] * 4
    for account in (world.monitor, world.kostanay.accounts[0]):
        assert [world.signed_in(account).get(path).status_code for path in paths] == [403] * 4


@pytest.fixture
def instructor(world: World) -> FlaskClient:
    return world.signed_in(world.kostanay.instructor)


def test_the_catalogue(instructor: FlaskClient) -> None:
    lead = (
        "Modules Read what officers read. Nothing you do here is recorded or counts. "
        "Look for words in the modules Search Bring a module"
    )
    listed = "Searches When a search is lawful. Revision 1 · 2 hours not yet reviewed by an expert"
    assert main_text(instructor.get("/catalogue")) == f"{lead} {listed}"
    few = factories.count_queries(lambda: instructor.get("/catalogue"))
    for number in range(2):
        factories.publish(module_id=f"t{number}", revision_id=f"t{number}-1", titles={"en": f"T{number}"})
    assert main_text(instructor.get("/catalogue")) == " ".join(
        [lead, listed, listed.replace("Searches", "T0"), listed.replace("Searches", "T1")]
    )
    assert factories.count_queries(lambda: instructor.get("/catalogue")) == few


def test_an_empty_catalogue(instructor: FlaskClient) -> None:
    with transaction():
        db.session.delete(db.session.get_one(Module, "searches"))
    assert main_text(instructor.get("/catalogue")).endswith(
        "recorded or counts. Bring a module No module is published yet."
    )


def test_a_module_in_preview(instructor: FlaskClient) -> None:
    factories.publish(
        module_id="known",
        revision_id="known-1",
        reviewers=({"name": "A. Expert", "post": "Head of training", "on": "2026-01-01"},),
    )
    contents = (
        "Contents Why we search about 10 minutes How we search about 1 minute The parcel at the gate about 5 minutes "
        "Take this module along, or copy it Questions Print a paper How good the questions are "
        "Bring questions from another system Take the questions to another system "
        "What officers will learn Say when a search is lawful."
    )
    assert main_text(instructor.get("/catalogue/searches")) == (
        f"Modules · Preview Searches When a search is lawful. This module is not yet reviewed by an expert. {contents}"
    )
    assert main_text(instructor.get("/catalogue/known")) == (
        f"Modules · Preview Searches When a search is lawful. Reviewed by A. Expert , Head of training, 2026-01-01 {contents}"
    )


def test_a_lesson_in_preview(instructor: FlaskClient) -> None:
    page = instructor.get("/catalogue/searches/why")
    assert (
        main_text(page) == f"{TOC}Searches · Preview · about 10 minutes Why we search {AIMS} Text of why in en. Next →"
    )
    assert '<a href="/catalogue/searches/how">' in page.get_data(as_text=True)
    assert "<form" not in page.get_data(as_text=True).split("<article>")[1]


def test_a_scenario_in_preview_shows_all_scenes(instructor: FlaskClient) -> None:
    assert main_text(instructor.get("/catalogue/searches/scenario-gate")) == (
        f"{TOC}Searches · Preview · about 5 minutes The parcel at the gate "
        "A parcel Text of parcel in en. Ask first 2 points You know your limits. The answer "
        "Search all -1 points One parcel is no reason. A hall "
        "The answer Text of asked in en. A good ending "
        "A hall Text of hall in en. Stop and ask 1 point Better late. The answer Go on -2 points Nobody is heard. An angry hall "
        "An angry hall Text of angry in en. A poor ending ← Previous"
    )


def test_how_good_the_questions_are(instructor: FlaskClient, world: World) -> None:
    for place in (world.kostanay, world.karaganda):
        factories.enrol(place, 1)
        factories.sit(place, "final", right=place is world.kostanay, officer=1)
    page = main_text(instructor.get("/catalogue/searches/quiz/analysis"))
    assert page.startswith(
        "Searches · Preview How good the questions are What the answers in the final assessment say of its questions. "
        "Those to be looked at first come first. At a glance"
    )
    assert " 0 good 0 to be looked at 6 too few answers yet" in page
    asked = page.split("What about ")[1:]
    assert sorted(asked) == [f"q{number}? Too few answers yet to say anything. " for number in range(5)] + [
        "q5? Too few answers yet to say anything."
    ]
    few = factories.count_queries(lambda: instructor.get("/catalogue/searches/quiz/analysis"))
    factories.enrol(world.kostanay, 2)
    factories.sit(world.kostanay, "final", right=True, officer=2)
    assert factories.count_queries(lambda: instructor.get("/catalogue/searches/quiz/analysis")) == few
    assert instructor.get("/catalogue/nothing/quiz/analysis").status_code == 404
    assert world.signed_in(world.monitor).get("/catalogue/searches/quiz/analysis").status_code == 403


def test_previews_of_what_is_not_there(instructor: FlaskClient) -> None:
    paths = ("/catalogue/nothing", "/catalogue/nothing/why", "/catalogue/searches/nothing")
    assert [instructor.get(path).status_code for path in paths] == [404] * 3


# --- pictures --------------------------------------------------------------------------------------------------------


def test_a_picture(client: FlaskClient) -> None:
    with transaction():
        db.session.add(Blob(digest="ab12", data=b"\x89PNG picture"))
        db.session.flush()
        db.session.add(Medium(digest="ab12", mime_type="image/png"))
    response = client.get("/media/ab12")
    assert (response.status_code, response.mimetype, response.data) == (200, "image/png", b"\x89PNG picture")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get("/media/cd34").status_code == 404


def test_a_video_is_read_in_pieces(client: FlaskClient) -> None:
    film = bytes(range(256)) * 5_000  # 1,280,000 bytes
    with transaction():
        db.session.add_all([Blob(digest="ab12", data=film), Blob(digest="cd34", data=b"x" * 90)])
        db.session.flush()
        db.session.add_all(
            [Medium(digest="ab12", mime_type="video/mp4"), Medium(digest="cd34", mime_type="audio/mpeg")]
        )

    def asked(digest: str, wanted: str) -> tuple[int, str | None, bytes]:
        answer = client.get(f"/media/{digest}", headers={"Range": wanted})
        return answer.status_code, answer.headers.get("Content-Range"), answer.data

    assert client.get("/media/ab12").data == film
    assert client.get("/media/ab12").headers["Accept-Ranges"] == "bytes"
    assert asked("ab12", "bytes=10-19") == (206, "bytes 10-19/1280000", film[10:20])
    assert asked("ab12", "bytes=-5") == (206, "bytes 1279995-1279999/1280000", film[-5:])
    assert asked("ab12", "bytes=0-") == (206, "bytes 0-999999/1280000", film[:1_000_000])
    assert asked("ab12", "bytes=1280000-") == (416, "bytes */1280000", b"")
    assert asked("cd34", "bytes=80-") == (206, "bytes 80-89/90", b"x" * 10)
    assert asked("ef56", "bytes=0-")[0] == 404


def test_pictures_and_documents_come_whole(client: FlaskClient) -> None:
    with transaction():
        db.session.add(Blob(digest="ab12", data=b"%PDF-1.7 form"))
        db.session.flush()
        db.session.add(Medium(digest="ab12", mime_type="application/pdf"))
    answer = client.get("/media/ab12", headers={"Range": "bytes=0-3"})
    assert (answer.status_code, answer.data) == (200, b"%PDF-1.7 form")
    assert answer.headers["Content-Disposition"] == "attachment; filename=ab12.pdf"
