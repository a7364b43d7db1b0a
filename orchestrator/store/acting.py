"""What a person does to a case, in one transaction: checked, recorded, told, and followed by what it sends."""

import datetime as dt

from sqlalchemy.orm import Session

from orchestrator.failures import ReviewUnfinished
from orchestrator.scope import Scope
from orchestrator.store.acts import insert_act, logged, read_acts
from orchestrator.store.determinations import read_determinations
from orchestrator.store.events import Happening, append_events
from orchestrator.store.revisions import FinishedRevision, case_of, is_finished, read_inputs, read_revision
from orchestrator.store.rows import get_case
from orchestrator.store.tables import CaseRow
from orchestrator.store.turns import PutTurn, act_turn
from priorauth.acting import Standing, check_body
from priorauth.acts import ActBody, Appeal, Assignment, PriorityChange, RecordedAct
from priorauth.case import Case, Priority
from priorauth.determination import Level
from priorauth.lifecycle import EVENTS, SENDS, CaseStatus, Sending, after, check_may
from priorauth.regulations import Regulations


def record_act(
    session: Session,
    scope: Scope,
    case_id: str,
    body: ActBody,
    at: dt.datetime,
    *,
    regulations: Regulations,
    put: PutTurn,
) -> RecordedAct:
    """Records an act and moves the case. Its letter, if it sends one, follows in a turn of its own.

    Raises ``NotTheirs``, ``CaseNotFound``, ``CaseDeleted``, ``ReviewUnfinished``, ``InvalidTransition``, and what
    :func:`priorauth.acting.check_body` raises.
    """
    check_may(scope.person, body.act)
    case = get_case(session, scope, case_id, lock=True)
    status = after(body.act, CaseStatus(case.status))
    newest = _newest(session, scope, case)
    if newest is None and SENDS.get(body.act) is Sending.LETTER:
        raise ReviewUnfinished(case_id)
    check_body(body, _standing(session, scope, case, newest, regulations, at))
    revision = newest.revision.number if newest else case.newest_revision
    case.status = status.value
    _change(case, body)
    done = insert_act(session, scope, case_id, body, at, revision=revision, level=case.level)
    session.flush()
    append_events(session, scope, case_id, [Happening(EVENTS[body.act], logged(done), at)])
    if SENDS.get(body.act) is Sending.LETTER:
        put(session, act_turn(case, done.number))
    return done


def _change(case: CaseRow, body: ActBody) -> None:
    """What an act changes beside the state."""
    if isinstance(body, Assignment):
        case.assignee = body.assignee
    elif isinstance(body, PriorityChange):
        case.priority = body.to.value
    elif isinstance(body, Appeal):
        case.level = Level.RECONSIDERATION.value


def _newest(session: Session, scope: Scope, case: CaseRow) -> FinishedRevision | None:
    """The newest revision, once it is whole."""
    if not is_finished(session, scope, case.id, case.newest_revision):
        return None
    return read_revision(session, scope, case.id, case.newest_revision)


def _inputs(session: Session, scope: Scope, case: CaseRow) -> Case:
    return case_of(session, scope, read_inputs(session, scope, case.id, case.newest_revision), texts=False)


def _standing(
    session: Session,
    scope: Scope,
    case: CaseRow,
    newest: FinishedRevision | None,
    regulations: Regulations,
    at: dt.datetime,
) -> Standing:
    inputs = newest.revision.case if newest else _inputs(session, scope, case)
    priority = Priority(case.priority)
    return Standing(
        priority=priority,
        level=Level(case.level),
        coverage=newest.revision.coverage if newest else None,
        determinations=read_determinations(session, scope, case.id),
        acts=read_acts(session, scope, case.id),
        given=regulations.applicable_to(inputs.model_copy(update={"priority": priority})),
        now=at,
        today=regulations.today(at),
    )
