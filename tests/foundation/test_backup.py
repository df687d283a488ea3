"""Backup and back again: from and onto both databases, while others write, and never onto what is there already."""

import re
import resource
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pyrage
import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from elearn import demonstration
from elearn.app import create_app
from elearn.courses.service import indexing
from elearn.foundation.db import Base, db, open_engine, transaction
from elearn.people.models import OfficerRegistered, PostingRecorded
from elearn.people.service import officers
from tests.conftest import Browser
from tests.databases import NOW, fresh_database, settings
from tests.world import World

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
on_two_kinds = pytest.mark.parametrize(
    ("database", "other_database"), [("sqlite", "sqlite"), ("postgresql", "sqlite")], indirect=True
)
Rows = dict[str, list[tuple[Any, ...]]]


def rows(address: str) -> Rows:
    """Every row of every table of a database, in one order on all of them."""
    engine = open_engine(address)
    with engine.connect() as connection:
        found = {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }
    engine.dispose()
    return found


def run(app: Flask, *arguments: str, typed: str = "") -> tuple[int, list[str]]:
    """Exit code and what was said of a command, as on a machine of its own."""
    with app.app_context():
        result = app.test_cli_runner().invoke(args=arguments, input=typed)
        db.session.remove()
    return result.exit_code, result.output.splitlines()


def recovery_key(app: Flask) -> str:
    code, said = run(app, "recovery-key")
    assert (code, said[0]) == (
        0,
        "The recovery key of this site. It is shown only now, and kept nowhere on this computer:",
    )
    assert re.fullmatch(r"    AGE-SECRET-KEY-1[A-Z0-9]{58}", said[2])
    return said[2].strip()


def backed_up(app: Flask, stick: Path) -> Path:
    """The file of a new backup."""
    before = set(stick.iterdir())
    code, said = run(app, "backup", str(stick))
    assert code == 0, said
    (path,) = set(stick.iterdir()) - before
    assert (path.suffix, path.stat().st_mode & 0o777) == (".backup", 0o600)
    assert said[0].startswith(f"{path}: ")
    return path


def restored(app: Flask, path: Path, key: str) -> tuple[int, list[str]]:
    (app.config["KEYS"].parent / "typed.key").write_text(key)
    return run(app, "restore", str(path), "--key-file", str(app.config["KEYS"].parent / "typed.key"))


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder for backups."""
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@contextmanager
def machine(address: str, folder: Path, **more: Any) -> Iterator[Flask]:
    """Another machine, on which elearn is installed."""
    folder.mkdir()
    (folder / "secret.key").write_text("f" * 64)
    app = create_app(replace(settings(address, folder), secret_file=folder / "secret.key", **more))
    app.test_client_class = Browser
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def elsewhere(other_database: str, tmp_path: Path, now: Any) -> Iterator[Flask]:
    with machine(other_database, tmp_path / "elsewhere") as app:
        yield app


def test_everything_comes_back_on_either_database(
    world: World, elsewhere: Flask, database: str, other_database: str, stick: Path
) -> None:
    key = recovery_key(world.app)
    path = backed_up(world.app, stick)
    kept = rows(database)
    assert len(kept["officer_registered"]) == 6
    assert restored(elsewhere, path, key) == (
        0,
        [
            f"The site stands as it was on 2026-09-15T06:00:00+00:00 (UTC): {sum(map(len, kept.values()))} rows. "
            "Everybody signs in anew.",
            f"The key of KZ is missing: put it back as {elsewhere.config['KEYS']}/KZ.key before officers sign in.",
        ],
    )
    assert rows(other_database) == kept
    assert (elsewhere.config["KEYS"].parent / "secret.key").read_text() == world.app.config["SECRET_KEY"]
    with elsewhere.app_context(), pytest.raises(DatabaseError, match="facts are only added"), transaction():
        db.session.execute(text("UPDATE officer_registered SET sex = 'X'"))


def test_a_whole_academy_goes_to_postgresql_and_back(
    sqlite_template: Path, tmp_path: Path, request: pytest.FixtureRequest, stick: Path, now: Any
) -> None:
    """Every table with something in it, and the figures afterwards: the invented academy."""
    addresses = [f"sqlite:///{tmp_path}/{name}.db" for name in ("first", "last")]
    for name in ("first", "last"):
        (tmp_path / f"{name}.db").write_bytes(sqlite_template.read_bytes())
    with machine(addresses[0], tmp_path / "one", demonstration=True) as one, one.app_context():
        for _officer in demonstration.load():
            pass
        key = recovery_key(one)
        path = backed_up(one, stick)
    kept = rows(addresses[0])
    kept["sign_in"] = [(*row[:4], NOW) for row in kept["sign_in"]]
    with (
        fresh_database("postgresql", "between", request, tmp_path) as address,
        machine(address, tmp_path / "two", demonstration=True) as two,
    ):
        assert restored(two, path, key)[0] == 0
        assert rows(address) == kept
        with two.app_context(), transaction():
            indexing.rebuild()  # numbers of rows go on after those that were restored
        kept = rows(address)
        (tmp_path / "second stick").mkdir()
        path = backed_up(two, tmp_path / "second stick")
    with machine(addresses[1], tmp_path / "three", demonstration=True) as three:
        assert restored(three, path, key)[0] == 0
    assert rows(addresses[1]) == kept


def test_a_backup_holds_one_moment_while_others_write(
    world: World, elsewhere: Flask, other_database: str, stick: Path
) -> None:
    """Each transaction adds a registration and its posting: a backup of two moments would hold one without the other."""
    key = recovery_key(world.app)
    stop, went = Event(), Event()

    def write() -> None:
        with world.app.app_context():
            while not stop.is_set():
                with transaction():
                    officer_id = officers.register_officer(
                        country="KZ", academy_id=world.kostanay.academy_id, sex="F", birth_year=1990, match_key=None
                    )
                    officers.post(officer_id, world.kostanay.institution_id, "сержант", "other", date(2026, 1, 1))
                went.set()
            db.session.remove()

    writer = Thread(target=write)
    writer.start()
    assert went.wait(30)
    path = backed_up(world.app, stick)
    stop.set()
    writer.join()
    assert restored(elsewhere, path, key)[0] == 0
    with elsewhere.app_context():
        registered, posted = (
            set(db.session.execute(select(column)).scalars())
            for column in (OfficerRegistered.officer_id, PostingRecorded.officer_id)
        )
    assert len(registered) > 6
    assert registered == posted


@on_two_kinds
def test_what_cannot_be_opened_changes_nothing(
    world: World, elsewhere: Flask, other_database: str, stick: Path, tmp_path: Path
) -> None:
    key = recovery_key(world.app)
    path = backed_up(world.app, stick)
    whole, empty = path.read_bytes(), rows(other_database)
    files = {
        "short": whole[: len(whole) // 2],
        "changed": whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:],
        "text": b"Dear colleague",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    cannot = "is not a backup of elearn, is damaged, or was sealed for another recovery key."
    for name in files:
        assert restored(elsewhere, tmp_path / name, key) == (
            1,
            [f"Error: {tmp_path / name} cannot be opened: it {cannot}"],
        )
    stranger = str(pyrage.x25519.Identity.generate())
    assert restored(elsewhere, path, stranger) == (1, [f"Error: {path} cannot be opened: it {cannot}"])
    code, said = restored(elsewhere, path, key[:-1] + ("A" if key[-1] != "A" else "B"))
    assert (code, said[0][:43]) == (1, "Error: This is not a recovery key: it begin")
    assert rows(other_database) == empty
    assert not list(elsewhere.config["KEYS"].parent.glob(".elearn-*"))  # nothing lies open


@on_two_kinds
def test_a_site_that_holds_data_is_not_written_over(
    world: World, database: str, stick: Path, other_database: str
) -> None:
    assert other_database
    key = recovery_key(world.app)
    path = backed_up(world.app, stick)
    before = rows(database)
    assert restored(world.app, path, key) == (
        1,
        ["Error: This site holds data already, and nothing was changed. Restore onto an empty one."],
    )
    assert rows(database) == before


@on_sqlite
def test_without_a_recovery_key_there_is_no_backup(world: World, stick: Path) -> None:
    assert run(world.app, "backup", str(stick)) == (
        1,
        ["Error: This site has no recovery key yet: make one with 'flask recovery-key', and write it down."],
    )
    assert list(stick.iterdir()) == []
    first = recovery_key(world.app)
    assert run(world.app, "recovery-key")[1] == [
        "Error: This site has a recovery key already: it is on paper, in the safe. If it is lost, or somebody else may have it, "
        "make another one with --renew; older backups still need the old one."
    ]
    old = backed_up(world.app, stick)
    _, said = run(world.app, "recovery-key", "--renew")
    assert said[2].strip() != first
    pyrage.decrypt(old.read_bytes(), [pyrage.x25519.Identity.from_str(first)])
    assert run(world.app, "backup", str(stick)) == (1, [f"Error: {old} is there already. Nothing was written."])
    code, said = run(world.app, "backup", str(stick / "none"))
    assert (code, said[-1]) == (2, f"Error: Invalid value for 'FOLDER': Directory '{stick}/none' does not exist.")


@on_sqlite
def test_a_backup_of_a_newer_elearn_says_so(
    world: World, elsewhere: Flask, other_database: str, stick: Path, tmp_path: Path
) -> None:
    key = recovery_key(world.app)
    path = backed_up(world.app, stick)
    empty = rows(other_database)
    identity = pyrage.x25519.Identity.from_str(key)
    with zipfile.ZipFile(BytesIO(pyrage.decrypt(path.read_bytes(), [identity]))) as whole:
        whole.extractall(tmp_path / "open")
    newer = open_engine(f"sqlite:///{tmp_path}/open/elearn.db")
    with newer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    newer.dispose()
    with zipfile.ZipFile(tmp_path / "newer.zip", "w") as whole:
        for name in ("elearn.db", "secret.key", "about.json"):
            whole.write(tmp_path / "open" / name, name)
    pyrage.encrypt_file(str(tmp_path / "newer.zip"), str(tmp_path / "newer"), [identity.to_public()])
    assert restored(elsewhere, tmp_path / "newer", key) == (
        1,
        [f"Error: {tmp_path}/newer was made by a newer elearn: install that one, or a newer one, and restore with it."],
    )
    assert rows(other_database) == empty


@contextmanager
def no_room(size: int) -> Iterator[None]:
    """No file can grow beyond so many bytes, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@on_sqlite
def test_a_full_disk_is_said_in_one_sentence(
    world: World, elsewhere: Flask, other_database: str, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site's disk, the stick, and the disk of the new machine."""
    key, empty = recovery_key(world.app), rows(other_database)
    with no_room(200_000):
        code, said = run(world.app, "backup", str(stick))
    assert (code, said) == (
        1,
        ["Error: It could not be written: disk I/O error. Nothing was changed; is the disk full?"],
    )
    path = backed_up(world.app, stick)
    with no_room(path.stat().st_size + 10_000):
        code, said = restored(elsewhere, path, key)
    assert (code, said) == (
        1,
        ["Error: It could not be written: File too large. Nothing was changed; is the disk full?"],
    )
    assert rows(other_database) == empty
    path.unlink()
    encrypt = pyrage.encrypt_file

    def onto_a_full_stick(*given: Any) -> None:
        with no_room(10_000):
            encrypt(*given)

    monkeypatch.setattr(pyrage, "encrypt_file", onto_a_full_stick)
    code, said = run(world.app, "backup", str(stick))
    assert (code, len(said)) == (1, 1)
    assert said[0].startswith("Error: It could not be written: File too large")
    assert list(stick.iterdir()) == []


@on_sqlite
def test_nothing_lies_open_on_the_stick(world: World, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was deleted on a stick can be read again, and a power cut deletes nothing."""
    recovery_key(world.app)
    seen: list[str] = []
    encrypt = pyrage.encrypt_file

    def look(*given: Any) -> None:
        seen.extend(path.name for path in stick.rglob("*") if path.is_file())
        encrypt(*given)
        seen.extend(path.suffix for path in stick.rglob("*") if path.is_file())

    monkeypatch.setattr(pyrage, "encrypt_file", look)
    backed_up(world.app, stick)
    assert seen == [".backup"]
    assert not list(world.app.config["KEYS"].parent.glob(".elearn-*"))


@on_sqlite
def test_what_a_killed_backup_left_open_is_swept_away(
    world: World, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what a backup that is under way works in is not."""
    recovery_key(world.app)
    home = world.app.config["KEYS"].parent
    for folder in (home, stick):
        (folder / ".elearn-killed").mkdir()
        (folder / ".elearn-killed" / "elearn.db").write_text("names")
    (home / ".elearn-note").write_text("a file of somebody's own")
    seen: list[set[str]] = []
    encrypt = pyrage.encrypt_file

    def another_one_meanwhile(*given: Any) -> None:
        monkeypatch.setattr(pyrage, "encrypt_file", encrypt)
        seen.append({path.name for path in home.glob(".elearn-*")})
        other = stick.parent / "other"
        other.mkdir()
        run(world.app, "backup", str(other))
        seen.append({path.name for path in home.glob(".elearn-*")})
        encrypt(*given)

    monkeypatch.setattr(pyrage, "encrypt_file", another_one_meanwhile)
    backed_up(world.app, stick)
    assert seen[0] == seen[1]
    assert (len(seen[0]), ".elearn-killed" in seen[0]) == (2, False)
    assert [path.name for path in home.glob(".elearn-*")] == [".elearn-note"]
    assert not list(stick.glob(".elearn-*"))
