"""A visit for diabetes that its note shows and never names: seen in person, its control told, the monitor prescribed.

The first lines of a visit note tell how the patient was seen ("IN PERSON", "Video visit"). Where the same note states
diabetes, how it is controlled, and that the monitor is prescribed or was taught, the visit evaluated the diabetes. A
note of another specialty that only lists diabetes and a value prescribes no monitor.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from agents.reading.draft import Draft, composed
from agents.reading.layout import Statement
from agents.reading.page import Page
from agents.reading.timing import Clock
from priorauth.case import DocumentKind
from priorauth.facts import Computation
from priorauth.vocabulary import Concept

DIABETES_VISIT = "diabetes_visit"
_HEAD = 240
"""How far the head of a note reaches at most, in characters."""
_MODE = re.compile(
    r"\b(?:in[- ]person|face[- ]to[- ]face|f2f|(?:office|clinic) visit|seen in (?:the |our |my )?(?:office|clinic)"
    r"|(?:video|telehealth|telemedicine|virtual) (?:visit|encounter|appointment|appt|follow[- ]?up|f/u)"
    r"|(?:visit|encounter)(?: type| mode)?\s?[:=-]\s?(?:video|telehealth|telemedicine|office|in[- ]person))\b"
)
_OTHER = re.compile(
    r"\b(?:phone|telephone|audio|no[- ]show|cancel\w*|missed|resched\w*|scheduled?|schedule|next|last|prior|previous"
    r"|instead|declin\w+|refus\w+|unable|not|no|never|will|planned|converted|education|educator|class|chart review)\b"
)
"""What makes the head of a note tell of another visit, or of none."""
_NO_PRACTITIONER = re.compile(r"\b(?:RN|LPN|LVN|MA|RD|RDN|LDN|CDCES|CDE|PharmD|RPh|BCACP)\b")
_PRACTITIONER = re.compile(r"\b(?:MD|DO|NP|APRN|FNP|ARNP|DNP|PA|PA-C|CNS|MBBS)\b")
_DIABETES = frozenset({"type_2_diabetes", "diabetes_other_than_type_2"})
_CONTROL = frozenset(
    {
        "hemoglobin_a1c",
        "blood_glucose",
        "recurrent_level_2_hypoglycemia",
        "level_3_hypoglycemia",
        "hypoglycemia_needing_help",
        "recurring_hypoglycemia",
    }
)
_MONITOR = frozenset({"cgm_labeled_use", "cgm_training"})


def diabetes_visits(page: Page, drafts: Sequence[Draft], concepts: Mapping[str, Concept]) -> Iterator[Draft]:
    """The visit for diabetes that a note shows, if it names none."""
    if page.document.kind is not DocumentKind.VISIT_NOTE or DIABETES_VISIT not in concepts:
        return
    told = {draft.concept.id: draft for draft in reversed(drafts) if draft.stands}
    shown = [next((told[one] for one in told if one in kind), None) for kind in (_DIABETES, _CONTROL, _MONITOR)]
    named = any(draft.concept.id == DIABETES_VISIT for draft in drafts)
    if named or not all(shown) or not _is_of_practitioner(page):
        return
    seen = _seen(page)
    if seen is None:
        return
    statement, at = seen
    timing = Clock(page).of_visit(statement)
    computed = Computation(
        formula="visit that evaluated diabetes",
        statement="One note tells how the patient was seen, the diabetes, its control and the monitor.",
    )
    extra = tuple((one.statement.start, one.statement.end) for one in shown if one is not None)
    draft = composed(page, statement, at, concepts[DIABETES_VISIT], computed, extra)
    yield replace(draft, on=timing.on, on_between=timing.between, day_of_document=timing.from_document)


def _is_of_practitioner(page: Page) -> bool:
    """Whether nothing tells that the note is of someone who treats nobody on their own."""
    author = page.document.author or ""
    return _PRACTITIONER.search(author) is not None or _NO_PRACTITIONER.search(author) is None


def _seen(page: Page) -> tuple[Statement, int] | None:
    """The statement of a note's head that tells how the patient was seen, and where."""
    head = list(takewhile(lambda one: one.start < _HEAD, page.statements))[:3]
    if head and _OTHER.search(page.folded, head[0].start, head[0].end):
        return None
    for statement in head:
        mode = _MODE.search(page.folded, statement.start, statement.end)
        if mode is not None and _OTHER.search(page.folded, statement.start, statement.end) is None:
            return statement, mode.start()
    return None
