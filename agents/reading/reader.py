"""The embedded reader: documents in, facts out, by rules alone. Same text, same facts, on every machine.

Confidence by rule (see :mod:`agents.reading.explicitness` for the levels and :mod:`agents.reading.provenance` for the
deductions); the numbers are the skill's.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from agents.reading.cues import context_phrases
from agents.reading.diagnosis import asserts, first_fact, may_assert, significant, stated_part
from agents.reading.doubts import doubt_implausible
from agents.reading.draft import Draft
from agents.reading.drafting import Drafting
from agents.reading.extraction import extract
from agents.reading.fracture_pain import pain_at_fracture
from agents.reading.hypoventilation import hypoventilation_symptoms
from agents.reading.identity import Patient, quarantined
from agents.reading.initials import initials
from agents.reading.leads import Leads
from agents.reading.lexicon import GAP, Layer, Lexicon, Phrase
from agents.reading.mentions import NotNamed
from agents.reading.outcomes import outcome_phrases
from agents.reading.pack_years import without_needless
from agents.reading.page import Page, prepare, words_of_page
from agents.reading.provenance import confidence, doubt_preliminary, is_signed, mark_copies, mark_corrections
from agents.reading.quality import NoteQuality, judge
from agents.reading.repeats import without_repeats
from agents.reading.scans import is_scanned
from agents.reading.settings import setting_phrases
from agents.reading.text import Tokens, tokenize
from agents.reading.therapy import doubt_courses
from agents.reading.ulcer_tables import ulcers_of_tables
from agents.reading.visits import diabetes_visits
from priorauth.case import Document
from priorauth.collecting import nothing_collected
from priorauth.evidence import Span, TextQuote
from priorauth.extraction import ExtractionField
from priorauth.facts import Assertion, Fact, Quarantine
from priorauth.rubric import ConfidenceScale
from priorauth.vocabulary import Concept, Denied, Vocabulary

_QUALIFIER = "qualifier"
"""The group of the concepts whose phrases qualify another concept, which they end in, and do not hide it."""


@dataclass(frozen=True)
class Reading:
    """What a record holds. ``fields`` are the eight of the clinical extraction, in their order."""

    facts: tuple[Fact, ...]
    quarantined: tuple[Quarantine, ...]
    fields: tuple[ExtractionField, ...]
    quality: NoteQuality


def _concept_phrases(vocabulary: Vocabulary) -> Iterator[Phrase]:
    """The vocabulary's cues; a ``not_cue`` has no concept as its meaning and hides the cues it contains."""
    for concept in vocabulary.concepts:
        hides = _QUALIFIER not in concept.groups
        for cue in concept.cues:
            yield Phrase(cue, Layer.GAPPED if GAP in cue else Layer.CONCEPT, concept, hides)
        not_named = NotNamed(concept)
        for cue in concept.not_cues:
            yield Phrase(cue, Layer.GAPPED, not_named) if GAP in cue else Phrase(cue, Layer.CONCEPT, None)
        denied = Denied.of(concept) if concept.denied_by else None
        for cue in concept.denied_by:
            yield Phrase(cue, Layer.GAPPED if GAP in cue else Layer.CONCEPT, denied, hides)


class Reader:
    """Reads records against one vocabulary and one scale. Built once, then shared freely: reading changes nothing."""

    def __init__(self, vocabulary: Vocabulary, scale: ConfidenceScale) -> None:
        self._scale = scale
        self._concepts, self._stating = vocabulary.by_id, vocabulary.stating
        with nothing_collected():
            self._lexicon = Lexicon(
                [*_concept_phrases(vocabulary), *context_phrases(), *outcome_phrases(), *setting_phrases()]
            )

    def read(self, documents: Sequence[Document], patient: Patient) -> Reading:
        """Everything that the documents state about the patient."""
        with nothing_collected():
            return self._read(documents, patient)

    def _read(self, documents: Sequence[Document], patient: Patient) -> Reading:
        unread = [found for document in documents for found in quarantined(document, patient)]
        pages = [self._page(document, unread) for document in documents]
        drafts = [draft for page in pages for draft in _drafts(page, self._concepts)]
        mark_copies(pages, drafts)
        drafts += pain_at_fracture(pages, drafts, self._concepts)
        drafts = without_repeats(without_needless(drafts))
        mark_corrections(pages, drafts)
        doubt_implausible(drafts)
        doubt_courses(pages, drafts)
        doubt_preliminary(drafts)
        facts = self._facts(pages, drafts)
        return Reading(facts, tuple(unread), extract(pages, drafts, self._scale), judge(pages, drafts))

    def _page(self, document: Document, unread: Sequence[Quarantine]) -> Page:
        return prepare(document, self._lexicon, _stretches(document, unread))

    def _facts(self, pages: Sequence[Page], drafts: Sequence[Draft]) -> tuple[Fact, ...]:
        for number, draft in enumerate(drafts, start=1):
            draft.id = f"f{number}"
        signed = {page.document.id: is_signed(page) for page in pages}
        scanned = {page.document.id: is_scanned(page.text) for page in pages}
        return tuple(_fact(draft, signed, scanned, self._scale) for draft in drafts)

    def reread(self, span: Span, documents: Sequence[Document], patient: Patient) -> tuple[Fact, ...]:
        """The facts of the sentences, items or rows in which a span stands, as :meth:`read` gives them."""
        return facts_at(span, self.read(documents, patient))

    def concepts_in(self, phrase: str) -> frozenset[str]:
        """The concepts that a short official phrase names; what it leaves open, or says is not there, names none."""
        stated = stated_part(phrase)
        hits = self._lexicon.scan(stated, tokenize(stated))[Layer.CONCEPT].hits
        return frozenset(meaning.id for hit in hits for meaning in hit.meanings if isinstance(meaning, Concept))

    def documents_diagnosis(
        self, description: str, reading: Reading, documents: Sequence[Document]
    ) -> TextQuote | None:
        """The first statement that asserts, of this patient, the condition that an official description names.

        By a concept that the description names, or where one statement holds all its significant words or its
        initials.
        """
        concepts = self.concepts_in(description)
        stating = frozenset(one for concept in concepts for one in self._stating(concept))
        fact = first_fact(reading.facts, stating)
        if fact is not None:
            return fact.evidence
        words, letters = significant(description), initials(stated_part(description))
        unread = reading.quarantined
        telling = (one for one in documents if words and may_assert(_words(one, unread), words, letters))
        pages = (self._page(document, unread) for document in telling)
        statements = ((page, statement) for page in pages for statement in page.statements)
        found = next(
            ((page, statement) for page, statement in statements if asserts(page, statement, words, letters)), None
        )
        return TextQuote(spans=(found[0].span(found[1].start, found[1].end),)) if found else None


def facts_at(span: Span, reading: Reading) -> tuple[Fact, ...]:
    """The facts whose own statement (the first span of their evidence) a span touches."""

    def touches(fact: Fact) -> bool:
        own = fact.evidence.spans[0]
        return own.document_id == span.document_id and own.start < span.end and span.start < own.end

    return tuple(fact for fact in reading.facts if touches(fact))


def _stretches(document: Document, unread: Sequence[Quarantine]) -> Sequence[tuple[int, int]]:
    return [(found.start, found.end) for found in unread if found.document_id == document.id]


def _words(document: Document, unread: Sequence[Quarantine]) -> Tokens:
    """The words of a document's page, for a third of what the page costs."""
    return words_of_page(document, _stretches(document, unread))[2]


def _drafts(page: Page, concepts: Mapping[str, Concept]) -> list[Draft]:
    drafting = Drafting(page, Leads(page), concepts)
    found = [draft for statement in page.statements for draft in drafting.read(statement)]
    found += (*diabetes_visits(page, found, concepts), *hypoventilation_symptoms(page, found, concepts))
    found += ulcers_of_tables(page, concepts)
    return sorted(found, key=lambda draft: draft.at)


def _evidence(draft: Draft) -> TextQuote:
    own = (draft.statement.start, draft.statement.end)
    if not draft.extra:
        return TextQuote(spans=(draft.page.span(*own),))
    stretches = dict.fromkeys([own, *(extra for extra in draft.extra if not own[0] <= extra[0] < extra[1] <= own[1])])
    return TextQuote(spans=tuple(draft.page.span(start, end) for start, end in stretches))


def _days_between(draft: Draft) -> tuple[dt.date, dt.date] | None:
    """The days of a month that is named without one; what happened did so before it was written down."""
    if draft.on is not None or draft.on_between is None:
        return None
    first, last = draft.on_between
    written = draft.page.document.date
    happened = draft.assertion is not Assertion.PLANNED
    return (first, written) if happened and written is not None and first <= written < last else (first, last)


def _fact(draft: Draft, signed: Mapping[str, bool | None], scanned: Mapping[str, bool], scale: ConfidenceScale) -> Fact:
    document = draft.page.document
    return Fact(
        id=draft.id,
        concept=draft.concept.id,
        assertion=draft.assertion,
        value=draft.value,
        high=draft.high,
        bound=draft.bound,
        unit=draft.concept.unit if draft.value is not None else None,
        on=draft.on,
        on_between=_days_between(draft),
        duration_days=draft.duration_days,
        outcome=draft.outcome,
        conditions=draft.conditions,
        document_id=document.id,
        document_kind=document.kind,
        documented_on=document.date,
        first_documented_on=draft.first_documented_on,
        author=document.author,
        signed=signed[document.id],
        section=draft.statement.name,
        superseded_by=draft.superseded_by.id if draft.superseded_by else None,
        computed=draft.computed,
        doubt=draft.doubt,
        confidence=confidence(draft, signed[document.id], scanned[document.id], scale),
        evidence=_evidence(draft),
    )
