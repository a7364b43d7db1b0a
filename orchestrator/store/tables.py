"""The tables. Every one has ``tenant_id`` first in its key; every time is UTC."""

import datetime as dt

from sqlalchemy import Double, ForeignKeyConstraint, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from orchestrator.store.base import CODE, DIGEST, KEY, Table, of_case, partial_index


def _of_assignee() -> Index:
    """A reviewer's cases. Status and priority are read in the index, and the cases of nobody are not in it."""
    columns = ("tenant_id", "assignee", "due_at", "id", "status", "priority")
    return partial_index("ix_cases_assignee", columns, "assignee IS NOT NULL")


def _of_unfinished() -> Index:
    """The revisions that are to be reviewed, few beside the rest, with all that is asked of them."""
    columns = ("tenant_id", "started_at", "case_id", "turn")
    return partial_index("ix_revisions_unfinished", columns, "completed_at IS NULL")


def _of_clocks() -> Index:
    """The cases whose clocks are still to be looked at, by when; those that were answered in time are not in it."""
    return partial_index("ix_cases_clocks", ("tenant_id", "next_look_at", "id"), "next_look_at IS NOT NULL")


def _of_route() -> Index:
    """The cases of a route, by due time. Status and priority are read in the index; who has no route is not in it."""
    columns = ("tenant_id", "route", "due_at", "id", "status", "priority")
    return partial_index("ix_cases_route", columns, "route IS NOT NULL")


def _of_running() -> Index:
    """The cases whose time runs, by due time, with all that the counts of the late and the urgent ask of them."""
    columns = (
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
    )
    return partial_index("ix_cases_running", columns, "answered_at IS NULL AND escalate_at IS NOT NULL")


class CaseRow(Table):
    """A case and where it stands. ``submission`` is what was sent, without the documents' texts.

    ``recommendation`` to ``reviewed_at`` repeat the newest finished revision, for the queue; ``level`` is the one that
    is to be decided or was decided last, ``outcome`` what was decided last. ``due_at`` to ``next_look_at`` repeat the
    clock at that level: ``escalate_at`` is None while it waits for information, ``answered_at`` is when the decision
    was notified, ``next_look_at`` when the clock is to be looked at next. ``event_count`` and ``event_head`` are the
    end of the case's chain.
    """

    __tablename__ = "cases"

    tenant_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    id: Mapped[str] = mapped_column(KEY, primary_key=True)
    status: Mapped[str] = mapped_column(CODE)
    priority: Mapped[str] = mapped_column(CODE)
    line_of_business: Mapped[str | None] = mapped_column(CODE)
    received_at: Mapped[dt.datetime]
    due_at: Mapped[dt.datetime]
    escalate_at: Mapped[dt.datetime | None]
    answered_at: Mapped[dt.datetime | None]
    next_look_at: Mapped[dt.datetime | None]
    level: Mapped[str] = mapped_column(CODE)
    outcome: Mapped[str | None] = mapped_column(CODE)
    assignee: Mapped[str | None] = mapped_column(String(200))
    member_name: Mapped[str]
    member_id: Mapped[str | None]
    search_text: Mapped[str]
    primary_code: Mapped[str | None] = mapped_column(CODE)
    service_label: Mapped[str]
    submission: Mapped[str]
    content_digest: Mapped[str] = mapped_column(DIGEST)
    newest_revision: Mapped[int]
    recommendation: Mapped[str | None] = mapped_column(CODE)
    route: Mapped[str | None] = mapped_column(CODE)
    confidence_level: Mapped[str | None] = mapped_column(CODE)
    reviewed_at: Mapped[dt.datetime | None]
    event_count: Mapped[int]
    event_head: Mapped[str] = mapped_column(DIGEST)

    __table_args__ = (
        UniqueConstraint("id"),
        Index(None, "tenant_id", "due_at", "id"),
        Index(None, "tenant_id", "status", "due_at", "id"),
        Index(None, "tenant_id", "priority", "due_at", "id"),
        Index(None, "tenant_id", "status", "priority", "due_at", "id"),
        _of_assignee(),
        _of_clocks(),
        _of_route(),
        _of_running(),
        Index(None, "tenant_id", "reviewed_at", "id"),
        Index(None, "tenant_id", "received_at"),
        Index(None, "tenant_id", "content_digest", "id"),
    )


class DocumentRow(Table):
    """A clinical document's canonical text, apart from the case. ``revision`` is the first that reads it."""

    __tablename__ = "case_documents"

    tenant_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    case_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    id: Mapped[str] = mapped_column(KEY, primary_key=True)
    position: Mapped[int]
    revision: Mapped[int]
    about: Mapped[str]
    text: Mapped[str]
    digest: Mapped[str] = mapped_column(DIGEST)

    __table_args__ = (of_case(),)


class ServiceLineRow(Table):
    """A service line under its stable id."""

    __tablename__ = "service_lines"

    tenant_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    case_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    line: Mapped[str] = mapped_column(CODE, primary_key=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(CODE)
    body: Mapped[str]

    __table_args__ = (of_case(),)


class RevisionRow(Table):
    """One revision: its inputs from the beginning, its digest once it is whole.

    ``inputs`` is the case without its documents; ``turn`` is the place in the queue that it is reviewed in.
    ``attempts`` counts how often the review began, and is the fencing token: who began it before writes no more.
    ``created_by`` is the actor who submitted the case, added to it or asked for the review.
    """

    __tablename__ = "revisions"

    tenant_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    case_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    cause: Mapped[str] = mapped_column(CODE)
    created_by: Mapped[str] = mapped_column(String(200))
    inputs: Mapped[str]
    assumptions: Mapped[str]
    versions: Mapped[str | None]
    turn: Mapped[int]
    attempts: Mapped[int]
    created_at: Mapped[dt.datetime]
    started_at: Mapped[dt.datetime | None]
    completed_at: Mapped[dt.datetime | None]
    digest: Mapped[str | None] = mapped_column(DIGEST)

    __table_args__ = (of_case(), _of_unfinished())


class FindingsRow(Table):
    """What one step of a revision found. ``kept_from`` is the revision that the findings were made for, if another."""

    __tablename__ = "findings"

    tenant_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    case_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(CODE, primary_key=True)
    kept_from: Mapped[int | None]
    body: Mapped[str]

    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "case_id", "revision"], ["revisions.tenant_id", "revisions.case_id", "revisions.number"]
        ),
    )


class EventRow(Table):
    """A link of a case's chain. It says nothing by itself: the payload sits apart."""

    __tablename__ = "events"

    tenant_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    case_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(CODE)
    at: Mapped[dt.datetime]
    actor: Mapped[str] = mapped_column(String(200))
    payload_digest: Mapped[str] = mapped_column(DIGEST)
    previous: Mapped[str] = mapped_column(DIGEST)
    digest: Mapped[str] = mapped_column(DIGEST)

    __table_args__ = (of_case(),)


class EventPayloadRow(Table):
    """What an event says. A lawful deletion takes the row away and leaves the link."""

    __tablename__ = "event_payloads"

    tenant_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    case_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str]

    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "case_id", "sequence"], ["events.tenant_id", "events.case_id", "events.sequence"]
        ),
    )


class CaseKeyRow(Table):
    """The random key of a case's payload digests; deleted with the payloads."""

    __tablename__ = "case_keys"

    tenant_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    case_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (of_case(),)


class IdempotencyRow(Table):
    """A client's key for a case it sent, and the digest of what it sent."""

    __tablename__ = "idempotency_keys"

    tenant_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    body_digest: Mapped[str] = mapped_column(DIGEST)
    case_id: Mapped[str] = mapped_column(KEY)
    created_at: Mapped[dt.datetime]

    __table_args__ = (of_case(),)


class ReplicaRow(Table):
    """The lease of a process that takes turns. ``expires_at`` is in seconds since 1970, by the database's clock."""

    __tablename__ = "replicas"

    tenant_id: Mapped[str] = mapped_column(KEY, primary_key=True)
    id: Mapped[str] = mapped_column(KEY, primary_key=True)
    expires_at: Mapped[float] = mapped_column(Double)
