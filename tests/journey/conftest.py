"""A real site for the journeys: production settings, the real modules, the real server, and a real Chromium."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser

from config import ROOT
from elearn import serving
from elearn.app import create_app
from elearn.courses.service import enrolment, publishing
from elearn.foundation import clock
from elearn.foundation.db import db, transaction
from elearn.people.models import Account
from elearn.people.service import codes, passwords
from elearn.quizzes.models import Attempt
from elearn.quizzes.queries.banks import bank
from elearn.reports import service as reports
from elearn.reports.queries import figures, programmes
from tests import databases
from tests.world import World, make_world

MODULE = "dynamic-security"
PASSWORD = "quiet morning on the wing"


@dataclass(frozen=True)
class Site:
    """The running site: its address, its people, and a way to ask its database."""

    address: str
    app: Flask
    world: World
    code: str  # the printed activation code of the first officer of Kostanay

    def right_marks(self, attempt_id: UUID, number: int) -> list[str]:
        """The values of the right options of a question, as they stand on the page of an attempt."""
        with self.app.app_context():
            attempt = db.session.get_one(Attempt, attempt_id)
            question_id, layout = attempt.items[number - 1]
            right = bank(attempt.bank_id)[question_id].key["right"]
            return [str(place) for place, option in enumerate(layout["options"]) if option in right]

    def trained(self) -> int | None:
        """Figure A of the programme now."""
        with self.app.app_context():
            programme = programmes.by_code("joint")
            assert programme
            return figures.report_until(programme, "2027Q4", date(2027, 12, 31)).total.trained


@pytest.fixture
def site(tmp_path: Path, sqlite_template: Path) -> Iterator[Site]:
    """`flask serve` on a database with two academies, in which the officers of Kostanay are enrolled."""
    shutil.copy(sqlite_template, tmp_path / "elearn.db")
    app = create_app(databases.settings(f"sqlite:///{tmp_path}/elearn.db", tmp_path))
    with app.app_context():
        world, code = _prepare(app)
        db.session.remove()
        db.engine.dispose()
    port = _free_port()
    environment = {
        "ELEARN_DATA": str(tmp_path),
        "ELEARN_SECRET_KEY": databases.SECRET,
        "FLASK_APP": "wsgi",
        "PATH": "/usr/bin:/bin",
    }
    command = [str(Path(sys.executable).parent / "flask"), "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as server:
        try:
            serving.wait_until_it_answers("127.0.0.1", port, server)
            assert server.poll() is None
            yield Site(f"http://127.0.0.1:{port}", app, world, code)
        finally:
            server.terminate()


def _prepare(app: Flask) -> tuple[World, str]:
    world = make_world(app)
    with transaction():
        publishing.publish(app.config["CONTENT"])
        programme = reports.add_programme(
            "joint", {"en": "Joint programme"}, ["KZ"], date(2026, 1, 1), date(2027, 12, 31)
        )
        reports.approve(programme, MODULE, date(2026, 1, 1), None)
        due = clock.today("Asia/Almaty") + timedelta(days=30)
        for place in (world.kostanay, world.karaganda):
            enrolment.enrol(place.officers, MODULE, place.academy_id, due, own_choice=False, by_account=None)
        for account in (world.kostanay.accounts[1], world.kostanay.administrator, world.programme_administrator):
            passwords.keep(account, passwords.hashed(PASSWORD))
        db.session.get_one(Account, world.kostanay.accounts[1]).language = "ar"
        slip = codes.issue(world.kostanay.accounts[0])
    assert slip
    return world, slip.code


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def context(chromium: Browser, site: Site, **options: Any) -> Any:
    """A browser that has never been here, in English unless told."""
    return chromium.new_context(
        base_url=site.address, locale=options.pop("locale", "en-GB"), accept_downloads=True, **options
    )
