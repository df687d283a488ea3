"""Facts stay: on both databases nothing can change or remove them, by any statement."""

import pytest
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from elearn.foundation.db import db, is_full_text
from elearn.foundation.facts import fact_tables
from tests.world import World


def test_every_fact_table_has_its_guards(app: Flask) -> None:
    if db.engine.dialect.name == "sqlite":
        found = {row.name for row in db.session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))}
        found = {name for name in found if not is_full_text(name)}
        wanted = {f"{table}_keep_{verb}" for table in fact_tables() for verb in ("update", "delete")}
    else:
        found = {row.tgname for row in db.session.execute(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"))}
        wanted = {f"{table}_keep{end}" for table in fact_tables() for end in ("", "_truncate")}
    assert app
    assert found == wanted
    assert set(fact_tables()) <= set(inspect(db.engine).get_table_names())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE officer_registered SET sex = 'M'",
        "DELETE FROM officer_registered",
        "UPDATE officer_registered SET id = id",
    ],
)
def test_facts_cannot_be_changed(world: World, statement: str) -> None:
    before = db.session.execute(text("SELECT count(*) FROM officer_registered WHERE sex = 'F'")).scalar_one()
    with pytest.raises(DatabaseError, match="facts are only added"):
        db.session.execute(text(statement))
    db.session.rollback()
    assert world
    assert (
        db.session.execute(text("SELECT count(*) FROM officer_registered WHERE sex = 'F'")).scalar_one() == before == 3
    )


def test_replacing_or_truncating_does_not_slip_past(world: World) -> None:
    assert world
    if db.engine.dialect.name == "sqlite":
        statement = "INSERT OR REPLACE INTO officer_registered SELECT * FROM officer_registered"
    else:
        statement = "TRUNCATE officer_registered CASCADE"
    with pytest.raises((DatabaseError, IntegrityError), match="facts are only added"):
        db.session.execute(text(statement))
