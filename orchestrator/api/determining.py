"""The clinician's act on a case, and the documents that were issued of it."""

import asyncio

from fastapi import APIRouter, Request, Response

from orchestrator.api.answers import Links
from orchestrator.api.bodies import parser_of, read_body, schema_of_body
from orchestrator.api.edge import DOCUMENT_HEADERS
from orchestrator.api.problems import ACT_ERRORS, documented
from orchestrator.api.showing import links_of
from orchestrator.documents.concluding import PDF
from orchestrator.documents.justification import justification_of
from orchestrator.documents.rendering.pdf import render_pdf
from orchestrator.failures import (
    CaseDeleted,
    ReviewUnfinished,
    UnknownDocument,
)
from orchestrator.people import SignedIn
from orchestrator.scope import Purpose
from orchestrator.service import Running
from orchestrator.store.issued import Justified, digest_of_bytes, read_issued, read_justified
from priorauth.decision import Decision
from priorauth.determination import (
    AlreadyDetermined,
    Determination,
    NothingToAccept,
    StaleRecommendation,
)
from priorauth.errors import CaseNotFound
from priorauth.letters.model import LetterRefused
from priorauth.value import Value

router = APIRouter(prefix="/api/cases", tags=["determinations"])


class DeterminationAnswer(Value):
    """A determination was made. Its documents follow; ``links.self`` shows them when they are issued."""

    determination: Determination
    links: Links


@router.post(
    "/{case_id}/determination",
    status_code=201,
    response_model=DeterminationAnswer,
    responses=documented(*ACT_ERRORS, AlreadyDetermined, StaleRecommendation, NothingToAccept, LetterRefused),
    openapi_extra=schema_of_body("Decision"),
)
async def determine(case_id: str, request: Request, service: Running, person: SignedIn) -> DeterminationAnswer:
    """Accepts the newest recommendation to approve, or overrides it with a reason code and a rationale.

    Once for each level. Who decides is who is signed in, whatever a body says.
    """
    wanted = await read_body(request, parser_of(Decision, service.now().date()))
    made = await service.desk.determine(service.scope(Purpose.DETERMINATION, person), case_id, wanted)
    return DeterminationAnswer(determination=made, links=links_of(case_id))


@router.get(
    "/{case_id}/issued/{document_id}",
    response_class=Response,
    responses={
        200: {
            "description": "The document as it was issued",
            "content": {"text/markdown": {}, "application/pdf": {}, "text/html": {}, "text/plain": {}},
        },
        **documented(CaseNotFound, CaseDeleted, UnknownDocument),
    },
)
async def get_issued(case_id: str, document_id: str, service: Running) -> Response:
    """A document as it was issued, byte for byte; its digest is the ETag."""
    row = await service.database.read(read_issued, service.scope(Purpose.REVIEW), case_id, document_id)
    headers = {**DOCUMENT_HEADERS, "ETag": f'"{row.digest}"'}
    return Response(row.body, media_type=row.media_type, headers=headers)


@router.get(
    "/{case_id}/audit.pdf",
    response_class=Response,
    responses={
        200: {"description": "A signed PDF", "content": {PDF: {"schema": {"type": "string", "format": "binary"}}}},
        **documented(CaseNotFound, CaseDeleted, ReviewUnfinished),
    },
)
async def get_audit_pdf(case_id: str, service: Running) -> Response:
    """The audit justification of the newest whole revision as a signed PDF, with the clinician's record if determined.

    Once it was issued, it is answered as issued, byte for byte, and its digest is the ETag. Before that it is made and
    signed for each call; the ETag is weak then and that of what it says.
    """
    justified = await service.database.read(read_justified, service.scope(Purpose.AUDIT), case_id)
    body, tag = await asyncio.to_thread(_audit_pdf, justified, service)
    headers = {
        **DOCUMENT_HEADERS,
        "ETag": tag,
        "Content-Disposition": f'inline; filename="audit-{justified.finished.revision.case.case_id}.pdf"',
    }
    return Response(body, media_type=PDF, headers=headers)


def _audit_pdf(justified: Justified, service: Running) -> tuple[bytes, str]:
    """The signed bytes and their ETag."""
    if justified.issued is not None:
        return justified.issued.body, f'"{justified.issued.digest}"'
    document = justification_of(justified.finished, justified.determination, justified.end)
    unsigned = render_pdf(document)
    return service.sign(unsigned), f'W/"{digest_of_bytes(unsigned)}"'
