"""What language models used: calls, tokens and money of each agent, in each attempt at a revision, by day."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_KEY = ("tenant_id", "case_id", "revision", "attempt", "agent", "day")


def upgrade() -> None:
    """Of the reviews of before nothing is known, so nothing is written of them."""
    op.create_table(
        "model_usage",
        sa.Column("tenant_id", sa.String(64), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("agent", sa.String(80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("calls", "failed", "estimated", "unpriced")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("read", "cached", "written")),
        sa.Column("usd_billionths", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id", "revision"],
            ["revisions.tenant_id", "revisions.case_id", "revisions.number"],
            name=op.f("fk_model_usage_revisions"),
        ),
        sa.PrimaryKeyConstraint(*_KEY, name=op.f("pk_model_usage")),
    )
    op.create_index(op.f("ix_model_usage_tenant_id_day"), "model_usage", ["tenant_id", "day"])
