"""The cases of a route, those whose time runs, and those of some days are found by an index, however many there are.

Without them a rare route was looked for among all cases, and what is overdue among all that were ever decided.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One index of all cases by receipt, and two of a part of them each."""
    op.create_index(op.f("ix_cases_tenant_id_received_at"), "cases", ["tenant_id", "received_at"])
    _add("ix_cases_route", ["tenant_id", "route", "due_at", "id", "status", "priority"], "route IS NOT NULL")
    _add(
        "ix_cases_running",
        [
            "tenant_id",
            "due_at",
            "id",
            "escalate_at",
            "status",
            "priority",
            "assignee",
            "route",
            "outcome",
            "answered_at",
        ],
        "answered_at IS NULL AND escalate_at IS NOT NULL",
    )


def _add(name: str, columns: list[str], rows: str) -> None:
    op.create_index(name, "cases", columns, sqlite_where=sa.text(rows), postgresql_where=sa.text(rows))
