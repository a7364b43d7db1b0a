"""The shapes of the small API, as its clients know them. Names and types are a contract."""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field

from priorauth.case import MAX_DIAGNOSES, MAX_SERVICES
from priorauth.fields import EARLIEST_BIRTH, DocumentText, IsoDate, Name, ShortText, possible
from priorauth.inputs import AgentName
from priorauth.value import Value


class ReviewRequest(Value):
    """A request for a review. What a compliance item or a gate judges (codes, NPI, notes) may be empty or wrong."""

    patient_name: Name
    patient_dob: Annotated[IsoDate, possible("Birth date", EARLIEST_BIRTH)]
    provider_npi: ShortText
    diagnosis_codes: tuple[ShortText, ...] = Field(max_length=MAX_DIAGNOSES)
    procedure_codes: tuple[ShortText, ...] = Field(max_length=MAX_SERVICES)
    clinical_notes: DocumentText
    insurance_id: ShortText | None = None


class CoverageRequest(Value):
    """A request for the coverage agent. ``clinical_findings`` is accepted and found anew from the request."""

    request: ReviewRequest
    clinical_findings: dict[str, Any]


class SynthesisRequest(Value):
    """A request for the synthesis agent. The three results are accepted and found anew from the request."""

    request: ReviewRequest
    compliance_result: dict[str, Any]
    clinical_result: dict[str, Any]
    coverage_result: dict[str, Any]
    cpt_validation: dict[str, Any] | None = None


class ToolResult(Value):
    """One lookup call that was made."""

    tool_name: str
    status: Literal["pass", "fail", "warning"]
    detail: str


class DocumentationGap(Value):
    """Something to ask for, with the exact request."""

    what: str
    critical: bool
    request: str


class ComplianceCheck(Value):
    """One rule that was checked."""

    rule: str
    result: Literal["pass", "fail", "warning", "info"]
    detail: str


class ChecklistItem(Value):
    """One item of the checklist."""

    item: str
    status: Literal["complete", "incomplete", "missing"]
    detail: str


class ComplianceResult(Value):
    """What the compliance agent found."""

    agent_name: str
    checks_performed: tuple[ComplianceCheck, ...]
    checklist: tuple[ChecklistItem, ...]
    overall_status: Literal["complete", "incomplete"]
    missing_items: tuple[str, ...]
    additional_info_requests: tuple[str, ...]


class DiagnosisValidation(Value):
    """A diagnosis code; ``valid`` and ``billable`` are null where the lookup gave no answer."""

    code: str
    valid: bool | None
    description: str
    billable: bool | None
    hierarchy_note: str


class ProcedureValidation(Value):
    """A procedure code; ``valid`` speaks of its form."""

    code: str
    valid: bool
    description: str
    source: Literal["orchestrator_preflight", "unverified"]


class ClinicalExtraction(Value):
    """The eight fields, in the record's own words."""

    chief_complaint: str
    history_of_present_illness: str
    prior_treatments: tuple[str, ...]
    severity_indicators: tuple[str, ...]
    functional_limitations: tuple[str, ...]
    diagnostic_findings: tuple[str, ...]
    duration_and_progression: str
    medical_history_and_comorbidities: str
    extraction_confidence: int = Field(ge=0, le=100)


class Literature(Value):
    """An article."""

    title: str
    pmid: str
    relevance: str


class ClinicalTrial(Value):
    """A trial."""

    nct_id: str
    title: str
    status: str
    relevance: str


class ClinicalResult(Value):
    """What the clinical agent found."""

    diagnosis_validation: tuple[DiagnosisValidation, ...]
    procedure_validation: tuple[ProcedureValidation, ...]
    clinical_extraction: ClinicalExtraction
    literature_support: tuple[Literature, ...]
    clinical_trials: tuple[ClinicalTrial, ...]
    clinical_summary: str
    tool_results: tuple[ToolResult, ...]


class ProviderVerification(Value):
    """The provider as the registry knows it."""

    npi: str
    name: str
    specialty: str
    status: Literal["active", "inactive", "not_found", "unavailable"]
    detail: str


class CoveragePolicy(Value):
    """A policy that names the service; ``relevant``: it binds."""

    policy_id: str
    title: str
    type: str
    relevant: bool


class CriterionAssessment(Value):
    """A criterion, judged. ``met`` is true for MET alone."""

    criterion: str
    status: Literal["MET", "NOT_MET", "INSUFFICIENT"]
    confidence: int = Field(ge=0, le=100)
    evidence: tuple[str, ...]
    notes: str
    source: str
    met: bool


class CoverageResult(Value):
    """What the coverage agent found."""

    provider_verification: ProviderVerification
    coverage_policies: tuple[CoveragePolicy, ...]
    criteria_assessment: tuple[CriterionAssessment, ...]
    coverage_criteria_met: tuple[str, ...]
    coverage_criteria_not_met: tuple[str, ...]
    policy_references: tuple[str, ...]
    coverage_limitations: tuple[str, ...]
    documentation_gaps: tuple[DocumentationGap, ...]
    tool_results: tuple[ToolResult, ...]


class ConfidenceComponents(Value):
    """The parts of the confidence: weights add up to 1, scores are 0 to 1."""

    criteria_weight: float
    criteria_score: float
    extraction_weight: float
    extraction_score: float
    compliance_weight: float
    compliance_score: float
    policy_weight: float
    policy_score: float


class SynthesisAuditTrail(Value):
    """How the recommendation came about. ``gates_evaluated`` names those that were reached and judged."""

    gates_evaluated: tuple[str, ...]
    gate_results: dict[str, Literal["PASS", "FAIL", "NOT_EVALUATED"]]
    confidence_components: ConfidenceComponents
    agents_consulted: tuple[str, ...]


class SynthesisResult(Value):
    """The draft recommendation. It never denies, and it needs a clinician."""

    recommendation: Literal["approve", "pend_for_review"]
    confidence: float = Field(ge=0, le=1)
    confidence_level: Literal["HIGH", "MEDIUM", "LOW"]
    summary: str
    clinical_rationale: str
    decision_gate: Literal["gate_1_provider", "gate_2_codes", "gate_3_necessity", "approved"]
    criteria_summary: str
    coverage_criteria_met: tuple[str, ...]
    coverage_criteria_not_met: tuple[str, ...]
    missing_documentation: tuple[str, ...]
    documentation_gaps: tuple[DocumentationGap, ...]
    policy_references: tuple[str, ...]
    synthesis_audit_trail: SynthesisAuditTrail
    disclaimer: str


class AgentResults(Value):
    """What the three working agents found."""

    compliance: ComplianceResult
    clinical: ClinicalResult
    coverage: CoverageResult


class AuditTrail(Value):
    """What was asked and when. ``data_sources`` names the lookups that were really asked."""

    data_sources: tuple[str, ...]
    review_started: dt.datetime
    review_completed: dt.datetime
    extraction_confidence: int = Field(ge=0, le=100)
    assessment_confidence: int = Field(ge=0, le=100)
    criteria_met_count: str


class ReviewAnswer(SynthesisResult):
    """A draft recommendation with all behind it; its justification is Markdown, and a signed PDF in base64."""

    request_id: str
    tool_results: tuple[ToolResult, ...]
    agent_results: AgentResults
    audit_trail: AuditTrail
    audit_justification: str
    audit_justification_pdf: str | None = None


class ReviewItem(Value):
    """A review in the list."""

    request_id: str
    patient_name: str
    recommendation: Literal["approve", "pend_for_review"]
    confidence_level: Literal["HIGH", "MEDIUM", "LOW"]
    reviewed_at: dt.datetime
    decision_made: bool


class SingleAgentAnswer(Value):
    """What one agent found, without a case."""

    agent: AgentName
    started: dt.datetime
    completed: dt.datetime
    result: ComplianceResult | ClinicalResult | CoverageResult | SynthesisResult


class AgentProgress(Value):
    """How far one agent is."""

    status: Literal["pending", "running", "done", "warning", "error"] = "pending"
    detail: str = ""


class Progress(Value):
    """How far a review is. ``progress_pct`` never falls."""

    phase: Literal["preflight", "phase_1", "phase_2", "phase_3", "phase_4"]
    status: Literal["running", "completed"]
    progress_pct: int = Field(ge=0, le=100)
    message: str
    agents: dict[str, AgentProgress]
