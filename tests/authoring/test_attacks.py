"""What people bring cannot do harm: no script runs, nothing is sent or written elsewhere, nothing takes for ever.

All of the corpus goes the way of the editor; attacks in zips (zips.ATTACKS) go theirs in test_packages.py.
"""

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_babel import force_locale
from playwright.sync_api import Browser, BrowserContext, Dialog, Page

from elearn.authoring.queries import drafts
from elearn.authoring.rules.bringing import Unreadable
from elearn.authoring.service import media
from elearn.authoring.views.words import UNREADABLE
from elearn.courses.service import publishing
from elearn.foundation.db import transaction
from tests import factories_courses
from tests.authoring.corpus import MARKDOWN, PASTED, PICTURES, WORD
from tests.authoring.test_pages import picture
from tests.authoring.zips import ATTACKS
from tests.browser import sign_in
from tests.factories_content import SEARCHES, WHY, read
from tests.world import World

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # what people bring is the same for both

JSON = {"Accept": "application/json"}
LESSON = "en/01-first-lesson.md"
FRONT = "---\nid: first-lesson\ntitle: A\nminutes: 5\n---\n"
_TAGS = {
    "a", "aside", "blockquote", "br", "code", "div", "em", "h2", "h3", "h4", "hr", "img", "li", "ol", "p", "strong", "table",
    "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"align", "alt", "class", "href", "id", "lang", "dir", "rel", "src", "start", "tabindex"}
_SEEN = """window.addEventListener("securitypolicyviolation", (event) => {
  window.reported = true;
  console.error("report " + event.violatedDirective);
});"""


class Parsed(HTMLParser):
    """The tags, the attributes and the addresses in a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]


@pytest.fixture
def author(world: World, keys: str) -> FlaskClient:
    return world.signed_in(world.kostanay.instructor)


_watched: list[list[str]] = []  # where to note them, while somebody looks


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Notes each file that Python opens to write; nobody can take such a hook away again."""
    if event == "open" and isinstance(arguments[0], str) and "w" in str(arguments[1] or ""):
        for written in _watched:
            written.append(arguments[0])


sys.addaudithook(_watch)


@pytest.fixture
def written() -> Iterator[list[str]]:
    """The files that are written from here on, the database's apart."""
    _watched.append([])
    yield _watched[0]
    _watched.clear()


def preview(author: FlaskClient, text: str) -> str:
    answer = author.post(f"/authoring/keys/preview/{LESSON}?part=1", data={"text": FRONT + text})
    assert answer.status_code == 200
    return answer.text.partition('<section class="preview"')[2]


def assert_harmless(html: str, attack: str) -> None:
    found = Parsed(html.partition("<article")[2] or html)
    assert found.tags <= _TAGS | {"article", "section", "button", "span", "time", "details", "summary"}, attack
    assert {name for name in found.attributes if name not in _ATTRIBUTES and not name.startswith(("data-", "aria-"))} <= {
        "role", "hidden", "type", "title",
    }, attack  # fmt: skip
    leads = re.compile(r"#|https?://|mailto:|/media/|/authoring/keys/|\.\./media/(?!.*\.\.)|$")
    assert [each for each in found.addresses if not leads.match(each)] == [], attack


def brought(author: FlaskClient, address: str, data: bytes, name: str, **more: str) -> dict[str, Any]:
    answer = author.post(f"/authoring/keys/{address}", data={"file": (BytesIO(data), name), **more}, headers=JSON)
    assert answer.status_code == 200, name
    assert answer.json
    return dict(answer.json)


def sentence(why: Unreadable | None) -> str:
    with force_locale("en"):
        return str(UNREADABLE[why]) if why else ""


def test_no_text_comes_through(author: FlaskClient) -> None:
    """There are more than two hundred attacks in all, and no two alike."""
    corpora = MARKDOWN, PASTED, [data for data, _why in PICTURES.values()], [data for data, _why in WORD.values()]
    counts = [*(len(set(corpus)) for corpus in corpora), len({data for _name, data, _said in ATTACKS})]
    assert counts[:4] == [len(corpus) for corpus in corpora]
    assert sum(counts) > 300
    for attack in MARKDOWN:
        assert_harmless(preview(author, attack), attack)


def test_nothing_that_is_brought_comes_through(author: FlaskClient, written: list[str], tmp_path: Path) -> None:
    """Pictures are drawn anew or refused; of documents and copied pages nothing but harmless text comes in."""
    here = sorted(Path().iterdir())
    for name, (data, why) in PICTURES.items():
        before = drafts.files("keys")
        came = brought(author, "media", data, name, shows="A")
        assert (came["words"], bool(came["markdown"])) == (sentence(why), why is None), name
        new = [each for path, each in drafts.files("keys").items() if path not in before]
        assert len(new) == (why is None), name
        assert b"alert" not in b"".join(new), name
    for name, (data, why) in WORD.items():
        came = brought(author, "document", data, "a.docx")
        assert (came["words"], bool(came["markdown"])) == (sentence(why), why is None), name
        assert_harmless(preview(author, came["markdown"]), name)
    for attack in PASTED:
        answer = author.post("/authoring/keys/document", data={"html": attack}, headers=JSON).json
        assert answer
        assert_harmless(preview(author, answer["markdown"]), attack)
    assert [each for each in written if not each.startswith(str(tmp_path))] == []
    assert sorted(Path().iterdir()) == here


def test_a_browser_runs_none_of_it(world: World, keys: str, site: str, chromium: Browser) -> None:
    """All of it in the editor's preview and in a published lesson; then controls, which show that it would be seen."""
    lesson = WHY.replace("A search keeps weapons out.", "\n\n".join(_publishable()))
    with transaction():
        [module] = read(dict(SEARCHES) | {"en/01-why.md": lesson}).modules
        publishing.publish_module(module)
    factories_courses.enrol(world.kostanay)
    context = chromium.new_context(base_url=site)
    context.add_init_script(_SEEN)
    seen: list[str] = []
    page, reader = (_watched_page(context, site, seen) for _each in range(2))
    sign_in(world, context, site, world.kostanay.instructor)
    page.goto(f"/authoring/keys/edit/{LESSON}")
    for texts in (MARKDOWN[::2], MARKDOWN[1::2]):
        shown = _typed(page, FRONT + "\n\n".join(texts))
        assert "alert(1)" in shown
    sign_in(world, context, site, world.kostanay.accounts[0])
    reader.goto("/modules/searches/why")
    assert "alert(1)" in reader.inner_text("main")
    assert seen == [], seen
    reader.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=alert(1)>')")
    reader.wait_for_function("window.reported")
    assert any(each.startswith("report") for each in seen)
    reader.route("**/bare", lambda route: route.fulfill(body="<img src=x onerror=alert(1)>", content_type="text/html"))
    reader.goto("/bare")
    reader.wait_for_load_state("networkidle")
    assert "dialog" in seen
    context.close()


def _watched_page(context: BrowserContext, site: str, seen: list[str]) -> Page:
    """A page of which dialogs, errors, reports of its policy and requests to elsewhere are noted."""

    def dismiss(dialog: Dialog) -> None:
        if dialog.type != "beforeunload":
            seen.append("dialog")
        dialog.dismiss()

    page = context.new_page()
    page.on("dialog", dismiss)
    # Pictures of the module that are not there are asked for in vain; that is no harm.
    errors = re.compile("report |(?!Failed to load resource)")
    page.on(
        "console", lambda said: seen.append(said.text) if said.type == "error" and errors.match(said.text) else None
    )
    page.on("request", lambda request: seen.append(request.url) if not request.url.startswith(site) else None)
    return page


def _typed(page: Page, text: str) -> str:
    """What the preview shows of a text."""
    with page.expect_response(lambda response: "/preview/" in response.url):
        page.fill("textarea", text)
    page.wait_for_function("document.querySelector('.preview').innerText.length > 500")
    return page.inner_text(".preview")


def _publishable() -> list[str]:
    """The attacks of which nothing is complained: these can be published."""
    return [
        each
        for each in MARKDOWN
        if read(dict(SEARCHES) | {"en/01-why.md": WHY.replace("A search keeps weapons out.", each)}).modules
    ]


def test_documents_that_are_too_large(world: World, keys: str) -> None:
    large = b"%PDF-1.7" + b"\0" * 3_000_000
    assert media.add_medium("keys", "a.pdf", large, "A", None) is Unreadable.TOO_LARGE


@pytest.mark.parametrize("name", ["../../x.png", "..\\x.png", "/etc/passwd", ".png", "a\x00b.png", "x" * 300 + ".png"])
def test_names_lead_nowhere(author: FlaskClient, name: str) -> None:
    before = {*drafts.files("keys")}
    answer = author.post("/authoring/keys/media", data={"file": (BytesIO(picture()), name), "shows": "A"}, headers=JSON)
    assert answer.json
    assert answer.json["words"] == ""
    [new] = {*drafts.files("keys")} - before
    assert new.startswith("media/")
    assert new.count("/") == 1
    assert ".." not in new
