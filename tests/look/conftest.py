"""The gallery, and a browser to look at it with."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from tests.look.gallery import make_gallery


@pytest.fixture(scope="session")
def gallery() -> Flask:
    return make_gallery()


@pytest.fixture(scope="session")
def address(gallery: Flask) -> Iterator[str]:
    """Where the gallery is served."""
    server = make_server("127.0.0.1", 0, gallery, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser(chromium: Browser) -> Browser:
    return chromium
