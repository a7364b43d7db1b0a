"""Reading the text of a file, so that it can be looked over before it is sent with a case."""

from fastapi import APIRouter, Request

from orchestrator.api.problems import documented
from orchestrator.failures import BodyTooLarge, UnsupportedDocument
from orchestrator.service import Running
from orchestrator.uploads.model import DocumentRefused, ExtractedText, MediaType

router = APIRouter(prefix="/api/documents", tags=["documents"])

_BODY = {
    "requestBody": {
        "required": True,
        "content": {kind.value: {"schema": {"type": "string", "format": "binary"}} for kind in MediaType},
    }
}


@router.post(
    "/text",
    response_model=ExtractedText,
    responses=documented(UnsupportedDocument, BodyTooLarge, DocumentRefused),
    openapi_extra=_BODY,
)
async def read_text(request: Request, service: Running) -> ExtractedText:
    """The text of a file: plain text, DOCX, or a PDF that holds text. Nothing of it is kept."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        kind = MediaType(media_type)
    except ValueError:
        raise UnsupportedDocument from None
    return await service.files.read(await request.body(), kind)
