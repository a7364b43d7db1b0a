"""The tables of what people decide and do, and of what follows from it."""

import datetime as dt

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from orchestrator.store.base import CODE, DIGEST, KEY, Table, of_case, partial_index


def _of_unconcluded() -> Index:
    """The determinations whose documents are not made yet, few beside the rest."""
    return partial_index("ix_determinations_unconcluded", ("tenant_id", "case_id", "level"), "concluded_at IS NULL")


def _of_unwritten() -> Index:
    """The acts whose letters are not written yet, few beside the rest."""
    return partial_index("ix_acts_unconcluded", ("tenant_id", "case_id", "number"), "to_conclude IS NOT NULL")


def _of_undelivered() -> Index:
    """The messages that wait to be tried, by the time of their next try."""
    return partial_index("ix_messages_waiting", ("tenant_id", "next_try_at"), "next_try_at IS NOT NULL")


class DeterminationRow(Table):
    """The binding decision on a case at a level. The key holds it to one, the constraint each number to one.

    ``body`` is the determination whole; rows of older versions have none, and say all in their columns.
    """

    __tablename__ = "determinations"

    tenant_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    case_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    level: Mapped[str] = mapped_column(CODE, primary_key=True)
    outcome: Mapped[str] = mapped_column(CODE)
    revision: Mapped[int]
    digest: Mapped[str] = mapped_column(DIGEST)
    authorization_number: Mapped[str | None] = mapped_column(KEY)
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_at: Mapped[dt.datetime]
    decider: Mapped[str | None]
    body: Mapped[str | None]
    concluded_at: Mapped[dt.datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "case_id", "revision"], ["revisions.tenant_id", "revisions.case_id", "revisions.number"]
        ),
        UniqueConstraint("authorization_number"),
        _of_unconcluded(),
        Index(None, "tenant_id", "decided_at"),
    )


class ActRow(Table):
    """What a person did to a case. ``to_conclude`` is set while the letter that follows is not written."""

    __tablename__ = "acts"

    tenant_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    case_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(CODE)
    at: Mapped[dt.datetime]
    actor: Mapped[str] = mapped_column(String(200))
    person: Mapped[str | None]
    revision: Mapped[int]
    level: Mapped[str] = mapped_column(CODE)
    body: Mapped[str]
    to_conclude: Mapped[bool | None]

    __table_args__ = (of_case(), _of_unwritten())


class ClockNoticeRow(Table):
    """That a case's clock was seen to escalate or to be breached. The key holds it to once for each due time."""

    __tablename__ = "clock_notices"

    tenant_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    case_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    kind: Mapped[str] = mapped_column(CODE, primary_key=True)
    due_at: Mapped[dt.datetime] = mapped_column(primary_key=True)
    noticed_at: Mapped[dt.datetime]

    __table_args__ = (of_case(),)


class IssuedDocumentRow(Table):
    """A document that the service made of a case, as it was issued: never changed, made once for a determination."""

    __tablename__ = "issued_documents"

    tenant_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    case_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    id: Mapped[str] = mapped_column(KEY, primary_key=True)
    level: Mapped[str] = mapped_column(CODE)
    title: Mapped[str]
    media_type: Mapped[str] = mapped_column(CODE)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(DIGEST)
    issued_at: Mapped[dt.datetime]

    __table_args__ = (of_case(),)


class MessageRow(Table):
    """A message to another system: kept until it was taken, or given up. ``attempts`` counts the tries."""

    __tablename__ = "messages"

    tenant_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    id: Mapped[str] = mapped_column(KEY, primary_key=True)
    case_id: Mapped[str] = mapped_column(KEY)
    type: Mapped[str] = mapped_column(CODE)
    body: Mapped[str]
    created_at: Mapped[dt.datetime]
    next_try_at: Mapped[dt.datetime | None]
    attempts: Mapped[int]
    delivered_at: Mapped[dt.datetime | None]
    last_failure: Mapped[str | None]

    __table_args__ = (of_case(), Index(None, "tenant_id", "case_id"), _of_undelivered())
