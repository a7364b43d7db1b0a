"""A revision in the shape of the small API's answer: functions that add nothing to the revision."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Literal

from orchestrator.api.compatible.agents import show_calls, show_clinical, show_compliance
from orchestrator.api.compatible.coverage import criteria_met, criteria_not_met, references, show_coverage, show_gaps
from orchestrator.api.compatible.models import (
    AgentResults,
    AuditTrail,
    ConfidenceComponents,
    ReviewAnswer,
    ReviewItem,
    SynthesisAuditTrail,
    SynthesisResult,
)
from orchestrator.documents.justification import justification_of
from orchestrator.documents.rendering.markdown import render_markdown
from orchestrator.documents.rendering.pdf import render_pdf
from orchestrator.documents.signing import Sign
from orchestrator.store.revisions import FinishedRevision
from orchestrator.store.tables import CaseRow
from priorauth.confidence import Component, ConfidenceLevel
from priorauth.findings import ClinicalFindings, CoverageFindings, NotEvaluated
from priorauth.gates import GateOutcome
from priorauth.inputs import AgentName, SynthesisFindings, SynthesisInput
from priorauth.kleene import Status
from priorauth.ledger import LookupCall
from priorauth.lifecycle import CaseStatus
from priorauth.recommendation import Outcome, Recommendation
from priorauth.revision import Revision
from priorauth.skill import GateName

RECOMMENDATIONS: Mapping[Outcome, Literal["approve", "pend_for_review"]] = {
    Outcome.APPROVE: "approve",
    Outcome.PEND: "pend_for_review",
}


def show_review(finished: FinishedRevision, sign: Sign) -> ReviewAnswer:
    """The whole answer, with its justification as Markdown and as a PDF that ``sign`` signs. Not on the event loop."""
    revision, document = finished.revision, justification_of(finished)
    weighed = SynthesisInput(
        case=revision.case, compliance=revision.compliance, clinical=revision.clinical, coverage=revision.coverage
    )
    return ReviewAnswer(
        **dict(show_synthesis(weighed, revision.synthesis)),
        request_id=revision.case.case_id,
        tool_results=show_calls(revision.calls),
        agent_results=AgentResults(
            compliance=show_compliance(revision.compliance),
            clinical=show_clinical(revision.clinical, revision.compliance),
            coverage=show_coverage(revision.coverage, revision.recommendation.gaps, revision.assumptions),
        ),
        audit_trail=_trail(finished),
        audit_justification=render_markdown(document),
        audit_justification_pdf=b64encode(sign(render_pdf(document))).decode(),
    )


def show_synthesis(weighed: SynthesisInput, found: SynthesisFindings) -> SynthesisResult:
    """The draft recommendation."""
    recommendation, coverage = found.recommendation, weighed.coverage
    evaluated = not isinstance(coverage, NotEvaluated)
    return SynthesisResult(
        recommendation=RECOMMENDATIONS[recommendation.outcome],
        confidence=recommendation.confidence.value,
        confidence_level=recommendation.confidence.level.value,
        summary=found.summary,
        clinical_rationale=found.rationale,
        decision_gate=_decision_gate(recommendation),
        criteria_summary=_summary(coverage),
        coverage_criteria_met=criteria_met(coverage) if evaluated else (),
        coverage_criteria_not_met=criteria_not_met(coverage) if evaluated else (),
        missing_documentation=tuple(dict.fromkeys(gap.request for gap in recommendation.gaps)),
        documentation_gaps=show_gaps(recommendation.gaps),
        policy_references=references(coverage) if evaluated else (),
        synthesis_audit_trail=_synthesis_trail(weighed, recommendation),
        disclaimer=recommendation.disclaimer,
    )


def _decision_gate(
    recommendation: Recommendation,
) -> Literal["gate_1_provider", "gate_2_codes", "gate_3_necessity", "approved"]:
    """The gate that the case stopped at.

    Where every gate passed and an agent failed all the same, the case was not approved: it stopped at the last gate,
    behind which approval stands.
    """
    if recommendation.outcome is Outcome.APPROVE:
        return "approved"
    return (recommendation.stopping_gate or GateName.NECESSITY).value


def count_required(coverage: CoverageFindings | NotEvaluated) -> tuple[int, int]:
    """How many required criteria are MET, of how many, over all service lines."""
    if isinstance(coverage, NotEvaluated):
        return 0, 0
    required = [item for line in coverage.lines for item in line.required]
    return sum(item.result.status is Status.MET for item in required), len(required)


def _summary(coverage: CoverageFindings | NotEvaluated) -> str:
    if isinstance(coverage, NotEvaluated):
        return "criteria not evaluated"
    met, count = count_required(coverage)
    return f"{met} of {count} criteria MET"


def _synthesis_trail(weighed: SynthesisInput, recommendation: Recommendation) -> SynthesisAuditTrail:
    gates = recommendation.gates
    agents = {
        AgentName.COMPLIANCE: weighed.compliance,
        AgentName.CLINICAL: weighed.clinical,
        AgentName.COVERAGE: weighed.coverage,
    }
    return SynthesisAuditTrail(
        gates_evaluated=tuple(gate.gate.value for gate in gates if gate.outcome is not GateOutcome.NOT_EVALUATED),
        gate_results={gate.gate.value: gate.outcome.value for gate in gates},
        confidence_components=_components(recommendation.confidence.components),
        agents_consulted=tuple(name.value for name, found in agents.items() if not isinstance(found, NotEvaluated)),
    )


def _components(components: tuple[Component, ...]) -> ConfidenceComponents:
    parts = {f"{one.name}_weight": one.weight for one in components}
    return ConfidenceComponents.model_validate(parts | {f"{one.name}_score": one.score for one in components})


def _trail(finished: FinishedRevision) -> AuditTrail:
    revision = finished.revision
    met, count = count_required(revision.coverage)
    clinical = revision.clinical
    return AuditTrail(
        data_sources=data_sources(revision),
        review_started=finished.started_at,
        review_completed=finished.completed_at,
        extraction_confidence=clinical.extraction.confidence if isinstance(clinical, ClinicalFindings) else 0,
        assessment_confidence=_assessment_confidence(revision.recommendation),
        criteria_met_count=f"{met}/{count}",
    )


def _assessment_confidence(recommendation: Recommendation) -> int:
    parts = {one.name: one.score for one in recommendation.confidence.components}
    return round(100 * parts["criteria"])


def data_sources(revision: Revision) -> tuple[str, ...]:
    """The lookups that were really asked, each with its server and data version."""
    return tuple(dict.fromkeys(_source(call) for call in revision.calls))


def _source(call: LookupCall) -> str:
    return f"{call.lookup}: {call.server}" + (f", data version {call.data_version}" if call.data_version else "")


_UNDECIDED = frozenset({CaseStatus.RECEIVED, CaseStatus.IN_REVIEW, CaseStatus.RECOMMENDED})


def show_item(row: CaseRow) -> ReviewItem | None:
    """A reviewed case in the list; None where it was not reviewed yet."""
    if row.recommendation is None or row.confidence_level is None or row.reviewed_at is None:
        return None
    return ReviewItem(
        request_id=row.id,
        patient_name=row.member_name,
        recommendation=RECOMMENDATIONS[Outcome(row.recommendation)],
        confidence_level=ConfidenceLevel(row.confidence_level).value,
        reviewed_at=row.reviewed_at,
        decision_made=CaseStatus(row.status) not in _UNDECIDED,
    )
