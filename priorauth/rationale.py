"""The prose of a recommendation, computed from its findings. A model may write better; it may not say other things."""

from collections.abc import Iterator

from priorauth.findings import CoverageFindings, LineAssessment, NotEvaluated
from priorauth.inputs import SynthesisFindings, SynthesisInput
from priorauth.kleene import Status
from priorauth.recommendation import Outcome, Recommendation, recommend
from priorauth.skill import SynthesisRules

_TOLD_REASONS = 3


def computed_synthesis(
    inputs: SynthesisInput, rules: SynthesisRules, *, also_failed: tuple[NotEvaluated, ...] = ()
) -> SynthesisFindings:
    """The recommendation with its computed prose. ``also_failed`` names agents that failed beside the three."""
    recommendation = recommend(inputs.findings, rules, also_failed=also_failed)
    return SynthesisFindings(
        recommendation=recommendation,
        summary=summarize(inputs, recommendation),
        rationale="\n\n".join(_paragraphs(inputs, recommendation)),
    )


def summarize(inputs: SynthesisInput, recommendation: Recommendation) -> str:
    """One or two sentences: what was asked, what is recommended and why."""
    asked = ", ".join(f"{line.code or 'no code'} (line {line.line})" for line in inputs.case.services)
    if recommendation.outcome is Outcome.APPROVE:
        return f"The evidence supports approving {asked}: every gate passed and every required criterion is MET."
    request = f"The request for {asked}" if asked else "The request, which names no service,"
    stop = (
        next(gate for gate in recommendation.gates if gate.gate is recommendation.stopping_gate)
        if (recommendation.stopping_gate)
        else None
    )
    reasons = stop.reasons if stop else tuple(agent.reason for agent in recommendation.not_evaluated)
    more = f" And {len(reasons) - _TOLD_REASONS} more." if len(reasons) > _TOLD_REASONS else ""
    return f"{request} is pended for review. {' '.join(reasons[:_TOLD_REASONS])}{more}"


def _paragraphs(inputs: SynthesisInput, recommendation: Recommendation) -> Iterator[str]:
    for gate in recommendation.gates:
        yield f"{gate.gate.value}: {gate.outcome.value}. " + " ".join((*gate.reasons, *gate.warnings))
    if not isinstance(inputs.coverage, NotEvaluated):
        yield from (_line_paragraph(line, inputs.coverage) for line in inputs.coverage.lines)
    corrected = tuple(_corrections(inputs))
    if corrected:
        yield f"Corrected by clinicians: {' '.join(corrected)}"


def _corrections(inputs: SynthesisInput) -> Iterator[str]:
    """What became of what clinicians corrected. A confirmation that holds is told with its criterion."""
    if not isinstance(inputs.clinical, NotEvaluated):
        yield from (one.sentence for one in inputs.clinical.corrections)
    if not isinstance(inputs.coverage, NotEvaluated):
        yield from inputs.coverage.unconfirmed


def _line_paragraph(line: LineAssessment, coverage: CoverageFindings) -> str:
    bound = [match for match in line.policies if match.relation.value == "bound"]
    under = ", ".join(f"{match.title} ({match.policy_id}, version {match.version})" for match in bound)
    counts = {status: sum(item.result.status is status for item in line.required) for status in Status}
    open_ones = (
        f"{counts[Status.INSUFFICIENT]} INSUFFICIENT or the reviewer's to judge ({', '.join(coverage.withheld_by)})"
        if coverage.withheld_by
        else f"{counts[Status.NOT_MET]} NOT_MET, {counts[Status.INSUFFICIENT]} INSUFFICIENT"
    )
    return (
        f"Line {line.line}, {line.code or 'no code'}, assessed under {under or 'no binding policy'}: "
        f"{counts[Status.MET]} of {len(line.required)} required criteria MET, {open_ones}."
    )
