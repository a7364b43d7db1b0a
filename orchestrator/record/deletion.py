"""The lawful deletion of a case's record: what a person sent and what was found in it goes, a tombstone stays.

The links of the chain stay, so that it still shows that something happened, when and by whom. Payloads go together with
the key of their digests, without which no guess at them can be confirmed. The deletion is the chain's next event; its
payload, and those of later events, are under a new key.
"""

import datetime as dt
from typing import Any

from sqlalchemy import CursorResult, Select, delete, func, select, update
from sqlalchemy.orm import Session

from orchestrator.failures import ReviewUnfinished
from orchestrator.scope import Scope
from orchestrator.store.conclusion_tables import ActRow, ClockNoticeRow, DeterminationRow, IssuedDocumentRow, MessageRow
from orchestrator.store.events import Happening, append_events, new_key
from orchestrator.store.model_usage import ModelUsageRow
from orchestrator.store.rows import get_case
from orchestrator.store.tables import (
    CaseKeyRow,
    CaseRow,
    DocumentRow,
    EventPayloadRow,
    EventRow,
    FindingsRow,
    IdempotencyRow,
    RevisionRow,
    ServiceLineRow,
)
from priorauth.audit import EventType
from priorauth.lifecycle import CaseStatus, can_transition

_TAKEN = {
    "messages": MessageRow,
    "issued_documents": IssuedDocumentRow,
    "clock_notices": ClockNoticeRow,
    "acts": ActRow,
    "determinations": DeterminationRow,
    "findings": FindingsRow,
    "model_usage": ModelUsageRow,
    "revisions": RevisionRow,
    "documents": DocumentRow,
    "service_lines": ServiceLineRow,
    "idempotency_keys": IdempotencyRow,
    "payloads": EventPayloadRow,
}
"""What goes, in the order that the references between the tables allow."""

_SETTLED = [status.value for status in CaseStatus if can_transition(status, CaseStatus.DELETED)]
_EMPTY: dict[str, Any] = {
    "status": CaseStatus.DELETED.value,
    "line_of_business": None,
    "assignee": None,
    "member_name": "",
    "member_id": None,
    "search_text": "",
    "primary_code": None,
    "service_label": "",
    "submission": "",
    "content_digest": "",
    "recommendation": None,
    "route": None,
    "confidence_level": None,
    "reviewed_at": None,
    "escalate_at": None,
    "next_look_at": None,
    "outcome": None,
}
"""What is left in the row of a case: its id, its times, and the end of its chain."""


def delete_record(session: Session, scope: Scope, case_id: str, reason: str, at: dt.datetime) -> None:
    """Deletes the record of a case that is not under review.

    Raises ``CaseNotFound``, ``CaseDeleted`` and :class:`ReviewUnfinished`.
    """
    case = get_case(session, scope, case_id, lock=True)
    if not can_transition(CaseStatus(case.status), CaseStatus.DELETED):
        raise ReviewUnfinished(case_id)
    taken = {name: _take(session, scope, case_id, table) for name, table in _TAKEN.items()}
    of_key = (CaseKeyRow.tenant_id == scope.tenant, CaseKeyRow.case_id == case_id)
    session.execute(update(CaseKeyRow).where(*of_key).values(key=new_key()))
    session.execute(update(CaseRow).where(CaseRow.tenant_id == scope.tenant, CaseRow.id == case_id).values(**_EMPTY))
    payload = {"reason": reason, "taken": taken}
    append_events(session, scope, case_id, [Happening(EventType.RECORD_DELETED, payload, at)])


def _take(session: Session, scope: Scope, case_id: str, table: Any) -> int:
    gone = session.execute(delete(table).where(table.tenant_id == scope.tenant, table.case_id == case_id))
    return gone.rowcount if isinstance(gone, CursorResult) else 0


def quiet_cases(session: Session, tenant: str, since: dt.datetime) -> tuple[str, ...]:
    """The cases of a tenant to which nothing has happened since a moment, and that are not under review."""
    return tuple(session.scalars(_quiet(tenant, since)))


def _quiet(tenant: str, since: dt.datetime) -> Select[str]:
    of_case = (EventRow.tenant_id == CaseRow.tenant_id, EventRow.case_id == CaseRow.id)
    last = select(func.max(EventRow.at)).where(*of_case).correlate(CaseRow).scalar_subquery()
    settled = (CaseRow.tenant_id == tenant, CaseRow.status.in_(_SETTLED))
    return select(CaseRow.id).where(*settled, last < since).order_by(CaseRow.id)


def delete_quiet(
    session: Session, scope: Scope, since: dt.datetime, reason: str, at: dt.datetime, most: int
) -> tuple[str, ...]:
    """Deletes the records of such cases, at most so many in one transaction, and names them."""
    ids = tuple(session.scalars(_quiet(scope.tenant, since).limit(most).with_for_update(of=CaseRow)))
    for case_id in ids:
        delete_record(session, scope, case_id, reason, at)
    return ids
