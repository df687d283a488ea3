"""The network unplugged at 30 random points of an attempt, pages loaded again, sign-ins ended: at most one answer unsaved,
and the counter and the clock right each time.
"""

import random
import re
from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID

import pytest
from playwright.sync_api import Error, Page, Route, expect
from sqlalchemy import update

from elearn.foundation import clock
from elearn.foundation.db import db, transaction
from elearn.people.models import SignIn
from elearn.quizzes.rules.kind import Question
from elearn.quizzes.rules.papers import Blueprint, by_objective
from elearn.quizzes.rules.words import FrozenWords
from tests import factories_quizzes as factories
from tests.browser import sign_in
from tests.quizzes.sitting import kept, on_server
from tests.world import World

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

POINTS = 30
PAPER = Blueprint("final", by_objective({"gate": 4, "keys": 2}), minutes=40, pass_percent=75, attempts=2)
COUNT = 6


def start(world: World) -> UUID:
    """Four questions of choice and two in which words are typed."""
    choices = factories.questions(each=4)[:4]
    typed = [Question(f"words-{n}", "short", "keys", 1, {}, {"accept": ["key"], "exact": []}) for n in range(2)]
    words = {question.id: factories.english(question) for question in choices}
    words |= {question.id: FrozenWords(f"<p>Name {question.id}.</p>", {}, {}, "") for question in typed}
    with clock.stopped_at(datetime.now(UTC)):
        return factories.start(world.kostanay, factories.freeze([*choices, *typed], {"en": words}), PAPER)


class Officer:
    """Somebody at a computer whose network comes and goes; remembers what was last given to each question."""

    def __init__(self, world: World, site: str, page: Page, chance: random.Random) -> None:
        self.world, self.site, self.page, self.chance = world, site, page, chance
        self.attempt_id, self.number = start(world), 1
        self.given: dict[int, str] = {}

    def open(self, number: int) -> None:
        address = f"{self.site}/attempts/{self.attempt_id}?n={number}"
        try:
            self.page.goto(address)
        except Error:  # the page goes on by itself when the network is back, and was quicker
            self.page.goto(address)
        self.number = number

    def answer(self) -> None:
        """Another answer than the one that is there."""
        words = self.page.locator("[type=text][name=answer-0]")
        if words.count():
            self.given[self.number] = f"key {self.chance.randrange(1_000_000)}"
            words.fill(self.given[self.number])
            return
        mark = self.chance.choice([mark for mark in "0123" if mark != self.given.get(self.number)])
        self.given[self.number] = mark
        self.page.locator("[name=answer-0]").nth(int(mark)).check()

    def unplug(self) -> None:
        """The cable is out, the server is down, or what it answers gets lost on the way."""
        cut = self.chance.choice(["cable", "server", "answers"])
        if cut == "cable":
            self.page.context.set_offline(True)
        else:
            self.page.context.route("**/*", deaf if cut == "answers" else lambda route: route.abort())

    def plug_in(self) -> None:
        self.page.context.unroute_all(behavior="ignoreErrors")
        self.page.context.set_offline(False)

    def on_server(self) -> dict[int, str]:
        """What the database has for each question, as it is given on the page."""
        sitting, answers = on_server(self.world, self.attempt_id)
        found = {}
        for number, item in enumerate(sitting.items, 1):
            answer = answers[item.question_id].answer if item.question_id in answers else {}
            if "choice" in answer:
                found[number] = str(item.layout["options"].index(answer["choice"][0]))
            elif "words" in answer:
                found[number] = answer["words"][0]
        return found

    def unsaved(self) -> list[int]:
        there = self.on_server()
        return [number for number, given in self.given.items() if there.get(number) != given]

    def settled(self) -> None:
        """The page has come to rest: nothing is under way and nothing kept."""
        expect(self.page.locator(".saved")).not_to_have_text("Saving…")
        for _ in range(100):
            if not kept(self.page):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"question {self.number}: {self.page.locator('.saved').text_content()}")


def deaf(route: Route) -> None:
    if route.request.method == "POST":
        route.fetch(max_redirects=0)
    route.abort()


def end_sign_ins() -> None:
    with transaction():
        db.session.execute(update(SignIn).values(ended_at=clock.now()))


def seconds_shown(page: Page) -> int:
    minutes, seconds = (page.locator(".clock span").text_content() or "").split(":")
    return int(minutes) * 60 + int(seconds)


def test_at_thirty_random_points(world: World, site: str, page: Page) -> None:
    officer = Officer(world, site, page, random.Random(20260915))  # noqa: S311 - the same points in every run
    for point in range(POINTS):
        one_point(officer, point)


def one_point(officer: Officer, point: int) -> None:
    seen = answered_while_unplugged(officer)
    assert len(officer.unsaved()) <= 1, point
    came_back(officer)
    unsaved = officer.unsaved()
    assert unsaved == [] if seen else len(unsaved) <= 1, point
    there = officer.on_server()
    expect(officer.page.locator("[data-count] p")).to_have_text(f"Answered: {len(there)} of {COUNT}")
    answered = officer.page.locator(".map .has").evaluate_all("all => all.map((one) => Number(one.dataset.n))")
    assert answered == sorted(there), point
    sitting, _answers = on_server(officer.world, officer.attempt_id)
    assert abs(seconds_shown(officer.page) - (sitting.deadline - datetime.now(UTC)).total_seconds()) < 3, point
    officer.given = there  # what was lost is seen to be so


def answered_while_unplugged(officer: Officer) -> bool:
    """An answer or two, and somewhere among them no network; whether the page has said that the last one is kept or saved."""
    page, chance = officer.page, officer.chance
    officer.open(chance.randint(1, COUNT))
    when = chance.choice(["before", "at once", "soon", "saved", "next"])
    if when == "before":
        officer.unplug()
    officer.answer()
    if when == "soon":
        page.wait_for_timeout(chance.randrange(120))
    if when == "saved":
        expect_where(page, "Saved on the server")
    if when == "next":
        page.get_by_role("button", name=re.compile("Next|Check")).first.click(no_wait_after=True)
    officer.unplug()
    if when == "next":
        return False
    if chance.random() < 0.5:  # one thinks again
        officer.answer()
    if chance.random() < 0.3:
        return False
    expect_where(page, "Kept on this computer|Saved on the server")
    return True


def expect_where(page: Page, words: str) -> None:
    page.locator("[name=answer-0]").first.blur()
    expect(page.locator(".saved")).to_have_text(re.compile(f"^({words})"), timeout=20_000)


def came_back(officer: Officer) -> None:
    """Loads a page again, with the network back before or after, or signs in again."""
    page, chance = officer.page, officer.chance
    again = chance.choice(["load without network", "load", "sign in"])
    if again == "load without network":
        with suppress(Error):
            page.reload()
    officer.plug_in()
    if again == "sign in":
        end_sign_ins()
        officer.open(1)
        expect(page).to_have_url(re.compile("/sign-in"))
        sign_in(officer.world, page.context, officer.site, officer.world.kostanay.accounts[0])
    officer.open(officer.number if chance.random() < 0.5 else chance.randint(1, COUNT))
    officer.settled()
