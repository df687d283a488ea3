"""After a class: what a cohort chose, counted by person, without names, and nothing of anybody else."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect
from sqlalchemy import update

from elearn.cohorts.models.cohorts import CohortJoined
from elearn.cohorts.queries import cohorts
from elearn.cohorts.service import cohorts as service
from elearn.courses.models import Progress
from elearn.courses.queries import progress, published
from elearn.courses.service import scenario
from elearn.foundation import clock, ids
from elearn.foundation.db import db, transaction
from elearn.people.models import NamesSeen
from elearn.people.service import links
from tests import factories_courses as factories
from tests.authoring.test_editor import OUTSIDE
from tests.browser import sign_in
from tests.cohorts.groups import joined, made, rows
from tests.conftest import NOW
from tests.quizzes.pages import main_text
from tests.world import World, officer

pytestmark = pytest.mark.usefixtures("course")
PART = "debrief/searches/scenario-gate"
HEAD = "← What the group chose The parcel at the gate What the group chose: Autumn "
FEW = (
    HEAD
    + "Fewer than 10 people of this group have come to an ending. What was chosen is told from then on, by tens of people, "
    "so that nobody can find out what one person chose. "
)


@pytest.fixture
def group(world: World) -> tuple[UUID, list[UUID]]:
    """A cohort of twelve at Kostanay, and its officers; the other academy has one whose officers have all played."""
    place = world.kostanay
    with transaction():
        more = [
            officer(world.app, place.academy_id, place.institution_id, f"Family{n}", "Given", None, f"9{n:05}")[0]
            for n in range(9)
        ]
    everybody = [*place.officers, *more]
    cohort = made(place, instructors=(place.instructor,))
    joined(cohort, *everybody)
    theirs = made(world.karaganda, name="Theirs")
    joined(theirs, *world.karaganda.officers)
    for each in world.karaganda.officers:
        play(each, 1, 1)
    return cohort, everybody


def play(officer_id: UUID, *choices: int, later: int = 0) -> None:
    """The officer plays the scenario anew so many minutes later, taking these choices."""
    with transaction(), clock.stopped_at(NOW + timedelta(minutes=later)):
        mine = progress.of_module(officer_id, "searches")
        assert mine
        module, play_id, at = published.revision(mine.revision_id), ids.new(), "parcel"
        for step, choice in enumerate(choices):
            part = module.scenarios["scenario-gate"]
            taken = {"play_id": play_id, "step": step, "scene_id": at, "choice": choice, "language": "en"}
            assert scenario.choose(mine, module, part, **taken)  # type: ignore[arg-type]
            found = part.scene(at)
            assert found
            at = found.choices[choice].target


def all_play(officers: Sequence[UUID], first: int) -> None:
    """So many take the first choice; the others go on to the hall and do not stop."""
    for number, each in enumerate(officers):
        play(each, *([0] if number < first else [1, 1]))


def table(*figures: str) -> str:
    names = (
        "1. A parcel Ask first 2 points 2. The answer",
        "1. A parcel Search all -1 points 3. A hall",
        "3. A hall Stop and ask 1 point 2. The answer",
        "3. A hall Go on -2 points 4. An angry hall",
    )
    told = " ".join(f"{name} {figure}" for name, figure in zip(names, figures, strict=True))
    return f"What was chosen at each fork Scene Choice Leads to People Share {told}"


@pytest.fixture
def instructor(world: World) -> FlaskClient:
    return world.signed_in(world.kostanay.instructor)


def test_who_sees_a_debrief(world: World, group: tuple[UUID, list[UUID]], instructor: FlaskClient) -> None:
    cohort, officers = group
    pages = (f"/cohorts/{cohort}/debrief", f"/cohorts/{cohort}/{PART}")
    place, other = world.kostanay, world.karaganda
    for account, status in (
        (place.instructor, 200), (place.administrator, 200), (other.instructor, 404), (other.administrator, 404),
        (world.programme_administrator, 403), (world.monitor, 403), (place.accounts[0], 403),
    ):  # fmt: skip
        assert [world.signed_in(account).get(page).status_code for page in pages] == [status] * 2
    elsewhere = (
        "debrief/visits/why",
        "debrief/searches/why",
        "debrief/other/scenario-gate",
        "debrief/searches/scenario-x",
    )
    assert [instructor.get(f"/cohorts/{cohort}/{page}").status_code for page in elsewhere] == [404] * 4
    assert f"/cohorts/{cohort}/debrief" in instructor.get(f"/cohorts/{cohort}").text
    assert main_text(instructor.get(pages[0])) == (
        "← Autumn What the group chose To talk about after class: how many people chose what in a scenario, without names. "
        "The parcel at the gate Searches The parcel at the gate Visits"
    )
    assert len(officers) == 12


def test_nothing_is_told_before_ten_have_played(group: tuple[UUID, list[UUID]], instructor: FlaskClient) -> None:
    cohort, officers = group
    nothing = FEW + "PICTURE " + table("– –", "– –", "– –", "– –")
    assert _without_picture(instructor, cohort) == nothing
    all_play(officers[:9], 3)
    assert _without_picture(instructor, cohort) == nothing


def _without_picture(client: FlaskClient, cohort: UUID) -> str:
    words = main_text(client.get(f"/cohorts/{cohort}/{PART}"))
    before, _, rest = words.partition("Scenes and the ways between them ")
    return f"{before}PICTURE {rest[rest.index('What was chosen') :]}"


TOLD = (
    "Counted are 10 people of this group, each with the first way to an ending. People are counted by tens, in the order in "
    "which they came to an ending, so that nobody can find out what one person chose. PICTURE "
)


def test_the_debrief_equals_the_log(world: World, group: tuple[UUID, list[UUID]], instructor: FlaskClient) -> None:
    cohort, officers = group
    play(officers[11], 1)  # has not come to an ending, so nothing of it is told
    all_play(officers[:10], 2)
    play(officers[0], 1, 1, later=5)  # once more: only the first way counts
    expected = HEAD + TOLD + table("2 20%", "8 80%", "0 0%", "8 100%")
    assert _without_picture(instructor, cohort) == expected
    play(officers[10], 1, 0, later=6)  # who comes later is told with nine others
    assert _without_picture(instructor, cohort) == expected
    page = instructor.get(f"/cohorts/{cohort}/{PART}").text
    assert page.count(">8</text>") == 2
    assert not any(name in page for name in ("Family1", "Ермолаева"))
    assert rows(NamesSeen, "account_id") == []


def test_who_is_taken_out_stays_told_and_tells_nothing_more(
    world: World, group: tuple[UUID, list[UUID]], instructor: FlaskClient
) -> None:
    cohort_id, officers = group
    cohort = cohorts.by_id(cohort_id)

    def taken_out(officer_id: UUID, minutes: int) -> None:
        with transaction(), clock.stopped_at(NOW + timedelta(minutes=minutes)):
            assert service.take_out(cohort, officer_id, False, world.kostanay.administrator)

    taken_out(officers[11], 1)
    play(officers[11], 0, later=2)
    for each in officers[:9]:
        play(each, 0, later=3)
    assert _without_picture(instructor, cohort_id).startswith(FEW)
    play(officers[9], 1, 1, later=4)
    told = HEAD + TOLD + table("9 90%", "1 10%", "0 0%", "1 100%")
    assert _without_picture(instructor, cohort_id) == told
    taken_out(officers[9], 5)  # the page before and the page after tell nothing of one person
    assert _without_picture(instructor, cohort_id) == told


def test_linked_records_count_once(world: World, group: tuple[UUID, list[UUID]], instructor: FlaskClient) -> None:
    cohort, officers = group
    all_play(officers[:10], 10)
    assert "2. The answer 10 100%" in _without_picture(instructor, cohort)
    with transaction():
        links.link(officers[0], officers[1], world.kostanay.administrator)
    assert _without_picture(instructor, cohort).startswith(FEW)


def test_versions_are_not_mixed(group: tuple[UUID, list[UUID]], instructor: FlaskClient) -> None:
    cohort, officers = group
    all_play(officers[:10], 10)
    factories.publish(revision_id="searches-2", number=2)
    page = _without_picture(instructor, cohort)
    assert "2. The answer 10 100%" in page
    assert "another version" not in page
    for each in officers[10:]:
        with transaction():
            mine = (Progress.officer_id == each, Progress.module_id == "searches")
            db.session.execute(update(Progress).where(*mine).values(revision_id="searches-2"))
        play(each, 0)
    page = _without_picture(instructor, cohort)
    assert "2. The answer 10 100%" in page
    assert "Some people played another version of this scenario. They are not counted." in page


def test_what_was_done_at_another_academy_is_not_told(
    world: World, group: tuple[UUID, list[UUID]], instructor: FlaskClient
) -> None:
    cohort, officers = group
    all_play(officers[:10], 10)
    with transaction():
        elsewhere = (
            update(Progress).where(Progress.officer_id == officers[0]).values(academy_id=world.karaganda.academy_id)
        )
        db.session.execute(elsewhere)
    assert _without_picture(instructor, cohort).startswith(FEW)


def test_no_more_queries_for_more_people(group: tuple[UUID, list[UUID]], instructor: FlaskClient) -> None:
    cohort, officers = group
    address = f"/cohorts/{cohort}/{PART}"
    play(officers[0], 0)
    instructor.get(address)
    few = factories.count_queries(lambda: instructor.get(address))
    all_play(officers[1:], 5)
    assert factories.count_queries(lambda: instructor.get(address)) == few
    assert len(rows(CohortJoined, "officer_id")) == 15
    db.session.rollback()


def test_from_right_to_left(world: World, group: tuple[UUID, list[UUID]]) -> None:
    cohort, officers = group
    all_play(officers, 2)
    client = world.signed_in(world.kostanay.instructor, "ar")
    assert client.get(f"/cohorts/{cohort}/{PART}").status_code == 200


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # the browser is the same for both
def test_in_a_browser(world: World, group: tuple[UUID, list[UUID]], site: str, chromium: Browser) -> None:
    cohort, officers = group
    all_play(officers[:10], 4)
    with chromium.new_context(viewport={"width": 360, "height": 800}, base_url=site) as context:
        sign_in(world, context, site, world.kostanay.instructor)
        page = context.new_page()
        page.goto(f"/cohorts/{cohort}")
        for name in ("What the group chose", "The parcel at the gate"):
            page.get_by_role("main").get_by_role("link", name=name).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("The parcel at the gate")
        expect(page.locator("svg text", has_text="60%")).to_be_visible()
        assert page.evaluate(OUTSIDE) == []
        assert Axe().run(page).response["violations"] == []
