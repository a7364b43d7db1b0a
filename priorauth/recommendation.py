"""From findings to a recommendation: APPROVE or PEND, never a denial. One pure function, :func:`recommend`."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from priorauth.assessment import Basis, CriterionResult
from priorauth.confidence import (
    Component,
    Confidence,
    WeakestCriterion,
    mean_criterion_score,
    scored_criteria,
    weigh_components,
)
from priorauth.findings import AssessedCriterion, LineAssessment, NotEvaluated, Route
from priorauth.gates import AgentFindings, GateOutcome, GateResult, pass_gates
from priorauth.kleene import Status
from priorauth.reasons import tell
from priorauth.skill import GateName, PolicyFit, SynthesisRules
from priorauth.value import Value

METHOD_VERSION = "3"
_INSTEAD = (
    "Withdraw it and send this patient's own. If it is this patient's, send it with the name, birth date and member id "
    "as the request gives them."
)


class Outcome(StrEnum):
    """What automation may recommend. There is no third value."""

    APPROVE = "APPROVE"
    PEND = "PEND"


class Gap(Value):
    """Something to ask the provider for. ``criterion_id`` is None for what no criterion asks."""

    line: str | None
    criterion_id: str | None
    what: str
    request: str
    critical: bool


class LineRecommendation(Value):
    """One service line. An approvable line of a case that pends for another reason still says APPROVE here."""

    line: str
    code: str
    outcome: Outcome
    reasons: tuple[str, ...]


class Recommendation(Value):
    """The draft for a clinician. ``stopping_gate`` is None when every gate passed; ``route`` is None for APPROVE.

    ``method_version`` names the functions that computed it.
    """

    outcome: Outcome
    route: Route | None
    gates: tuple[GateResult, ...]
    stopping_gate: GateName | None
    lines: tuple[LineRecommendation, ...]
    gaps: tuple[Gap, ...]
    confidence: Confidence
    not_evaluated: tuple[NotEvaluated, ...]
    method_version: str
    disclaimer: str


def recommend(
    findings: AgentFindings, rules: SynthesisRules, *, also_failed: tuple[NotEvaluated, ...] = ()
) -> Recommendation:
    """The recommendation that the findings support.

    APPROVE only where all three gates passed and no agent failed. ``also_failed`` names agents that failed beside the
    three whose findings are weighed: any doubt pends.
    """
    gates = pass_gates(findings)
    stopping = next((gate for gate in gates if gate.outcome is not GateOutcome.PASS), None)
    failed = (*findings.failed, *also_failed)
    approved = stopping is None and not failed
    return Recommendation(
        outcome=Outcome.APPROVE if approved else Outcome.PEND,
        route=None if approved else _route(findings, stopping, bool(failed)),
        gates=gates,
        stopping_gate=stopping.gate if stopping else None,
        lines=tuple(_recommend_line(line) for line in findings.lines),
        gaps=tuple(_gaps(findings)),
        confidence=_confidence(findings, failed, stopping is None, rules),
        not_evaluated=failed,
        method_version=METHOD_VERSION,
        disclaimer=rules.disclaimer,
    )


def _open_criteria(line: LineAssessment) -> list[AssessedCriterion]:
    return [item for item in line.required if item.result.status is not Status.MET]


def _recommend_line(line: LineAssessment) -> LineRecommendation:
    reasons = [line.obstacle.reason] if line.obstacle else []
    reasons += [tell(item.result) for item in _open_criteria(line)]
    return LineRecommendation(
        line=line.line,
        code=line.code,
        outcome=Outcome.PEND if reasons else Outcome.APPROVE,
        reasons=tuple(reasons),
    )


def _route(findings: AgentFindings, stopping: GateResult | None, agent_failed: bool) -> Route:
    """The most urgent thing to settle, by the order of :class:`Route`."""
    if agent_failed or stopping is None or stopping.outcome is GateOutcome.NOT_EVALUATED:
        return Route.NOT_EVALUATED
    if stopping.gate is not GateName.NECESSITY:
        return Route.CORRECT_REQUEST
    routes = set(_necessity_routes(findings))
    return next(route for route in Route if route in routes)


def _necessity_routes(findings: AgentFindings) -> Iterator[Route]:
    if not isinstance(findings.coverage, NotEvaluated) and findings.coverage.unevaluated:
        yield Route.NOT_EVALUATED
    if findings.of_others:
        yield Route.NEEDS_INFORMATION
    items = () if isinstance(findings.compliance, NotEvaluated) else findings.compliance.items
    yield from (Route.NEEDS_INFORMATION for item in items if item.blocking and item.is_open)
    for line in findings.lines:
        if line.obstacle:
            yield line.obstacle.route
        still_open = _open_criteria(line)
        if line.conflicts and still_open:
            yield Route.NEEDS_PHYSICIAN
        yield from (_criterion_route(item.result) for item in still_open)


_BASIS_ROUTES = {
    Basis.STATED: Route.NEEDS_PHYSICIAN,
    Basis.CONTRADICTED: Route.NEEDS_PHYSICIAN,
    Basis.PERSON: Route.NEEDS_PHYSICIAN,
    Basis.CONFIRMED: Route.NEEDS_PHYSICIAN,
    Basis.MODEL: Route.NEEDS_PHYSICIAN,
    Basis.PRESUMED_ABSENT: Route.NEEDS_PHYSICIAN,
    Basis.NOT_CHECKED: Route.NOT_EVALUATED,
    Basis.SILENT: Route.NEEDS_INFORMATION,
    Basis.WEAK: Route.NEEDS_INFORMATION,
    Basis.UNCLEAR: Route.NEEDS_INFORMATION,
}


def _criterion_route(result: CriterionResult) -> Route:
    return _BASIS_ROUTES[result.basis]


def _gaps(findings: AgentFindings) -> Iterator[Gap]:
    for said in findings.of_others:
        request = f"{said} {_INSTEAD}"
        yield Gap(line=None, criterion_id=None, what="Another person's document", request=request, critical=True)
    if not isinstance(findings.compliance, NotEvaluated):
        for item in findings.compliance.items:
            if item.is_open and item.ask:
                yield Gap(line=None, criterion_id=None, what=item.title, request=item.ask, critical=item.blocking)
    for line in findings.lines:
        for item in (*line.criteria, *line.universal):
            yield from _criterion_gaps(line.line, item)


def _criterion_gaps(line: str, item: AssessedCriterion) -> Iterator[Gap]:
    for request in dict.fromkeys(_requests(item.result)):
        yield Gap(
            line=line, criterion_id=item.result.id, what=item.result.label, request=request, critical=item.required
        )


def _requests(result: CriterionResult) -> Iterable[str]:
    """What to ask for: under "all of", what each open child asks; else what the node itself asks."""
    if result.status is Status.MET:
        return ()
    below = [request for child in result.children for request in _requests(child)] if result.kind == "all_of" else []
    return below or ((result.send,) if result.send else ())


def _confidence(
    findings: AgentFindings, failed: tuple[NotEvaluated, ...], every_gate_passed: bool, rules: SynthesisRules
) -> Confidence:
    return weigh_components(
        _components(findings, rules),
        failed_agents=len(failed),
        every_gate_passed=every_gate_passed and not failed,
        weakest=_weakest(findings),
        rules=rules,
    )


def _components(findings: AgentFindings, rules: SynthesisRules) -> tuple[Component, ...]:
    compliance, clinical, coverage = findings.compliance, findings.clinical, findings.coverage
    criteria = [item for line in findings.lines for item in scored_criteria(line)]
    fits = [rules.policy_fit[line.fit] for line in findings.lines]
    none = rules.policy_fit[PolicyFit.NO_POLICY_BORDERLINE]
    parts = (
        ("criteria", rules.weights.criteria, coverage, mean_criterion_score(criteria)),
        (
            "extraction",
            rules.weights.extraction,
            clinical,
            0.0 if isinstance(clinical, NotEvaluated) else clinical.extraction.confidence / 100,
        ),
        (
            "compliance",
            rules.weights.compliance,
            compliance,
            0.0 if isinstance(compliance, NotEvaluated) else compliance.score,
        ),
        ("policy", rules.weights.policy, coverage, min(fits, default=none)),
    )
    return tuple(
        Component(name=name, weight=weight, score=0.0 if failed else score, evaluated=not failed)
        for name, weight, agent, score in parts
        for failed in (isinstance(agent, NotEvaluated),)
    )


def _weakest(findings: AgentFindings) -> WeakestCriterion | None:
    candidates = [(line, item) for line in findings.lines for item in scored_criteria(line)]
    if not candidates:
        return None
    line, item = min(candidates, key=lambda pair: (pair[1].result.status is Status.MET, pair[1].result.confidence))
    return WeakestCriterion(
        line=line.line,
        criterion_id=item.result.id,
        text=item.result.label,
        status=item.result.status,
        confidence=item.result.confidence,
    )
