"""The first page of each role in a real browser: on a phone and at a desk, light and dark, in English and in Arabic."""

from datetime import UTC, date, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from elearn.foundation import clock
from tests import factories_courses as factories
from tests import histories
from tests.browser import sign_in
from tests.cohorts.groups import joined, made
from tests.factories_sessions import hold
from tests.look.test_gallery import OUTSIDE, SMALL
from tests.world import World

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # the browser is the same for both

# What each role reads, in English, and how many charts there are: none for a monitor while all is under ten.
ROLES = {
    "officer": (("Why we search", "was due on", "Certificates"), 0),
    "instructor": (("Answers to mark", "Who is stuck", "nothing done for long", "Hard questions"), 0),
    "administrator": (("Enrolments", "enrolment is late", "By cohort", "Autumn", "By institution", "Who is stuck"), 2),
    "programme": (("Joint programme", "Academies side by side", "Trained"), 1),
    "monitor": (("Joint programme", "under 10", "All numbers are rounded down to tens"), 0),
}
LONG = "Everything that an officer at the gate has to know about searches of visitors, parcels and vehicles"


@pytest.fixture
def people(world: World) -> World:
    """One officer late, one done, one stuck; a cohort under way; a module whose title is longer than a phone is wide."""
    place, today = world.kostanay, datetime.now(UTC).date()
    with clock.stopped_at(datetime.now(UTC)):
        factories.publish(titles={"en": LONG})
        histories.programme()
        factories.enrol(place, 0, due_on=today - timedelta(days=3))
        factories.enrol(place, 1)
        factories.read(place, *factories.PARTS, officer=1)
        factories.sit(place, "final", right=True, officer=1)
        idle = histories.enrolled(place, place.officers[2], on=date(2026, 2, 1))
        histories.sat(idle, place.officers[2], "pre-test", 1, 50, histories.at_noon(date(2026, 2, 2)))
        cohort = made(
            place, module_id="searches", starts_on=today - timedelta(days=1), due_on=today + timedelta(days=9)
        )
        joined(cohort, *place.officers)
    return world


@pytest.mark.parametrize("role", ROLES)
def test_the_first_page_of(role: str, people: World, site: str, chromium: Browser) -> None:
    accounts = {
        "officer": people.kostanay.accounts[0],
        "instructor": people.kostanay.instructor,
        "administrator": people.kostanay.administrator,
        "programme": people.programme_administrator,
        "monitor": people.monitor,
    }
    sentences, charts = ROLES[role]
    for width, scheme, language in (
        (360, "light", "en"),
        (1280, "dark", "en"),
        (360, "dark", "ar"),
        (1280, "light", "ar"),
    ):
        context = chromium.new_context(
            base_url=site,
            locale=language,
            viewport={"width": width, "height": 800},
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        sign_in(people, context, site, accounts[role])
        page = context.new_page()
        for path in ("/", "/overview") if role == "administrator" else ("/",):
            page.goto(path)
            assert page.evaluate(OUTSIDE) == []
            assert page.evaluate(SMALL) == []
            # What is drawn stays in its chart: no word of it is wider than the page.
            assert page.evaluate(
                "[...document.querySelectorAll('svg text')].every(each => {"
                " const box = each.getBoundingClientRect(); return box.left >= 0 && box.right <= innerWidth })"
            )
            assert [each["id"] for each in Axe().run(page).response["violations"]] == []
            menu = page.locator(".bar nav").bounding_box()
            assert menu is not None
            assert menu["height"] < 60  # one line, also for a clerk on a phone
            current = page.locator(".bar nav [aria-current]").bounding_box()
            assert current is not None
            assert 0 <= current["x"] < width  # and one sees where one is
        page.goto("/")
        assert (page.locator("main .chart svg").count() > 0) == bool(charts)
        assert page.locator("main .button:not(.quiet)").count() <= 1
        if language == "en":
            words = page.inner_text("main")
            assert [sentence for sentence in sentences if sentence not in words] == []
        context.close()


def test_every_list_is_chosen_and_sorted_by_its_filters_alone(people: World, site: str, chromium: Browser) -> None:
    """No other field of them has to be filled in, and a phone, which shows no headings, sorts both ways."""
    context = chromium.new_context(base_url=site, locale="en", viewport={"width": 360, "height": 800})
    sign_in(people, context, site, people.kostanay.administrator)
    with clock.stopped_at(datetime.now(UTC)):
        hold(people.kostanay)
    page = context.new_page()
    for path in ("/officers", "/overview", "/cohorts", "/certificates/academy", "/sessions"):
        page.goto(path)
        order = page.locator("#sort option").last.get_attribute("value")
        page.select_option("#sort", order)
        page.get_by_role("button", name="Show", exact=True).click()
        page.wait_for_url(f"**{path}?*sort={order}*")
        assert (page.input_value("#sort"), str(order)[0]) == (order, "-")
    context.close()
