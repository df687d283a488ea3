"""Databases for tests: each test finds one as it was migrated, empty or with the world in it.

Making one anew for each test would take most of the time of all tests. On SQLite a file is copied; on PostgreSQL, where
a new database takes half a second, the one before is put back as it was.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask_migrate import upgrade
from sqlalchemy import Connection, make_url, text

from config import Settings
from elearn.app import create_app
from elearn.foundation import clock
from elearn.foundation.db import db, open_engine
from tests.world import World, make_world

# Every test lives at this moment unless it says otherwise.
NOW = datetime(2026, 9, 15, 6, 0, tzinfo=UTC)
SECRET = "0123456789abcdef" * 4


def settings(database: str, folder: Path) -> Settings:
    """Those of a production site, but over plain http."""
    return Settings(database=database, secret_key=SECRET, keys=folder / "keys", secure_cookies=False)


@dataclass(frozen=True)
class Template:
    """A database that tests get copies of: migrated and empty, or with the world in it, whose keys are in the folder."""

    address: str
    folder: Path
    world: World | None


def template(kind: str, filled: bool, request: pytest.FixtureRequest) -> Template:
    """The one of the session, of "sqlite" or "postgresql"."""
    made = request.session.stash.setdefault(TEMPLATES, {})
    if (kind, filled) not in made:
        made[kind, filled] = _new_template(kind, filled, request)
    return made[kind, filled]


TEMPLATES = pytest.StashKey[dict[tuple[str, bool], Template]]()


def _new_template(kind: str, filled: bool, request: pytest.FixtureRequest) -> Template:
    folder = request.getfixturevalue("tmp_path_factory").mktemp("template")
    if kind == "sqlite":
        address = f"sqlite:///{folder}/template.db"
    else:
        name = "template_world" if filled else "template_empty"
        address = _address(request.getfixturevalue("postgresql"), name)
        _on_server(address, f"CREATE DATABASE {name}")
    app = create_app(settings(address, folder))
    with app.app_context():
        upgrade()
        with clock.stopped_at(NOW):
            world = make_world(app) if filled else None
        if kind == "sqlite":
            db.session.rollback()
            db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.session.remove()
        db.engine.dispose()
    return Template(address, folder, world)


@contextmanager
def fresh_database(
    kind: str, name: str, request: pytest.FixtureRequest, folder: Path, *, filled: bool = False
) -> Iterator[str]:
    """The address of a migrated database that nobody else uses meanwhile; `name` tells those of one test apart."""
    original = template(kind, filled, request)
    if kind == "sqlite":
        shutil.copy(original.folder / "template.db", folder / f"{name}.db")
        yield f"sqlite:///{folder}/{name}.db"
        return
    address = _address(original.address, f"test_{name}_{'world' if filled else 'empty'}")
    _put_back(address, original, request.session.stash.setdefault(SHAPES, {}))
    yield address


# The shape of each database of this session, see `SHAPE`.
SHAPES = pytest.StashKey[dict[str, str]]()


def _put_back(address: str, original: Template, shapes: dict[str, str]) -> None:
    if address in shapes:
        with _connected(address) as connection:
            connection.execute(text(ALONE))
            if connection.scalar(text(SHAPE)) == shapes[address]:
                connection.execute(text("SELECT pristine.put_back()"))
                return
    name = make_url(address).database
    _on_server(address, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    _on_server(address, f"CREATE DATABASE {name} TEMPLATE {make_url(original.address).database}")
    with _connected(address) as connection:
        connection.exec_driver_sql(PRISTINE)
        shapes[address] = connection.execute(text(SHAPE)).scalar_one()


@contextmanager
def _connected(address: str) -> Iterator[Connection]:
    engine = open_engine(address)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection
    engine.dispose()


def _on_server(address: str, statement: str) -> None:
    with _connected(_address(address, "postgres")) as connection:
        connection.execute(text(statement))


def _address(server: str, name: str) -> str:
    address: Any = make_url(server).set(drivername="postgresql+psycopg", database=name)
    return str(address.render_as_string(hide_password=False))


# Whoever a test has left connected would hold locks.
ALONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""

# Changes with every table, column, index, constraint, trigger and function that a test adds, changes or drops: then the
# database is made anew.
SHAPE = """
SELECT md5(string_agg(part, ',' ORDER BY part)) FROM (
    SELECT concat_ws(' ', 'class', oid, relname) AS part FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', 'column', attrelid, attname, atttypid, attnotnull, atthasdef)
        FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', 'constraint', oid, conname)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', 'trigger', oid, tgenabled) FROM pg_trigger
    UNION ALL SELECT concat_ws(' ', 'function', oid, xmin) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
) AS parts
"""

# A copy of what stands in the tables, and how to come back to it. As a replica, without the guards of the facts.
PRISTINE = """
CREATE SCHEMA pristine;
CREATE FUNCTION pristine.put_back() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica AS $$
DECLARE name text;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE 'DELETE FROM public.' || quote_ident(name);
    END LOOP;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'pristine' LOOP
        EXECUTE 'INSERT INTO public.' || quote_ident(name) || ' SELECT * FROM pristine.' || quote_ident(name);
    END LOOP;
END $$;
DO $$
DECLARE name text; filled boolean;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE 'SELECT EXISTS (SELECT FROM public.' || quote_ident(name) || ')' INTO filled;
        IF filled THEN
            EXECUTE 'CREATE TABLE pristine.' || quote_ident(name) || ' AS TABLE public.' || quote_ident(name);
        END IF;
    END LOOP;
END $$;
"""
