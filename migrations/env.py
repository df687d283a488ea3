"""Runs migrations on the database of the current application. Tables of facts only ever gain columns, never in batch mode."""

from alembic import context

from elearn.foundation.db import Base, db, is_full_text


def run() -> None:
    """Migrate within one transaction, on the connection given (tests) or a new one."""
    given = context.config.attributes.get("connection")
    if given is not None:
        migrate(given)
        return
    with db.engine.connect().execution_options(writes=True) as connection:
        migrate(connection)


def migrate(connection) -> None:  # type: ignore[no-untyped-def]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        transaction_per_migration=False,
        include_name=lambda name, _kind, _parents: not is_full_text(name),
    )
    with context.begin_transaction():
        context.run_migrations()


run()
