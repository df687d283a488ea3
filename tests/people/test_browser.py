"""page.js and the print style in a real browser: a reader is not locked out, and a slip is one sheet."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from playwright.sync_api import Browser, Page, Route
from pypdf import PdfReader

from tests.browser import sign_in
from tests.world import World

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # the browser is the same for both


@pytest.fixture
def page(world: World, site: str, chromium: Browser) -> Iterator[Page]:
    """Kostanay's administrator, signed in."""
    context = chromium.new_context(locale="en", base_url=site)
    sign_in(world, context, site, world.kostanay.administrator)
    yield context.new_page()
    context.close()


def test_who_reads_on_tells_the_server_and_who_is_away_does_not(page: Page) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.method)
        route.fulfill(status=204)

    page.route("**/account/seen", answer)
    page.clock.install()
    page.goto("/privacy")

    def two_minutes_later() -> None:
        page.clock.run_for(2 * 60_000)
        page.keyboard.press("Shift")

    two_minutes_later()
    with page.expect_response("**/account/seen"):
        two_minutes_later()
    two_minutes_later()
    assert asked == ["GET"]  # after four minutes; not after two, and after six the last word is two minutes old
    page.clock.run_for(9 * 60_000)
    assert (asked, page.url.endswith("/privacy")) == (["GET"], True)
    with page.expect_request("**/unlock?next=%2Fprivacy"):
        page.clock.run_for(2 * 60_000)
    assert asked == ["GET"]


def test_a_page_that_the_server_locked_is_covered(page: Page) -> None:
    page.route("**/account/seen", lambda route: route.fulfill(status=303, headers={"Location": "/unlock"}))
    page.clock.install()
    page.goto("/privacy")
    page.clock.run_for(4 * 60_000)
    with page.expect_request("**/unlock?next=%2Fprivacy"):
        page.keyboard.press("Shift")


def test_a_slip_is_one_sheet(world: World, page: Page) -> None:
    page.goto(f"/officers/{world.kostanay.officers[0]}")
    page.get_by_role("button", name="Print a code").click()
    page.get_by_role("heading", name="А. Сейтқали").wait_for()
    for paper in ("A4", "A5"):
        assert len(PdfReader(BytesIO(page.pdf(format=paper))).pages) == 1
