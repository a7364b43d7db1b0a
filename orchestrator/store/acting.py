"""What a person does to a case, in one transaction: checked, recorded, told, and followed by what it sends."""

import datetime as dt

from sqlalchemy.orm import Session

from orchestrator.failures import ReviewUnfinished
from orchestrator.scope import Scope
from orchestrator.store.acts import insert_act, logged
from orchestrator.store.clocks import RunningClock, clock_after, read_clock, reset_clock
from orchestrator.store.determinations import read_determinations
from orchestrator.store.events import Happening, append_events
from orchestrator.store.revisions import FinishedRevision, is_finished, read_revision
from orchestrator.store.rows import get_case, language_of
from orchestrator.store.tables import CaseRow
from orchestrator.store.turns import PutTurn, act_turn
from priorauth.acting import CaseStanding, check_body
from priorauth.acts import ActBody, Appeal, Assignment, PriorityChange, RecordedAct, TimeExtension, sends_letter
from priorauth.case import CaseSubmission, LineOfBusiness
from priorauth.clocks import ExtensionTaken, check_extension
from priorauth.determination import Level
from priorauth.letters.acts import letter_of_act
from priorauth.letters.model import Letter
from priorauth.letters.writing import Correspondence, Occasion
from priorauth.lifecycle import EVENTS, CaseStatus, after, check_may
from priorauth.moments import expedited_by
from priorauth.prioritizing import Hurry, check_priority
from priorauth.regulations import Regulations


def record_act(
    session: Session,
    scope: Scope,
    case_id: str,
    body: ActBody,
    at: dt.datetime,
    *,
    letters: Correspondence,
    put: PutTurn,
) -> RecordedAct:
    """Records an act and moves the case. Its letter, if it sends one, follows in a turn of its own.

    Raises ``NotTheirs``, ``CaseNotFound``, ``CaseDeleted``, ``ReviewUnfinished``, ``InvalidTransition``, and what
    :func:`priorauth.acting.check_body`, :func:`priorauth.prioritizing.check_priority` and
    :func:`priorauth.clocks.check_extension` raise, and ``LetterRefused`` where its letter could not be written.
    """
    check_may(scope.person, body.act)
    case = get_case(session, scope, case_id, lock=True)
    status, newest = _checked(session, scope, case, body, letters.regulations, at)
    revision = newest.revision.number if newest else case.newest_revision
    case.status = status.value
    _change(case, body)
    done = insert_act(session, scope, case_id, body, at, revision=revision, level=case.level)
    session.flush()
    append_events(session, scope, case_id, [Happening(EVENTS[body.act], logged(done), at)])
    running = reset_clock(session, scope, case, letters.regulations, at)
    if newest is not None and sends_letter(body):
        on = Occasion(newest.revision, language_of(case), at)
        letter_of_act(letters, body, scope.person, on, running.given, running.moments)
        put(session, act_turn(case, done.number))
    return done


def preview_act(
    session: Session, scope: Scope, case_id: str, body: ActBody, at: dt.datetime, *, letters: Correspondence
) -> tuple[Letter, LineOfBusiness | None]:
    """The letter that an act would send if it were done now, and the case's line of business. Nothing is stored.

    Raises what :func:`record_act` raises.
    """
    check_may(scope.person, body.act)
    case = get_case(session, scope, case_id)
    _, newest = _checked(session, scope, case, body, letters.regulations, at)
    if newest is None:
        raise ReviewUnfinished(case_id)
    done = RecordedAct(
        number=0,
        at=at,
        actor=scope.actor,
        person=scope.person,
        revision=newest.revision.number,
        level=case.level,
        body=body,
    )
    running = clock_after(session, scope, case, letters.regulations, done)
    on = Occasion(newest.revision, language_of(case), at)
    return letter_of_act(letters, body, scope.person, on, running.given, running.moments), on.business


def _checked(
    session: Session, scope: Scope, case: CaseRow, body: ActBody, regulations: Regulations, at: dt.datetime
) -> tuple[CaseStatus, FinishedRevision | None]:
    """Where the act leads, and the newest revision where that is whole. Raises what refuses the act."""
    status = after(body.act, CaseStatus(case.status))
    newest = newest_whole(session, scope, case)
    if newest is None and sends_letter(body):
        raise ReviewUnfinished(case.id)
    _check(session, scope, case, body, newest, regulations, at)
    return status, newest


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
    check_body(body, standing_of(session, scope, case, newest, running, regulations, at))
    if isinstance(body, PriorityChange):
        check_priority(body, hurry_of(case, running), scope.person, at)
    if isinstance(body, TimeExtension):
        taken = ExtensionTaken(ground=body.ground, days=body.days, noticed_at=at)
        check_extension(running.given, regulations.clock_rules, running.moments, taken, regulations.zone)


def standing_of(
    session: Session,
    scope: Scope,
    case: CaseRow,
    newest: FinishedRevision | None,
    running: RunningClock,
    regulations: Regulations,
    at: dt.datetime,
) -> CaseStanding:
    """How a case stands for whoever acts on it. ``newest`` is its newest revision, None where that is not whole."""
    return CaseStanding(
        level=Level(case.level),
        coverage=newest.revision.coverage if newest else None,
        determinations=read_determinations(session, scope, case.id),
        given=running.given,
        now=at,
        today=regulations.today(at),
    )


def hurry_of(case: CaseRow, running: RunningClock) -> Hurry:
    """Where a case is when its priority is to be changed."""
    asked_by = expedited_by(running.course, CaseSubmission.model_validate_json(case.submission).expedited_by)
    return Hurry(running.given.situation.priority, running.moments.received_at, running.clock, asked_by)


def _change(case: CaseRow, body: ActBody) -> None:
    """What an act changes beside the state. An appeal has a priority of its own, which its acts tell."""
    if isinstance(body, Assignment):
        case.assignee = body.assignee
    elif isinstance(body, PriorityChange) and case.level == Level.INITIAL:
        case.priority = body.to.value
    elif isinstance(body, Appeal):
        case.level = Level.RECONSIDERATION.value


def newest_whole(session: Session, scope: Scope, case: CaseRow) -> FinishedRevision | None:
    """The newest revision, once it is whole."""
    if not is_finished(session, scope, case.id, case.newest_revision):
        return None
    return read_revision(session, scope, case.id, case.newest_revision)
