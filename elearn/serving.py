"""Starting the site: prepares the database, refuses what is unsafe, runs the server, and says the address."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy import make_url, select, update
from sqlalchemy.exc import OperationalError

from elearn.foundation import clock, worker
from elearn.foundation.db import OLDEST_SAFE_SQLITE, db, sqlite_version
from elearn.foundation.facts import Site
from elearn.people.queries import accounts

THREADS = 4  # SQLite writes one after the other anyway; reading is quick
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)  # elearn was not there before


def register(app: Flask) -> None:
    """Add `flask serve` and `flask work`."""
    app.cli.add_command(serve)
    app.cli.add_command(work)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--certificate", type=click.Path(exists=True), help="TLS certificate chain, PEM. Needed on a network.")
@click.option("--private-key", type=click.Path(exists=True), help="Its private key, PEM.")
@with_appcontext
def serve(host: str, port: int, certificate: str | None, private_key: str | None) -> None:
    """Serve a real site, empty at first. Refuses a database that holds demonstration data."""
    if host not in ("127.0.0.1", "localhost", "::1") and not certificate:
        raise click.ClickException(
            "On a network the site needs TLS, or passwords can be read on the way: give --certificate and --private-key. "
            "docs/operations.md says how to make them."
        )
    refuse_old_sqlite()
    refuse_lost_clock()
    refuse_used_port(host, port)
    prepare_database()
    if is_demonstration():
        raise click.ClickException(
            "This database holds demonstration data with invented people. Set ELEARN_DATABASE or ELEARN_DATA to another place."
        )
    warn_of_slow_clock()
    tls = ["--ssl-certificate", certificate, "--ssl-keyfile", private_key or ""] if certificate else []
    scheme = "https" if certificate else "http"

    def greet() -> None:
        click.echo(f"elearn serves at {scheme}://{host}:{port}/")
        click.echo("The first administrator: flask people first-administrator NAME. Ctrl-C stops the site.")

    run(host, port, greet, tls, {} if certificate else {"ELEARN_PLAIN_HTTP": "1"})


@click.command("work")
@click.option(
    "--until-closed", is_flag=True, help="End when standard input is closed: with the process that started this."
)
@with_appcontext
def work(until_closed: bool) -> None:
    """Run what was asked for in the background. `flask serve` starts this; by hand only where another server runs the site."""
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_signal: stop.set())
    if until_closed:
        worker.end_with_input()
    with suppress(KeyboardInterrupt):
        worker.work(stop)


def refuse_old_sqlite() -> None:
    """A site on SQLite needs a version that loses no commits."""
    backend = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"]).get_backend_name()
    if backend == "sqlite" and sqlite_version() < OLDEST_SAFE_SQLITE:
        have, need = (".".join(map(str, version)) for version in (sqlite_version(), OLDEST_SAFE_SQLITE))
        raise click.ClickException(
            f"SQLite {have} can lose what was saved; {need} or newer is needed: "
            "install the Python package pysqlite3, or use PostgreSQL."
        )


def refuse_lost_clock() -> None:
    """A computer whose battery is dead says 1970 after a power cut: results and certificates would bear that date."""
    if clock.now() < EARLIEST:
        raise click.ClickException(
            f"The clock of this computer says {clock.now():%Y-%m-%d %H:%M} (UTC). Set it right, then start the site again: "
            "docs/operations.md says how."
        )


def warn_of_slow_clock() -> None:
    """Only warns: the clock may as well have been fast before, and be right now."""
    last = accounts.last_seen()
    if last and clock.now() < last:
        click.echo(
            f"The clock of this computer says {clock.now():%Y-%m-%d %H:%M} (UTC), but somebody worked here at "
            f"{last:%Y-%m-%d %H:%M}. Is it right? docs/operations.md says what to do.",
            err=True,
        )


def refuse_used_port(host: str, port: int) -> None:
    """Another program on the port would answer in our place."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"Port {port} at {host} cannot be used ({error.strerror}). Choose another, for instance PORT={port + 1}."
            ) from None


def prepare_database() -> None:
    """Make or update the tables. Says where it is when that cannot be done."""
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    try:
        if url.get_backend_name() == "sqlite" and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        upgrade()
    except (OperationalError, OSError) as error:
        place = url.render_as_string(hide_password=True)
        reason = error.orig if isinstance(error, OperationalError) else error
        raise click.ClickException(f"The database at {place} cannot be opened: {reason}") from None


def is_demonstration() -> bool:
    """Whether the database holds invented people."""
    return db.session.execute(select(Site.demonstration)).scalar_one()


def mark_as_demonstration() -> None:
    """From now on the database counts as one with invented people: `flask serve` refuses it."""
    db.session.execute(update(Site).values(demonstration=True))


def run(
    host: str, port: int, greet: Callable[[], None], options: Sequence[str] = (), more: dict[str, str] | None = None
) -> None:
    """Run the server, and beside it the worker, until Ctrl-C, greeting once it answers."""
    command = [
        str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", "1", "--blocking-threads", str(THREADS), "--log-level", "warning", *options, "wsgi:app",
    ]  # fmt: skip
    db.session.remove()
    db.engine.dispose()
    environment, folder = os.environ | (more or {}), Path(current_app.root_path).parent
    server = subprocess.Popen(command, env=environment, cwd=folder)  # noqa: S603
    signal.signal(signal.SIGTERM, lambda *_signal: server.terminate())
    try:
        wait_until_it_answers(host, port, server)
        if server.poll() is None:
            greet()
        keep_worker(server, environment, folder)
    except KeyboardInterrupt:
        server.wait()
    sys.exit(server.returncode if server.returncode and server.returncode > 0 else 0)


def keep_worker(server: "subprocess.Popen[bytes]", environment: Mapping[str, str], folder: Path) -> None:
    """Until the server ends there is a worker: one that dies is started anew. It ends when the pipe to it is closed."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "work", "--until-closed"]
    while server.poll() is None:
        with subprocess.Popen(command, env=environment, cwd=folder, stdin=subprocess.PIPE) as beside:  # noqa: S603
            while server.poll() is None and beside.poll() is None:
                with suppress(subprocess.TimeoutExpired):
                    server.wait(timeout=1)


def wait_until_it_answers(host: str, port: int, server: "subprocess.Popen[bytes]") -> None:
    """Return when the server takes connections, or has ended."""
    while server.poll() is None:
        try:
            socket.create_connection((host, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
