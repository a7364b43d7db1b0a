"""A decision by the small API: an approval is a determination, a pend is a request for information or an escalation."""

import base64
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session

from orchestrator.api.bodies import parser_of, read_body, schema_of_body
from orchestrator.api.compatible.answer import RECOMMENDATIONS
from orchestrator.api.compatible.decision_models import DecisionAnswer, DecisionLetter, DecisionRequest
from orchestrator.api.problems import ACT_ERRORS, documented
from orchestrator.bulletin import within
from orchestrator.failures import (
    ServiceStopping,
)
from orchestrator.people import PEOPLE, SignedIn
from orchestrator.scope import Purpose, Scope
from orchestrator.service import Running, Service
from orchestrator.store.determinations import read_determination
from orchestrator.store.issued import justification_pdf, list_issued
from orchestrator.store.revisions import FinishedRevision, read_revision
from orchestrator.store.rows import get_case
from priorauth.acting import draft_request
from priorauth.acts import Escalation
from priorauth.decision import Decision
from priorauth.determination import (
    Action,
    AlreadyDetermined,
    Determination,
    DeterminationOutcome,
    Level,
    ReasonCode,
    StaleRecommendation,
)
from priorauth.errors import CaseRejected, InvalidTransition, Problem
from priorauth.findings import NotEvaluated
from priorauth.letters.model import LetterRefused
from priorauth.lifecycle import CaseStatus
from priorauth.recommendation import Outcome

router = APIRouter(prefix="/api", tags=["compatible"])

STAND_IN = "director"
"""Who decides for a client that signs nobody in: the development identity that may decide either way."""
_OUTCOMES: Mapping[str, Outcome] = {said: outcome for outcome, said in RECOMMENDATIONS.items()}
_LOOK_AGAIN_SECONDS = 1.0
_NOTHING_TO_APPEAL = "No decision has been made, so there is nothing to appeal yet."
_HANDED_ON = (
    "No decision has been made. A medical director reviews the request. The decision is due on {due}; this step does "
    "not move that date."
)


@router.post(
    "/decision",
    response_model=DecisionAnswer,
    responses=documented(*ACT_ERRORS, AlreadyDetermined, StaleRecommendation, LetterRefused, ServiceStopping),
    openapi_extra=schema_of_body("DecisionRequest"),
)
async def decide(request: Request, service: Running, person: SignedIn) -> DecisionAnswer:
    """Records what a reviewer decided on the newest review, and answers with the letter that was issued."""
    wanted = await read_body(request, parser_of(DecisionRequest, service.now().date()))
    scope = service.scope(Purpose.DETERMINATION, person or PEOPLE[STAND_IN])
    seen = await service.database.read(read_revision, scope, wanted.request_id)
    await service.database.read(_check_undecided, scope, wanted.request_id)
    recommended = seen.revision.recommendation.outcome
    final = _final(wanted, recommended)
    made = await (_approve if final is Outcome.APPROVE else _pend)(service, scope, wanted, seen)
    return DecisionAnswer(
        request_id=wanted.request_id,
        authorization_number=made.letter.authorization_number,
        final_recommendation=RECOMMENDATIONS[final],
        decided_by=f"{wanted.reviewer_name} (stated)",
        decided_at=made.at,
        was_overridden=wanted.action == "override",
        override_rationale=wanted.override_rationale if wanted.action == "override" else None,
        original_recommendation=RECOMMENDATIONS[recommended],
        letter=made.letter,
        updated_audit_justification_pdf=made.justification,
    )


def _check_undecided(session: Session, scope: Scope, case_id: str) -> None:
    """Raises ``AlreadyDetermined``, or ``InvalidTransition`` where the newest review was acted on before."""
    case = get_case(session, scope, case_id)
    if read_determination(session, scope, case_id) is not None:
        raise AlreadyDetermined(case_id, Level.INITIAL)
    if CaseStatus(case.status) is not CaseStatus.RECOMMENDED:
        raise InvalidTransition(f"Case {case_id} was decided on: it is {CaseStatus(case.status).spoken} now.")


def _final(wanted: DecisionRequest, recommended: Outcome) -> Outcome:
    """What is decided. Raises ``CaseRejected`` for an override of nothing, or without its reason."""
    if wanted.action == "accept":
        return recommended
    problems: list[Problem] = []
    if not (wanted.override_rationale or "").strip():
        message = "An override says why; give override_rationale."
        problems.append(Problem(path="/override_rationale", code="missing", message=message))
    if wanted.override_recommendation is None:
        message = "Say what is decided instead: approve or pend_for_review."
        problems.append(Problem(path="/override_recommendation", code="missing", message=message))
    elif _OUTCOMES[wanted.override_recommendation] is recommended:
        message = "That is the recommendation; accept it. There is nothing to override."
        problems.append(Problem(path="/override_recommendation", code="nothing_overridden", message=message))
    if problems:
        raise CaseRejected(problems)
    return Outcome.PEND if recommended is Outcome.APPROVE else Outcome.APPROVE


@dataclass(frozen=True, slots=True)
class _Made:
    at: dt.datetime
    letter: DecisionLetter
    justification: str | None


async def _approve(service: Service, scope: Scope, wanted: DecisionRequest, seen: FinishedRevision) -> _Made:
    accepts = wanted.action == "accept"
    decision = Decision(
        action=Action.ACCEPT if accepts else Action.OVERRIDE,
        digest=seen.digest,
        outcome=None if accepts else DeterminationOutcome.APPROVED,
        reason_code=None if accepts else ReasonCode.OTHER,
        rationale=None if accepts else wanted.override_rationale,
        stated_name=wanted.reviewer_name,
    )
    made = await service.desk.determine(scope, wanted.request_id, decision)
    issued = await _issued(service, scope, wanted.request_id, made.level.value)
    return _Made(made.decided_at, _approval(made, seen, issued), _encoded(issued.get(justification_pdf(made.level))))


def _approval(made: Determination, seen: FinishedRevision, issued: Mapping[str, bytes]) -> DecisionLetter:
    about = made.level.value
    return DecisionLetter(
        authorization_number=made.authorization_number or "",
        letter_type="approval",
        effective_date=min((line.begins for line in made.lines if line.begins), default=None),
        expiration_date=max((line.ends for line in made.lines if line.ends), default=None),
        patient_name=seen.revision.case.member.name,
        provider_name=_provider(seen),
        body_text=_text(issued, about),
        appeal_rights="Everything that was asked for is approved; there is nothing to appeal.",
        documentation_deadline=None,
        pdf_base64=_encoded(issued.get(f"letter-{about}-pdf")),
    )


async def _pend(service: Service, scope: Scope, wanted: DecisionRequest, seen: FinishedRevision) -> _Made:
    """A request for what is missing; where nothing can be asked for, the case goes to a medical director."""
    revision, case_id = seen.revision, wanted.request_id
    drafted = draft_request(revision.recommendation, revision.coverage)
    reason = wanted.override_rationale or "The recommendation to pend was accepted, and nothing is missing to ask for."
    done = await service.desk.act(scope, case_id, drafted or Escalation(reason=reason))
    issued = await _issued(service, scope, case_id, f"act-{done.number}") if drafted else {}
    case = await service.database.read(get_case, scope, case_id)
    due = service.intake.regulations.today(case.due_at)
    letter = DecisionLetter(
        authorization_number=f"PEND-{case_id}-{done.number}",
        letter_type="pend",
        effective_date=None,
        expiration_date=None,
        patient_name=revision.case.member.name,
        provider_name=_provider(seen),
        body_text=_text(issued, f"act-{done.number}") if drafted else _HANDED_ON.format(due=due),
        appeal_rights=_NOTHING_TO_APPEAL,
        documentation_deadline=due,
        pdf_base64=_encoded(issued.get(f"letter-act-{done.number}-pdf")),
    )
    return _Made(done.at, letter, None)


async def _issued(service: Service, scope: Scope, case_id: str, about: str) -> Mapping[str, bytes]:
    """What was issued of a case, once the letter is. Raises ``ServiceStopping``; the letter is issued all the same."""
    with service.bulletin.watching(case_id) as news:
        while True:
            rows = await service.database.read(partial(list_issued, bodies=True), scope, case_id)
            issued = {row.id: row.body for row in rows}
            if any(name.startswith(f"letter-{about}-") for name in issued):
                return issued
            if service.bulletin.closed:
                raise ServiceStopping(case_id)
            await within(news.any, _LOOK_AGAIN_SECONDS)
            news.any.clear()


def _text(issued: Mapping[str, bytes], about: str) -> str:
    return (issued.get(f"letter-{about}-text") or issued.get(f"letter-{about}-refused") or b"").decode()


def _encoded(document: bytes | None) -> str | None:
    return base64.b64encode(document).decode() if document else None


def _provider(seen: FinishedRevision) -> str:
    """The provider's name as the registry gave it, else as the request did."""
    coverage, asked = seen.revision.coverage, seen.revision.case.providers
    known = () if isinstance(coverage, NotEvaluated) else coverage.providers
    names = (*(check.name for check in known), *(one.name for one in asked), *(f"NPI {one.npi}" for one in asked))
    return next((name for name in names if name), "")
