"""The full-text index of search: FTS5 on SQLite, a GIN index on PostgreSQL, each kept in step by the database."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Words are parted by spaces and have letters and digits only, so both databases part them alike.
SQLITE = (
    "CREATE VIRTUAL TABLE full_text_passage USING fts5(stems, content='passage', content_rowid='number', detail=none, "
    "columnsize=0, tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER full_text_passage_added AFTER INSERT ON passage BEGIN "
    "INSERT INTO full_text_passage (rowid, stems) VALUES (new.number, new.stems); END",
    "CREATE TRIGGER full_text_passage_left AFTER DELETE ON passage BEGIN "
    "INSERT INTO full_text_passage (full_text_passage, rowid, stems) VALUES ('delete', old.number, old.stems); END",
)
# Kept beside the text: else a plan without the index would take every text apart for every search.
POSTGRESQL = (
    "ALTER TABLE passage ADD COLUMN full_text_vector tsvector "
    "GENERATED ALWAYS AS (to_tsvector('simple', stems)) STORED",
    "CREATE INDEX full_text_passage ON passage USING gin (full_text_vector) WITH (fastupdate = off)",
)


def upgrade() -> None:
    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX full_text_passage")
        op.execute("ALTER TABLE passage DROP COLUMN full_text_vector")
    else:
        op.execute("DROP TRIGGER full_text_passage_added")
        op.execute("DROP TRIGGER full_text_passage_left")
        op.execute("DROP TABLE full_text_passage")
