"""The compliance agent: it points to passages; the ten items are computed."""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from agents.kit import AgentKit
from agents.parting import Part
from agents.quotes import Quote, locate, quote_of
from agents.spec import AgentSpec, Reasoning
from mcp_clients.ledger import Ledger
from priorauth.checklist import NoteSignals, check_items
from priorauth.evidence import Span
from priorauth.findings import ComplianceFindings
from priorauth.inputs import AgentName, ComplianceInput

_SHOWN_PER_ASPECT = 2


class ComplianceDraft(BaseModel):
    """Passages of the record that show the patient's history, symptoms, and examination or results.

    Each list may be empty and none may be left out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    history: tuple[Quote, ...]
    symptoms: tuple[Quote, ...]
    results: tuple[Quote, ...]


def reason(inputs: ComplianceInput, kit: AgentKit) -> Reasoning[ComplianceDraft]:
    """The passages that the reader finds; no lookup is needed."""
    quality = kit.read(inputs.case).quality
    yield from ()
    return ComplianceDraft(
        history=_quotes(quality.history), symptoms=_quotes(quality.symptoms), results=_quotes(quality.exam_or_results)
    )


def _quotes(spans: tuple[Span, ...]) -> tuple[Quote, ...]:
    return tuple(quote_of(span) for span in spans[:_SHOWN_PER_ASPECT])


def finish(draft: ComplianceDraft, inputs: ComplianceInput, ledger: Ledger, kit: AgentKit) -> ComplianceFindings:
    """The ten items. A model's passages are shown where they stand in the record; what they are is read again."""
    texts = {document.id: document.text for document in inputs.case.documents}
    quality = kit.read(inputs.case).quality
    signals = NoteSignals(
        history=_confirmed(draft.history, quality.history, texts),
        symptoms=_confirmed(draft.symptoms, quality.symptoms, texts),
        results=_confirmed(draft.results, quality.exam_or_results, texts),
        sentences=quality.clinical_sentences,
        boilerplate_only=quality.boilerplate_only,
        copied_share=quality.copied_forward,
    )
    findings = check_items(inputs.case, signals, kit.rule_book.skills.compliance)
    return findings.model_copy(update={"calls": ledger.calls})


def join(drafts: Iterable[tuple[Part, ComplianceDraft]]) -> ComplianceDraft:
    """The passages of all parts of a record, each once."""
    found: dict[str, dict[Quote, None]] = {aspect: {} for aspect in ComplianceDraft.model_fields}
    for part, draft in drafts:
        for aspect, passages in found.items():
            passages |= dict.fromkeys(map(part.placed, getattr(draft, aspect)))
    return ComplianceDraft(**{aspect: tuple(passages) for aspect, passages in found.items()})


def _confirmed(quotes: tuple[Quote, ...], read: tuple[Span, ...], texts: dict[str, str]) -> tuple[Span, ...]:
    """The located quotes that the reader reads the same way, and then what else it read so."""
    located = [span for quote in quotes if (span := locate(quote, texts)) is not None]
    agreed = [span for span in located if any(_overlap(span, other) for other in read)]
    return tuple(dict.fromkeys((*agreed, *read)))


def _overlap(one: Span, other: Span) -> bool:
    return one.document_id == other.document_id and one.start < other.end and other.start < one.end


COMPLIANCE = AgentSpec(
    name=AgentName.COMPLIANCE,
    skill="compliance",
    lookups=(),
    reads_record=True,
    input=ComplianceInput,
    draft=ComplianceDraft,
    findings=ComplianceFindings,
    reason=reason,
    finish=finish,
    join=join,
)
