"""Determinations: one for a case and level, and no authorization number twice."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table."""
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
