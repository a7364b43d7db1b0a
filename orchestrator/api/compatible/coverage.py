"""The coverage agent's findings in the shape of the small API: pure functions."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from orchestrator.api.compatible.agents import show_calls
from orchestrator.api.compatible.models import (
    CoveragePolicy,
    CoverageResult,
    CriterionAssessment,
    DocumentationGap,
    ProviderVerification,
)
from priorauth.evidence import CaseField, Derived, Evidence, LookupAnswer, TextQuote
from priorauth.findings import (
    AssessedCriterion,
    CoverageFindings,
    LineAssessment,
    NotEvaluated,
    ProviderCheck,
    ProviderStatus,
)
from priorauth.kleene import Status
from priorauth.policy import Relation
from priorauth.recommendation import Gap

_PROVIDER: Mapping[ProviderStatus, Literal["active", "inactive", "not_found", "unavailable"]] = {
    ProviderStatus.ACTIVE: "active",
    ProviderStatus.DEACTIVATED: "inactive",
    ProviderStatus.NOT_FOUND: "not_found",
    ProviderStatus.NOT_IN_SNAPSHOT: "not_found",
    ProviderStatus.INVALID: "not_found",
    ProviderStatus.NOT_EVALUATED: "unavailable",
}


def show_coverage(
    found: CoverageFindings | NotEvaluated, gaps: Iterable[Gap], assumptions: tuple[str, ...]
) -> CoverageResult:
    """The coverage agent's findings. What was assumed stands with the limitations."""
    if isinstance(found, NotEvaluated):
        return CoverageResult(
            provider_verification=_no_provider("unavailable", found.reason),
            coverage_policies=(),
            criteria_assessment=(),
            coverage_criteria_met=(),
            coverage_criteria_not_met=(),
            policy_references=(),
            coverage_limitations=(f"Not evaluated: {found.reason}", *assumptions),
            documentation_gaps=(),
            tool_results=(),
        )
    return CoverageResult(
        provider_verification=_verification(found.providers),
        coverage_policies=tuple(dict.fromkeys(_policies(found.lines))),
        criteria_assessment=tuple(_assessment(prefix, item) for prefix, item in assessed(found)),
        coverage_criteria_met=criteria_met(found),
        coverage_criteria_not_met=criteria_not_met(found),
        policy_references=references(found),
        coverage_limitations=(*dict.fromkeys(_limitations(found)), *assumptions),
        documentation_gaps=show_gaps(gap for gap in gaps if gap.criterion_id is not None),
        tool_results=show_calls(found.calls),
    )


def _no_provider(status: Literal["not_found", "unavailable"], detail: str) -> ProviderVerification:
    return ProviderVerification(npi="", name="", specialty="", status=status, detail=detail)


def _verification(checks: tuple[ProviderCheck, ...]) -> ProviderVerification:
    """The first provider that is not active, else the first: the one that matters for the provider gate."""
    if not checks:
        return _no_provider("not_found", "The request names no provider.")
    check = next((one for one in checks if one.status is not ProviderStatus.ACTIVE), checks[0])
    return ProviderVerification(
        npi=check.npi,
        name=check.name or "",
        specialty=check.specialty or "",
        status=_PROVIDER[check.status],
        detail=check.detail,
    )


def _policies(lines: Iterable[LineAssessment]) -> Iterator[CoveragePolicy]:
    for line in lines:
        for match in line.policies:
            yield CoveragePolicy(
                policy_id=match.policy_id,
                title=match.title,
                type=match.kind.value,
                relevant=match.relation is Relation.BOUND,
            )


def assessed(found: CoverageFindings) -> Iterator[tuple[str, AssessedCriterion]]:
    """Every criterion that was judged, with its line's name where there are several lines."""
    for line in found.lines:
        prefix = f"Line {line.line}: " if len(found.lines) > 1 else ""
        for item in (*line.criteria, *line.universal):
            yield prefix, item


def _assessment(prefix: str, item: AssessedCriterion) -> CriterionAssessment:
    result = item.result
    return CriterionAssessment(
        criterion=prefix + result.text,
        status=result.status.value,
        confidence=result.confidence,
        evidence=tuple(dict.fromkeys(words for one in result.leaves() for words in _all_words(one.evidence))),
        notes=result.reason if item.required else f"Not required. {result.reason}",
        source=result.source,
        met=result.status is Status.MET,
    )


def _all_words(evidence: Iterable[Evidence]) -> Iterator[str]:
    for one in evidence:
        yield words_of(one)


def words_of(evidence: Evidence) -> str:
    """Evidence in words: the quote with its document, the field, or the statement."""
    match evidence:
        case TextQuote(spans=spans):
            return " … ".join(f'"{span.quote}"' for span in spans) + f" ({spans[0].document_id})"
        case CaseField(pointer=pointer, value=value):
            return f"{pointer}: {value}"
        case LookupAnswer(statement=statement) | Derived(statement=statement):
            return statement


def criteria_met(found: CoverageFindings) -> tuple[str, ...]:
    """The criteria that are MET."""
    return tuple(prefix + item.result.text for prefix, item in assessed(found) if item.result.status is Status.MET)


def criteria_not_met(found: CoverageFindings) -> tuple[str, ...]:
    """The criteria that are not MET, each with its status: NOT_MET is contradicted, INSUFFICIENT is not shown."""
    return tuple(
        f"{prefix}{item.result.text} ({item.result.status.value})"
        for prefix, item in assessed(found)
        if item.result.status is not Status.MET
    )


def references(found: CoverageFindings) -> tuple[str, ...]:
    """The policies that took part, as a lookup returned them."""
    return tuple(f"{one.policy_id} {one.title}, version {one.version}, {one.url}" for one in found.citations)


def _limitations(found: CoverageFindings) -> Iterator[str]:
    yield from found.unevaluated
    for line in found.lines:
        if line.obstacle:
            yield line.obstacle.reason
        yield from (conflict.sentence for conflict in line.conflicts)
        yield from line.not_checked


def show_gaps(gaps: Iterable[Gap]) -> tuple[DocumentationGap, ...]:
    """What to ask for."""
    return tuple(DocumentationGap(what=gap.what, critical=gap.critical, request=gap.request) for gap in gaps)
