"""Messages to other systems: put in with what they tell of, kept until they were taken or are given up.

A message is claimed for a while before it is sent. Who dies with it in hand leaves it to be sent again, so a receiver
may get one twice, under the same id.
"""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from orchestrator.failures import CaseDeleted
from orchestrator.scope import Scope
from orchestrator.store.conclusion_tables import MessageRow
from orchestrator.store.events import Happening, append_events
from orchestrator.store.rows import add_rows, get_case
from priorauth.audit import EventType
from priorauth.canonical import canonical_json
from priorauth.errors import PriorAuthError


class UnknownMessage(PriorAuthError):
    """No message of this id waits to be sent again."""

    code = "message_not_found"

    def __init__(self, message_id: str) -> None:
        super().__init__(f"No undelivered message has the id {message_id}. 'priorauth messages' lists them.")


@dataclass(frozen=True, slots=True)
class Message:
    """A message in hand. ``attempt`` counts from 1."""

    id: str
    case_id: str
    type: str
    body: str
    attempt: int


def put_message(
    session: Session, scope: Scope, case_id: str, type: str, data: Mapping[str, Any], at: dt.datetime
) -> None:
    """Puts a message in, in the session's transaction. Its data holds ids, codes, numbers and times, and no names."""
    message_id = f"msg_{secrets.token_hex(12)}"
    body = {"id": message_id, "type": type, "timestamp": at.isoformat(), "data": {"case_id": case_id, **data}}
    values = {
        "tenant_id": scope.tenant,
        "id": message_id,
        "case_id": case_id,
        "type": type,
        "body": canonical_json(body).decode(),
        "created_at": at,
        "next_try_at": at,
        "attempts": 0,
    }
    add_rows(session, MessageRow, [values])


def claim_messages(
    session: Session, tenant: str, now: dt.datetime, held_until: dt.datetime, most: int
) -> tuple[Message, ...]:
    """Takes messages whose time has come, the longest due first. Nobody else gets them before ``held_until``."""
    due = (
        select(MessageRow)
        .where(MessageRow.tenant_id == tenant, MessageRow.next_try_at <= now)
        .order_by(MessageRow.next_try_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    taken = session.scalars(due).all()
    for row in taken:
        row.attempts += 1
        row.next_try_at = held_until
    return tuple(Message(row.id, row.case_id, row.type, row.body, row.attempts) for row in taken)


def mark_delivered(session: Session, scope: Scope, message: Message, at: dt.datetime) -> None:
    """The receiver has taken the message."""
    _settle(session, scope, message, next_try_at=None, delivered_at=at, last_failure=None)
    _tell(session, scope, message, EventType.MESSAGE_DELIVERED, at)


def mark_failed(
    session: Session, scope: Scope, message: Message, failure: str, next_try_at: dt.datetime | None, at: dt.datetime
) -> None:
    """The receiver has not taken the message. Without a next try it is given up, until a person has it sent again."""
    _settle(session, scope, message, next_try_at=next_try_at, delivered_at=None, last_failure=failure)
    if next_try_at is None:
        _tell(session, scope, message, EventType.MESSAGE_UNDELIVERED, at, failure=failure)


def _settle(session: Session, scope: Scope, message: Message, **values: Any) -> None:
    of_message = (MessageRow.tenant_id == scope.tenant, MessageRow.id == message.id)
    session.execute(update(MessageRow).where(*of_message, MessageRow.attempts == message.attempt).values(**values))


def _tell(session: Session, scope: Scope, message: Message, event: EventType, at: dt.datetime, **more: Any) -> None:
    """Into the case's log, where its record still stands."""
    try:
        get_case(session, scope, message.case_id, lock=True)
    except CaseDeleted:
        return
    told = {"message": message.id, "type": message.type, "attempts": message.attempt, **more}
    append_events(session, scope, message.case_id, [Happening(event, told, at)])


def undelivered(session: Session, tenant: str) -> Sequence[MessageRow]:
    """The messages that were not taken yet, those given up first, by age."""
    query = select(MessageRow).where(MessageRow.tenant_id == tenant, MessageRow.delivered_at.is_(None))
    return session.scalars(query.order_by(MessageRow.next_try_at.is_not(None), MessageRow.created_at)).all()


def send_again(session: Session, tenant: str, message_ids: Sequence[str], at: dt.datetime) -> int:
    """Has undelivered messages tried again now, from the beginning; all that were given up where none is named.

    How many those are. Raises :class:`UnknownMessage`.
    """
    waiting = {row.id: row for row in undelivered(session, tenant)}
    for message_id in message_ids:
        if message_id not in waiting:
            raise UnknownMessage(message_id)
    wanted = message_ids or [row.id for row in waiting.values() if row.next_try_at is None]
    for message_id in wanted:
        waiting[message_id].next_try_at, waiting[message_id].attempts = at, 0
    return len(wanted)
