"""The validation checks, as tables: gates, compliance items, providers, codes; and the confidence, line by line."""

from collections.abc import Iterator

from orchestrator.documents.blocks import Block, Heading, listing
from orchestrator.documents.justification.arithmetic import confidence_line_by_line
from orchestrator.documents.justification.wording import Cell, cell, quoted, status, table
from orchestrator.store.revisions import FinishedRevision
from priorauth.findings import ClinicalFindings, ComplianceFindings, CoverageFindings, DiagnosisCheck, ItemResult

Blocks = Iterator[Block]
_GATE_COLUMNS = {"Gate": 1.7, "Outcome": 1.5, "Reasons and warnings": 4.8}
_ITEM_COLUMNS = {"Item": 2, "Status": 1.2, "Blocking": 1.3, "Detail": 4}
_PROVIDER_COLUMNS = {"NPI": 1.4, "Role": 1.2, "Status": 1.4, "Detail": 4}
_CODE_COLUMNS = {"Code": 1.3, "Use": 1.4, "Status": 1.4, "What is known": 4}


def validation_checks(finished: FinishedRevision) -> Blocks:
    """All checks of the revision, then the arithmetic of its confidence."""
    revision = finished.revision
    yield Heading(level=2, text="The three gates")
    yield table("Gates in their order; the case stops at the first that does not pass", _GATE_COLUMNS, _gates(finished))
    if isinstance(revision.compliance, ComplianceFindings):
        yield Heading(level=2, text="Compliance")
        rows = [_item(item) for item in revision.compliance.items]
        yield table("The compliance items", _ITEM_COLUMNS, rows)
    if isinstance(revision.coverage, CoverageFindings) and revision.coverage.providers:
        yield Heading(level=2, text="Providers")
        yield table("Providers and what the registry says", _PROVIDER_COLUMNS, _providers(revision.coverage))
    if isinstance(revision.clinical, ClinicalFindings):
        yield Heading(level=2, text="Codes")
        yield table("Diagnosis and procedure codes", _CODE_COLUMNS, _codes(revision.clinical))
    if revision.preflight.notes:
        yield listing(revision.preflight.notes)
    yield from confidence_line_by_line(finished)


def _gates(finished: FinishedRevision) -> Iterator[tuple[Cell, ...]]:
    for gate in finished.revision.recommendation.gates:
        said = " ".join((*gate.reasons, *(f"Warning: {warning}" for warning in gate.warnings)))
        yield (
            cell(gate.gate.value.replace("_", " ").capitalize()),
            cell(status(gate.outcome)),
            cell(said or "Nothing against it."),
        )


def _item(item: ItemResult) -> tuple[Cell, ...]:
    blocking = "blocking" if item.blocking else "informational" if item.informational else "not blocking"
    return cell(item.title), cell(status(item.status)), cell(blocking), cell(item.detail)


def _providers(coverage: CoverageFindings) -> Iterator[tuple[Cell, ...]]:
    for check in coverage.providers:
        synthetic = " It is an entry of the synthetic demonstration registry." if check.synthetic else ""
        role = check.role.value.replace("_", " ")
        yield cell(quoted(check.npi)), cell(role), cell(status(check.status)), cell(check.detail + synthetic)


def _codes(clinical: ClinicalFindings) -> Iterator[tuple[Cell, ...]]:
    for one in clinical.diagnoses:
        use = "primary diagnosis" if one.primary else "diagnosis"
        yield cell(quoted(one.submitted)), cell(use), cell(status(one.status)), cell(_known(one))
    for one in clinical.procedures:
        yield cell(quoted(one.submitted)), cell(f"line {one.line}"), cell(status(one.status)), cell(one.note)


def _known(check: DiagnosisCheck) -> str:
    parts = (
        check.description,
        check.note,
        f"Billable codes below it: {', '.join(check.children)}" if check.children else "",
        f"Code set: {check.release}" if check.release else "",
    )
    return ". ".join(part.rstrip(".") for part in parts if part) + "." if any(parts) else ""
