"""The append-only log of each case: links in a hash chain, payloads and the case's key apart."""

import datetime as dt
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.orm import Session

from orchestrator.failures import CaseDeleted
from orchestrator.scope import Scope
from orchestrator.store.base import table_of
from orchestrator.store.notices import log_grew, telling
from orchestrator.store.rows import add_rows
from orchestrator.store.tables import CaseKeyRow, CaseRow, EventPayloadRow, EventRow
from priorauth.audit import GENESIS, EventType, Link, follows, link, payload_digest
from priorauth.canonical import canonical_json
from priorauth.errors import CaseNotFound
from priorauth.lifecycle import AT_REST, CaseStatus

Payload = Mapping[str, Any]
_LINK_COLUMNS = tuple(Link.model_fields)
MOST_WATCHED = 100
"""Events that are read at once for one who watches: a slow reader of a long log holds no more of it."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that just happened. The payload holds names, codes of outcome and numbers, never clinical text."""

    type: EventType
    payload: Payload
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """A link with its payload; None where the payload is not there (lawfully, or a proof finds it)."""

    link: Link
    payload: Payload | None


@dataclass(frozen=True, slots=True)
class Watched:
    """New events of a case, so many at most. ``more``: others are stored after them already. ``over``: none follow for
    now, the case waits for a clinician.
    """

    events: tuple[StoredEvent, ...]
    more: bool
    over: bool


@dataclass(frozen=True, slots=True)
class Trail:
    """A case's whole log. ``breach`` names the first place where the chain does not hold, None where it does."""

    events: tuple[StoredEvent, ...]
    breach: str | None

    @property
    def verified(self) -> bool:
        """Whether the chain holds from the first link to the last that was written."""
        return self.breach is None

    @property
    def deletion(self) -> StoredEvent | None:
        """The event of the record's lawful deletion, if there was one."""
        return next((one for one in self.events if one.link.type is EventType.RECORD_DELETED), None)


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """Where a case's chain of events ended when it was looked at: how many there were, and the last one's digest.

    ``clock`` are those of them that tell what was noticed of the case's clock.
    """

    count: int
    head: str
    clock: tuple[StoredEvent, ...] = ()


CLOCK_EVENTS = frozenset({EventType.CLOCK_ESCALATED, EventType.CLOCK_BREACHED})


@dataclass(frozen=True, slots=True)
class _End:
    """Where a case's chain ends, and the key of its payloads."""

    count: int
    head: str
    key: bytes


def begin_chain(session: Session, scope: Scope, case_id: str, happenings: Sequence[Happening]) -> None:
    """The first events of a case that was just inserted, and its key."""
    key = new_key()
    add_rows(session, CaseKeyRow, [{"tenant_id": scope.tenant, "case_id": case_id, "key": key}])
    new_end = _append(session, scope, case_id, _End(0, GENESIS, key), happenings)
    session.connection().execute(_WRITE_END, {"tenant": scope.tenant, "case": case_id, **new_end})


def new_key() -> bytes:
    """A random key for the payload digests of one case."""
    return secrets.token_bytes(32)


_OF_CASE = (CaseRow.tenant_id == bindparam("tenant"), CaseRow.id == bindparam("case"))
_KEY_OF_CASE = (CaseKeyRow.tenant_id == CaseRow.tenant_id) & (CaseKeyRow.case_id == CaseRow.id)
_READ_END = (
    select(CaseRow.event_count, CaseRow.event_head, CaseKeyRow.key)
    .join(CaseKeyRow, _KEY_OF_CASE)
    .where(*_OF_CASE)
    .with_for_update(of=CaseRow)
)
_WRITE_END = update(CaseRow).where(*_OF_CASE).values(event_count=bindparam("count"), event_head=bindparam("head"))
_WRITE_END_AND_TELL = telling(_WRITE_END)


def append_events(session: Session, scope: Scope, case_id: str, happenings: Sequence[Happening]) -> None:
    """Adds events to a case's chain, in the session's transaction. Writers of one case take turns."""
    of_case = {"tenant": scope.tenant, "case": case_id}
    end = session.connection().execute(_READ_END, of_case).one_or_none()
    if end is None:
        raise CaseNotFound(case_id)
    new_end = of_case | _append(session, scope, case_id, _End(end.event_count, end.event_head, end.key), happenings)
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(_WRITE_END_AND_TELL, {**new_end, **log_grew(session, case_id)})
    else:
        connection.execute(_WRITE_END, new_end)


def _append(session: Session, scope: Scope, case_id: str, end: _End, happenings: Sequence[Happening]) -> dict[str, Any]:
    """Writes the events: where the chain ends then, as parameters of the statement that writes it down."""
    payloads = [canonical_json(dict(happening.payload)) for happening in happenings]
    links = _links(scope, case_id, end, happenings, payloads)
    of_case = {"tenant_id": scope.tenant, "case_id": case_id}
    bodies = [
        of_case | {"sequence": one.sequence, "body": payload.decode()}
        for one, payload in zip(links, payloads, strict=True)
    ]
    add_rows(session, EventRow, [of_case | dict(one) | {"type": one.type.value} for one in links])
    add_rows(session, EventPayloadRow, bodies)
    return {"count": links[-1].sequence, "head": links[-1].digest}


def _links(
    scope: Scope, case_id: str, end: _End, happenings: Sequence[Happening], payloads: Sequence[bytes]
) -> Sequence[Link]:
    links: list[Link] = []
    for sequence, (happening, payload) in enumerate(zip(happenings, payloads, strict=True), start=end.count + 1):
        next_link = link(
            case_id=case_id,
            sequence=sequence,
            type=happening.type,
            at=happening.at,
            actor=scope.actor,
            payload=payload,
            key=end.key,
            previous=links[-1].digest if links else end.head,
        )
        links.append(next_link)
    return links


_LINKS, _BODIES = table_of(EventRow).c, table_of(EventPayloadRow).c
_READ_AFTER = (
    select(*(_LINKS[name] for name in _LINK_COLUMNS), _BODIES.body)
    .outerjoin_from(
        table_of(EventRow),
        table_of(EventPayloadRow),
        (_BODIES.tenant_id == _LINKS.tenant_id)
        & (_BODIES.case_id == _LINKS.case_id)
        & (_BODIES.sequence == _LINKS.sequence),
    )
    .where(_LINKS.tenant_id == bindparam("tenant"), _LINKS.case_id == bindparam("case"))
    .where(_LINKS.sequence > bindparam("after"))
    .order_by(_LINKS.sequence)
)
_READ_CLOCK_AFTER = _READ_AFTER.where(_LINKS.type.in_(sorted(CLOCK_EVENTS)))
_READ_PAGE_AFTER = _READ_AFTER.limit(MOST_WATCHED + 1)
_READ_STATE = select(CaseRow.status, CaseRow.event_count).where(*_OF_CASE)


def events_after(session: Session, scope: Scope, case_id: str, sequence: int) -> tuple[StoredEvent, ...]:
    """The events of a case after a sequence number, in order; none for an unknown case."""
    return _read_events(session, _READ_AFTER, scope, case_id, sequence)


def _read_events(
    session: Session, query: Select[Any], scope: Scope, case_id: str, sequence: int
) -> tuple[StoredEvent, ...]:
    place = {"tenant": scope.tenant, "case": case_id, "after": sequence}
    return tuple(_stored(row._asdict()) for row in session.connection().execute(query, place))


def _stored(row: dict[str, Any]) -> StoredEvent:
    body = row.pop("body")
    return StoredEvent(link=Link.model_validate(row), payload=None if body is None else _payload(body))


def _payload(body: str) -> Payload:
    """What an event says. What is no canonical JSON object was not written here: it is kept, for a proof to find."""
    with suppress(ValueError):
        payload = json.loads(body)
        if isinstance(payload, dict) and canonical_json(payload).decode() == body:
            return payload
    return {"unreadable": body}


def watched_after(session: Session, scope: Scope, case_id: str, sequence: int) -> Watched:
    """What one who watches a case has not seen yet, or the first of it.

    Raises :class:`CaseNotFound` and :class:`CaseDeleted`.
    """
    state = session.connection().execute(_READ_STATE, {"tenant": scope.tenant, "case": case_id}).one_or_none()
    if state is None:
        raise CaseNotFound(case_id)
    if state.status == CaseStatus.DELETED:
        raise CaseDeleted(case_id)
    grown = state.event_count > sequence
    events = _read_events(session, _READ_PAGE_AFTER, scope, case_id, sequence) if grown else ()
    more = len(events) > MOST_WATCHED
    return Watched(events[:MOST_WATCHED], more, not more and CaseStatus(state.status) in AT_REST)


def read_end(session: Session, scope: Scope, case_id: str) -> ChainEnd:
    """Where a case's chain ends now. Raises :class:`CaseNotFound`."""
    case = session.get(CaseRow, (scope.tenant, case_id))
    if case is None:
        raise CaseNotFound(case_id)
    return ChainEnd(
        case.event_count, case.event_head, _read_events(session, _READ_CLOCK_AFTER, scope, case_id, sequence=0)
    )


def read_trail(session: Session, scope: Scope, case_id: str) -> Trail:
    """The whole log of a case, verified. Raises :class:`CaseNotFound`."""
    case = session.get(CaseRow, (scope.tenant, case_id))
    if case is None:
        raise CaseNotFound(case_id)
    key = session.get(CaseKeyRow, (scope.tenant, case_id))
    events = events_after(session, scope, case_id, 0)
    breach = next(_breaches(events, key.key if key else None), None)
    end = (len(events), events[-1].link.digest if events else GENESIS)
    if breach is None and (case.event_count, case.event_head) != end:
        breach = f"the log ends after event {len(events)}, not where it was last written"
    return Trail(events, breach)


def _breaches(events: Sequence[StoredEvent], key: bytes | None) -> Iterator[str]:
    previous = GENESIS
    deleted = max((one.link.sequence for one in events if one.link.type is EventType.RECORD_DELETED), default=0)
    for sequence, event in enumerate(events, start=1):
        if event.link.sequence != sequence:
            yield f"event {sequence} is missing"
        if not follows(event.link, previous):
            yield f"event {sequence} ({event.link.type.value}) is not what was written"
        if event.payload is None and sequence >= deleted:
            yield f"what event {sequence} ({event.link.type.value}) says is gone, and no lawful deletion took it"
        if not _payload_holds(event, key):
            yield f"what event {sequence} ({event.link.type.value}) says is not what was written"
        previous = event.link.digest


def _payload_holds(event: StoredEvent, key: bytes | None) -> bool:
    """A payload that is there has its keyed digest; of one that is not there, its digest says nothing."""
    if event.payload is None:
        return True
    return key is not None and payload_digest(canonical_json(event.payload), key) == event.link.payload_digest
