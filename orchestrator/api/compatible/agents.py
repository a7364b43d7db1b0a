"""The three working agents' findings in the shapes of the small API: pure functions.

An agent that gave no findings keeps its shape: nothing is claimed in it, and its text says why.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from orchestrator.api.compatible.models import (
    ChecklistItem,
    ClinicalExtraction,
    ClinicalResult,
    ClinicalTrial,
    ComplianceCheck,
    ComplianceResult,
    DiagnosisValidation,
    Literature,
    ProcedureValidation,
    ToolResult,
)
from priorauth.extraction import Extraction
from priorauth.findings import (
    ClinicalFindings,
    CodeStatus,
    ComplianceFindings,
    DiagnosisCheck,
    ItemResult,
    ItemStatus,
    NotEvaluated,
    ProcedureCheck,
)
from priorauth.ledger import LookupCall, LookupOutcome
from priorauth.skill import ExtractionFieldName

AGENT_NAME = "Compliance Agent"
_CHECKLIST: Mapping[ItemStatus, Literal["complete", "incomplete", "missing"]] = {
    ItemStatus.COMPLETE: "complete",
    ItemStatus.INCOMPLETE: "incomplete",
    ItemStatus.MISSING: "missing",
    ItemStatus.NOT_CHECKED: "incomplete",
}
_OUTCOMES: Mapping[LookupOutcome, tuple[Literal["pass", "fail", "warning"], str]] = {
    LookupOutcome.ANSWERED: ("pass", "answered"),
    LookupOutcome.NOTHING_FOUND: ("warning", "found nothing"),
    LookupOutcome.NOT_IN_SNAPSHOT: ("warning", "has no data for this question"),
    LookupOutcome.UNAVAILABLE: ("fail", "could not be reached"),
    LookupOutcome.REFUSED: ("fail", "refused the question"),
    LookupOutcome.MALFORMED: ("fail", "gave an answer that makes no sense"),
}
_VALID: Mapping[CodeStatus, bool | None] = {
    CodeStatus.VALID: True,
    CodeStatus.NOT_BILLABLE: True,
    CodeStatus.NOT_FOUND: False,
    CodeStatus.MALFORMED: False,
}


def show_compliance(found: ComplianceFindings | NotEvaluated) -> ComplianceResult:
    """The compliance agent's findings. The overall status is complete where no blocking item is open."""
    if isinstance(found, NotEvaluated):
        return ComplianceResult(
            agent_name=AGENT_NAME,
            checks_performed=(),
            checklist=(),
            overall_status="incomplete",
            missing_items=(f"Not evaluated: {found.reason}",),
            additional_info_requests=(),
        )
    blocked = any(item.blocking and item.is_open for item in found.items)
    return ComplianceResult(
        agent_name=AGENT_NAME,
        checks_performed=tuple(
            ComplianceCheck(rule=item.title, result=_result(item), detail=item.detail) for item in found.items
        ),
        checklist=tuple(
            ChecklistItem(item=item.title, status=_CHECKLIST[item.status], detail=item.detail) for item in found.items
        ),
        overall_status="incomplete" if blocked else "complete",
        missing_items=tuple(item.title for item in found.items if item.is_open),
        additional_info_requests=tuple(item.ask for item in found.items if item.is_open and item.ask),
    )


def _result(item: ItemResult) -> Literal["pass", "fail", "warning", "info"]:
    if item.status is ItemStatus.COMPLETE:
        return "pass"
    if item.informational or item.status is ItemStatus.NOT_CHECKED:
        return "info"
    return "fail" if item.blocking else "warning"


def show_clinical(
    found: ClinicalFindings | NotEvaluated, compliance: ComplianceFindings | NotEvaluated
) -> ClinicalResult:
    """The clinical agent's findings; a procedure's short category word is the compliance tables'."""
    if isinstance(found, NotEvaluated):
        return ClinicalResult(
            diagnosis_validation=(),
            procedure_validation=(),
            clinical_extraction=_extraction(None),
            literature_support=(),
            clinical_trials=(),
            clinical_summary=f"Not evaluated: {found.reason}",
            tool_results=(),
        )
    words = _category_words(compliance)
    return ClinicalResult(
        diagnosis_validation=tuple(_diagnosis(check) for check in found.diagnoses),
        procedure_validation=tuple(_procedure(check, words) for check in found.procedures),
        clinical_extraction=_extraction(found.extraction),
        literature_support=tuple(
            Literature(title=one.title, pmid=one.pmid, relevance=one.relevance) for one in found.articles
        ),
        clinical_trials=tuple(
            ClinicalTrial(nct_id=one.nct_id, title=one.title, status=one.status or "", relevance=one.relevance)
            for one in found.trials
        ),
        clinical_summary=" ".join((found.summary, *found.supplementary_notes)),
        tool_results=show_calls(found.calls),
    )


def _category_words(compliance: ComplianceFindings | NotEvaluated) -> Mapping[str, str]:
    if isinstance(compliance, NotEvaluated):
        return {}
    return {one.line: one.category for one in compliance.service_types if one.category}


def _diagnosis(check: DiagnosisCheck) -> DiagnosisValidation:
    below = f"Billable codes below it: {', '.join(check.children)}." if check.children else ""
    return DiagnosisValidation(
        code=check.code or check.submitted,
        valid=_VALID.get(check.status),
        description=check.description or "",
        billable=None if _VALID.get(check.status) is None else check.status is CodeStatus.VALID,
        hierarchy_note=" ".join(part for part in (check.note, below) if part),
    )


def _procedure(check: ProcedureCheck, words: Mapping[str, str]) -> ProcedureValidation:
    return ProcedureValidation(
        code=check.submitted,
        valid=check.status is not CodeStatus.MALFORMED,
        description=words.get(check.line, "") or check.note,
        source="unverified" if check.status is CodeStatus.UNVERIFIED else "orchestrator_preflight",
    )


def _extraction(found: Extraction | None) -> ClinicalExtraction:
    quotes = {one.name: tuple(span.quote for span in one.spans) for one in found.fields} if found else {}

    def pieces(name: ExtractionFieldName) -> tuple[str, ...]:
        return quotes.get(name, ())

    def text(name: ExtractionFieldName) -> str:
        return " … ".join(pieces(name))

    names = ExtractionFieldName
    return ClinicalExtraction(
        chief_complaint=text(names.CHIEF_COMPLAINT),
        history_of_present_illness=text(names.HISTORY_OF_PRESENT_ILLNESS),
        prior_treatments=pieces(names.PRIOR_TREATMENTS),
        severity_indicators=pieces(names.SEVERITY_INDICATORS),
        functional_limitations=pieces(names.FUNCTIONAL_LIMITATIONS),
        diagnostic_findings=pieces(names.DIAGNOSTIC_FINDINGS),
        duration_and_progression=text(names.DURATION_AND_PROGRESSION),
        medical_history_and_comorbidities=text(names.MEDICAL_HISTORY_AND_COMORBIDITIES),
        extraction_confidence=found.confidence if found else 0,
    )


def show_calls(calls: Iterable[LookupCall]) -> tuple[ToolResult, ...]:
    """The lookup calls that were made, each with how it ended."""
    return tuple(_call(call) for call in calls)


def _call(call: LookupCall) -> ToolResult:
    status, words = _OUTCOMES[call.outcome]
    version = f", data version {call.data_version}" if call.data_version else ""
    cached = ", from the cache of an earlier call" if call.cached else ""
    return ToolResult(
        tool_name=f"{call.lookup}.{call.tool}", status=status, detail=f"{call.server} {words}{version}{cached}."
    )
