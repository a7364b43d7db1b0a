"""What a record's notes hold, for the compliance item on notes' quality."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from agents.reading.draft import Draft
from agents.reading.layout import Statement
from agents.reading.marked import Stemmed
from agents.reading.page import Page
from agents.reading.sections import SILENT, Section
from priorauth.evidence import Span
from priorauth.facts import Assertion
from priorauth.vocabulary import ConceptKind

_HISTORY = frozenset({Section.HPI, Section.HISTORY, Section.TREATMENTS, Section.SURGICAL})
_EXAM = frozenset({Section.EXAM, Section.VITALS, Section.RESULTS})
_SYMPTOM = Stemmed(
    "pain|ache|headache|breath|cough|dyspnea|fatigue|sleep|snor|swell|weak|numb|dizz|nausea|vomit|fever|sob|stiff|lock|catch|denies"
    "|complain|symptom|tired",
    r"\b(?:pain\w*|ache|breath\w*|cough\w*|dyspnea|fatigue\w*|sleep\w*|snor\w*|swell\w*"
    r"|weak\w*|numb\w*|dizz\w*|nausea|vomit\w*|headaches?|fever|sob|stiff\w*|lock\w*|catch\w*"
    r"|denies|complain\w*|symptom\w*|tired)\b",
)
_BOILERPLATE = Stemmed(
    "medically|smartphrase|template|whom|thank|please|criteria|authorization"
    "|reviewer|sincerely|convenience|fax|confidential",
    r"\b(?:medically necessary|smartphrase|template|to whom it may concern|thank you for"
    r"|please do not hesitate|meets? (?:all )?criteria|authorization|reviewer|sincerely"
    r"|not a convenience item|fax|confidential\w*)\b",
)
_TELLING_HISTORY = frozenset({ConceptKind.CONDITION, ConceptKind.TREATMENT})
_EXAMINED = frozenset({ConceptKind.MEASUREMENT, ConceptKind.FINDING})
_OF_THE_PATIENT = frozenset({Assertion.PRESENT, Assertion.ABSENT, Assertion.HISTORICAL})
"""What a fact states of the patient's history or examination, in a chart without headings, too."""
_MIN_WORDS = 3
_CLINICAL = Stemmed(
    "exam|bp|lungs|heart|cv|gait|mg|diagnos|assess|history|impression|x|xray|mri|ct|echo|spirometry|lab|therapy|treat"
    "|medication|chronic|acute|bilateral|left|right|normal|negative|positive|today|year|month|week",
    r"\b(?:exam|bp|lungs|heart|cv|gait|mg|diagnos\w+|assess\w+|history|impression|x-?ray"
    r"|mri|ct|echo|spirometry|labs?|therapy|treat\w+|medications?|chronic|acute|bilateral"
    r"|left|right|normal|negative|positive|today|years?|months?|weeks?)\b",
)


@dataclass(frozen=True)
class NoteQuality:
    """Signals of a record's quality.

    The spans show history, symptoms, examination or results where the record has them. ``copied_forward`` is the share
    (0 to 1) of clinical sentences that an earlier document already holds or that say they are copied.
    """

    history: tuple[Span, ...]
    symptoms: tuple[Span, ...]
    exam_or_results: tuple[Span, ...]
    clinical_sentences: int
    boilerplate_only: bool
    copied_forward: float


def _is_clinical(page: Page, statement: Statement, stated: frozenset[tuple[str, int]]) -> bool:
    if statement.section in SILENT or len(page.tokens.between(statement.start, statement.end)) < _MIN_WORDS:
        return False
    if (page.document.id, statement.start) in stated:
        return True
    if _BOILERPLATE.search(page, statement):
        return False
    return _SYMPTOM.search(page, statement) is not None or (
        statement.section is not Section.OTHER and _CLINICAL.search(page, statement) is not None
    )


def judge(pages: Sequence[Page], drafts: Sequence[Draft]) -> NoteQuality:
    """The quality of the pages together."""
    stated = _places(draft for draft in drafts if draft.assertion is not Assertion.PLANNED)
    given = _places(d for d in drafts if d.assertion in _OF_THE_PATIENT and d.concept.kind in _TELLING_HISTORY)
    measured = _places(d for d in drafts if d.concept.kind in _EXAMINED and d.assertion in _OF_THE_PATIENT)
    copied = frozenset((draft.page.document.id, draft.statement.start) for draft in drafts if draft.copied)
    clinical = [(p, s) for p in pages for s in p.statements if _is_clinical(p, s, stated)]
    symptoms = ((p, s) for p, s in clinical if _SYMPTOM.search(p, s))
    exam = ((p, s) for p, s in clinical if s.section in _EXAM or (p.document.id, s.start) in measured)
    again = sum((p.document.id, s.start) in copied for p, s in clinical)
    return NoteQuality(
        history=_spans((p, s) for p, s in clinical if s.section in _HISTORY or (p.document.id, s.start) in given),
        symptoms=_spans(symptoms),
        exam_or_results=_spans(exam),
        clinical_sentences=len(clinical),
        boilerplate_only=not clinical and any(page.statements for page in pages),
        copied_forward=again / len(clinical) if clinical else 0.0,
    )


def _places(drafts: Iterable[Draft]) -> frozenset[tuple[str, int]]:
    """Where the statements of some drafts begin."""
    return frozenset((draft.page.document.id, draft.statement.start) for draft in drafts)


_SHOWN = 8


def _spans(found: Iterable[tuple[Page, Statement]]) -> tuple[Span, ...]:
    return tuple(page.span(statement.start, statement.end) for page, statement in islice(found, _SHOWN))
