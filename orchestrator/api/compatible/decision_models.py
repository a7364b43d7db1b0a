"""The shapes of a decision in the small API."""

import datetime as dt
from typing import Literal

from pydantic import Field

from priorauth.value import Value

Recommended = Literal["approve", "pend_for_review"]


class DecisionRequest(Value):
    """What a reviewer decided on a review. The name is recorded as stated; who decides is who is signed in."""

    request_id: str = Field(min_length=1, max_length=80)
    action: Literal["accept", "override"]
    override_recommendation: Recommended | None = None
    override_rationale: str | None = Field(default=None, max_length=4_000)
    reviewer_name: str = Field(min_length=1, max_length=200)
    reviewer_id: str | None = Field(default=None, max_length=80)


class DecisionLetter(Value):
    """The letter that was issued. Of a pend, the number is an administrative reference and no authorization."""

    authorization_number: str
    letter_type: Literal["approval", "pend"]
    effective_date: dt.date | None
    expiration_date: dt.date | None
    patient_name: str
    provider_name: str
    body_text: str
    appeal_rights: str
    documentation_deadline: dt.date | None
    pdf_base64: str | None


class DecisionAnswer(Value):
    """What was recorded."""

    request_id: str
    authorization_number: str
    final_recommendation: Recommended
    decided_by: str
    decided_at: dt.datetime
    was_overridden: bool
    override_rationale: str | None
    original_recommendation: Recommended
    letter: DecisionLetter
    updated_audit_justification_pdf: str | None
