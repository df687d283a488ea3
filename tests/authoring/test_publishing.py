"""Publishing takes two people and exactly what was proposed; officers under way finish or go on; every state comes back."""

import re
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from elearn.authoring.models.publishing import RevisionApproved, RevisionProposed
from elearn.authoring.queries import drafts as queries
from elearn.authoring.queries import history
from elearn.authoring.rules.approving import Change, Refusal
from elearn.authoring.rules.history import State
from elearn.authoring.service import drafts, publishing
from elearn.courses.models import Progress, RevisionPublished
from elearn.courses.queries import progress, published
from elearn.courses.rules.module import Published
from elearn.courses.rules.tally import UnderWay
from elearn.courses.service import progress as projection
from elearn.foundation.db import db, transaction
from tests import factories_courses
from tests.factories_content import SEARCHES
from tests.world import World

HOW = "en/02-how.md"


@pytest.fixture
def draft(world: World, searches: Published) -> str:
    """The published module, open for change at Kostanay."""
    with transaction():
        drafts.start_from(searches.revision_id, world.kostanay.academy_id, None)
    return "searches"


def change(path: str = HOW, old: str = "With respect.", new: str = "With care.") -> None:
    file, text = queries.file("searches", path), queries.files("searches")[path].decode()
    assert file
    assert old in text
    with transaction():
        drafts.save_file("searches", path, text.replace(old, new).encode(), file.version, None)


def publish(world: World, under_way: UnderWay = UnderWay.FINISH) -> Any:
    """Proposed by the instructor, approved by the administrator."""
    seen = publishing.prospect("searches").revision_id
    assert seen
    with transaction():
        assert publishing.propose("searches", seen, under_way, world.kostanay.instructor) is None
    proposal = history.proposal("searches")
    assert proposal
    with transaction():
        return publishing.approve("searches", proposal.id, world.kostanay.administrator)


def test_what_would_change(world: World, draft: str, searches: Published) -> None:
    found = publishing.prospect(draft)
    assert (found.is_new, found.files, found.parts, found.complaints) == (False, {}, {}, ())
    change()
    change("ru/01-why.md", "Три вопроса.", "Четыре вопроса.")
    found = publishing.prospect(draft)
    assert found.is_new
    assert found.files == {HOW: Change.CHANGED, "ru/01-why.md": Change.CHANGED}
    assert found.parts == {"how": Change.CHANGED}  # a translation makes nobody read again
    change(HOW, "With care.", "With care.\n\n## No id")
    assert publishing.prospect(draft).revision_id is None


def test_two_people_publish_what_was_proposed(world: World, draft: str, searches: Published) -> None:
    one, other = world.kostanay.instructor, world.kostanay.administrator
    change()
    seen = publishing.prospect(draft).revision_id
    assert seen
    with transaction():
        assert publishing.propose(draft, "another", UnderWay.FINISH, one) is Refusal.CHANGED
        assert publishing.propose(draft, seen, UnderWay.FINISH, one) is None
    proposal = history.proposal(draft)
    assert proposal
    with transaction():
        assert publishing.approve(draft, proposal.id, one) is Refusal.OWN
        assert publishing.approve(draft, UUID(int=7), other) is Refusal.SETTLED
    change(HOW, "With care.", "With much care.")
    with transaction():
        assert publishing.approve(draft, proposal.id, other) is Refusal.CHANGED
    assert published.current(draft) == searches
    change(HOW, "With much care.", "With care.")
    with transaction():
        done = publishing.approve(draft, proposal.id, other)
    assert not isinstance(done, Refusal)
    assert (done.changed, done.module.number, done.module.revision_id) == (True, 2, seen)
    assert published.current(draft) == done.module
    with transaction():
        assert publishing.approve(draft, proposal.id, other) is Refusal.SETTLED
        assert publishing.propose(draft, seen, UnderWay.FINISH, one) is Refusal.NOTHING_NEW
    db.session.rollback()
    [fact] = db.session.execute(select(RevisionProposed)).scalars()
    assert (fact.module_id, fact.serial, fact.revision_id, fact.under_way, fact.by_account) == (
        draft,
        1,
        seen,
        "finish",
        one,
    )
    [approval] = db.session.execute(select(RevisionApproved)).scalars()
    assert (approval.proposal_id, approval.revision_id, approval.by_account) == (fact.id, seen, other)


def standing(world: World, officer: int = 0) -> tuple[str | None, set[str], str, bool]:
    row = db.session.execute(
        select(Progress).where(Progress.officer_id == world.kostanay.officers[officer])
    ).scalar_one()
    found = (row.revision_id, set(row.done), row.state, row.completed_at is not None)
    db.session.rollback()
    return found


def complete(world: World, officer: int) -> None:
    factories_courses.read(world.kostanay, "why", "how", "scenario-gate", officer=officer)
    factories_courses.sit(world.kostanay, "final", right=True, officer=officer)


@pytest.fixture
def officers(world: World, searches: Published) -> None:
    """One has read two lessons, one has completed the module, one has not begun."""
    for number in range(3):
        factories_courses.enrol(world.kostanay, number)
    factories_courses.read(world.kostanay, "why", "how", officer=0)
    complete(world, 1)


def test_who_is_under_way_finishes(world: World, draft: str, searches: Published, officers: None) -> None:
    change()
    assert publishing.prospect(draft).under_way == 1
    publish(world)
    assert standing(world) == (searches.revision_id, {"why", "how"}, "started", False)
    assert standing(world, 1) == (searches.revision_id, {"why", "how", "scenario-gate"}, "passed", True)
    assert standing(world, 2) == (None, set(), "not-started", False)


def test_only_the_changed_lessons_again(world: World, draft: str, searches: Published, officers: None) -> None:
    change()
    change("ru/01-why.md", "Три вопроса.", "Четыре вопроса.")
    new = publish(world, UnderWay.AGAIN).module.revision_id
    db.session.rollback()
    [_first, fact] = db.session.execute(select(RevisionPublished).order_by(RevisionPublished.serial)).scalars()
    assert (fact.revision_id, fact.under_way) == (new, "again")
    assert standing(world) == (new, {"why"}, "started", False)
    assert standing(world, 1) == (searches.revision_id, {"why", "how", "scenario-gate"}, "passed", True)
    factories_courses.read(world.kostanay, "how", "scenario-gate")
    assert standing(world) == (new, {"why", "how", "scenario-gate"}, "started", False)
    factories_courses.sit(world.kostanay, "final", right=True)
    assert standing(world) == (new, {"why", "how", "scenario-gate"}, "passed", True)
    mine = progress.of_module(world.kostanay.officers[0], draft)
    assert mine
    assert mine.revision_id == new
    before = [standing(world, number) for number in range(3)]
    with transaction():
        projection.rebuild()
    assert [standing(world, number) for number in range(3)] == before


AGAIN = "so it is open again"


def test_who_is_taken_along_is_told_why_a_lesson_is_open_again(
    world: World, draft: str, searches: Published, officers: None
) -> None:
    change()
    officer = world.signed_in(world.kostanay.accounts[0])
    assert AGAIN not in officer.get("/modules/searches").text
    publish(world, UnderWay.AGAIN)
    page = officer.get("/modules/searches").text
    [notice] = re.findall('<div class="notice due">(.*?)</div>', page, re.DOTALL)
    assert "The module has a new revision." in notice
    assert re.findall(r"/modules/searches/([\w-]+)", notice) == ["how"]
    told = {part: AGAIN in officer.get(f"/modules/searches/{part}").text for part in ("why", "how", "scenario-gate")}
    assert told == {"why": False, "how": True, "scenario-gate": False}
    for account in (world.kostanay.accounts[1], world.kostanay.accounts[2]):  # has completed it, has not begun
        assert AGAIN not in world.signed_in(account).get("/modules/searches").text
    factories_courses.read(world.kostanay, "how")
    assert AGAIN not in officer.get("/modules/searches").text


def test_who_completed_is_never_moved(world: World, draft: str, searches: Published, officers: None) -> None:
    """Neither by that publication nor by a later one, and what they read later changes nothing."""
    before = standing(world, 1)
    for old, new in (("With respect.", "With care."), ("With care.", "With much care.")):
        change(HOW, old, new)
        publish(world, UnderWay.AGAIN)
        assert standing(world, 1) == before


def test_every_state_comes_back(world: World, draft: str, searches: Published) -> None:
    change()
    publish(world)
    change(HOW, "With care.", "With much care.")
    assert history.files(draft, State(True, 1))[HOW] == SEARCHES[HOW].encode()
    assert history.files(draft, State(False, 10))[HOW].endswith(b"With care.\n")
    assert history.files(draft, State(True, 9)) == {}
    saves = queries.draft(draft)
    assert saves
    with transaction():
        old = history.files(draft, State(True, 1))
        assert not drafts.restore(draft, old, None, 3, None)
        assert drafts.restore(draft, old, HOW, saves.saves, None)
    assert queries.files(draft) == old
    assert [each.number for each in history.issues(draft)] == [2, 1]
    assert [each.path for each in history.saves(draft, None, 1)[0][:3]] == [HOW, HOW, HOW]
    assert history.saves(draft, HOW, 1)[1] == 4


@pytest.fixture
def author(world: World, draft: str) -> FlaskClient:
    return world.signed_in(world.kostanay.instructor)


def test_the_pages(world: World, draft: str, author: FlaskClient, officers: None) -> None:
    assert "This is published already." in author.get("/authoring/searches/publish").text
    change()
    page = author.get("/authoring/searches/publish").text
    assert "1 officer has begun and not completed this module." in page
    assert "These people can: Kostanay-Admin, Programme." in page
    assert "Karaganda" not in page
    seen = publishing.prospect(draft).revision_id
    sent = {"revision": seen, "under_way": "again"}
    assert author.post("/authoring/searches/propose", data=sent | {"under_way": "x"}).status_code == 400
    author.post("/authoring/searches/propose", data=sent)
    page = author.get("/authoring/searches/publish").text
    assert "Somebody else must approve what you proposed." in page
    assert "proposed for publication" in author.get("/authoring").text
    proposal = history.proposal(draft)
    assert proposal
    address = f"/authoring/searches/approve/{proposal.id}"
    stranger = world.signed_in(world.karaganda.administrator)
    for asked in ("publish", "history", "compare?before=r1&after=s1"):
        assert stranger.get(f"/authoring/searches/{asked}").status_code == 404
    assert stranger.post(address).status_code == 404
    assert stranger.post("/authoring/searches/propose", data=sent).status_code == 404
    assert stranger.post("/authoring/searches/restore", data={"state": "r1", "saves": "9"}).status_code == 404
    author.post(address)
    assert "Somebody else must approve" in author.get("/authoring/searches/publish").text
    second = world.signed_in(world.programme_administrator)
    assert "Approve and publish" in second.get("/authoring/searches/publish").text
    second.post(address)
    current = published.current(draft)
    assert current
    assert (current.number, current.revision_id) == (2, seen)


def test_who_approves_sees_what_changed_and_how_it_will_look(draft: str, author: FlaskClient) -> None:
    change()
    page = author.get("/authoring/searches/publish").text
    [address] = re.findall('href="(/authoring/searches/compare[^"]*)">en/02-how.md', page)
    compared = author.get(address.replace("&amp;", "&")).text
    assert "<ins>care</ins>" in compared
    [shown] = re.findall('<section class="preview".*?</section>', compared, re.DOTALL)
    assert "With care." in shown
    earlier = author.get("/authoring/searches/compare?path=en/02-how.md&before=r0&after=r1").text
    assert "Before it was there" in earlier
    assert 'class="preview"' not in earlier  # it is shown as it is now, and of an earlier state the words only


def test_the_pages_of_history(draft: str, author: FlaskClient) -> None:
    change()
    publish_page = author.get("/authoring/searches/history?path=en/02-how.md").text
    assert "Save 10" in publish_page
    compared = author.get("/authoring/searches/compare?path=en/02-how.md&before=r1&after=s10").text
    assert "<del>respect</del>" in compared
    assert "<ins>care</ins>" in compared
    assert "en/02-how.md" in author.get("/authoring/searches/compare?before=r1&after=s10").text
    for wrong in ("before=x&after=s1", "before=s1", "before=s999999999&after=r1"):
        assert author.get(f"/authoring/searches/compare?{wrong}").status_code == 404
    author.post("/authoring/searches/restore", data={"state": "r1", "path": "en/02-how.md", "saves": "10"})
    assert queries.files(draft)[HOW] == SEARCHES[HOW].encode()
    author.post("/authoring/searches/restore", data={"state": "s10", "saves": "10"})  # from a page that is too old
    assert queries.files(draft)[HOW] == SEARCHES[HOW].encode()
    author.post("/authoring/searches/restore", data={"state": "s10", "saves": "11"})
    assert queries.files(draft)[HOW].endswith(b"With care.\n")
    assert author.post("/authoring/searches/restore", data={"state": "r7", "saves": "11"}).status_code == 404
