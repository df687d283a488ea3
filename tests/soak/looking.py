"""Looking into a database that somebody else uses, or used until a moment ago."""

import shutil
from pathlib import Path

from sqlalchemy import make_url, text

from elearn.foundation.db import open_engine
from tests.soak.saving import Stored, stored_answers


def kind_of(database: str) -> str:
    """The name of the database of that address, for people."""
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[make_url(database).get_backend_name()]


def sqlite_file(database: str) -> Path:
    """Where the SQLite database of that address stands."""
    return Path(make_url(database).database or "")


def look(database: str, folder: Path) -> Stored:
    """The answers in the database; it must be whole.

    On SQLite in a copy of its files as they are: the next server shall find them as the last one left them, and have them
    to recover. Nobody may be writing meanwhile.
    """
    if kind_of(database) == "SQLite":
        copy = _copied(sqlite_file(database), folder / "copy")
        return _answers(f"sqlite:///{copy}", whole="PRAGMA integrity_check")
    return _answers(database)


def _answers(database: str, whole: str = "SELECT 'ok'") -> Stored:
    engine = open_engine(database)
    with engine.connect() as connection:
        assert connection.execute(text(whole)).scalars().all() == ["ok"]
        stored = stored_answers(connection)
    engine.dispose()
    return stored


def _copied(path: Path, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for part in (path, path.with_name(f"{path.name}-wal")):  # not -shm: it is memory, and made anew
        if part.exists():
            shutil.copy(part, folder)
    return folder / path.name
