"""quiz.js in a real browser: nothing chosen is lost when the network or the sign-in goes, and the page says where it stands."""

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from elearn.foundation import clock
from elearn.foundation.db import db, transaction
from elearn.quizzes import queries, service
from tests import factories_quizzes as factories
from tests.world import World

pytestmark = [
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),  # the browser is the same whatever the database
    pytest.mark.filterwarnings(
        "ignore:unclosed file:ResourceWarning"
    ),  # Flask-Compress leaves static files to the collector
]


@pytest.fixture
def site(world: World) -> Iterator[str]:
    """The application served to a browser: by the real clock, and with forms protected."""
    world.app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, world.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(world: World, site: str, chromium: Browser) -> Iterator[Page]:
    """Kostanay's first officer, signed in."""
    context = chromium.new_context(locale="en")
    page = context.new_page()
    sign_in(world, page, site)
    yield page
    context.close()


def sign_in(world: World, page: Page, site: str) -> None:
    with clock.stopped_at(datetime.now(UTC)):
        cookie = world.signed_in(world.kostanay.accounts[0]).get_cookie("elearn")
    assert cookie
    page.context.add_cookies([{"name": "elearn", "value": cookie.value, "url": site}])


def start(world: World, *, left: timedelta = timedelta(minutes=40)) -> UUID:
    bank = factories.freeze(factories.questions())
    with clock.stopped_at(datetime.now(UTC) - timedelta(minutes=40) + left):
        return factories.start(world.kostanay, bank)


def choose(page: Page, mark: int) -> None:
    page.locator("[name=marks]").nth(mark).check()


def expect_status(page: Page, words: str) -> None:
    expect(page.locator("form [role=status]")).to_have_text(re.compile(f"^{words}"), timeout=20_000)


def saved(world: World, attempt_id: UUID, number: int) -> int | None:
    """The mark that the server has for a question."""
    db.session.rollback()
    sitting = queries.sitting(attempt_id, world.kostanay.officers[0])
    assert sitting
    item = sitting.items[number - 1]
    given = queries.answers(attempt_id).get(item.question_id)
    return item.options.index(given.chosen[0]) if given else None


def test_a_choice_made_without_network_is_saved_when_it_returns(world: World, site: str, page: Page) -> None:
    attempt_id = start(world)
    page.goto(f"{site}/attempts/{attempt_id}?n=1")
    choose(page, 2)
    expect_status(page, r"Saved on the server \d\d:\d\d$")
    assert saved(world, attempt_id, 1) == 2
    expect(page.locator(".map [aria-current]")).to_have_text("1, answered")

    page.context.set_offline(True)
    choose(page, 1)
    expect_status(page, "Not saved yet: no connection")
    page.get_by_role("button", name="Next").click()
    choose(page, 0)  # one is still on the page, and may think again
    assert saved(world, attempt_id, 1) == 2
    page.context.set_offline(False)
    page.wait_for_url("**?n=2")  # and goes on by itself
    assert saved(world, attempt_id, 1) == 0


def test_signing_in_again_in_another_tab_loses_nothing(world: World, site: str, page: Page) -> None:
    attempt_id = start(world)
    page.goto(f"{site}/attempts/{attempt_id}?n=3")
    page.context.clear_cookies()
    choose(page, 3)
    expect_status(page, "Not saved yet: please sign in again, in another tab")
    sign_in(world, page, site)  # another sign-in, with another token for its forms
    expect_status(page, "Saved on the server")
    assert saved(world, attempt_id, 3) == 3


def test_a_tab_that_was_overtaken_says_so(world: World, site: str, page: Page) -> None:
    attempt_id = start(world)
    page.goto(f"{site}/attempts/{attempt_id}?n=1")
    other = page.context.new_page()
    other.goto(page.url)
    choose(page, 0)
    expect_status(page, "Saved on the server")
    choose(other, 1)
    expect_status(other, "Another answer to this question was saved in the meantime")
    assert saved(world, attempt_id, 1) == 0
    with clock.stopped_at(datetime.now(UTC)), transaction():
        service.submit(attempt_id, world.kostanay.officers[0])
    choose(page, 3)
    expect_status(page, "This attempt was handed in before, so this answer does not count")
    assert saved(world, attempt_id, 1) == 0


def test_enter_goes_on_and_the_end_of_time_leads_to_handing_in(world: World, site: str, page: Page) -> None:
    attempt_id = start(world, left=timedelta(seconds=6))
    page.goto(f"{site}/attempts/{attempt_id}?n=1")
    choose(page, 1)
    page.keyboard.press("Enter")
    page.wait_for_url("**?n=2")
    page.wait_for_url("**/overview")
    expect(page.get_by_role("heading", level=1)).to_have_text("The time is up")
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not passed this time")
    assert saved(world, attempt_id, 1) == 1
