"""The shapes of the audit's answer."""

import datetime as dt
from typing import Any

from orchestrator.store.revisions import Cause
from priorauth.audit import EventType
from priorauth.model_usage import ReviewUsage
from priorauth.revision import Versions
from priorauth.value import Value


class AuditEvent(Value):
    """One link of the chain. ``payload`` is None where it was lawfully deleted."""

    sequence: int
    type: EventType
    at: dt.datetime
    actor: str
    payload: dict[str, Any] | None
    payload_digest: str
    previous: str
    digest: str


class AuditRevision(Value):
    """A revision as the audit shows it. ``versions`` are the rules, model and code that took part, ``data_versions``
    those of each lookup's data; ``model_usage`` what language models used, if one was called, which no digest covers.
    """

    number: int
    cause: Cause
    created_by: str
    created_at: dt.datetime
    started_at: dt.datetime | None
    completed_at: dt.datetime | None
    digest: str | None
    versions: Versions | None
    data_versions: dict[str, tuple[str, ...]]
    model_usage: ReviewUsage | None


class AuditProof(Value):
    """What of a case was proven to be what was written, just now: so many documents and whole revisions beside its
    links, and every decision, act and issued document. ``breach`` names the first place that is not; None where all is.
    """

    documents: int
    revisions: int
    breach: str | None


class AuditAnswer(Value):
    """Everything that happened to a case, in order. ``verified`` says that the chain of links holds from end to end,
    ``proof`` that the rest of the record is what the links tell.

    ``deleted``: the record was lawfully deleted; the links are left, and what the deletion itself says.
    """

    case_id: str
    verified: bool
    proof: AuditProof
    deleted: bool
    events: tuple[AuditEvent, ...]
    revisions: tuple[AuditRevision, ...]
