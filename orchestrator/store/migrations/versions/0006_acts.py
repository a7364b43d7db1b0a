"""What people do to a case, determinations whole, and cases that are decided at a second level."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Each by itself. A case of before is at its first level."""
    _add_to_cases()
    _add_clocks()
    _widen_determinations()
    _add_acts()


def _add_to_cases() -> None:
    op.add_column("cases", sa.Column("escalate_at", sa.DateTime(timezone=True)))
    op.add_column("cases", sa.Column("level", sa.String(80), nullable=False, server_default="initial"))
    op.add_column("cases", sa.Column("outcome", sa.String(80)))
    op.execute(sa.text("UPDATE cases SET outcome = 'approved' WHERE status = 'determined'"))


def _add_clocks() -> None:
    """The service sets every clock anew that has a next look; until then each ends when it was to end."""
    op.add_column("cases", sa.Column("answered_at", sa.DateTime(timezone=True)))
    op.add_column("cases", sa.Column("next_look_at", sa.DateTime(timezone=True)))
    op.create_table(
        "clock_notices",
        sa.Column("tenant_id", sa.String(64), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_clock_notices_cases")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", "kind", "due_at", name=op.f("pk_clock_notices")),
    )
    op.execute(
        sa.text(
            "UPDATE cases SET escalate_at = due_at, answered_at = (SELECT concluded_at FROM determinations "
            "WHERE determinations.tenant_id = cases.tenant_id AND determinations.case_id = cases.id) "
            "WHERE status <> 'deleted'"
        )
    )
    op.execute(
        sa.text(
            "UPDATE cases SET next_look_at = received_at WHERE status <> 'deleted' "
            "AND (answered_at IS NULL OR answered_at > due_at)"
        )
    )
    op.create_index(
        "ix_cases_clocks",
        "cases",
        ["tenant_id", "next_look_at", "id"],
        sqlite_where=sa.text("next_look_at IS NOT NULL"),
        postgresql_where=sa.text("next_look_at IS NOT NULL"),
    )


def _widen_determinations() -> None:
    with op.batch_alter_table("determinations") as table:
        table.add_column(sa.Column("body", sa.Text()))
        table.alter_column("authorization_number", existing_type=sa.String(64), nullable=True)
    op.create_index(op.f("ix_determinations_tenant_id_decided_at"), "determinations", ["tenant_id", "decided_at"])


def _add_acts() -> None:
    op.create_table(
        "acts",
        sa.Column("tenant_id", sa.String(64), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("person", sa.Text()),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("to_conclude", sa.Boolean()),
        sa.ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_acts_cases")),
        sa.PrimaryKeyConstraint("tenant_id", "case_id", "number", name=op.f("pk_acts")),
    )
    op.create_index(
        "ix_acts_unconcluded",
        "acts",
        ["tenant_id", "case_id", "number"],
        sqlite_where=sa.text("to_conclude IS NOT NULL"),
        postgresql_where=sa.text("to_conclude IS NOT NULL"),
    )
