"""quiz.js in a real browser: nothing chosen is lost when the network or the sign-in goes, and the page says where it stands."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from elearn.foundation import clock
from elearn.foundation.db import transaction
from elearn.quizzes.service import attempting
from tests.browser import sign_in
from tests.quizzes.sitting import choose, expect_status, saved, start
from tests.world import World

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # the browser is the same for both


def test_a_choice_made_without_network_is_saved_when_it_returns(world: World, site: str, page: Page) -> None:
    attempt_id = start(world)
    page.goto(f"{site}/attempts/{attempt_id}?n=1")
    choose(page, 2)
    expect_status(page, r"Saved on the server \d\d:\d\d$")
    assert saved(world, attempt_id, 1) == 2
    expect(page.locator(".map [aria-current]")).to_have_text("1, answered")

    page.context.set_offline(True)
    choose(page, 1)
    expect_status(page, r"Kept on this computer only, \d\d:\d\d: no connection")
    page.get_by_role("button", name="Next").click()
    choose(page, 0)  # one is still on the page, and may think again
    assert saved(world, attempt_id, 1) == 2
    page.context.set_offline(False)
    page.wait_for_url("**?n=2")  # and goes on by itself
    assert saved(world, attempt_id, 1) == 0


def test_without_network_no_page_is_left_for_one_that_cannot_come(world: World, site: str, page: Page) -> None:
    attempt_id = start(world)
    page.goto(f"{site}/attempts/{attempt_id}?n=1")
    page.context.set_offline(True)
    page.get_by_role("button", name="Next").click()
    expect_status(page, "No connection. Your answers are saved; the next page opens when the connection is back.")
    page.context.set_offline(False)
    page.wait_for_url("**?n=2")


def test_signing_out_takes_the_other_windows_away(world: World, site: str, page: Page) -> None:
    attempt_id = start(world)
    page.goto(f"{site}/attempts/{attempt_id}?n=2")
    other = page.context.new_page()
    other.goto(f"{site}/privacy")
    expect(page).to_have_url(re.compile(r"\?n=2$"))  # another window of the same person changes nothing
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("status")).to_have_text("You are signed out.")
    expect(page).to_have_url(re.compile(r"/sign-in\?next="))
    assert "Question 2" not in page.content()


def test_signing_in_again_in_another_tab_loses_nothing(world: World, site: str, page: Page) -> None:
    attempt_id = start(world)
    page.goto(f"{site}/attempts/{attempt_id}?n=3")
    page.context.clear_cookies()
    choose(page, 3)
    expect_status(page, r"Kept on this computer only, \d\d:\d\d: please sign in again")
    sign_in(world, page.context, site, world.kostanay.accounts[0])  # another sign-in, with another token for its forms
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
        attempting.submit(attempt_id, world.kostanay.officers[0])
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
