"""What keeps a site from starting, each in one clear sentence."""

import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
from flask import Flask

from elearn import serving
from elearn.app import create_app
from elearn.foundation import clock
from tests.databases import NOW, settings
from tests.world import World

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@on_sqlite
def test_an_sqlite_that_can_lose_commits_is_refused(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert app
    serving.refuse_old_sqlite()  # the one at hand is safe
    monkeypatch.setattr(serving, "sqlite_version", lambda: (3, 40, 1))
    with pytest.raises(
        click.ClickException, match=r"SQLite 3\.40\.1 can lose what was saved; 3\.51\.3 or newer is needed"
    ):
        serving.refuse_old_sqlite()


@on_sqlite
def test_a_clock_that_lost_its_battery_is_refused(app: Flask) -> None:
    with clock.stopped_at(datetime(1970, 1, 1, 0, 3, tzinfo=UTC)):
        result = app.test_cli_runner().invoke(args=["serve"])
    assert (result.exit_code, result.output) == (
        1,
        "Error: The clock of this computer says 1970-01-01 00:03 (UTC). Set it right, then start the site again: "
        "docs/operations.md says how.\n",
    )


def test_a_clock_behind_the_last_work_is_warned_of(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    serving.warn_of_slow_clock()  # nobody has worked here yet
    world.signed_in(world.karaganda.accounts[0])
    serving.warn_of_slow_clock()
    with clock.stopped_at(NOW, wrong_by=timedelta(hours=-2)):
        serving.warn_of_slow_clock()
    assert capsys.readouterr().err == (
        "The clock of this computer says 2026-09-15 04:00 (UTC), but somebody worked here at 2026-09-15 06:00. "
        "Is it right? docs/operations.md says what to do.\n"
    )


@on_sqlite
def test_a_port_in_use_is_said_to_be_so(app: Flask) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = app.test_cli_runner().invoke(args=["serve", "--port", str(port)])
    assert result.exit_code == 1
    assert result.output.strip() == (
        f"Error: Port {port} at 127.0.0.1 cannot be used (Address already in use). Choose another, for instance PORT={port + 1}."
    )


@on_sqlite
def test_a_network_without_tls_is_refused(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["serve", "--host", "0.0.0.0"])  # noqa: S104 - to be refused
    assert result.exit_code == 1
    assert result.output.startswith("Error: On a network the site needs TLS, or passwords can be read on the way")


def test_a_database_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    elsewhere = create_app(settings(f"sqlite:///{tmp_path}/file/elearn.db", tmp_path))
    result = elsewhere.test_cli_runner().invoke(args=["serve", "--port", "0"])
    assert result.exit_code == 1
    assert result.output.startswith(f"Error: The database at sqlite:///{tmp_path}/file/elearn.db cannot be opened: ")


@on_sqlite
def test_the_demonstration_does_not_start_as_a_real_site(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["run-demo"])
    assert result.exit_code == 1
    assert result.output.startswith("Error: Set ELEARN_DEMONSTRATION=1")
