"""Every page of the queue from an index, however many cases are stored, and search by parts of words.

The three-letter indexes are SQLite's FTS5 and Postgres' pg_trgm. Where the database does not have them, or may not,
searching reads the cases one by one: it finds the same, later.
"""

from contextlib import suppress

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError

revision = "0003_queue_indexes"
down_revision = "0002"
branch_labels = None
depends_on = None

_POSTGRES = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX ix_cases_search_text ON cases USING gin (search_text gin_trgm_ops)",
)
_SQLITE = (
    "CREATE VIRTUAL TABLE case_search"
    " USING fts5(tenant_id UNINDEXED, case_id UNINDEXED, words, tokenize = 'trigram case_sensitive 1')",
    "INSERT INTO case_search (tenant_id, case_id, words) SELECT tenant_id, id, search_text FROM cases",
    "CREATE TRIGGER case_search_insert AFTER INSERT ON cases BEGIN"
    " INSERT INTO case_search (tenant_id, case_id, words) VALUES (new.tenant_id, new.id, new.search_text); END",
    "CREATE TRIGGER case_search_update AFTER UPDATE OF search_text ON cases BEGIN"
    " UPDATE case_search SET words = new.search_text WHERE case_id = new.id; END",
    "CREATE TRIGGER case_search_delete AFTER DELETE ON cases BEGIN DELETE FROM case_search WHERE case_id = old.id; END",
)


def upgrade() -> None:
    """Makes the indexes. A word that is searched by its beginning has a space before it from now on."""
    op.drop_index(op.f("ix_cases_tenant_id_status_due_at"), "cases")
    op.create_index(op.f("ix_cases_tenant_id_status_due_at_id"), "cases", ["tenant_id", "status", "due_at", "id"])
    op.create_index(op.f("ix_cases_tenant_id_priority_due_at_id"), "cases", ["tenant_id", "priority", "due_at", "id"])
    op.create_index(
        op.f("ix_cases_tenant_id_status_priority_due_at_id"),
        "cases",
        ["tenant_id", "status", "priority", "due_at", "id"],
    )
    op.create_index(
        "ix_cases_assignee",
        "cases",
        ["tenant_id", "assignee", "due_at", "id", "status", "priority"],
        sqlite_where=sa.text("assignee IS NOT NULL"),
        postgresql_where=sa.text("assignee IS NOT NULL"),
    )
    op.create_index(op.f("ix_cases_tenant_id_reviewed_at_id"), "cases", ["tenant_id", "reviewed_at", "id"])
    spaced = sa.text("UPDATE cases SET search_text = ' ' || replace(search_text, :line_end, ' ')")
    op.execute(spaced.bindparams(line_end="\n"))
    _index_words(_POSTGRES if _is_postgres() else _SQLITE)


def _is_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _index_words(statements: tuple[str, ...]) -> None:
    """All of it or nothing."""
    with suppress(DBAPIError), op.get_bind().begin_nested():
        for statement in statements:
            op.execute(sa.text(statement))
