"""What follows from a determination: documents as issued, and messages to other systems until they are taken."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A determination of before has no documents yet; they are made when the service starts."""
    op.add_column("determinations", sa.Column("decider", sa.Text()))
    op.add_column("determinations", sa.Column("concluded_at", sa.DateTime(timezone=True)))
    _index("ix_determinations_unconcluded", "determinations", ["tenant_id", "case_id", "level"], "concluded_at IS NULL")
    _add_issued_documents()
    _add_messages()


def _add_issued_documents() -> None:
    op.create_table(
        "issued_documents",
        sa.Column("tenant_id", sa.String(64), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("level", sa.String(80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(80), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(80), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        _of_case("issued_documents"),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", "id", name=op.f("pk_issued_documents")),
    )


def _add_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("tenant_id", sa.String(64), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("type", sa.String(80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True)),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True)),
        sa.Column("last_failure", sa.Text()),
        _of_case("messages"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_messages")),
    )
    op.create_index(op.f("ix_messages_tenant_id_case_id"), "messages", ["tenant_id", "case_id"])
    _index("ix_messages_waiting", "messages", ["tenant_id", "next_try_at"], "next_try_at IS NOT NULL")


def _of_case(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_cases")
    return sa.ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=name)


def _index(name: str, table: str, columns: list[str], rows: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(rows), postgresql_where=sa.text(rows))
