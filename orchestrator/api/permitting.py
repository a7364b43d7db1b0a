"""What the one who is signed in may do to a case, and the letters that an act or a decision would send."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request

from orchestrator.api.acting import ERRORS
from orchestrator.api.bodies import parser_of, read_body, schema_of_body
from orchestrator.api.problems import ACT_ERRORS, documented
from orchestrator.documents.letters import document_of
from orchestrator.documents.rendering.html import render_html
from orchestrator.documents.rendering.text import render_text
from orchestrator.failures import CaseDeleted
from orchestrator.people import SignedIn
from orchestrator.scope import Purpose
from orchestrator.service import Running, Service
from orchestrator.store.acting import preview_act
from orchestrator.store.determinations import preview_determination
from orchestrator.store.permitted import read_position
from priorauth.acts import AnyAct, InformationRequest, PriorityChange, TimeExtension
from priorauth.case import LineOfBusiness
from priorauth.decision import Decision
from priorauth.determination import AlreadyDetermined, Level, NothingToAccept, StaleRecommendation
from priorauth.errors import CaseNotFound
from priorauth.letters.model import AdverseLetter, ApprovalLetter, Letter, LetterKind, LetterRefused
from priorauth.letters.plan import Language
from priorauth.lifecycle import CaseStatus
from priorauth.permitted import Permitted, permitted
from priorauth.value import Value

router = APIRouter(prefix="/api/cases", tags=["acts"])

SENDING: dict[str, type[AnyAct]] = {
    "information-requests": InformationRequest,
    "extension": TimeExtension,
    "priority": PriorityChange,
}
"""The acts that send a letter, by their addresses. A change of priority does where it refuses an expedited review."""


class PermittedAnswer(Value):
    """What may be done to a case as it stands, by who is signed in.

    ``revision`` is the number of the newest revision, ``digest`` its digest, None while it is not whole; ``acts`` is
    how many acts were done: a page that shows others shows an older state. ``peer_to_peer``: whether a talk was
    offered. ``approval_days``: how long an approval holds where nobody gives its end.
    """

    case_id: str
    status: CaseStatus
    level: Level
    revision: int
    digest: str | None
    acts: int
    peer_to_peer: bool
    approval_days: int
    permitted: Permitted


class LetterPreview(Value):
    """A letter as it would be sent now. Nothing is stored, and nothing was sent.

    ``number`` is what stands in it for a number that does not exist yet, None where it has no number.
    """

    kind: LetterKind
    language: Language
    title: str
    html: str
    text: str
    number: str | None


@router.get("/{case_id}/permitted", response_model=PermittedAnswer, responses=documented(CaseNotFound, CaseDeleted))
async def get_permitted(case_id: str, service: Running, person: SignedIn) -> PermittedAnswer:
    """Every act and every outcome of a decision: whether it may be done now, and if not, why.

    Asked of the checks that refuse it when it is done. What is stated with an act may still be refused.
    """
    scope = service.scope(Purpose.REVIEW, person)
    regulations = service.desk.regulations
    found = await service.database.read(read_position, scope, case_id, regulations, service.now())
    before = found.position.before
    return PermittedAnswer(
        case_id=case_id,
        status=found.position.status,
        level=found.position.standing.level,
        revision=found.revision,
        digest=before.digest if before else None,
        acts=found.acts,
        peer_to_peer=before is not None and before.peer_to_peer,
        approval_days=regulations.clock_rules.approval_days,
        permitted=permitted(found.position, person),
    )


@router.post(
    "/{case_id}/determination/preview",
    response_model=LetterPreview,
    responses=documented(*ACT_ERRORS, AlreadyDetermined, StaleRecommendation, NothingToAccept, LetterRefused),
    openapi_extra=schema_of_body("Decision"),
)
async def preview_decision(case_id: str, request: Request, service: Running, person: SignedIn) -> LetterPreview:
    """The letter that a decision would send, refused as the decision would be. Nothing is stored and nothing sent."""
    now = service.now()
    wanted = await read_body(request, parser_of(Decision, now.date()))
    scope = service.scope(Purpose.DETERMINATION, person)
    letter, business = await service.database.read(
        preview_determination, scope, case_id, wanted, now, letters=service.desk.letters
    )
    return _show(letter, business, service)


def _show(letter: Letter, business: LineOfBusiness | None, service: Service) -> LetterPreview:
    document = document_of(letter, business, service.desk.letters.book)
    return LetterPreview(
        kind=letter.kind,
        language=letter.language,
        title=document.title,
        html=render_html(document),
        text=render_text(document),
        number=letter.number if isinstance(letter, ApprovalLetter | AdverseLetter) else None,
    )


def _endpoint(shape: type[AnyAct]) -> Callable[..., Awaitable[LetterPreview]]:
    async def preview(case_id: str, request: Request, service: Running, person: SignedIn) -> LetterPreview:
        now = service.now()
        body = await read_body(request, parser_of(shape, now.date()))
        letter, business = await service.database.read(
            preview_act, service.scope(Purpose.REVIEW, person), case_id, body, now, letters=service.desk.letters
        )
        return _show(letter, business, service)

    preview.__name__ = f"preview_{shape.__name__}"
    preview.__doc__ = f"The letter of this act, refused as the act would be. Nothing is stored.\n\n{shape.__doc__}"
    return preview


for path, shape in SENDING.items():
    router.add_api_route(
        f"/{{case_id}}/{path}/preview",
        _endpoint(shape),
        methods=["POST"],
        response_model=LetterPreview,
        summary=f"The letter of this act: {(shape.__doc__ or '').split('.')[0]}",
        responses=ERRORS,
        openapi_extra=schema_of_body(shape.__name__),
    )
