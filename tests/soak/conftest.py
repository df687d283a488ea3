"""What the checks share: the real clock, quizzes by themselves, and a place for what was measured."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from elearn.foundation.db import db
from elearn.people.service import projection
from tests import factories_quizzes
from tests.factories_quizzes import Bank
from tests.soak import report
from tests.soak.hall import Hall, on_lossy_disk
from tests.soak.saving import Browser, open_browsers
from tests.soak.scale import FULL
from tests.world import World


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """After a full run: the report, into its file and to be read at once."""
    if FULL:
        terminalreporter.write_line(report.write(terminalreporter.stats))


@pytest.fixture
def now() -> datetime:
    """The real clock: servers and other processes have no other."""
    return datetime.now(UTC)


@pytest.fixture(autouse=True)
def _without_projections(request: pytest.FixtureRequest) -> None:
    """The attempts here belong to enrolments that nobody made, so what stands above quizzes is not kept in step."""
    if "app" in request.fixturenames:
        app: Flask = request.getfixturevalue("app")
        app.extensions["projections"] = (projection.project,)


@pytest.fixture
def bank(world: World) -> Bank:
    return factories_quizzes.freeze(factories_quizzes.questions())


@pytest.fixture
def browsers(world: World, bank: Bank) -> list[Browser]:
    """Every officer's, with two open attempts each. Nobody else has the database open."""
    opened = open_browsers(world, bank)
    db.session.remove()
    db.engine.dispose()
    return opened


@pytest.fixture
def hall(browsers: list[Browser], database: str, tmp_path: Path) -> Iterator[Hall]:
    """Those browsers, with the database on a lossy disk. For SQLite only."""
    with on_lossy_disk(database, tmp_path, browsers) as hall:
        yield hall


@pytest.fixture
def measured(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Says what came out, for the report: in one line, with the numbers."""
    record_property("claim", request.function.__doc__)
    return lambda line: record_property("measured", line)
