"""Two questions that every submission asks are answered from an index however many cases there are.

SQLite went through all cases of the tenant for one of the same content, and through all revisions for the unfinished.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The new indexes in place of those that did not serve."""
    op.drop_index(op.f("ix_cases_tenant_id_content_digest"), "cases")
    op.create_index(op.f("ix_cases_tenant_id_content_digest_id"), "cases", ["tenant_id", "content_digest", "id"])
    op.drop_index(op.f("ix_revisions_completed_at"), "revisions")
    unfinished = sa.text("completed_at IS NULL")
    op.create_index(
        "ix_revisions_unfinished",
        "revisions",
        ["tenant_id", "started_at", "case_id", "turn"],
        sqlite_where=unfinished,
        postgresql_where=unfinished,
    )
