"""Work that outlives a process: turns in a durable queue, leases, determinations, and a queue read from indexes.

The three-letter indexes are SQLite's FTS5 and Postgres' pg_trgm. Where the database does not have them, or may not,
searching reads the cases one by one: it finds the same, later.
"""

from contextlib import suppress

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_SHARED = sa.text(
    "UPDATE revisions SET turn = (SELECT MIN(first.number) FROM revisions AS first WHERE first.completed_at IS NULL "
    "AND first.tenant_id = revisions.tenant_id AND first.case_id = revisions.case_id) WHERE completed_at IS NULL"
)
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
    """Each by itself."""
    _add_turns()
    _add_leases()
    _add_determinations()
    _index_queue()


def _add_turns() -> None:
    """A revision has the turn of its own number; one that waits behind another of its case shares that one's."""
    op.add_column("revisions", sa.Column("turn", sa.Integer(), nullable=False, server_default="1"))
    op.execute(sa.text("UPDATE revisions SET turn = number"))
    op.execute(_SHARED)


def _add_leases() -> None:
    op.create_table(
        "replicas",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_replicas")),
    )


def _add_determinations() -> None:
    """One for a case and level, and no authorization number twice."""
    op.create_table(
        "determinations",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("level", sa.String(length=80), nullable=False),
        sa.Column("outcome", sa.String(length=80), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("authorization_number", sa.String(length=64), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id", "revision"],
            ["revisions.tenant_id", "revisions.case_id", "revisions.number"],
            name=op.f("fk_determinations_revisions"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", "level", name=op.f("pk_determinations")),
        sa.UniqueConstraint("authorization_number", name=op.f("uq_determinations_authorization_number")),
    )


def _index_queue() -> None:
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
