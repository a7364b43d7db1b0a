"""What the agents hand over. The findings of the defaults pass every gate."""

import datetime as dt
from typing import Any

from priorauth.assessment import Basis, CriterionResult
from priorauth.case import ProviderRole
from priorauth.errors import AgentFailure
from priorauth.extraction import Extraction, ExtractionField
from priorauth.findings import (
    AssessedCriterion,
    ClinicalFindings,
    CodeStatus,
    ComplianceFindings,
    CoverageFindings,
    DiagnosisCheck,
    ItemResult,
    ItemStatus,
    LineAssessment,
    NotEvaluated,
    ProcedureCheck,
    ProviderCheck,
    ProviderStatus,
)
from priorauth.gates import AgentFindings
from priorauth.kleene import Status
from priorauth.ledger import LookupCall, LookupOutcome
from priorauth.nodes import Verification
from priorauth.skill import ComplianceItemName, ExtractionFieldName, PolicyFit
from tests.building.cases import NPI, ORDERED


def failed(agent: str = "clinical") -> NotEvaluated:
    return NotEvaluated(agent=agent, failure=AgentFailure.UNAVAILABLE, reason=f"The {agent} agent gave no findings.")


def a_call(**given: Any) -> LookupCall:
    defaults: dict[str, Any] = {
        "id": "call-1",
        "lookup": "icd10",
        "tool": "lookup_code",
        "arguments_digest": "sha256:00",
        "server": "embedded",
        "data_version": "2026",
        "started_at": dt.datetime(2026, 10, 15, 12, tzinfo=dt.UTC),
        "duration_ms": 1.5,
        "outcome": LookupOutcome.ANSWERED,
        "cached": False,
    }
    return LookupCall(**defaults | given)


def an_item(name: Any = ComplianceItemName.PATIENT, status: Any = ItemStatus.COMPLETE, **given: Any) -> ItemResult:
    open_ = status in (ItemStatus.INCOMPLETE, ItemStatus.MISSING)
    defaults: dict[str, Any] = {
        "title": f"Title of {name.value}",
        "blocking": True,
        "informational": False,
        "detail": f"Detail of {name.value}.",
        "ask": f"Send {name.value}." if open_ else None,
    }
    return ItemResult(name=name, status=status, **defaults | given)


def compliance(*items: ItemResult, score: float = 1.0, **given: Any) -> ComplianceFindings:
    return ComplianceFindings(items=items or (an_item(),), service_types=(), score=score, **given)


def a_diagnosis(status: Any = CodeStatus.VALID, **given: Any) -> DiagnosisCheck:
    return DiagnosisCheck(**{"submitted": "J44.9", "code": "J44.9", "primary": True, "status": status} | given)


def a_procedure(status: Any = CodeStatus.VALID, **given: Any) -> ProcedureCheck:
    return ProcedureCheck(**{"line": "1", "submitted": "E1390", "status": status} | given)


def an_extraction(confidence: int = 90) -> Extraction:
    fields = tuple(ExtractionField(name=name, spans=(), confidence=confidence) for name in ExtractionFieldName)
    return Extraction(fields=fields, confidence=confidence, low=confidence < 60)


def clinical(**given: Any) -> ClinicalFindings:
    defaults: dict[str, Any] = {
        "diagnoses": (a_diagnosis(),),
        "procedures": (a_procedure(),),
        "facts": (),
        "quarantined": (),
        "extraction": an_extraction(),
        "summary": "A cough.",
        "calls": (),
    }
    return ClinicalFindings(**defaults | given)


def a_provider_check(status: Any = ProviderStatus.ACTIVE, **given: Any) -> ProviderCheck:
    defaults: dict[str, Any] = {"npi": NPI, "role": ProviderRole.ORDERING, "detail": f"Provider {status.value}."}
    return ProviderCheck(status=status, **defaults | given)


def a_result(status: Any = Status.MET, **given: Any) -> CriterionResult:
    defaults: dict[str, Any] = {
        "id": "coughs",
        "kind": "finding",
        "text": "The patient coughs",
        "source": "Section 1",
        "verification": Verification.VERIFIED,
        "confidence": 90 if status is Status.MET else 0,
        "basis": Basis.STATED if status is not Status.INSUFFICIENT else Basis.SILENT,
        "reason": "For a reason.",
        "send": None if status is Status.MET else "The visit note.",
    }
    return CriterionResult(status=status, **defaults | given)


def assessed(result: CriterionResult | None = None, *, required: bool = True, **given: Any) -> AssessedCriterion:
    return AssessedCriterion(policy_id="NCD-1", required=required, result=result or a_result(**given))


def a_line_assessment(*criteria: AssessedCriterion, **given: Any) -> LineAssessment:
    defaults: dict[str, Any] = {
        "line": "1",
        "code": "E1390",
        "as_of": ORDERED,
        "policies": (),
        "universal": (),
        "fit": PolicyFit.BOUND_AND_ALIGNED,
    }
    return LineAssessment(criteria=criteria or (assessed(),), **defaults | given)


def coverage(*lines: LineAssessment, **given: Any) -> CoverageFindings:
    defaults: dict[str, Any] = {
        "providers": (a_provider_check(),),
        "lines": lines or (a_line_assessment(),),
        "citations": (),
        "calls": (),
    }
    return CoverageFindings(**defaults | given)


def agent_findings(**given: Any) -> AgentFindings:
    """Findings that pass every gate, but for the agents named: ``agent_findings(clinical=failed())``."""
    return AgentFindings(**{"compliance": compliance(), "clinical": clinical(), "coverage": coverage()} | given)
