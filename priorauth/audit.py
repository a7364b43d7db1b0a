"""The append-only record of a case: typed events in a hash chain.

A link holds a keyed digest of its payload and the digest of the link before it; payloads and the case's key sit apart,
so that a lawful deletion of payloads and key leaves an intact chain that proves only that something was there. The
deletion is an event itself, ``record.deleted``: the payloads before it may be missing, no others.
"""

import datetime as dt
import hmac
from enum import StrEnum

from priorauth.canonical import digest
from priorauth.value import Value

GENESIS = "sha256:" + "0" * 64


class EventType(StrEnum):
    """What can happen to a case. Each event happened; nothing is derived from it."""

    CASE_RECEIVED = "case.received"
    REVIEW_STARTED = "review.started"
    PREFLIGHT_COMPLETED = "preflight.completed"
    AGENT_STARTED = "agent.started"
    LOOKUP_CALLED = "lookup.called"
    AGENT_COMPLETED = "agent.completed"
    AGENT_FAILED = "agent.failed"
    RECOMMENDATION_READY = "recommendation.ready"
    DOCUMENT_ADDED = "document.added"
    DETERMINATION_MADE = "determination.made"
    DOCUMENTS_ISSUED = "documents.issued"
    MESSAGE_DELIVERED = "message.delivered"
    MESSAGE_UNDELIVERED = "message.undelivered"
    REVIEW_REQUESTED = "review.requested"
    FACTS_CORRECTED = "facts.corrected"
    INFORMATION_REQUESTED = "information.requested"
    ATTEMPT_LOGGED = "attempt.logged"
    CASE_ESCALATED = "case.escalated"
    PEER_TO_PEER_SCHEDULED = "peer_to_peer.scheduled"
    PEER_TO_PEER_HELD = "peer_to_peer.held"
    CASE_APPEALED = "case.appealed"
    CASE_WITHDRAWN = "case.withdrawn"
    CASE_CLOSED = "case.closed"
    TIME_EXTENDED = "time.extended"
    PRIORITY_CHANGED = "priority.changed"
    CASE_ASSIGNED = "case.assigned"
    NOTIFICATION_LOGGED = "notification.logged"
    CLOCK_ESCALATED = "clock.escalated"
    CLOCK_BREACHED = "clock.breached"
    RECORD_EXPORTED = "record.exported"
    RECORD_DELETED = "record.deleted"


class Link(Value):
    """One event in a case's chain. ``sequence`` counts from 1; ``payload_digest`` is keyed with the case's key."""

    case_id: str
    sequence: int
    type: EventType
    at: dt.datetime
    actor: str
    payload_digest: str
    previous: str
    digest: str


def payload_digest(payload: bytes, key: bytes) -> str:
    """``hmac-sha256:`` and the keyed digest of a payload, which is given as its canonical JSON."""
    return "hmac-sha256:" + hmac.digest(key, payload, "sha256").hex()


def link(
    *,
    case_id: str,
    sequence: int,
    type: EventType,
    at: dt.datetime,
    actor: str,
    payload: bytes,
    key: bytes,
    previous: str,
) -> Link:
    """The next link of a case's chain; ``previous`` is the digest of the one before, or :data:`GENESIS`.

    ``payload`` is the canonical JSON of what the event says.
    """
    body = {
        "case_id": case_id,
        "sequence": sequence,
        "type": type.value,
        "at": at.isoformat(),
        "actor": actor,
        "payload_digest": payload_digest(payload, key),
        "previous": previous,
    }
    return Link.model_validate({**body, "digest": digest(body)})


def follows(one: Link, previous: str) -> bool:
    """Whether a link's own digest holds and it points to ``previous``."""
    body = one.model_dump(mode="json", exclude={"digest"}) | {"at": one.at.isoformat()}
    return one.previous == previous and one.digest == digest(body)
