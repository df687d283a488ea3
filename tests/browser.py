"""What tests in a real browser share: the application served by the real clock, and pages of somebody signed in."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID

from flask import Flask
from playwright.sync_api import BrowserContext
from werkzeug.serving import make_server

from elearn.foundation import clock
from tests.world import World


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address at which the application is served meanwhile."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def sign_in(world: World, context: BrowserContext, site: str, account_id: UUID) -> None:
    """The browser is signed in with the account from now on."""
    with clock.stopped_at(datetime.now(UTC)):
        cookie = world.signed_in(account_id).get_cookie("elearn")
    assert cookie
    context.add_cookies([{"name": "elearn", "value": cookie.value, "url": site}])
