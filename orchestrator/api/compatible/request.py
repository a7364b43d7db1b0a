"""From a request of the small API to a case of ours, and what had to be assumed for it."""

import datetime as dt
from typing import Any

from orchestrator.api.bodies import parser_of
from orchestrator.api.compatible.models import ReviewRequest
from orchestrator.settings import Settings
from priorauth.case import CaseSubmission, DocumentKind, Member, Provider, ServiceLine, SubmittedDocument

NOTES_TITLE = "Clinical notes"


def read_request(body: Any, received_on: dt.date) -> ReviewRequest:
    """The request. Raises ``CaseRejected`` with every problem."""
    return parser_of(ReviewRequest, received_on)(body)


def to_submission(request: ReviewRequest, settings: Settings) -> CaseSubmission:
    """The same request as a case: one undated document, one service line for each procedure code.

    Line of business and request type, which the small API does not carry, are those of the settings.
    """
    return CaseSubmission(
        member=Member(name=request.patient_name, birth_date=request.patient_dob, member_id=request.insurance_id),
        provider=(Provider(npi=request.provider_npi),),
        line_of_business=settings.assume_line_of_business,
        diagnoses=request.diagnosis_codes,
        services=tuple(
            ServiceLine(line=str(number), code=code, request_type=settings.assume_request_type)
            for number, code in enumerate(request.procedure_codes, start=1)
        ),
        documents=(_notes(request),),
    )


def _notes(request: ReviewRequest) -> SubmittedDocument:
    """The notes as a document. Their text was checked with the request and is not checked again."""
    about = SubmittedDocument(kind=DocumentKind.VISIT_NOTE, title=NOTES_TITLE)
    return about.model_copy(update={"text": request.clinical_notes})


def assumptions(settings: Settings) -> tuple[str, ...]:
    """What is read into every request of the small API, in sentences that stand in each result."""
    assumed = (
        ("line of business", settings.assume_line_of_business),
        ("request type", settings.assume_request_type),
    )
    return tuple(
        f"This kind of request gives no {name}; it was assumed to be '{value.value}' by the service's settings."
        for name, value in assumed
        if value is not None
    )
