"""Corrected facts: the act, what the record says of it, and the revision that is computed anew, in one transaction."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy.orm import Session

from orchestrator.scope import Scope
from orchestrator.store.acts import insert_act
from orchestrator.store.additions import next_revision
from orchestrator.store.events import Happening, append_events
from orchestrator.store.revisions import Cause, read_revision
from orchestrator.store.rows import get_case
from orchestrator.store.turns import PutTurn
from priorauth.acts import FactCorrection
from priorauth.correcting import corrections_of
from priorauth.determination import StaleRecommendation
from priorauth.lifecycle import EVENTS, CaseAct, CaseStatus, NotTheirs, after, check_may


def correct_facts(
    session: Session,
    scope: Scope,
    case_id: str,
    act: FactCorrection,
    at: dt.datetime,
    *,
    concepts: Collection[str],
    put: PutTurn,
) -> int:
    """Stores what a clinician corrected and begins the revision that heeds it: its number.

    Raises ``NotTheirs``, ``CaseNotFound``, ``CaseDeleted``, ``InvalidTransition``, ``StaleRecommendation``, and what
    :func:`priorauth.correcting.corrections_of` raises.
    """
    check_may(scope.person, CaseAct.CORRECT_FACTS)
    if scope.person is None:
        raise NotTheirs(None, CaseAct.CORRECT_FACTS)
    case = get_case(session, scope, case_id, lock=True)
    status = after(CaseAct.CORRECT_FACTS, CaseStatus(case.status))
    seen = read_revision(session, scope, case_id)
    if seen.digest != act.digest or seen.revision.number != case.newest_revision:
        raise StaleRecommendation(case_id)
    corrections = corrections_of(act, seen.revision, scope.person, at, concepts)
    done = insert_act(session, scope, case_id, act, at, revision=seen.revision.number, level=case.level)
    number = next_revision(session, scope, case, Cause.FACTS_CORRECTED, at, put, corrections=corrections)
    case.status = status.value
    session.flush()
    told = {
        "revision": number,
        "act": done,
        "digest": act.digest,
        "misread": len(act.misread),
        "added": len(act.added),
        "confirmed": len(act.confirmed),
    }
    append_events(session, scope, case_id, [Happening(EVENTS[act.act], told, at)])
    return number
