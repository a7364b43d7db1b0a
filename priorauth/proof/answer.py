"""The proof of a whole answer: one function, for all agents."""

from collections.abc import Iterator

from priorauth.assessing import Standards
from priorauth.findings import ClinicalFindings, ComplianceFindings, CoverageFindings, NotEvaluated
from priorauth.inputs import (
    AgentInput,
    AgentOutput,
    ClinicalInput,
    ComplianceInput,
    CoverageInput,
    SynthesisFindings,
    SynthesisInput,
)
from priorauth.ledger import LookupCall
from priorauth.proof.breach import Breach, not_taken
from priorauth.proof.clinical import clinical_breaches, compliance_breaches
from priorauth.proof.coverage import coverage_breaches
from priorauth.proof.grounding import Asked, Calls, ungrounded
from priorauth.prose import says_only_what_is_found
from priorauth.rationale import computed_synthesis
from priorauth.skill import SynthesisRules


def prove(asked: Asked, findings: AgentOutput, standards: Standards) -> None:
    """Believe the findings of an agent that ran elsewhere.

    Proven is that each quote stands in the record, that each identifier was returned by a lookup call which the answer
    lists, and that what follows from facts and rules is what it says. That the calls were really answered so, and that
    nothing of the record was left out, is not proven here. Raises :class:`AgentFailed`, which names every kind of
    breach and holds nothing of the answer.
    """
    breaches = tuple(_breaches(asked, findings, standards))
    if breaches:
        raise not_taken(asked.agent, breaches)


def _breaches(asked: Asked, findings: AgentOutput, standards: Standards) -> Iterator[Breach]:
    calls = Calls(getattr(findings, "calls", ()), _given_calls(asked.inputs))
    yield from ungrounded(asked, findings, calls)
    match asked.inputs, findings:
        case ComplianceInput() as inputs, ComplianceFindings() as found:
            yield from compliance_breaches(inputs, found, standards.rule_book)
        case ClinicalInput() as inputs, ClinicalFindings() as found:
            yield from clinical_breaches(inputs, found, standards.rule_book)
        case CoverageInput() as inputs, CoverageFindings() as found:
            yield from coverage_breaches(asked, inputs, found, calls, standards)
        case SynthesisInput() as inputs, SynthesisFindings() as found:
            yield from _synthesis_breaches(inputs, found, standards.rule_book.skills.synthesis)
        case _:
            yield Breach.REQUEST


def _given_calls(inputs: AgentInput) -> tuple[LookupCall, ...]:
    """The calls that were sent along, which an answer may cite too."""
    clinical = getattr(inputs, "clinical", None)
    return () if clinical is None or isinstance(clinical, NotEvaluated) else clinical.calls


def _synthesis_breaches(inputs: SynthesisInput, found: SynthesisFindings, rules: SynthesisRules) -> Iterator[Breach]:
    computed = computed_synthesis(inputs, rules)
    if found.recommendation != computed.recommendation:
        yield Breach.RECOMMENDATION
    prose = (found.summary, found.rationale)
    if prose == (computed.summary, computed.rationale):
        return
    if found.prose_by == computed.prose_by or not says_only_what_is_found("\n".join(prose), computed, inputs):
        yield Breach.PROSE
