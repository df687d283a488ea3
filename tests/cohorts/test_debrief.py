"""After a class: what a cohort chose, counted by person, without names, and nothing of anybody else."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from elearn.cohorts.models.cohorts import CohortJoined
from elearn.courses.queries import progress, published
from elearn.courses.service import scenario
from elearn.foundation import clock, ids
from elearn.foundation.db import db, transaction
from elearn.people.models import NamesSeen
from elearn.people.service import links
from tests import factories_courses as factories
from tests.cohorts.groups import joined, made, rows
from tests.conftest import NOW
from tests.quizzes.pages import main_text
from tests.world import World, officer

pytestmark = pytest.mark.usefixtures("course")
PART = "debrief/searches/scenario-gate"
HEAD = "← What the group chose The parcel at the gate What the group chose: Autumn "
FEW = HEAD + "Fewer than 10 people of this group have played this scenario. What they chose is told from then on. "


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
        "Search all -1 points 3. A hall",
        "3. A hall Stop and ask 1 point 2. The answer",
        "Go on -2 points 4. An angry hall",
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
    "people of this group have played this scenario. Counted is what each chose when they first came to a fork, in the "
    "first play. Where it says –, fewer than 10 people are counted. Who decided at such a fork is not counted at the forks "
    "after it. PICTURE "
)


def test_the_debrief_equals_the_log(world: World, group: tuple[UUID, list[UUID]], instructor: FlaskClient) -> None:
    cohort, officers = group
    all_play(officers, 2)
    play(officers[0], 1, 1, later=5)  # once more: only the first way counts
    expected = HEAD + "12 " + TOLD + table("2 17%", "10 83%", "0 0%", "10 100%")
    assert _without_picture(instructor, cohort) == expected
    page = instructor.get(f"/cohorts/{cohort}/{PART}").text
    assert ">10</text>" in page
    assert not any(name in page for name in ("Family1", "Ермолаева"))
    assert rows(NamesSeen, "account_id") == []


def test_linked_records_count_once(world: World, group: tuple[UUID, list[UUID]], instructor: FlaskClient) -> None:
    cohort, officers = group
    all_play(officers, 12)
    play(officers[1], 1, 1, later=5)
    with transaction():
        links.link(officers[0], officers[1], world.kostanay.administrator)
    assert "11 people of this group" in _without_picture(instructor, cohort)
    assert "2. The answer 11 100%" in _without_picture(instructor, cohort)


def test_another_version_is_not_mixed_in(group: tuple[UUID, list[UUID]], instructor: FlaskClient) -> None:
    cohort, officers = group
    all_play(officers, 12)
    factories.publish(revision_id="searches-2", number=2)
    page = _without_picture(instructor, cohort)
    assert "12 people of this group" in page
    assert "another version" not in page


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
