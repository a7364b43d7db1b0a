"""The clinical agent: it finds facts with their words, codes, literature and trials; no claim is taken as read."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from agents.briefing import clinical_brief
from agents.claims import ClaimedFact, ClaimedField, Confirmed, confirm, extract
from agents.codes import check_diagnoses, questions_about, well_formed
from agents.correcting import correct
from agents.crosscheck import cross_check
from agents.kit import AgentKit
from agents.literature import (
    CitedRecord,
    cite_articles,
    cite_trials,
    returned_articles,
    returned_trials,
    searches,
    supplementary_notes,
)
from agents.parting import Part
from agents.proposing import ClaimedPassage, passages_of
from agents.quotes import Quote, quote_of
from agents.reading.reader import Reading
from agents.spec import AgentSpec, Reasoning
from mcp_clients import clinical_trials, icd10, pubmed
from mcp_clients.answers import Answer
from mcp_clients.ledger import Ledger
from priorauth.case import Case
from priorauth.clinical_summary import computed_summary
from priorauth.evidence import TextQuote
from priorauth.facts import DISPUTED, Fact
from priorauth.findings import ClinicalFindings, DiagnosisCheck
from priorauth.inputs import AgentName, ClinicalInput
from priorauth.procedures import check_procedures
from priorauth.prose import decides_nothing
from priorauth.skill import ExtractionFieldName
from priorauth.vocabulary import ConceptKind, Vocabulary


class ClinicalDraft(BaseModel):
    """What a model found in the record; each list may be empty and none may be left out.

    ``summary`` may be empty; one is computed then.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    facts: tuple[ClaimedFact, ...]
    fields: tuple[ClaimedField, ...]
    articles: tuple[CitedRecord, ...]
    trials: tuple[CitedRecord, ...]
    passages: tuple[ClaimedPassage, ...]
    summary: str = Field(default="", max_length=2_000)


def reason(inputs: ClinicalInput, kit: AgentKit) -> Reasoning[ClinicalDraft]:
    """Look the codes up, then ask for literature and trials on the service for what the primary code names."""
    codes = well_formed(inputs.case)
    checked: Sequence[Answer[Any]] = (yield questions_about(codes)) if codes else ()
    reading = kit.read(inputs.case)
    subject, condition = _subject(reading, kit.rule_book.skills.vocabulary), _condition(checked)
    found: Sequence[Answer[Any]] = ()
    if subject and condition:
        found = yield searches(subject, condition, kit.rule_book.skills.clinical)
    return ClinicalDraft(
        facts=tuple(_claim(fact) for fact in reading.facts),
        fields=tuple(
            ClaimedField(name=field.name, quotes=tuple(quote_of(span) for span in field.spans))
            for field in reading.fields
        ),
        articles=cite_articles(found),
        trials=cite_trials(found),
        passages=(),
    )


def _claim(fact: Fact) -> ClaimedFact:
    return ClaimedFact(
        concept=fact.concept,
        assertion=fact.assertion,
        value=fact.value,
        unit=fact.unit,
        quote=quote_of(fact.evidence.spans[0]),
    )


def _condition(checked: Sequence[Answer[Any]]) -> str | None:
    """What the primary diagnosis code names."""
    found = checked[0].found if checked else None
    return found.description if isinstance(found, icd10.Code) else None


def _subject(reading: Reading, vocabulary: Vocabulary) -> str | None:
    """What is done for the patient: the device, procedure or treatment that the record speaks of most."""
    services = (ConceptKind.DEVICE, ConceptKind.PROCEDURE, ConceptKind.TREATMENT)
    mentions = Counter(fact.concept for fact in reading.facts if vocabulary.by_id[fact.concept].kind in services)
    return vocabulary.by_id[mentions.most_common(1)[0][0]].name if mentions else None


def finish(draft: ClinicalDraft, inputs: ClinicalInput, ledger: Ledger, kit: AgentKit) -> ClinicalFindings:
    """The findings: facts that their own words state, codes as the ledger has them, citations a lookup returned.

    What the record states and the model did not is there too, under the floor of what decides.

    What clinicians corrected in an earlier revision of the case is heeded.
    """
    case, rules = inputs.case, kit.rule_book.skills.clinical
    reading = kit.read(case)
    texts = {document.id: document.text for document in case.documents}
    passages = passages_of(draft.passages, case, texts, kit.rule_book)
    confirmed = _confirmed(draft, reading, texts, case, kit)
    extraction = extract(draft.fields, reading, texts, rules)
    corrected = correct(case, reading, confirmed.facts, kit)
    diagnoses = check_diagnoses(case, ledger)
    return ClinicalFindings(
        diagnoses=diagnoses,
        procedures=check_procedures(case, kit.rule_book.policies),
        facts=corrected.facts,
        quarantined=reading.quarantined,
        stated_diagnosis=stated_diagnosis(diagnoses, case, corrected.reading, kit, corrected.facts),
        extraction=extraction,
        disagreements=confirmed.disagreements,
        ungrounded=confirmed.ungrounded + passages.dropped,
        articles=returned_articles(draft.articles, ledger)[: rules.max_articles],
        trials=returned_trials(draft.trials, ledger)[: rules.max_trials],
        supplementary_notes=supplementary_notes(ledger),
        summary=_summary(draft, inputs) or computed_summary(corrected.facts, extraction, len(case.documents)),
        calls=ledger.calls,
        corrections=corrected.results,
        passages=passages.found,
    )


def join(drafts: Iterable[tuple[Part, ClinicalDraft]]) -> ClinicalDraft:
    """What was found in all parts of a record, each once. No part's summary is the whole record's: one is computed."""
    facts: dict[ClaimedFact, None] = {}
    fields: dict[ExtractionFieldName, dict[Quote, None]] = {}
    articles: dict[CitedRecord, None] = {}
    trials: dict[CitedRecord, None] = {}
    passages: dict[ClaimedPassage, None] = {}
    for part, draft in drafts:
        facts |= {fact.model_copy(update={"quote": part.placed(fact.quote)}): None for fact in draft.facts}
        for claimed in draft.fields:
            quotes = fields.setdefault(claimed.name, {})
            quotes |= dict.fromkeys(map(part.placed, claimed.quotes))
        articles |= dict.fromkeys(draft.articles)
        trials |= dict.fromkeys(draft.trials)
        passages |= {_placed(one, part): None for one in draft.passages}
    return ClinicalDraft(
        facts=tuple(facts),
        fields=tuple(ClaimedField(name=name, quotes=tuple(quotes)) for name, quotes in fields.items()),
        articles=tuple(articles),
        trials=tuple(trials),
        passages=tuple(passages),
    )


def _placed(claimed: ClaimedPassage, part: Part) -> ClaimedPassage:
    return claimed.model_copy(update={"quotes": tuple(map(part.placed, claimed.quotes))})


def _confirmed(
    draft: ClinicalDraft, reading: Reading, texts: Mapping[str, str], case: Case, kit: AgentKit
) -> Confirmed:
    concepts, scale = kit.rule_book.skills.vocabulary.by_id, kit.rule_book.skills.clinical.scale
    if kit.cross_check:
        return cross_check(draft.facts, reading, case.documents, concepts, scale)
    return confirm(draft.facts, reading, texts, concepts, scale.floor)


def stated_diagnosis(
    checks: Sequence[DiagnosisCheck], case: Case, reading: Reading, kit: AgentKit, facts: Sequence[Fact] = ()
) -> TextQuote | None:
    """Where the record asserts the primary diagnosis, by the official description of its code.

    Nowhere, where two readers disagree on it: ``facts`` are those that stand, with their doubts.
    """
    primary = next((check.description for check in checks if check.primary and check.description), None)
    if primary is None:
        return None
    disputed = {fact.concept for fact in facts if fact.doubt == DISPUTED}
    if disputed and disputed & kit.reader.concepts_in(primary):
        return None
    return kit.reader.documents_diagnosis(primary, reading, case.documents)


def _summary(draft: ClinicalDraft, inputs: ClinicalInput) -> str:
    """The model's summary, where it names no outcome and no number or code that the request does not hold."""
    summary = draft.summary.strip()
    return summary if summary and decides_nothing(summary, inputs) else ""


CLINICAL = AgentSpec(
    name=AgentName.CLINICAL,
    skill="clinical",
    lookups=(icd10.NAME, pubmed.NAME, clinical_trials.NAME),
    reads_record=True,
    input=ClinicalInput,
    draft=ClinicalDraft,
    findings=ClinicalFindings,
    reason=reason,
    finish=finish,
    brief=clinical_brief,
    join=join,
)
