"""The gallery, and a browser to look at it with."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.browser import served
from tests.look.gallery import make_gallery


@pytest.fixture(scope="session")
def gallery() -> Flask:
    return make_gallery()


@pytest.fixture(scope="session")
def address(gallery: Flask) -> Iterator[str]:
    """Where the gallery is served."""
    with served(gallery) as address:
        yield address


@pytest.fixture(scope="session")
def browser(chromium: Browser) -> Browser:
    return chromium
