"""Closed lists that the request and its record share: sides of the body, and kinds of document."""

from enum import StrEnum


class Side(StrEnum):
    """Which side of the body a service or a finding concerns."""

    LEFT = "left"
    RIGHT = "right"
    BILATERAL = "bilateral"


class DocumentKind(StrEnum):
    """The kinds of clinical document."""

    REQUEST_FORM = "request_form"
    ORDER = "order"
    VISIT_NOTE = "visit_note"
    NURSING_NOTE = "nursing_note"
    THERAPY_NOTES = "therapy_notes"
    IMAGING = "imaging"
    LAB = "lab"
    PATHOLOGY = "pathology"
    TEST_REPORT = "test_report"
    SLEEP_STUDY = "sleep_study"
    PROCEDURE_NOTE = "procedure_note"
    DISCHARGE_SUMMARY = "discharge_summary"
    LETTER_OF_NECESSITY = "letter_of_necessity"
    LETTER = "letter"
    REFERRAL = "referral"
    OTHER = "other"
