"""An officer's bookmarks: set, kept over a new revision, private, removed, and erased with who the officer is."""

import re
from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from elearn.courses.models import Bookmark
from elearn.courses.service import publishing
from elearn.foundation.db import db, transaction
from elearn.people.service.erasing import erase_identity
from tests import factories_content
from tests import factories_courses as factories
from tests.factories_content import SEARCHES
from tests.quizzes.pages import main_text
from tests.world import World

HEAD = "← My modules My bookmarks Only you see your bookmarks and your notes."
WHY = "/modules/searches/why/bookmarks"


def publish(texts: Mapping[str, str]) -> None:
    with transaction():
        publishing.publish_module(factories_content.read(dict(texts)).modules[0])


@pytest.fixture
def officer(world: World) -> FlaskClient:
    publish(SEARCHES)
    for place in (world.kostanay, world.karaganda):
        factories.enrol(place)
    return world.signed_in(world.kostanay.accounts[0])


def how_many() -> int:
    db.session.rollback()
    return db.session.execute(select(func.count()).select_from(Bookmark)).scalar_one()


def remove(page: str) -> list[str]:
    return re.findall(r'action="(/bookmarks/[^"]*/remove)"', page)


def test_none_yet(officer: FlaskClient) -> None:
    advice = "Below each lesson you can set one, with a note for yourself."
    assert main_text(officer.get("/bookmarks")) == f"{HEAD} You have no bookmarks yet. {advice}"


def test_set_and_removed(officer: FlaskClient, now: object) -> None:
    answer = officer.post(WHY, data={"anchor": "tests", "note": " <b>ask</b> "})
    assert (answer.status_code, answer.location) == (303, "/modules/searches/why")
    assert "The bookmark is kept." in main_text(officer.get("/modules/searches/why"))
    officer.post(WHY, data={"anchor": ""})
    page = officer.get("/bookmarks").get_data(as_text=True)
    assert 'href="/modules/searches/why#section-tests">Why we search: The tests</a>' in page
    assert 'href="/modules/searches/why">Why we search</a>' in page
    assert '<p dir="auto">&lt;b&gt;ask&lt;/b&gt;</p>' in page
    officer.post(WHY, data={"anchor": "tests", "note": "new"})
    assert how_many() == 2
    page = officer.get("/bookmarks").get_data(as_text=True)
    assert "new" in page
    assert "ask" not in page
    for address in remove(page):
        assert (officer.post(address).location, officer.post(address).status_code) == ("/bookmarks", 404)
    assert how_many() == 0


def test_what_is_no_place(officer: FlaskClient) -> None:
    officer.post(WHY, data={"anchor": "nowhere", "note": ""})
    assert "Please choose one." in main_text(officer.get("/modules/searches/why"))
    officer.post(WHY, data={"anchor": "", "note": "x" * 201})
    assert "Please use at most 200 characters." in main_text(officer.get("/modules/searches/why"))
    statuses = [
        officer.post(f"/modules/{place}/bookmarks", data={"anchor": ""}).status_code
        for place in ("searches/scenario-gate", "searches/nothing", "nothing/why")
    ]
    assert (statuses, how_many()) == ([404] * 3, 0)


def test_nobody_else_sees_or_removes_it(officer: FlaskClient, world: World) -> None:
    officer.post(WHY, data={"anchor": "", "note": "zzprivate"})
    [address] = remove(officer.get("/bookmarks").get_data(as_text=True))
    for place in (world.kostanay, world.karaganda):
        other = world.signed_in(place.accounts[1])
        assert "zzprivate" not in main_text(other.get("/bookmarks"))
        assert other.post(address).status_code == 404
        for account in (place.administrator, place.instructor):
            staff = world.signed_in(account)
            assert (staff.get("/bookmarks").status_code, staff.post(address).status_code) == (403, 403)
            seen = [staff.get(f"/officers/{world.kostanay.officers[0]}"), staff.get("/catalogue/searches/why")]
            assert [b"zzprivate" in each.get_data() for each in seen] == [False, False]
    assert how_many() == 1


def test_it_outlives_a_new_revision_and_says_what_is_gone(officer: FlaskClient) -> None:
    for path, anchor in (("why", ""), ("why", "tests"), ("how", "")):
        officer.post(f"/modules/searches/{path}/bookmarks", data={"anchor": anchor})
    contents = (
        SEARCHES["module.md"].replace("[why, how, scenario-gate]", "[why, scenario-gate]").replace("[b, c]", "[c]")
    )
    why = SEARCHES["en/01-why.md"].replace("{#tests}", "{#questions}").replace("Why we search", "The reason")
    kept = {path: text for path, text in SEARCHES.items() if "02-how" not in path and not path.startswith("ru/01")}
    publish(kept | {"module.md": contents, "en/01-why.md": why})
    page = main_text(officer.get("/bookmarks"))
    assert page.count("The reason Searches Remove") == 1
    assert "The reason The heading that you marked is no longer in this lesson. Searches Remove" in page
    assert "This lesson is no longer in the module. Searches Remove" in page
    for address in remove(officer.get("/bookmarks").get_data(as_text=True)):
        officer.post(address)
    assert how_many() == 0


def test_they_are_erased_with_who_the_officer_is(officer: FlaskClient, world: World) -> None:
    officer.post(WHY, data={"anchor": "", "note": "mine"})
    other = world.signed_in(world.karaganda.accounts[0])
    other.post(WHY, data={"anchor": "", "note": "theirs"})
    with transaction():
        erase_identity(world.kostanay.officers[0])
    db.session.rollback()
    assert db.session.execute(select(Bookmark.note)).scalars().all() == ["theirs"]


def test_as_many_queries_for_three_as_for_one(officer: FlaskClient) -> None:
    officer.post(WHY, data={"anchor": ""})
    officer.get("/bookmarks")
    one = factories.count_queries(lambda: officer.get("/bookmarks"))
    officer.post(WHY, data={"anchor": "tests"})
    officer.post("/modules/searches/how/bookmarks", data={"anchor": ""})
    officer.get("/modules/searches/how")  # pages are kept in memory
    assert factories.count_queries(lambda: officer.get("/bookmarks")) == one
