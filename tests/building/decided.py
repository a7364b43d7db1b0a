"""Rows of decided requests, written straight into a store: many at once, or a few with just what a test needs."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from orchestrator.store.conclusion_tables import ActRow, DeterminationRow
from orchestrator.store.rows import add_rows
from orchestrator.store.tables import CaseRow, RevisionRow, ServiceLineRow
from priorauth.acts import ActBody
from priorauth.case import LineOfBusiness, Priority, Timing
from priorauth.determination import DeterminationOutcome, Level

TENANT = "default"
DIGEST = "sha256:" + "0" * 64
Act = tuple[ActBody, dt.datetime, Level]


@dataclass(frozen=True)
class Decided:
    """A case as the tables hold it. ``decided`` are its determinations, by level, outcome and moment."""

    case_id: str
    received_at: dt.datetime
    decided: Sequence[tuple[Level, DeterminationOutcome, dt.datetime]] = ()
    business: LineOfBusiness | None = LineOfBusiness.MEDICARE_ADVANTAGE
    priority: Priority = Priority.STANDARD
    sent_priority: Priority | None = None
    timing: Timing = Timing.PRE_SERVICE
    codes: Sequence[str] = ("E1390",)
    acts: Sequence[Act] = ()
    status: str = "determined"
    days_due: int = 7


def insert(session: Session, cases: Sequence[Decided]) -> None:
    """Writes the rows of cases, in as few statements as there are tables."""
    add_rows(session, CaseRow, [_case(one) for one in cases])
    add_rows(session, RevisionRow, [_revision(one) for one in cases])
    lines = [(one, place, code) for one in cases for place, code in enumerate(one.codes)]
    add_rows(session, ServiceLineRow, [_line(*line) for line in lines])
    add_rows(session, DeterminationRow, [_decision(one, *made) for one in cases for made in one.decided])
    acts = [(one, number, *act) for one in cases for number, act in enumerate(one.acts, start=1)]
    add_rows(session, ActRow, [_act(*act) for act in acts])


def _case(one: Decided) -> dict[str, Any]:
    sent = (one.sent_priority or one.priority).value
    submission = {"plan_id": '"timing":"retrospective"', "priority": sent, "timing": one.timing.value}
    return {
        "tenant_id": TENANT,
        "id": one.case_id,
        "status": one.status,
        "priority": one.priority.value,
        "line_of_business": one.business.value if one.business else None,
        "received_at": one.received_at,
        "due_at": one.received_at + dt.timedelta(days=one.days_due),
        "level": Level.INITIAL.value,
        "member_name": "Ada Example",
        "search_text": "",
        "primary_code": one.codes[0],
        "service_label": one.codes[0],
        "submission": json.dumps(submission, separators=(",", ":")),
        "content_digest": DIGEST,
        "newest_revision": 1,
        "event_count": 0,
        "event_head": DIGEST,
    }


def _revision(one: Decided) -> dict[str, Any]:
    return {
        "tenant_id": TENANT,
        "case_id": one.case_id,
        "number": 1,
        "cause": "submitted",
        "created_by": "test",
        "inputs": "{}",
        "assumptions": "[]",
        "turn": 1,
        "attempts": 1,
        "created_at": one.received_at,
        "completed_at": one.received_at,
    }


def _line(one: Decided, place: int, code: str) -> dict[str, Any]:
    key = {"tenant_id": TENANT, "case_id": one.case_id, "line": str(place + 1)}
    return key | {"position": place, "code": code, "body": "{}"}


def _decision(one: Decided, level: Level, outcome: DeterminationOutcome, at: dt.datetime) -> dict[str, Any]:
    return {
        "tenant_id": TENANT,
        "case_id": one.case_id,
        "level": level.value,
        "outcome": outcome.value,
        "revision": 1,
        "digest": DIGEST,
        "authorization_number": None,
        "decided_by": "director",
        "decided_at": at,
        "concluded_at": at,
    }


def _act(one: Decided, number: int, body: ActBody, at: dt.datetime, level: Level) -> dict[str, Any]:
    return {
        "tenant_id": TENANT,
        "case_id": one.case_id,
        "number": number,
        "kind": body.act.value,
        "at": at,
        "actor": "test",
        "revision": 1,
        "level": level.value,
        "body": body.model_dump_json(),
    }
