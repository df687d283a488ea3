"""An officer takes a module half in English and half in Russian: place, answers and the clock stay, and there is one record."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from elearn.courses.content.library import read_modules
from elearn.courses.models import PartDone
from elearn.courses.queries import progress
from elearn.courses.service import publishing
from elearn.foundation.db import db, transaction
from elearn.foundation.locale import LANGUAGES
from elearn.quizzes.models import Attempt
from elearn.quizzes.queries.banks import bank
from tests import factories_courses as factories
from tests.browser import sign_in
from tests.factories_content import TRANSLATED, in_bytes
from tests.quizzes.sitting import on_server
from tests.world import World

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # the browser is the same for both


def _longer(path: str, old: str, new: str) -> str:
    assert old in TRANSLATED[path]
    return TRANSLATED[path].replace(old, new)


# The scenario has one more scene, so that there is a middle of it.
LONGER = dict(TRANSLATED) | {
    "en/scenario-gate.md": _longer(
        "en/scenario-gate.md",
        "{#asked ending=good}\n\nThe parcel is opened.\n",
        "{#asked}\n\nThe leader comes.\n\n- [Open it](#open) +1: Together.\n\n## The end {#open ending=good}\n\nIt is over.\n",
    ),
    "ru/scenario-gate.md": _longer(
        "ru/scenario-gate.md",
        "{#asked}\n\nПосылку вскрывают.\n",
        "{#asked}\n\nПриходит начальник.\n\n- [Вскрыть](#open): Вместе.\n\n## Конец {#open}\n\nВсё кончилось.\n",
    ),
}


@pytest.fixture
def page(world: World, site: str, chromium: Browser) -> Iterator[Page]:
    """Kostanay's first officer, signed in and enrolled; an officer of Karaganda is, too."""
    with transaction():
        publication = publishing.publish_module(read_modules({"searches": in_bytes(LONGER)}).modules[0])
    assert publication.module.languages == ("en", "ru")
    factories.enrol(world.kostanay)
    factories.enrol(world.karaganda)
    context = chromium.new_context(locale="en", base_url=site)
    sign_in(world, context, site, world.kostanay.accounts[0])
    yield context.new_page()
    context.close()


def speak(page: Page, language: str) -> None:
    """Change the language where one is, and be there still."""
    address = page.url
    page.locator(".who details summary").first.click()
    with page.expect_navigation():
        page.get_by_role("button", name=LANGUAGES[language]).click()
    assert page.url == address
    expect(page.locator("html")).to_have_attribute("lang", language)


def mark(page: Page, value: str, words: str) -> None:
    page.locator(f"[name=answer-0][value='{value}']").check()
    expect(page.locator(".saved")).to_contain_text(words, timeout=20_000)


def right(attempt_id: UUID, number: int) -> list[str]:
    db.session.rollback()
    attempt = db.session.get_one(Attempt, attempt_id)
    question_id, layout = attempt.items[number - 1]
    key = bank(attempt.bank_id)[question_id].key["right"]
    return [str(place) for place, option in enumerate(layout["options"]) if option in key]


def press(page: Page, name: str, role: str = "button") -> None:
    with page.expect_navigation():
        page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]


def read_and_play(page: Page) -> None:
    page.goto("/modules/searches/why")
    expect(page.locator("h1")).to_have_text("Why we search")
    press(page, "Done")
    expect(page.locator("h1")).to_have_text("How we search")
    speak(page, "ru")
    expect(page.locator("h1")).to_have_text("Как проводят обыск")
    page.locator("nav.turn form button").click()
    page.wait_for_url("**/scenario-gate")
    press(page, "Спросить")
    expect(page.locator("main")).to_contain_text("Приходит начальник.")
    speak(page, "en")
    expect(page.locator("main")).to_contain_text("The leader comes.")
    expect(page.locator("main")).to_contain_text("You know your limits.")
    press(page, "Open it")
    expect(page.locator("main")).to_contain_text("It is over.")
    speak(page, "ru")
    expect(page.locator("main")).to_contain_text("Всё кончилось.")


def test_half_in_english_and_half_in_russian(world: World, page: Page) -> None:
    read_and_play(page)
    page.goto("/modules/searches")
    page.locator("form[action$='/papers/final'] button").click()
    page.wait_for_url("**/attempts/**")
    attempt_id = UUID(page.url.split("/attempts/")[1][:36])
    deadline = on_server(world, attempt_id)[0].deadline
    page.goto(f"/attempts/{attempt_id}?n=1")
    for value in right(attempt_id, 1):
        mark(page, value, "Сохранено")
    speak(page, "en")
    for value in right(attempt_id, 1):
        expect(page.locator(f"[name=answer-0][value='{value}']")).to_be_checked()
    page.goto(f"/attempts/{attempt_id}?n=2")
    # What does not reach the server before the language changes is sent by the page in the other language.
    page.route(
        f"**/attempts/{attempt_id}",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    for value in right(attempt_id, 2):
        mark(page, value, "Kept on this computer only")
    page.unroute(f"**/attempts/{attempt_id}")
    speak(page, "ru")
    for value in right(attempt_id, 2):
        expect(page.locator(f"[name=answer-0][value='{value}']")).to_be_checked()
    expect(page.locator(".saved")).to_contain_text("Сохранено", timeout=20_000)
    assert on_server(world, attempt_id)[0].deadline == deadline
    page.locator("main form button[name=go][value=overview]:visible").first.click()
    page.wait_for_url("**/overview")
    speak(page, "en")
    press(page, "Hand in")
    expect(page.locator("h1")).to_have_text("You have passed")
    speak(page, "ru")
    expect(page.locator("main")).to_contain_text("Достоинство сохраняется.")
    db.session.rollback()
    done = select(PartDone.part_id, PartDone.language).where(PartDone.officer_id == world.kostanay.officers[0])
    assert {tuple(row) for row in db.session.execute(done)} == {("why", "en"), ("how", "ru"), ("scenario-gate", "en")}
    enrolment = progress.of_module(world.kostanay.officers[0], "searches")
    assert enrolment
    assert (enrolment.best_percent, enrolment.done) == (100, frozenset({"why", "how", "scenario-gate"}))
    other = progress.of_module(world.karaganda.officers[0], "searches")
    assert other
    assert other.done == frozenset()
