"""Learning platforms that play a package: the runtime of scorm-again, and one of our own that is strict."""

import json
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, Route

from tests.chromium import downloaded

SCORM_AGAIN = "scorm-again@3.4.3"
SHA512 = "Zbe+7ArMUbT1lVnqYxsbGRfI9JD9JVqEPzZLQdk0nfNmcDYJ404rMO9nbkQ0Hzwux5uACF9zKsvc29Q/ZzMOdg=="
_KEPT = Path("build") / "scorm-again.js"
STRICT = Path(__file__).with_name("strict_api.js").read_text()
_SITE = "http://platform.test"
_TYPES = {"html": "text/html", "js": "text/javascript", "css": "text/css", "png": "image/png"}


def scorm_again() -> str:
    """The script of the runtime, fetched by npm once; where that cannot be, what needs it is skipped."""
    if not _KEPT.exists():
        with tempfile.TemporaryDirectory() as folder:
            try:
                package = downloaded(Path(folder), SCORM_AGAIN, SHA512)
            except ValueError as reason:
                pytest.skip(f"no {SCORM_AGAIN}: {reason}")
        with tarfile.open(fileobj=BytesIO(package)) as archive:
            script = archive.extractfile("package/dist/scorm12.min.js")
            assert script
            _KEPT.parent.mkdir(exist_ok=True)
            _KEPT.write_bytes(script.read())
    return _KEPT.read_text()


class Platform:
    """A page with the package in a frame. `asked` are all addresses that were asked for."""

    def __init__(self, page: Page, package: bytes, api: str) -> None:
        self.page, self.asked, self.errors = page, list[str](), list[str]()
        self._files = {name: ZipFile(BytesIO(package)).read(name) for name in ZipFile(BytesIO(package)).namelist()}
        self._api = api
        page.route("**/*", self._answer)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)

    def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(f"{_SITE}/")
        self.asked.append(path)
        if path == "":
            frame = '<iframe src="module/index.html" width="1000" height="700"></iframe>'
            body = f"<!doctype html><title>Platform</title><script>{self._api}</script>{frame}"
            route.fulfill(body=body, content_type="text/html; charset=utf-8")
        elif path.removeprefix("module/") in self._files:
            name = path.removeprefix("module/")
            route.fulfill(body=self._files[name], content_type=_TYPES[name.rpartition(".")[2]])
        else:
            route.fulfill(status=404, body="")

    def open(self) -> FrameLocator:
        self.page.goto(f"{_SITE}/")
        return self.page.frame_locator("iframe")

    def leave(self) -> None:
        """The learner goes on to another page of the platform."""
        self.page.evaluate(
            "() => new Promise(done => { const frame = document.querySelector('iframe');"
            " frame.onload = done; frame.src = 'about:blank'; })"
        )


@contextmanager
def strict(browser: Browser, package: bytes, kept: Mapping[str, str] | None = None) -> Iterator[Platform]:
    with _context(browser) as page:
        yield Platform(page, package, f"window.KEPT = {json.dumps(kept or {})};{STRICT}")


@contextmanager
def again(browser: Browser, package: bytes) -> Iterator[Platform]:
    with _context(browser) as page:
        yield Platform(page, package, f"{scorm_again()};window.API = new Scorm12API({{autocommit: false}});")


@contextmanager
def _context(browser: Browser) -> Iterator[Any]:
    context = browser.new_context(locale="en")
    yield context.new_page()
    context.close()
