"""Every page of the gallery in a real browser: narrow and wide, light and dark, in English and Arabic, and on paper."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.look.gallery import PAGES


class View(NamedTuple):
    width: int
    scheme: str
    language: str


VIEWS = {
    "phone, light, English": View(360, "light", "en"),
    "desk, dark, Arabic": View(1280, "dark", "ar"),
}

# Elements one can press that are smaller than 24 by 24 pixels, but for links in running text.
SMALL = """() => [...document.querySelectorAll("button, select, summary, input:not([type=hidden]), nav a, .button")]
  .filter((element) => element.checkVisibility() && !element.hidden)
  .map((element) => [element.outerHTML.slice(0, 90), element.getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
# Elements that stick out of the page on either side, but for what may be scrolled.
OUTSIDE = """() => [...document.querySelectorAll("body *")].filter((element) => {
  const box = element.getBoundingClientRect();
  const scrolls = element.closest(".scroll, .skip, .visually-hidden, svg");
  return box.width > 1 && !scrolls && element.checkVisibility() && (box.left < -1 || box.right > innerWidth + 1);
}).map((element) => element.outerHTML.slice(0, 90))"""


@pytest.fixture(params=VIEWS)
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    view = VIEWS[request.param]
    context = browser.new_context(
        base_url=address,
        viewport={"width": view.width, "height": 800},
        color_scheme=view.scheme,  # type: ignore[arg-type]
        locale=view.language,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    complaints: list[str] = []
    yield page
    context.close()
    assert [text for text in complaints if "500" not in text] == []  # such as: refused by the security policy


@pytest.mark.parametrize("name", PAGES)
def test_page(page: Page, name: str) -> None:
    page.goto(f"/{name}")
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(SMALL) == []
    assert page.locator("h1").count() == 1
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in found.response["violations"]] == []


def test_zoomed_to_400_percent(browser: Browser, address: str) -> None:
    """A window of 1280 pixels at 400 %, which is how people with low vision read (WCAG 1.4.10)."""
    page = browser.new_page(base_url=address, viewport={"width": 320, "height": 256})
    assert {name: outside for name in PAGES if page.goto(f"/{name}") and (outside := page.evaluate(OUTSIDE))} == {}
    page.close()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_menu_of_languages_stays_on_the_page(browser: Browser, address: str, width: int, language: str) -> None:
    page = browser.new_page(base_url=address, viewport={"width": width, "height": 800}, locale=language)
    page.goto("/home")
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Кыргызча").wait_for()
    assert page.evaluate(OUTSIDE) == []
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Кыргызча").is_visible()
    page.close()


def test_contents_are_open_beside_the_text_and_folded_above_it(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address, viewport={"width": 1280, "height": 800})
    page.goto("/lesson")
    contents = page.locator(".toc > details")
    assert contents.evaluate("details => details.open")
    page.set_viewport_size({"width": 360, "height": 800})
    expect(contents).not_to_have_attribute("open", "")
    page.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_contents_stand_beside_the_text_without_scripts(browser: Browser, address: str, language: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False, locale=language)
    page = context.new_page()
    page.goto("/lesson")
    assert page.locator(".toc a").first.is_visible()
    text, contents = (page.locator(selector).bounding_box() for selector in ("article", ".toc"))
    assert text is not None
    assert contents is not None
    assert (contents["x"] < text["x"]) == (language == "en")
    context.close()


def test_paper_has_no_buttons_and_is_light(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address, color_scheme="dark")
    page.goto("/slip")
    page.emulate_media(media="print", color_scheme="dark")
    assert (
        page.locator(".bar, .button, footer, .screen").evaluate_all(
            "all => all.filter(one => one.checkVisibility()).length"
        )
        == 0
    )
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    page.close()


def test_states_are_seen_in_forced_colours(browser: Browser, address: str) -> None:
    """High contrast on Windows takes away backgrounds: an answered question and a meter must not vanish with them."""
    page = browser.new_page(base_url=address, forced_colors="active")
    page.goto("/question")
    colours = page.evaluate(
        "[...document.querySelectorAll('.map button')].map(b => getComputedStyle(b).backgroundColor)"
    )
    assert colours[0] != colours[-1]
    page.close()
