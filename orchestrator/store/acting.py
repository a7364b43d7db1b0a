"""What a person does to a case, in one transaction: checked, recorded, told, and followed by what it sends."""

import datetime as dt

from sqlalchemy.orm import Session

from orchestrator.failures import ReviewUnfinished
from orchestrator.scope import Scope
from orchestrator.store.acts import insert_act, logged, read_acts
from orchestrator.store.clocks import read_clock, reset_clock
from orchestrator.store.determinations import read_determinations
from orchestrator.store.events import Happening, append_events
from orchestrator.store.revisions import FinishedRevision, is_finished, read_revision
from orchestrator.store.rows import get_case
from orchestrator.store.tables import CaseRow
from orchestrator.store.turns import PutTurn, act_turn
from priorauth.acting import Standing, check_body
from priorauth.acts import ActBody, Appeal, Assignment, PriorityChange, RecordedAct, TimeExtension
from priorauth.case import CaseSubmission, ExpeditedBy, Priority
from priorauth.clocks import ExtensionTaken, check_extension
from priorauth.determination import Level
from priorauth.lifecycle import EVENTS, SENDS, CaseStatus, Sending, after, check_may
from priorauth.prioritizing import Standing as PriorityStanding
from priorauth.prioritizing import check_priority
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
    :func:`priorauth.acting.check_body`, :func:`priorauth.prioritizing.check_priority` and
    :func:`priorauth.clocks.check_extension` raise.
    """
    check_may(scope.person, body.act)
    case = get_case(session, scope, case_id, lock=True)
    status = after(body.act, CaseStatus(case.status))
    newest = _newest(session, scope, case)
    if newest is None and SENDS.get(body.act) is Sending.LETTER:
        raise ReviewUnfinished(case_id)
    _check(session, scope, case, body, newest, regulations, at)
    revision = newest.revision.number if newest else case.newest_revision
    case.status = status.value
    _change(case, body)
    done = insert_act(session, scope, case_id, body, at, revision=revision, level=case.level)
    session.flush()
    append_events(session, scope, case_id, [Happening(EVENTS[body.act], logged(done), at)])
    reset_clock(session, scope, case, regulations, at)
    if SENDS.get(body.act) is Sending.LETTER:
        put(session, act_turn(case, done.number))
    return done


def _check(
    session: Session,
    scope: Scope,
    case: CaseRow,
    body: ActBody,
    newest: FinishedRevision | None,
    regulations: Regulations,
    at: dt.datetime,
) -> None:
    """Raises what refuses the act as the case stands."""
    running = read_clock(session, scope, case, regulations)
    standing = Standing(
        level=Level(case.level),
        coverage=newest.revision.coverage if newest else None,
        determinations=read_determinations(session, scope, case.id),
        given=running.given,
        now=at,
        today=regulations.today(at),
    )
    check_body(body, standing)
    if isinstance(body, PriorityChange):
        asked_by = _expedited_by(session, scope, case)
        before = PriorityStanding(Priority(case.priority), case.received_at, running.clock, asked_by)
        check_priority(body, before, scope.person, at)
    if isinstance(body, TimeExtension):
        taken = ExtensionTaken(ground=body.ground, days=body.days, noticed_at=at)
        check_extension(running.given, regulations.clock_rules, running.moments, taken, regulations.zone)


def _expedited_by(session: Session, scope: Scope, case: CaseRow) -> ExpeditedBy | None:
    """Who asked for the expedited review that holds: with the newest change of priority, else with the request."""
    changes = [act.body for act in read_acts(session, scope, case.id) if isinstance(act.body, PriorityChange)]
    return changes[-1].asked_by if changes else CaseSubmission.model_validate_json(case.submission).expedited_by


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
