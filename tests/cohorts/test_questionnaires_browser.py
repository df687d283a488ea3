"""Questionnaires in a real browser: answered on a phone from right to left, printed, and read as charts."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from elearn.cohorts.models.questionnaires import PaperForm, Questionnaire
from elearn.cohorts.rules.questionnaires import STATEMENTS, About, Kind
from elearn.cohorts.service import questionnaires as service
from elearn.foundation.db import transaction
from tests.browser import sign_in
from tests.cohorts.groups import joined, made, rows
from tests.histories import completed, published
from tests.world import World

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def judge(page: Page) -> None:
    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def test_questionnaires_on_screen_and_on_paper(world: World, site: str, chromium: Browser) -> None:
    place = world.kostanay
    published("gate", "At the gate")
    completed(place, place.officers[0], "gate", datetime.now(UTC).date() - timedelta(days=1))
    cohort_id = made(place, module_id="gate", instructors=(place.instructor,))
    joined(cohort_id, place.officers[1])
    with transaction():
        service.make_forms(place.academy_id, About(cohort_id), Kind.REACTION, 12)
        service.make_forms(place.academy_id, About(cohort_id), Kind.SUPERVISOR, 2)
    codes = [code for code, kind in rows(PaperForm, "code", "kind") if kind == "reaction"]
    for number, code in enumerate(codes[:10]):
        with transaction():
            marks = {each: (number + place) % 6 for place, each in enumerate(STATEMENTS[Kind.REACTION])}
            service.enter(code, marks, "More practice, please." if number % 3 else "")

    phone = chromium.new_context(locale="ar", base_url=site, viewport={"width": 360, "height": 740})
    sign_in(world, phone, site, place.accounts[0])
    page = phone.new_page()
    page.goto("/modules")
    judge(page)
    page.locator("a[href^='/asked/reaction/']").click()
    judge(page)
    for statement in STATEMENTS[Kind.REACTION]:
        page.locator(f"input[name='{statement}'][value='4']").check()
    page.locator("main form .button").click()
    page.wait_for_url("**/modules")
    assert page.locator("a[href^='/asked/']").count() == 0
    phone.close()
    assert rows(Questionnaire, "about", "shown", "waiting") == [
        (f"cohort:{cohort_id}", 10, 0),
        ("module:gate", 0, 1),
    ]

    office = chromium.new_context(locale="en-GB", base_url=site, viewport={"width": 1280, "height": 900})
    sign_in(world, office, site, place.instructor)
    page = office.new_page()
    page.goto(f"/questionnaires/{place.academy_id}/cohort:{cohort_id}/forms/supervisor?language=ar")
    judge(page)
    paper = PdfReader(BytesIO(page.pdf(format="A4")))
    assert len(paper.pages) == 2
    page.goto(f"/forms?code={codes[-1].lower()}")
    judge(page)
    for statement in STATEMENTS[Kind.REACTION]:
        page.locator(f"input[name='{statement}'][value='2']").check()
    page.get_by_role("button", name="Enter this form").click()
    page.wait_for_url("**/forms")
    page.goto(f"/questionnaires?about=cohort:{cohort_id}")
    judge(page)
    assert page.get_by_role("img").count() == 5
    page.set_viewport_size({"width": 360, "height": 740})
    judge(page)
    office.close()
