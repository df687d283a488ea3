"""Backup and back again: everything a site keeps, in one sealed file, onto SQLite or PostgreSQL.

The file is a zip (the database as SQLite, the site's secret, a list of what there is) sealed with age (age-encryption.org/v1) for
the site's recovery key. The site itself holds the public half only: who steals its disk cannot open the backups, and
backups can be made at night while nobody is there. The keys of the countries are never part of it (docs/operations.md).
"""

import fcntl
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
import pyrage
from alembic.command import upgrade
from alembic.util import CommandError
from flask import Flask, current_app
from flask.cli import with_appcontext
from pyrage.x25519 import Identity, Recipient
from sqlalchemy import Connection, Table, func, insert, select
from sqlalchemy.exc import OperationalError

from elearn.foundation import clock, signing
from elearn.foundation.db import Base, db, open_engine
from elearn.foundation.facts import Site
from elearn.serving import prepare_database

PUBLIC_HALF = "recovery.public"
DATABASE, SECRET, ABOUT = "elearn.db", "secret.key", "about.json"
WORKPLACE = ".elearn-"
AT_ONCE = 2_000  # rows in memory


class Unusable(click.ClickException):
    """A backup that cannot be made or taken back, in one sentence. Nothing was changed."""


@dataclass(frozen=True)
class About:
    """What stands in a backup. `rows` counts the rows of each table, `countries` are those whose keys the site needs."""

    made_at: str
    rows: dict[str, int]
    countries: list[str]


def register(app: Flask) -> None:
    """Add `flask recovery-key`, `flask backup` and `flask restore`."""
    for command in (recovery_key, backup, restore):
        app.cli.add_command(command)


@click.command("recovery-key")
@click.option("--renew", is_flag=True, help="Make another one, for the backups from now on.")
@with_appcontext
def recovery_key(renew: bool) -> None:
    """Make the key that opens this site's backups, and show it this once: write it down."""
    path = _keys() / PUBLIC_HALF
    if path.exists() and not renew:
        raise Unusable(
            "This site has a recovery key already: it is on paper, in the safe. If it is lost, or somebody else may have it, "
            "make another one with --renew; older backups still need the old one."
        )
    key = Identity.generate()
    _keep_public_half(key)
    click.echo("The recovery key of this site. It is shown only now, and kept nowhere on this computer:\n")
    click.echo(f"    {key}\n")
    click.echo("Write it down twice, on two sheets for two safes. Without it, no backup can be opened, by anybody.")


@click.command("backup")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, writable=True, path_type=Path))
@with_appcontext
def backup(folder: Path) -> None:
    """Keep everything of this site in one new sealed file in FOLDER. The site may go on working."""
    recovery = _public_half()
    path = folder / f"elearn-{clock.now():%Y-%m-%d-%H%M%S}.backup"
    if path.exists():
        raise Unusable(f"{path} is there already. Nothing was written.")
    # Opens this one file for the trial below, and is then forgotten.
    trial = Identity.generate()
    # What is not sealed lies beside the keys only: a stick gives back what was deleted on it, and is carried about.
    with _workplace(_keys().parent) as open_here, _workplace(folder) as sealed_there:
        about = _collect(open_here / "whole.zip", open_here)
        sealed = sealed_there / path.name
        pyrage.encrypt_file(str(open_here / "whole.zip"), str(sealed), [recovery, trial.to_public()])
        with tempfile.TemporaryDirectory(dir=open_here) as again:
            found = _counted(_unpacked(sealed, trial, Path(again)) / DATABASE)
        if found != about.rows:
            raise Unusable("The backup was read back and is not what was written: try another disk.")
        sealed.chmod(0o600)
        _settle(sealed, path)
    click.echo(
        f"{path}: {sum(about.rows.values())} rows in {len(about.rows)} tables, restored once to try it, and the same."
    )
    click.echo(f"It opens with the recovery key, and needs the keys of {', '.join(about.countries) or 'no country'}.")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key-file", type=click.File(), help="A file with the recovery key, instead of typing it.")
@with_appcontext
def restore(file: Path, key_file: Any) -> None:
    """Bring the site back from the backup FILE, onto a machine where elearn holds nothing yet."""
    key = _private_half(key_file.read() if key_file else click.prompt("Recovery key", hide_input=True))
    prepare_database()
    with _workplace(_keys().parent) as place:
        unpacked = _unpacked(file, key, place)
        about = About(**json.loads((unpacked / ABOUT).read_text()))
        source = open_engine(f"sqlite:///{unpacked / DATABASE}")
        with source.connect() as there, db.engine.connect().execution_options(writes=True) as here, here.begin():
            _refuse_used(here)
            _copy(there, here)
            # Who was signed in when the backup was made may have been signed out since.
            here.execute(Base.metadata.tables["sign_in"].update().values(ended_at=clock.now()))
        source.dispose()
        _keep_secret(unpacked / SECRET)
    _keep_public_half(key)
    click.echo(
        f"The site stands as it was on {about.made_at} (UTC): {sum(about.rows.values())} rows. Everybody signs in anew."
    )
    for country in about.countries:
        if not signing.has_key(_keys(), country):
            click.echo(
                f"The key of {country} is missing: put it back as {_keys() / country}.key before officers sign in."
            )


def _keys() -> Path:
    folder: Path = current_app.config["KEYS"]
    return folder


def _public_half() -> Recipient:
    try:
        return Recipient.from_str((_keys() / PUBLIC_HALF).read_text().strip())
    except FileNotFoundError:
        raise Unusable(
            "This site has no recovery key yet: make one with 'flask recovery-key', and write it down."
        ) from None


def _keep_public_half(key: Identity) -> None:
    """Backups from now on are sealed for this key."""
    _keys().mkdir(mode=0o700, parents=True, exist_ok=True)
    (_keys() / PUBLIC_HALF).write_text(f"{key.to_public()}\n")


def _private_half(typed: str) -> Identity:
    try:
        return Identity.from_str("".join(typed.split()).upper())
    except pyrage.IdentityError:
        raise Unusable(
            "This is not a recovery key: it begins with AGE-SECRET-KEY-1 and has 74 characters. Compare it with the paper, "
            "letter by letter; it has no O, and the figure 1 stands in it once, before the long part."
        ) from None


@contextmanager
def _workplace(folder: Path) -> Iterator[Path]:
    """A folder of its own on the disk of this one, for what is made or read; gone at the end, whatever happens.

    What a killed process leaves, the next one sweeps away: it is locked for as long as somebody works in it.
    """
    for left in folder.glob(f"{WORKPLACE}*"):
        _sweep(left)
    place = Path(tempfile.mkdtemp(prefix=WORKPLACE, dir=folder))
    lock = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield place
    except (OSError, pyrage.EncryptError, OperationalError) as problem:
        raise Unusable(f"It could not be written: {_reason(problem)}. Nothing was changed; is the disk full?") from None
    finally:
        shutil.rmtree(place, ignore_errors=True)
        os.close(lock)


def _reason(problem: Exception) -> str:
    """What the disk or the database said, without the statement and its values: those may hold names."""
    if isinstance(problem, OperationalError):
        return str(problem.orig).strip()
    return getattr(problem, "strerror", None) or str(problem)


def _sweep(left: Path) -> None:
    """Delete what a killed process left, unless it is alive."""
    with suppress(OSError):
        lock = os.open(left, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left, ignore_errors=True)
        finally:
            os.close(lock)


def _collect(path: Path, place: Path) -> About:
    """Write the zip: the database as it is at one moment, whatever is being written meanwhile."""
    copy = open_engine(f"sqlite:///{place / DATABASE}")
    level = {"isolation_level": "REPEATABLE READ"} if db.engine.dialect.name == "postgresql" else {}
    with copy.connect().execution_options(writes=True) as there, there.begin():
        _migrate(there)
        with db.engine.connect().execution_options(**level) as here, here.begin():
            _copy(here, there)
            countries = list(here.execute(select(Base.metadata.tables["country"].c.code)).scalars())
    copy.dispose()
    about = About(clock.now().isoformat(timespec="seconds"), _counted(place / DATABASE), sorted(countries))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as whole:
        whole.write(place / DATABASE, DATABASE)
        whole.writestr(SECRET, current_app.config["SECRET_KEY"])
        whole.writestr(ABOUT, json.dumps(asdict(about)))
    return about


def _migrate(connection: Connection) -> None:
    """Bring a database that is not the site's own to the tables of today."""
    config = current_app.extensions["migrate"].migrate.get_config()
    config.attributes["connection"] = connection
    upgrade(config, "head")


def _copy(source: Connection, target: Connection) -> None:
    """Every row of every table. The target has the same tables, new from their migrations."""
    for table in Base.metadata.sorted_tables:
        if table.name == Site.__tablename__:
            target.execute(table.delete())
        rows = source.execution_options(yield_per=AT_ONCE).execute(select(table)).mappings()
        for some in rows.partitions():
            target.execute(insert(table), [dict(row) for row in some])
        column = table.autoincrement_column
        if column is not None and target.dialect.name == "postgresql":
            highest = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
            target.execute(select(func.setval(func.pg_get_serial_sequence(table.name, column.name), highest, False)))


def _unpacked(file: Path, key: Identity, place: Path) -> Path:
    """The folder with what was sealed in a backup, its database brought to the tables of today. Raises Unusable."""
    try:
        pyrage.decrypt_file(str(file), str(place / "opened.zip"), [key])
        with zipfile.ZipFile(place / "opened.zip") as whole:
            for name in (DATABASE, SECRET, ABOUT):
                whole.extract(name, place)
    except (pyrage.DecryptError, OSError) as problem:
        if (
            isinstance(problem, OSError) and problem.errno
        ):  # a full disk; a damaged file gives an OSError without number
            raise
        raise Unusable(
            f"{file} cannot be opened: it is not a backup of elearn, is damaged, or was sealed for another recovery key."
        ) from None
    engine = open_engine(f"sqlite:///{place / DATABASE}")
    try:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            _migrate(connection)
    except CommandError:
        raise Unusable(
            f"{file} was made by a newer elearn: install that one, or a newer one, and restore with it."
        ) from None
    finally:
        engine.dispose()
    return place


def _counted(database: Path) -> dict[str, int]:
    """How many rows each table has. Raises Unusable when the file is broken, or a row points nowhere."""
    engine = open_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        broken = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() != "ok"
        if broken or connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise Unusable("The database is damaged: keep the last backups, and ask whoever looks after elearn.")
        rows = {table.name: connection.execute(_count(table)).scalar_one() for table in Base.metadata.sorted_tables}
    engine.dispose()
    return rows


def _count(table: Table) -> Any:
    return select(func.count()).select_from(table)


def _refuse_used(connection: Connection) -> None:
    """A site that holds anything is not written over."""
    for table in Base.metadata.sorted_tables:
        if table.name != Site.__tablename__ and connection.execute(_count(table)).scalar_one():
            raise Unusable("This site holds data already, and nothing was changed. Restore onto an empty one.")


def _keep_secret(path: Path) -> None:
    """Put the site's secret where this one keeps its own, unless the environment gives it."""
    kept: Path | None = current_app.config["SECRET_FILE"]
    if kept:
        kept.write_text(path.read_text())


def _settle(made: Path, path: Path) -> None:
    """Give a file its place only when the disk has it."""
    with made.open("rb") as file:
        os.fsync(file.fileno())
    made.rename(path)
