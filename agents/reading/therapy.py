"""A course of therapy against the therapist's own record: it cannot have lasted longer than since it began there."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from agents.reading.draft import Draft
from agents.reading.page import Page
from priorauth.case import DocumentKind
from priorauth.facts import Assertion

_THERAPY = "physical_therapy"
_BEGAN = re.compile(
    r"\b(?:initial (?:pt |physical therapy )?(?:evaluation|eval|visit)|start of care|soc|date of eval(?:uation)?"
    r"|first (?:pt )?(?:visit|session|treatment)|(?:pt|therapy) (?:began|begun|started|start date)|evaluated)\b"
    r"[^.\n]{0,24}$"
)
_BEFORE = 60
DOUBT = "The therapist's record begins on {began}, too late for a course of this length."


def doubt_courses(pages: Sequence[Page], drafts: Sequence[Draft]) -> None:
    """Doubt a course of physical therapy that was told before it can have lasted so long.

    The therapist's notes say when it began; of several beginnings the first counts. A course that no length is told of,
    or that only the therapist's notes tell of, is left as it is.
    """
    began = min((day for page in pages for day in _beginnings(page)), default=None)
    if began is None:
        return
    for draft in drafts:
        told = draft.first_documented_on or draft.page.document.date
        if (
            draft.concept.id == _THERAPY
            and draft.assertion in (Assertion.PRESENT, Assertion.HISTORICAL)
            and draft.duration_days is not None
            and draft.page.document.kind is not DocumentKind.THERAPY_NOTES
            and told is not None
            and (told - began).days < draft.duration_days
        ):
            draft.doubt = draft.doubt or DOUBT.format(began=began.isoformat())


def _beginnings(page: Page) -> Iterator[dt.date]:
    if page.document.kind is not DocumentKind.THERAPY_NOTES:
        return
    for when in page.dates:
        if when.date is not None and _BEGAN.search(page.folded, max(0, when.start - _BEFORE), when.start):
            yield when.date
