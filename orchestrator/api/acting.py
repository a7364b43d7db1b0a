"""The reviewers' acts on a case, beside the determination: one call each, all in one shape."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request

from orchestrator.api.answers import Links
from orchestrator.api.bodies import parser_of, read_body, schema_of_body
from orchestrator.api.problems import ACT_ERRORS, documented
from orchestrator.api.showing import links_of
from orchestrator.failures import (
    CaseDeleted,
    ReviewUnfinished,
)
from orchestrator.people import SignedIn
from orchestrator.scope import Purpose
from orchestrator.service import Running
from orchestrator.store.revisions import read_revision
from orchestrator.store.rows import get_case
from priorauth.acting import AppealTooLate, draft_request
from priorauth.acts import (
    AnyAct,
    Appeal,
    Assignment,
    Closing,
    Escalation,
    InformationRequest,
    Notification,
    OutreachAttempt,
    PeerToPeerAppointment,
    PeerToPeerTalk,
    PriorityChange,
    RecordedAct,
    TimeExtension,
    Withdrawal,
)
from priorauth.clocks import ExtensionRefused
from priorauth.errors import CaseNotFound
from priorauth.letters.model import LetterRefused
from priorauth.lifecycle import CaseStatus
from priorauth.prioritizing import PriorityRefused, RefusalNotice, refusal_notice
from priorauth.value import Value

router = APIRouter(prefix="/api/cases", tags=["acts"])

BODIES: dict[str, type[AnyAct]] = {
    "assignment": Assignment,
    "information-requests": InformationRequest,
    "attempts": OutreachAttempt,
    "escalation": Escalation,
    "peer-to-peer": PeerToPeerAppointment,
    "peer-to-peer/talk": PeerToPeerTalk,
    "appeals": Appeal,
    "extension": TimeExtension,
    "priority": PriorityChange,
    "withdrawal": Withdrawal,
    "closing": Closing,
    "notifications": Notification,
}
"""What is sent to which address below a case."""

ERRORS = documented(*ACT_ERRORS, AppealTooLate, ExtensionRefused, PriorityRefused, LetterRefused)


class ActAnswer(Value):
    """An act was recorded, and where the case stands now. A letter that it sends follows.

    ``notice`` is there where an expedited review was refused: what has to be told of it, and by when.
    """

    act: RecordedAct
    notice: RefusalNotice | None
    status: CaseStatus
    links: Links


class RequestDraft(Value):
    """What could be asked for, from the gaps of the newest review. Nothing is sent before a person sends it."""

    draft: InformationRequest | None
    revision: int
    digest: str


@router.get(
    "/{case_id}/information-requests/draft",
    response_model=RequestDraft,
    responses=documented(CaseNotFound, CaseDeleted, ReviewUnfinished),
)
async def draft(case_id: str, service: Running) -> RequestDraft:
    """The request for information that the gaps of the newest review come to, for a person to edit and send."""
    seen = await service.database.read(read_revision, service.scope(Purpose.REVIEW), case_id)
    revision = seen.revision
    drafted = draft_request(revision.recommendation, revision.coverage)
    return RequestDraft(draft=drafted, revision=revision.number, digest=seen.digest)


def _endpoint(shape: type[AnyAct]) -> Callable[..., Awaitable[ActAnswer]]:
    async def act(case_id: str, request: Request, service: Running, person: SignedIn) -> ActAnswer:
        body = await read_body(request, parser_of(shape, service.now().date()))
        scope = service.scope(Purpose.REVIEW, person)
        done = await service.desk.act(scope, case_id, body)
        case = await service.database.read(get_case, scope, case_id)
        notice = refusal_notice(done, service.desk.regulations.zone)
        return ActAnswer(act=done, notice=notice, status=CaseStatus(case.status), links=links_of(case_id))

    act.__name__ = shape.__name__
    act.__doc__ = shape.__doc__
    return act


for path, shape in BODIES.items():
    router.add_api_route(
        f"/{{case_id}}/{path}",
        _endpoint(shape),
        methods=["POST"],
        status_code=201,
        response_model=ActAnswer,
        summary=(shape.__doc__ or "").split(".")[0],
        responses=ERRORS,
        openapi_extra=schema_of_body(shape.__name__),
    )
