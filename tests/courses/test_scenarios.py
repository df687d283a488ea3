"""Scenarios: every decision recorded once, explained, resumed, played again; nobody plays in another's play."""

import re
from dataclasses import asdict
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from elearn.courses.models import ChoiceTaken, PartDone
from elearn.courses.queries import plays, progress
from elearn.courses.rules.module import Published
from elearn.courses.rules.play import Decision
from elearn.courses.service import scenario
from elearn.foundation import clock, ids
from elearn.foundation.db import db, transaction
from tests import factories_courses as factories
from tests.databases import NOW
from tests.quizzes.pages import fields, main_text
from tests.world import World

PAGE = "/modules/searches/scenario-gate"
TOC = "Searches ○ Why we search ○ How we search ○ The parcel at the gate "
HEAD = "Searches · Scenario · about 5 minutes The parcel at the gate "
FIRST = "A parcel Text of parcel in en. What do you do? Ask first Search all"


@pytest.fixture
def officer(world: World, searches: Published) -> FlaskClient:
    """The officer; a colleague and an officer of the other academy have played to the end."""
    assert searches
    factories.enrol(world.kostanay)
    for place, number in ((world.kostanay, 1), (world.karaganda, 0)):
        factories.enrol(place, number)
        play(world.signed_in(place.accounts[number]), 0)
    return world.signed_in(world.kostanay.accounts[0])


def play(client: FlaskClient, *choices: int, page: str = PAGE) -> TestResponse:
    """Take decisions one after the other, as a browser without JavaScript does: the page that the last one leads to."""
    response = client.get(page)
    for choice in choices:
        answer = client.post(f"{PAGE}/choice", data=fields(response) | {"choice": choice})
        assert (answer.status_code, answer.location) == (303, PAGE)
        response = client.get(PAGE)
    return response


def taken(world: World) -> list[tuple[Any, ...]]:
    """The officer's decisions: play, step, scene, choice, target, points."""
    db.session.rollback()
    fact = ChoiceTaken
    rows = db.session.execute(
        select(fact.play_id, fact.step, fact.scene_id, fact.choice, fact.target, fact.points)
        .where(fact.officer_id == world.kostanay.officers[0])
        .order_by(fact.recorded_at, fact.step)
    )
    return [tuple(row) for row in rows]


def done(world: World) -> list[str]:
    db.session.rollback()
    mine = PartDone.officer_id == world.kostanay.officers[0]
    return list(db.session.execute(select(PartDone.part_id).where(mine)).scalars())


def test_the_first_scene(officer: FlaskClient, world: World) -> None:
    assert main_text(officer.get(PAGE)) == TOC + HEAD + FIRST
    assert taken(world) == []


def test_a_play_to_a_poor_ending(officer: FlaskClient, world: World) -> None:
    assert main_text(play(officer, 1)) == (
        TOC
        + HEAD
        + "Search all One parcel is no reason. -1 points A hall Text of hall in en. What do you do? Stop and ask Go on "
        "-1 points so far. Start again from the beginning"
    )
    assert done(world) == []
    assert main_text(play(officer, 1)) == (
        TOC.replace("○ The parcel", "✓ done: The parcel")
        + HEAD
        + "Go on Nobody is heard. -2 points An angry hall Text of angry in en. "
        + "A poor ending You reached -3 points. The best that can be reached is 2. "
        + "The way you took A parcel -1 points Search all One parcel is no reason. "
        + "A hall -2 points Go on Nobody is heard. "
        + "Play again To the overview of the module →"
    )
    steps = taken(world)
    assert [step[1:] for step in steps] == [(0, "parcel", 1, "hall", -1), (1, "hall", 1, "angry", -2)]
    assert len({step[0] for step in steps}) == 1
    assert done(world) == ["scenario-gate"]


def test_playing_again_is_a_new_play_and_done_once(officer: FlaskClient, world: World) -> None:
    play(officer, 0)
    with clock.stopped_at(NOW + timedelta(minutes=1)):
        assert (
            main_text(officer.get(f"{PAGE}?again")) == TOC.replace("○ The parcel", "✓ done: The parcel") + HEAD + FIRST
        )
        ended = play(officer, 1, 0, page=f"{PAGE}?again")
    assert "You reached 0 points. The best that can be reached is 2." in main_text(ended)
    steps = taken(world)
    assert [step[1:4] for step in steps] == [(0, "parcel", 0), (0, "parcel", 1), (1, "hall", 0)]
    assert len({step[0] for step in steps}) == 2
    assert done(world) == ["scenario-gate"]


def test_an_unfinished_play_is_resumed_on_any_computer(officer: FlaskClient, world: World) -> None:
    play(officer, 1)
    assert main_text(officer.get(PAGE)) == main_text(world.signed_in(world.kostanay.accounts[0]).get(PAGE))
    assert fields(officer.get(PAGE))["step"] == "1"


def test_the_ending_stays_until_one_plays_again(officer: FlaskClient) -> None:
    ended = play(officer, 0)
    assert main_text(officer.get(PAGE)) == main_text(ended)
    assert '<section class="ending good">' in ended.get_data(as_text=True)


def test_the_same_decision_twice_is_taken_once(officer: FlaskClient, world: World) -> None:
    form = fields(officer.get(PAGE)) | {"choice": 1}
    for _click in range(2):
        assert officer.post(f"{PAGE}/choice", data=form).location == PAGE
    assert [step[1:] for step in taken(world)] == [(0, "parcel", 1, "hall", -1)]


def test_going_back_and_deciding_otherwise_changes_nothing(officer: FlaskClient, world: World) -> None:
    form = fields(officer.get(PAGE))
    officer.post(f"{PAGE}/choice", data=form | {"choice": 1})
    officer.post(f"{PAGE}/choice", data=form | {"choice": 0})
    assert [step[2:4] for step in taken(world)] == [("parcel", 1)]
    assert "A hall Text of hall in en." in main_text(officer.get(PAGE))


def test_a_decision_that_is_not_offered_is_not_taken(officer: FlaskClient, world: World) -> None:
    form = fields(officer.get(PAGE)) | {"choice": "0"}
    for change in (
        {"choice": "7"},
        {"choice": "-1"},
        {"step": "3"},
        {"scene": "hall"},
        {"scene": "\x00"},
        {"scene": "asked"},
    ):
        assert officer.post(f"{PAGE}/choice", data=form | change).location == PAGE
    assert taken(world) == []


def test_a_form_without_sense_is_refused(officer: FlaskClient, world: World) -> None:
    form = fields(officer.get(PAGE)) | {"choice": "0"}
    for change in ({"choice": "x"}, {"play": "x"}, {"step": ""}):
        assert officer.post(f"{PAGE}/choice", data=form | change).status_code == 400
    for missing in ("play", "step", "scene", "choice"):
        less = {key: value for key, value in form.items() if key != missing}
        assert officer.post(f"{PAGE}/choice", data=less).status_code == 400
    assert taken(world) == []


def test_nobody_plays_in_anothers_play(officer: FlaskClient, world: World) -> None:
    colleague = world.signed_in(world.kostanay.accounts[2])
    factories.enrol(world.kostanay, 2)
    play(colleague, 1)
    theirs = fields(colleague.get(PAGE))
    assert officer.post(f"{PAGE}/choice", data=theirs | {"choice": 0}).status_code == 404
    assert taken(world) == []
    assert "A hall Text of hall in en." in main_text(colleague.get(PAGE))


def test_a_play_of_an_older_revision_is_not_mixed_with_the_new_one(officer: FlaskClient, world: World) -> None:
    """Who has done nothing but a few decisions is not bound to the revision yet."""
    play(officer, 1)
    old = fields(officer.get(PAGE))
    factories.publish(revision_id="searches-2", number=2)
    assert main_text(officer.get(PAGE)) == TOC + HEAD + FIRST
    assert officer.post(f"{PAGE}/choice", data=old | {"choice": 0}).status_code == 404
    assert len(taken(world)) == 1


def test_a_scenario_that_is_not_the_last_part_leads_on(officer: FlaskClient, world: World) -> None:
    contents = factories.SEARCHES.contents
    factories.publish(module_id="other", revision_id="other-1", contents=(contents[2], contents[0]))
    factories.enrol(world.kostanay, module_id="other")
    page = "/modules/other/scenario-gate"
    officer.post(f"{page}/choice", data=fields(officer.get(page)) | {"choice": 0})
    ended = officer.get(page)
    assert main_text(ended).endswith("Play again Next →")
    assert '<a class="button" rel="next" href="/modules/other/why">' in ended.get_data(as_text=True)


def test_words_that_are_not_translated_are_marked(officer: FlaskClient) -> None:
    play(officer, 1)
    officer.set_cookie("language", "ar")
    body = officer.get(PAGE).get_data(as_text=True)
    assert '<article lang="en" dir="ltr">' in body
    assert re.findall(r'<button name="choice" value="(\d)" lang="en" dir="ltr">', body) == ["0", "1"]
    assert '<p class="heading" lang="en" dir="ltr">Search all</p>' in body


def test_the_number_of_queries_does_not_grow_with_plays(officer: FlaskClient) -> None:
    play(officer, 0)
    few = factories.count_queries(lambda: officer.get(PAGE))
    for number in range(1, 3):
        with clock.stopped_at(NOW + timedelta(minutes=number)):
            play(officer, 1, 1, page=f"{PAGE}?again")
    assert factories.count_queries(lambda: officer.get(PAGE)) == few == 3


@pytest.mark.usefixtures("officer")
def test_two_clicks_at_once(app: Flask, world: World, searches: Published) -> None:
    officer_id, start = world.kostanay.officers[0], Barrier(2)
    play_ids = [ids.new() for _round in range(5)]

    def click(choice: int) -> None:
        for play_id in play_ids:
            with app.app_context(), clock.stopped_at(NOW):
                mine = progress.of_module(officer_id, "searches")
                assert mine
                start.wait()
                with transaction():
                    decision = asdict(Decision(play_id, 0, "parcel", choice))
                    scenario.choose(mine, searches, factories.SCENARIO, **decision, language="en")
                db.session.remove()

    db.session.rollback()
    threads = [Thread(target=click, args=[choice]) for choice in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(step[0] for step in taken(world)) == sorted(play_ids)


def test_a_play_nobody_began(world: World, searches: Published) -> None:
    assert plays.of_id(UUID(int=1)) is None
    assert plays.latest(factories.enrol(world.kostanay), searches.revision_id, "scenario-gate") is None
