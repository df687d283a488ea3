"""Cohorts in a real browser: from the code on the wall to the first page, on a small screen and from right to left."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page
from pypdf import PdfReader

from elearn.cohorts.models.cohorts import CohortJoined
from tests.browser import sign_in
from tests.cohorts.groups import rows
from tests.world import World

pytestmark = [pytest.mark.usefixtures("course"), pytest.mark.parametrize("database", ["sqlite"], indirect=True)]


@pytest.fixture
def office(world: World, site: str, chromium: Browser) -> Iterator[Page]:
    """Kostanay's administrator, signed in."""
    context = chromium.new_context(locale="en-GB", base_url=site)
    sign_in(world, context, site, world.kostanay.administrator)
    yield context.new_page()
    context.close()


@pytest.fixture
def small(world: World, site: str, chromium: Browser) -> Iterator[BrowserContext]:
    """A phone of Kostanay's first officer, in Arabic."""
    context = chromium.new_context(locale="ar", base_url=site, viewport={"width": 360, "height": 740})
    sign_in(world, context, site, world.kostanay.accounts[0])
    yield context
    context.close()


def judge(page: Page) -> None:
    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def make_cohort(office: Page) -> None:
    office.goto("/cohorts/new")
    judge(office)
    today = datetime.now(UTC).date()
    office.get_by_label("Name of the cohort").fill("Autumn")
    office.get_by_label("First day").fill(today.isoformat())
    office.get_by_label("To be completed by").fill((today + timedelta(days=30)).isoformat())
    office.get_by_label("Kostanay-Instructor").check()
    office.get_by_role("button", name="Make the cohort").click()
    office.wait_for_url("**/cohorts/*-*")


def test_enrolment_by_code(office: Page, small: BrowserContext, world: World) -> None:
    make_cohort(office)
    office.get_by_role("button", name="Make a code").click()
    office.get_by_role("link", name="Poster to print").click()
    code = office.locator(".code.figure").inner_text()
    judge(office)
    paper = PdfReader(BytesIO(office.pdf(format="A4")))
    assert len(paper.pages) == 1
    assert code in paper.pages[0].extract_text()

    phone = small.new_page()
    said: list[str] = []
    phone.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    phone.goto("/modules")
    judge(phone)
    phone.locator("a[href='/join']").click()
    phone.locator("#code").fill(code.lower())
    judge(phone)
    phone.locator("form[action='/join'] button").click()
    phone.wait_for_url("**/modules")
    assert "Searches" in phone.inner_text("main")
    judge(phone)
    phone.goto("/modules/visits")
    judge(phone)
    phone.goto("/due")
    judge(phone)
    assert said == []

    office.goto("/cohorts")
    judge(office)
    office.get_by_role("link", name="Autumn").click()
    office.set_viewport_size({"width": 360, "height": 740})
    judge(office)
    assert "000001" in office.inner_text("main")
    for name in ("Slips to hand out", "List of what is due"):
        office.get_by_role("link", name=name).click()
        office.wait_for_load_state()
        judge(office)
        office.go_back()
    office.get_by_role("link", name="Bring officers in").click()
    office.wait_for_load_state()
    judge(office)
    assert rows(CohortJoined, "officer_id", "way") == [(world.kostanay.officers[0], "code")]
