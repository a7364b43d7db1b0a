"""Turns in the durable queue, and the leases of the processes that take them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_SHARED = sa.text(
    "UPDATE revisions SET turn = (SELECT MIN(first.number) FROM revisions AS first WHERE first.completed_at IS NULL "
    "AND first.tenant_id = revisions.tenant_id AND first.case_id = revisions.case_id) WHERE completed_at IS NULL"
)


def upgrade() -> None:
    """A revision has the turn of its own number; one that waits behind another of its case shares that one's."""
    op.add_column("revisions", sa.Column("turn", sa.Integer(), nullable=False, server_default="1"))
    op.execute(sa.text("UPDATE revisions SET turn = number"))
    op.execute(_SHARED)
    op.create_table(
        "replicas",
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_replicas")),
    )
