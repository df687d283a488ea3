"""The editor in a real browser: typing, autosave, preview, complaints, two at once, pictures, and from right to left."""

import re
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from elearn.authoring.queries import drafts as queries
from elearn.authoring.service import drafts
from elearn.foundation.db import db, transaction
from tests.authoring.test_pages import picture
from tests.browser import sign_in
from tests.world import World

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # the browser is the same for both

LESSON = "/authoring/keys/edit/en/01-first-lesson.md"
OUTSIDE = """() => [...document.querySelectorAll("body *")].filter((element) => {
  const box = element.getBoundingClientRect();
  const scrolls = element.closest(".scroll, .skip, .visually-hidden, svg, .gutter");
  return box.width > 1 && !scrolls && element.checkVisibility() && (box.left < -1 || box.right > innerWidth + 1);
}).map((element) => element.outerHTML.slice(0, 90))"""
Open = Callable[..., Page]


@pytest.fixture
def opened(world: World, site: str, chromium: Browser) -> Iterator[Open]:
    """Opens a page as somebody, each in a browser of its own; what its console complains of fails the test."""
    with transaction():
        drafts.start_new("keys", "Keys", "en", world.kostanay.academy_id, None)
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(account: UUID | None = None, address: str = LESSON, **options: object) -> Page:
        context = chromium.new_context(**({"locale": "en", "base_url": site} | options))  # type: ignore[arg-type]
        contexts.append(context)
        sign_in(world, context, site, account or world.kostanay.instructor)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [words for words in complaints if "(CONFLICT)" not in words] == []


def saved(path: str = "en/01-first-lesson.md") -> str:
    db.session.rollback()
    return queries.files("keys")[path].decode()


def type_at_end(page: Page, words: str) -> None:
    page.get_by_label("Text of the file").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def test_what_is_typed_is_shown_and_saved(opened: Open) -> None:
    page = opened()
    type_at_end(page, "\nKeys are **counted** twice.")
    expect(page.locator(".preview strong", has_text="counted")).to_be_visible()
    expect(page.locator(".editor .saved")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    assert saved().endswith("\nKeys are **counted** twice.")
    type_at_end(page, " Always.")
    page.keyboard.press("Control+s")
    expect(page.locator(".editor .saved")).to_have_text(re.compile("Saved"))
    assert saved().endswith("twice. Always.")


def test_buttons_and_keys_of_the_toolbar(opened: Open) -> None:
    page = opened()
    text = page.get_by_label("Text of the file")
    text.fill("one")
    text.select_text()
    page.keyboard.press("Control+b")
    expect(text).to_have_value("**one**")
    page.get_by_role("button", name="Italics").click()
    expect(text).to_have_value("***one***")
    page.keyboard.press("Control+z")
    expect(text).to_have_value("**one**")
    page.keyboard.press("Control+End")
    page.get_by_role("button", name="Heading").click()
    page.keyboard.type("Two")
    page.get_by_role("button", name="List").click()
    page.get_by_role("button", name="Link").click()
    expect(text).to_have_value("**one**\n## Two\n- [](https://)")
    page.get_by_role("button", name="Save").click()


def test_a_complaint_is_put_right_by_its_button(opened: Open) -> None:
    page = opened()
    type_at_end(page, "\n\n## Who counts keys\n\nBoth of you.")
    complaint = page.locator(".complaints li", has_text="This heading has no id.")
    expect(complaint).to_be_visible()
    expect(page.locator(".gutter button")).to_have_count(1)
    complaint.get_by_role("link").click()
    assert page.evaluate("getSelection().toString()") == "## Who counts keys"
    complaint.get_by_role("button", name="Put this right").click()
    expect(page.locator(".complaints")).to_have_text(re.compile("Nothing is wrong in this file."))
    expect(page.locator(".editor .saved")).to_have_text(re.compile("Saved"))
    assert "## Who counts keys {#who-counts-keys}\n" in saved()


def test_two_at_once(world: World, opened: Open) -> None:
    first, second = opened(), opened(world.kostanay.administrator)
    type_at_end(first, "\nFrom the first.")
    expect(first.locator(".editor .saved")).to_have_text(re.compile("Saved"))
    theirs = saved()
    type_at_end(second, "\nFrom the second.")
    expect(second.locator(".editor .saved")).to_have_text(re.compile("somebody else changed this file"))
    assert saved() == theirs
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Somebody else changed this file")
    expect(second.locator("ins").first).to_have_text("second")
    assert saved() == theirs
    text = second.get_by_label("Yours, to be changed")
    text.fill(f"{theirs}\nFrom the second.")
    second.get_by_role("button", name="Save this text").click()
    second.wait_for_url(f"**{LESSON}")
    assert saved() == f"{theirs}\nFrom the second."


DROP = """([selector, bytes, name]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([new Uint8Array(bytes)], name, { type: "image/png" }));
  for (const kind of ["dragover", "drop"]) {
    const event = new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true });
    document.querySelector(selector).dispatchEvent(event);
  }
}"""


def test_a_picture_is_dropped(opened: Open) -> None:
    page = opened()
    page.keyboard.press("Control+End")
    page.evaluate(DROP, [".paper", list(picture()), "Gate.png"])
    page.get_by_role("textbox", name="What does the picture show?").fill("A gate")
    page.get_by_role("dialog").get_by_role("button", name="Add the picture").click()
    expect(page.get_by_label("Text of the file")).to_have_value(re.compile(r"!\[A gate\]\(\.\./media/gate\.png\)"))
    shown = page.locator(".preview").get_by_role("img", name="A gate")
    expect(shown).to_be_visible()
    assert page.wait_for_function("() => document.querySelector('.preview img[alt=\"A gate\"]').naturalWidth == 40")
    expect(page.locator(".editor .saved")).to_have_text(re.compile("Saved"))
    assert "![A gate](../media/gate.png)" in saved()


PAGES = [
    f"/authoring{rest}"
    for rest in ("", "/new", "/keys", "/keys/history", "/keys/publish", "/keys/compare?before=s1&after=s5")
]

TRIED = [
    f"/authoring/keys/{rest}"
    for rest in ("questions/en/quiz.md", "picture/en/scenario-first-case.md", "play/en/scenario-first-case.md?way=0")
]

PASTE = """(html) => {
  const transfer = new DataTransfer();
  transfer.setData("text/html", html);
  transfer.setData("text/plain", "plain");
  const event = new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true });
  document.querySelector("#text").dispatchEvent(event);
}"""


def test_what_was_copied_from_word(opened: Open) -> None:
    page = opened()
    page.get_by_label("Text of the file").fill("")
    page.evaluate(PASTE, "<h1>Keys</h1><p>Count <b>twice</b>.<img src=x onerror=alert(1)></p><script>alert(1)</script>")
    expect(page.get_by_label("Text of the file")).to_have_value("## Keys\n\nCount **twice**.")
    expect(page.get_by_role("alert")).to_contain_text("Pictures: add them with the button for pictures. (1)")
    page.get_by_role("button", name="Save").click()


def test_from_right_to_left(opened: Open) -> None:
    arabic = "---\nid: first-lesson\ntitle: مفاتيح\n---\nنص\n".encode()
    with transaction():
        drafts.save_file("keys", "ar/01-first-lesson.md", arabic, 0, None)
    page = opened(address="/authoring/keys/edit/ar/01-first-lesson.md")
    text = page.get_by_label("Text of the file")
    said = text.evaluate("(element) => [element.dir, element.lang, getComputedStyle(element).direction]")
    assert said == ["rtl", "ar", "rtl"]
    assert page.locator(".preview").get_attribute("dir") == "rtl"


@pytest.mark.parametrize("locale", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_sticks_out(world: World, opened: Open, width: int, locale: str) -> None:
    page = opened(viewport={"width": width, "height": 900}, locale=locale)
    for address in (LESSON, "/authoring/keys/edit/en/quiz.md", *PAGES, *TRIED):
        page.goto(address)
        assert page.locator("h1").count() == 1
        assert page.evaluate(OUTSIDE) == [], address


def test_without_javascript(world: World, opened: Open) -> None:
    page = opened(address="/authoring/keys", java_script_enabled=False)
    page.get_by_role("link", name="01-first-lesson.md").click()
    text = page.get_by_label("Text of the file")
    text.fill("---\nid: first-lesson\ntitle: Keys\nminutes: 5\n---\n## Who counts\n")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".preview h2", has_text="Who counts")).to_be_visible()
    page.get_by_role("button", name="Put this right").click()
    expect(text).to_have_value("---\nid: first-lesson\ntitle: Keys\nminutes: 5\n---\n## Who counts {#who-counts}\n")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_have_text("Saved.")
    assert saved() == "---\nid: first-lesson\ntitle: Keys\nminutes: 5\n---\n## Who counts {#who-counts}\n"


def test_from_nothing_to_published(world: World, opened: Open) -> None:
    page = opened(address="/authoring")
    page.get_by_role("link", name="New module").click()
    page.get_by_label("Id of the module").fill("gate")
    page.get_by_label("Language in which").select_option("en")
    page.get_by_label("Title: English").fill("The gate")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="Publish").click()
    page.get_by_role("button", name="Propose for publication").click()
    expect(page.get_by_text("Somebody else must approve what you proposed.")).to_be_visible()
    second = opened(world.kostanay.administrator, "/authoring")
    second.get_by_role("link", name="proposed for publication").click()
    second.get_by_role("button", name="Approve and publish").click()
    expect(second.get_by_role("status")).to_have_text("Published as revision 1.")
    second.goto("/catalogue/gate")
    expect(second.get_by_role("heading", level=1)).to_have_text("The gate")


def test_a_draft_is_tried_out_without_javascript(opened: Open) -> None:
    page = opened(address="/authoring/keys/edit/en/quiz.md", java_script_enabled=False)
    page.get_by_role("link", name="Try the questions out").click()
    first = page.locator("#question-1")
    first.get_by_role("radio").first.check()
    first.get_by_role("button", name="See what it comes to").click()
    expect(first.get_by_role("status")).to_have_text(re.compile("point"))
    expect(first.get_by_role("radio").first).to_be_checked()
    page.goto("/authoring/keys/edit/en/scenario-first-case.md")
    page.get_by_role("link", name="The scenario as a picture").click()
    expect(page.get_by_role("img", name="Scenes and the ways between them")).to_be_visible()
    page.get_by_role("link", name="Play it").click()
    page.get_by_role("group", name="What do you do?").get_by_role("button").first.click()
    expect(page.get_by_role("heading", name="A good ending")).to_be_visible()


def test_pages_to_try_a_draft_on_are_accessible(opened: Open) -> None:
    page = opened()
    for address in TRIED:
        page.goto(address)
        assert Axe().run(page).response["violations"] == [], address
