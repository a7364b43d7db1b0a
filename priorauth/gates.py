"""The three gates, in order, stopping at the first that does not pass.

A gate passes only on findings that exist: an agent that failed, or a lookup that gave no answer, leaves it
NOT_EVALUATED, and a gate behind one that did not pass is NOT_EVALUATED too.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from priorauth.findings import (
    ClinicalFindings,
    CodeStatus,
    ComplianceFindings,
    CoverageFindings,
    DiagnosisCheck,
    DiagnosisUse,
    LineAssessment,
    NotEvaluated,
    ProcedureCheck,
    ProviderCheck,
    ProviderStatus,
)
from priorauth.kleene import Status
from priorauth.reasons import tell
from priorauth.skill import GateName
from priorauth.value import Value


class GateOutcome(StrEnum):
    """How a gate came out."""

    PASS = "PASS"
    FAIL = "FAIL"
    NOT_EVALUATED = "NOT_EVALUATED"


class GateResult(Value):
    """A gate with its reasons (why it did not pass) and warnings (what passed all the same)."""

    gate: GateName
    outcome: GateOutcome
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgentFindings:
    """What the three working agents found; one that failed is a :class:`NotEvaluated` with its reason."""

    compliance: ComplianceFindings | NotEvaluated
    clinical: ClinicalFindings | NotEvaluated
    coverage: CoverageFindings | NotEvaluated

    @property
    def lines(self) -> tuple[LineAssessment, ...]:
        """The assessed service lines; none where the coverage agent failed."""
        return () if isinstance(self.coverage, NotEvaluated) else self.coverage.lines

    @property
    def of_others(self) -> tuple[str, ...]:
        """Which documents name another person: a sentence for each, once; none where the clinical agent failed."""
        unread = () if isinstance(self.clinical, NotEvaluated) else self.clinical.quarantined
        return tuple(dict.fromkeys(stretch.reason for stretch in unread))

    @property
    def failed(self) -> tuple[NotEvaluated, ...]:
        """The agents that gave no findings."""
        agents = (self.compliance, self.clinical, self.coverage)
        return tuple(agent for agent in agents if isinstance(agent, NotEvaluated))


def pass_gates(findings: AgentFindings) -> tuple[GateResult, ...]:
    """The three gates' results, in their order."""
    results: list[GateResult] = []
    for gate in GateName:
        stopped = next((result for result in results if result.outcome is not GateOutcome.PASS), None)
        results.append(_behind(gate, stopped) if stopped else _GATES[gate](findings))
    return tuple(results)


def _behind(gate: GateName, stopped: GateResult) -> GateResult:
    return GateResult(
        gate=gate,
        outcome=GateOutcome.NOT_EVALUATED,
        reasons=(f"Not reached: the case stopped at {stopped.gate.value}.",),
    )


def _not_evaluated(gate: GateName, agent: NotEvaluated) -> GateResult:
    return GateResult(gate=gate, outcome=GateOutcome.NOT_EVALUATED, reasons=(agent.reason,))


def _provider_gate(findings: AgentFindings) -> GateResult:
    coverage = findings.coverage
    if isinstance(coverage, NotEvaluated):
        return _not_evaluated(GateName.PROVIDER, coverage)
    if not coverage.providers:
        reason = "The request names no provider."
        return GateResult(gate=GateName.PROVIDER, outcome=GateOutcome.FAIL, reasons=(reason,))
    return _gate_of(
        GateName.PROVIDER,
        failed=[check.detail for check in coverage.providers if check.status in _PROVIDER_FAILS],
        unknown=[check.detail for check in coverage.providers if check.status is ProviderStatus.NOT_EVALUATED],
        warnings=[_synthetic(check) for check in coverage.providers if check.synthetic],
    )


_PROVIDER_FAILS = (
    ProviderStatus.DEACTIVATED,
    ProviderStatus.NOT_FOUND,
    ProviderStatus.NOT_IN_SNAPSHOT,
    ProviderStatus.INVALID,
)


def _synthetic(check: ProviderCheck) -> str:
    return f"NPI {check.npi} is an entry of the synthetic demonstration registry."


def _codes_gate(findings: AgentFindings) -> GateResult:
    clinical = findings.clinical
    if isinstance(clinical, NotEvaluated):
        return _not_evaluated(GateName.CODES, clinical)
    judged = tuple(_judge_diagnoses(clinical.diagnoses, _diagnosis_uses(findings.lines)))
    failed = [told for fate, told in judged if fate is _Fate.FAILS]
    if not clinical.diagnoses:
        failed.append("The request gives no diagnosis code.")
    if not clinical.procedures:
        failed.append("The request gives no service.")
    failed += [_tell(check) for check in clinical.procedures if check.status in _PROCEDURE_FAILS]
    warnings = [check.note for check in clinical.procedures if check.status is CodeStatus.UNVERIFIED and check.note]
    warnings += [told for fate, told in judged if fate is _Fate.WARNS]
    unknown = [told for fate, told in judged if fate is _Fate.UNKNOWN]
    unknown += [_tell(check) for check in clinical.procedures if check.status is CodeStatus.NOT_EVALUATED]
    return _gate_of(GateName.CODES, failed=failed, unknown=unknown, warnings=warnings)


class _Fate(StrEnum):
    """What a diagnosis does to gate 2."""

    PASSES = "passes"
    WARNS = "warns"
    UNKNOWN = "unknown"
    FAILS = "fails"


_FATES: Mapping[CodeStatus, tuple[_Fate, _Fate]] = {
    CodeStatus.VALID: (_Fate.PASSES, _Fate.PASSES),
    CodeStatus.NOT_BILLABLE: (_Fate.FAILS, _Fate.WARNS),
    CodeStatus.UNVERIFIED: (_Fate.UNKNOWN, _Fate.WARNS),
    CodeStatus.NOT_EVALUATED: (_Fate.UNKNOWN, _Fate.UNKNOWN),
    CodeStatus.NOT_FOUND: (_Fate.FAILS, _Fate.FAILS),
    CodeStatus.MALFORMED: (_Fate.FAILS, _Fate.FAILS),
}
"""The fate of a diagnosis that is needed (the primary, and what a policy uses), and of any other.

A lookup that failed leaves every diagnosis unknown: a code that does not exist would fail, whoever needs it.
"""


def _diagnosis_uses(lines: Iterable[LineAssessment]) -> tuple[DiagnosisUse, ...]:
    return tuple(dict.fromkeys(use for line in lines for use in line.diagnosis_uses))


def _judge_diagnoses(checks: Sequence[DiagnosisCheck], uses: Sequence[DiagnosisUse]) -> Iterator[tuple[_Fate, str]]:
    statuses = {check.code: check.status for check in checks if check.code}
    resting = [(use.policy_id, code) for use in uses for code in _relied_on(use, statuses)]
    for check in checks:
        policies = dict.fromkeys(policy for policy, code in resting if code == check.code)
        needed, otherwise = _FATES[check.status]
        yield (needed if check.primary or policies else otherwise), _describe(check, policies)
    for policy, code in resting:
        if code not in statuses:
            yield _Fate.UNKNOWN, f"Diagnosis {code} was not looked up. {policy} uses this diagnosis."


def _relied_on(use: DiagnosisUse, statuses: Mapping[str, CodeStatus]) -> tuple[str, ...]:
    """The codes that the policy's use rests on: none where one of them is valid, else first those still unknown."""
    if any(statuses.get(code) is CodeStatus.VALID for code in use.codes):
        return ()
    open_still = (None, CodeStatus.UNVERIFIED, CodeStatus.NOT_EVALUATED)
    return tuple(code for code in use.codes if statuses.get(code) in open_still) or use.codes


_PROCEDURE_FAILS = (CodeStatus.MALFORMED, CodeStatus.NOT_FOUND, CodeStatus.NOT_BILLABLE)


def _tell(check: ProcedureCheck) -> str:
    return check.note or f"Line {check.line}, {check.submitted or 'no code'}: {check.status.value.replace('_', ' ')}."


def _describe(check: DiagnosisCheck, policies: Iterable[str]) -> str:
    said = check.note or f"Diagnosis {check.code or check.submitted}: {check.status.value.replace('_', ' ')}."
    return " ".join((said, *(f"{policy} uses this diagnosis." for policy in policies)))


def _necessity_gate(findings: AgentFindings) -> GateResult:
    if findings.failed:
        return _not_evaluated(GateName.NECESSITY, findings.failed[0])
    return _weigh_necessity(
        cast(ComplianceFindings, findings.compliance),
        findings.of_others,
        cast(CoverageFindings, findings.coverage),
    )


def _weigh_necessity(
    compliance: ComplianceFindings, of_others: tuple[str, ...], coverage: CoverageFindings
) -> GateResult:
    """A record that holds another person's pages is in doubt as a whole, whether or not a criterion needs them."""
    failed = [*of_others, *(item.detail for item in compliance.items if item.blocking and item.is_open)]
    for line in coverage.lines:
        if line.obstacle:
            failed.append(f"Line {line.line}: {line.obstacle.reason}")
        failed += [
            f"Line {line.line}: {tell(item.result)}" for item in line.required if item.result.status is not Status.MET
        ]
    unknown = [*coverage.unevaluated, *(() if coverage.lines else ("No service line was assessed.",))]
    return _gate_of(GateName.NECESSITY, failed=failed, unknown=unknown, warnings=_advice(coverage))


def _advice(coverage: CoverageFindings) -> list[str]:
    """What policies disagree on, and criteria that do not block and are not MET."""
    disagreements = [f"Line {line.line}: {one.sentence}" for line in coverage.lines for one in line.conflicts]
    return disagreements + [
        f"Line {line.line}: {tell(item.result)}"
        for line in coverage.lines
        for item in (*line.criteria, *line.universal)
        if not item.required and item.result.status is not Status.MET
    ]


def _gate_of(gate: GateName, *, failed: list[str], unknown: list[str], warnings: list[str]) -> GateResult:
    """What is known to fail comes before what is unknown; nothing of either is a pass."""
    outcome = GateOutcome.FAIL if failed else GateOutcome.NOT_EVALUATED if unknown else GateOutcome.PASS
    return GateResult(gate=gate, outcome=outcome, reasons=tuple(failed + unknown), warnings=tuple(warnings))


_GATES: Mapping[GateName, Callable[[AgentFindings], GateResult]] = {
    GateName.PROVIDER: _provider_gate,
    GateName.CODES: _codes_gate,
    GateName.NECESSITY: _necessity_gate,
}
