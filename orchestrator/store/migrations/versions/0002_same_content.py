"""Finding cases that were sent with the very same content."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the index."""
    op.create_index(op.f("ix_cases_tenant_id_content_digest"), "cases", ["tenant_id", "content_digest"], unique=False)
