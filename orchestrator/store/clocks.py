"""The clock of a stored case: read from what happened to it, kept in its columns, and looked at when it runs out."""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from orchestrator.failures import CaseDeleted
from orchestrator.scope import Scope
from orchestrator.store.acts import read_acts
from orchestrator.store.conclusion_tables import ClockNoticeRow, DeterminationRow
from orchestrator.store.events import Happening, append_events
from orchestrator.store.revisions import Cause, case_of, read_inputs
from orchestrator.store.rows import get_case
from orchestrator.store.tables import CaseRow, RevisionRow
from priorauth.acts import RecordedAct
from priorauth.applicability import Applicable
from priorauth.audit import EventType
from priorauth.case import Priority
from priorauth.clock_state import ClockState, state_at
from priorauth.clocks import Clock, Consequence, Moments, consequences
from priorauth.determination import Level
from priorauth.errors import CaseNotFound
from priorauth.lifecycle import CaseStatus
from priorauth.moments import Answer, Course, deciding, moments_of, priority_of
from priorauth.regulations import Regulations


class NoticeKind(StrEnum):
    """What a clock is seen to do."""

    ESCALATED = "escalated"
    BREACHED = "breached"


_EVENTS = {NoticeKind.ESCALATED: EventType.CLOCK_ESCALATED, NoticeKind.BREACHED: EventType.CLOCK_BREACHED}


@dataclass(frozen=True, slots=True)
class Notice:
    """That a clock was seen to escalate or to be breached, once for each due time."""

    kind: NoticeKind
    due_at: dt.datetime
    noticed_at: dt.datetime


@dataclass(frozen=True, slots=True)
class RunningClock:
    """A case's clock at the level that it is at, with all that it was computed from."""

    course: Course
    given: Applicable
    moments: Moments
    clock: Clock
    notices: tuple[Notice, ...]


def is_withdrawn(case: CaseRow) -> bool:
    """Whether the request was taken back: no decision is due any more, unless one was made."""
    ended = (CaseStatus.WITHDRAWN, CaseStatus.CLOSED, CaseStatus.DELETED)
    return CaseStatus(case.status) in ended and case.outcome is None


def state_of(case: CaseRow, now: dt.datetime) -> ClockState:
    """Where a case's clock stands, from its columns alone."""
    return state_at(
        now,
        due_at=case.due_at,
        escalate_at=case.escalate_at,
        answered_at=case.answered_at,
        is_withdrawn=is_withdrawn(case),
    )


def course_of(session: Session, scope: Scope, case: CaseRow) -> Course:
    """What happened to a case at the level that it is at, as its clock needs it."""
    level = Level(case.level)
    row = session.get(DeterminationRow, (scope.tenant, case.id, level.value))
    added = (
        select(RevisionRow.created_at)
        .where(RevisionRow.tenant_id == scope.tenant, RevisionRow.case_id == case.id)
        .where(RevisionRow.cause == Cause.DOCUMENTS_ADDED.value)
        .order_by(RevisionRow.number)
    )
    return Course(
        received_at=case.received_at,
        priority=Priority(case.priority),
        level=level,
        acts=read_acts(session, scope, case.id),
        documents_at=tuple(session.scalars(added)),
        answer=Answer(row.decided_at, row.concluded_at) if row else None,
    )


def read_clock(session: Session, scope: Scope, case: CaseRow, regulations: Regulations) -> RunningClock:
    """The clock of a case, from what happened to it and from the rules in force."""
    return _clock_of(session, scope, case, regulations, course_of(session, scope, case))


def clock_after(
    session: Session, scope: Scope, case: CaseRow, regulations: Regulations, act: RecordedAct
) -> RunningClock:
    """The clock of a case as it would be after an act that is not stored."""
    course = course_of(session, scope, case)
    return _clock_of(session, scope, case, regulations, replace(course, acts=(*course.acts, act)))


def _clock_of(session: Session, scope: Scope, case: CaseRow, regulations: Regulations, course: Course) -> RunningClock:
    inputs = case_of(session, scope, read_inputs(session, scope, case.id, case.newest_revision), texts=False)
    asked = inputs.model_copy(update={"priority": priority_of(course)})
    given = regulations.applicable_to(asked, act=deciding(course.level))
    moments = moments_of(course)
    clock = regulations.clock_of(given, moments)
    return RunningClock(course, given, moments, clock, _notices(session, scope, case.id))


def _notices(session: Session, scope: Scope, case_id: str) -> tuple[Notice, ...]:
    of_case = (ClockNoticeRow.tenant_id == scope.tenant, ClockNoticeRow.case_id == case_id)
    rows = session.scalars(select(ClockNoticeRow).where(*of_case).order_by(ClockNoticeRow.noticed_at))
    return tuple(Notice(NoticeKind(row.kind), row.due_at, row.noticed_at) for row in rows)


def reset_clock(
    session: Session, scope: Scope, case_row: CaseRow, regulations: Regulations, at: dt.datetime
) -> RunningClock:
    """Sets a case's clock anew after an act that was stored before; call it in the same transaction.

    Where it waits for information, ``due_at`` stays what it was. What the clock has passed at ``at`` without being seen
    is noticed at once, and written to the log.
    """
    running = read_clock(session, scope, case_row, regulations)
    case_row.answered_at = running.clock.answered_at
    if running.clock.due_at is None:
        case_row.escalate_at = None
    else:
        case_row.due_at = running.clock.due_at
        case_row.escalate_at = running.clock.escalate_at
    ahead = _unnoticed(case_row, running)
    for kind in [kind for kind, moment in ahead.items() if moment < at]:
        _notice(session, scope, case_row, kind, running, at)
        del ahead[kind]
    case_row.next_look_at = min(ahead.values(), default=None)
    session.flush()
    return running


def _unnoticed(case: CaseRow, running: RunningClock) -> dict[NoticeKind, dt.datetime]:
    """What the clock is still to be seen to do, and when. An unsure deadline makes a clock that waits escalate too."""
    if is_withdrawn(case):
        return {}
    ahead: dict[NoticeKind, dt.datetime] = {}
    clock = running.clock
    if clock.escalate_at is not None and clock.answered_at is None:
        ahead[NoticeKind.ESCALATED] = clock.escalate_at
    if clock.due_at is not None and (clock.answered_at is None or clock.answered_at > clock.due_at):
        ahead[NoticeKind.BREACHED] = clock.due_at
    seen = {notice.kind for notice in running.notices if notice.due_at == case.due_at}
    return {kind: moment for kind, moment in ahead.items() if kind not in seen}


def _notice(
    session: Session, scope: Scope, case: CaseRow, kind: NoticeKind, running: RunningClock, at: dt.datetime
) -> None:
    of_case = {"tenant_id": scope.tenant, "case_id": case.id}
    session.add(ClockNoticeRow(**of_case, kind=kind.value, due_at=case.due_at, noticed_at=at))
    session.flush()
    payload: dict[str, object] = {"level": case.level, "due_at": case.due_at.isoformat()}
    if kind is NoticeKind.ESCALATED and running.clock.escalate_at is not None:
        payload["escalate_at"] = running.clock.escalate_at.isoformat()
    if kind is NoticeKind.BREACHED:
        payload["meanings"] = [_told(one) for one in consequences(running.clock, running.given, at)]
    append_events(session, scope, case.id, [Happening(_EVENTS[kind], payload, at)])


def _told(one: Consequence) -> dict[str, object]:
    """What a profile says of its missed deadline: recorded as that, and no determination."""
    return {
        "profile": one.profile,
        "due_at": one.due_at.isoformat(),
        "means": one.means.value,
        "said": one.missed.said,
        "citation": one.missed.citation,
        "mark": one.missed.mark.value,
    }


Place = tuple[dt.datetime, str]
"""Where a pass over the clocks has come to: the moment of the look and the case."""


def clocks_to_look_at(
    session: Session, tenant: str, now: dt.datetime, after: Place | None, most: int
) -> tuple[Place, ...]:
    """The cases whose clocks are to be looked at by now, the longest due first, after a place."""
    query = (
        select(CaseRow.next_look_at, CaseRow.id)
        .where(CaseRow.tenant_id == tenant, CaseRow.next_look_at < now)
        .order_by(CaseRow.next_look_at, CaseRow.id)
        .limit(most)
    )
    if after is not None:
        query = query.where(tuple_(CaseRow.next_look_at, CaseRow.id) > after)
    return tuple((look_at, case_id) for look_at, case_id in session.execute(query) if look_at is not None)


def look_at_clock(session: Session, scope: Scope, case_id: str, regulations: Regulations, now: dt.datetime) -> bool:
    """Looks at a case's clock under its lock, and notices what it has passed; False where another did so before."""
    try:
        case = get_case(session, scope, case_id, lock=True)
    except (CaseNotFound, CaseDeleted):
        return False
    if case.next_look_at is None or case.next_look_at >= now:
        return False
    reset_clock(session, scope, case, regulations, now)
    return True
