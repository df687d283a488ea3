"""What people bring cannot do harm: no script runs, nothing is written elsewhere, nothing takes for ever."""

import struct
import zlib
from html.parser import HTMLParser
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from elearn.authoring.queries import drafts
from elearn.authoring.rules.bringing import Unreadable
from elearn.authoring.service import media
from tests.authoring.test_pages import picture
from tests.world import World

JSON = {"Accept": "application/json"}
LESSON = "en/01-first-lesson.md"
SCRIPTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>)",
    "[a](vbscript:x)",
    "![a](javascript:alert(1))",
    '![a](../media/example.png" onerror="alert(1))',
    '![a" onerror="alert(1)](../media/example.png)',
    "![a](https://example.org/spy.png)",
    "[a]: javascript:alert(1)\n\n[a]",
    "## A {#a onclick=alert(1)}",
    '## A {#a style="x"}',
    "/// case | <script>alert(1)</script>\nx\n///",
    "<a href='javascript:alert(1)'>x</a>",
    "`<script>alert(1)</script>`",
    "<style>@import url(//x)</style>",
    "<form action=//x><input name=a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<math><mtext></mtext><script>alert(1)</script></math>",
    "[a](../media/a.pdf\" onclick=\"alert(1))",
    "[a](//example.org/a.pdf)",
    "[a](../media/../../authoring.pdf)",
)  # fmt: skip


def png(width: int, height: int, data: bytes = b"") -> bytes:
    """A picture that says it is so large."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", data or zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def author(world: World, keys: str) -> FlaskClient:
    return world.signed_in(world.kostanay.instructor)


@pytest.mark.parametrize("attack", SCRIPTS)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_script_in_a_preview(author: FlaskClient, attack: str) -> None:
    text = f"---\nid: first-lesson\ntitle: A\nminutes: 5\n---\n{attack}\n"
    answer = author.post(f"/authoring/keys/preview/{LESSON}?part=1", data={"text": text})
    assert answer.status_code == 200
    shown = answer.text.partition('<section class="preview"')[2].lower()
    for sign in (
        "<script",
        "<svg",
        "<iframe",
        "<form",
        "<style",
        "<math",
        "//example.org/spy",
        'href="javascript',
    ):
        assert sign not in shown
    attributes = Attributes()
    attributes.feed(shown)
    assert [name for name in attributes.found if name.startswith("on") or name == "style"] == []


class Attributes(HTMLParser):
    """The names of all attributes in a text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [name for name, _value in attrs]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_documents_that_are_too_large(world: World, keys: str) -> None:
    large = b"%PDF-1.7" + b"\0" * 3_000_000
    assert media.add_medium("keys", "a.pdf", large, "A", None) is Unreadable.TOO_LARGE


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (png(60_000, 60_000), "bomb.png"),
        (png(20_000, 20_000), "large.png"),
        (png(100, 100, b"no zlib"), "broken.png"),
        (b"GIF89a" + b"\0" * 50, "a.gif"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.png"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "a.jpg"),
        (b"MZ\x90\0", "a.exe"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a.webp"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_files_that_are_refused(author: FlaskClient, data: bytes, name: str) -> None:
    before = drafts.files("keys")
    answer = author.post("/authoring/keys/media", data={"file": (BytesIO(data), name), "shows": "A"}, headers=JSON)
    assert answer.json
    assert answer.json["markdown"] == ""
    assert answer.json["words"]
    assert drafts.files("keys") == before


@pytest.mark.parametrize("name", ["../../x.png", "..\\x.png", "/etc/passwd", ".png", "a\x00b.png", "x" * 300 + ".png"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_names_lead_nowhere(author: FlaskClient, name: str) -> None:
    answer = author.post("/authoring/keys/media", data={"file": (BytesIO(picture()), name), "shows": "A"}, headers=JSON)
    assert answer.json
    assert answer.json["words"] == ""
    [new] = {*drafts.files("keys")} - {
        "media/example.png",
        "module.md",
        LESSON,
        "en/quiz.md",
        "en/scenario-first-case.md",
    }
    assert new.startswith("media/")
    assert new.count("/") == 1
    assert ".." not in new
