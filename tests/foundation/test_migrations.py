"""Migrations on both databases: up, down, up again, and no difference between tables and models."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select, text

from elearn.foundation.db import Base, db, is_full_text
from elearn.foundation.facts import Site


def tables() -> set[str]:
    return {name for name in inspect(db.engine).get_table_names() if not is_full_text(name)} - {"alembic_version"}


def included(name: str | None, _kind: str, _parents: object) -> bool:
    return not is_full_text(name)


def test_tables_and_models_do_not_drift_apart(app: Flask) -> None:
    assert app
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": included})
        assert compare_metadata(context, Base.metadata) == []


def test_down_leaves_nothing_and_up_again_gives_the_same(app: Flask) -> None:
    assert app
    before, site = tables(), db.session.execute(select(Site.id)).scalar_one()
    db.session.remove()
    downgrade(revision="base")
    assert tables() == set()
    if db.engine.dialect.name == "postgresql":
        assert db.session.execute(text("SELECT count(*) FROM pg_proc WHERE proname = 'refuse_change'")).scalar() == 0
        db.session.remove()
    upgrade()
    assert tables() == before == set(Base.metadata.tables)
    assert db.session.execute(select(Site.id)).scalar_one() != site  # another installation
