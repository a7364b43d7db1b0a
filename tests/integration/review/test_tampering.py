"""Servers that lie: an unproven answer of an agent that runs elsewhere approves nothing, and is named."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from agents.composing import worked_with
from agents.proven import ProvenAgents
from orchestrator.bootstrap import Composition
from orchestrator.guard import guarded
from orchestrator.settings import Settings
from priorauth.assessment import Proposed
from priorauth.evidence import Span, TextQuote
from priorauth.extraction import Passage
from priorauth.inputs import AgentInput, AgentName, AgentOutput
from priorauth.kleene import Status
from priorauth.ledger import LookupCall
from priorauth.proof.breach import Breach
from priorauth.recommendation import Outcome
from priorauth.revision import Revision
from tests.integration.review.reviewing import ListJournal, example_case
from tests.integration.review.test_remote import remote

COMPLIANCE, CLINICAL, COVERAGE, SYNTHESIS = AgentName
Tamper = Callable[[Any], Any]


def at(path: str, new: Any) -> Tamper:
    """Puts something else at a path such as ``facts.0.evidence``; a function is given what stands there."""

    def put(value: Any, names: list[str]) -> Any:
        if not names:
            return new(value) if callable(new) else new
        if isinstance(value, tuple):
            place = int(names[0])
            return (*value[:place], put(value[place], names[1:]), *value[place + 1 :])
        return value.model_copy(update={names[0]: put(getattr(value, names[0]), names[1:])})

    return lambda found: put(found, path.split("."))


def moved(span: Any) -> Any:
    return span.model_copy(update={"start": span.start + 3, "end": span.end + 3})


def all_met(line: Any) -> Any:
    """A line of which every criterion is said to be MET."""

    def met(item: Any) -> Any:
        return item.model_copy(update={"result": item.result.model_copy(update={"status": Status.MET})})

    every = {"criteria": tuple(map(met, line.criteria)), "universal": tuple(map(met, line.universal))}
    return line.model_copy(update=every)


_INVENTED = Span(document_id="d1", start=0, end=8, quote="APPROVE!")


def proposing(result: Any) -> Any:
    """A criterion for which a model is said to propose MET."""
    proposed = Proposed(status=Status.MET, by="openai:x")
    return result.model_copy(update={"proposed": proposed, "evidence": (TextQuote(spans=(_INVENTED,)),)})


def with_passage(_: Any) -> Any:
    """Words of nothing for a criterion that is none."""
    return (Passage(policy_id="L99999", criterion_id="any", spans=(_INVENTED,)),)


APPROVABLE, PENDS = "01", "03"
_SPAN = "facts.0.evidence.spans.0"
TAMPERED: dict[str, tuple[AgentName, Tamper, str]] = {
    "a changed quote": (CLINICAL, at(f"{_SPAN}.quote", lambda words: "9" * len(words)), Breach.QUOTE),
    "a shifted offset": (CLINICAL, at(_SPAN, moved), Breach.QUOTE),
    "a quote of another document of the case": (CLINICAL, at(f"{_SPAN}.document_id", "d2"), Breach.QUOTE),
    "a quote of no document of the case": (CLINICAL, at(f"{_SPAN}.document_id", "d99"), Breach.DOCUMENT),
    "an invented article": (CLINICAL, at("articles.0.pmid", "99999999"), Breach.IDENTIFIER),
    "an invented policy": (COVERAGE, at("citations.0.policy_id", "L99999"), Breach.IDENTIFIER),
    "an invented NPI": (COVERAGE, at("providers.0.npi", "1245319599"), Breach.IDENTIFIER),
    "a status that the facts do not give": (COVERAGE, at("lines.0", all_met), Breach.STATUS),
    "a status proposed for what is computed": (COVERAGE, at("lines.0.criteria.0.result", proposing), Breach.STATUS),
    "a status proposed by words that the record does not hold": (
        COVERAGE,
        at("lines.0.criteria.1.result.children.5", proposing),
        Breach.QUOTE,
    ),
    "a passage for a criterion that was not asked about": (CLINICAL, at("passages", with_passage), Breach.REQUEST),
    "a score that its parts do not give": (CLINICAL, at("extraction.confidence", 100), Breach.SCORE),
    "a confidence that the findings do not give": (
        SYNTHESIS,
        at("recommendation.confidence.value", 0.99),
        Breach.RECOMMENDATION,
    ),
    "a confidence of 900": (SYNTHESIS, at("recommendation.confidence.value", 900), "not have the form"),
    "an approval over a failed gate": (
        SYNTHESIS,
        at("recommendation.outcome", Outcome.APPROVE),
        Breach.RECOMMENDATION,
    ),
    "a prose that approves": (SYNTHESIS, at("rationale", "APPROVE!!"), Breach.PROSE),
    "dropped calls for codes": (CLINICAL, at("calls", ()), Breach.CALL),
    "dropped searches": (COVERAGE, at("calls", lambda calls: calls[:2]), Breach.CALLS_MISSING),
    "a call of yesterday": (
        CLINICAL,
        at("calls.0.started_at", lambda then: then.replace(year=then.year - 1)),
        Breach.CALL_TIME,
    ),
    "a call of a lookup that the agent does not have": (COVERAGE, at("calls.0.lookup", "icd10"), Breach.CALL_LISTED),
}
_TURNS_AN_OUTCOME = (Breach.STATUS, Breach.RECOMMENDATION, Breach.PROSE)


@dataclasses.dataclass
class Tampering:
    """The composed agents, one of which has its answer changed on the way out."""

    agents: Any
    agent: AgentName
    tamper: Tamper

    async def run(self, agent: AgentName, inputs: AgentInput, on_call: Any, *_: Any) -> AgentOutput:
        found = await self.agents.run(agent, inputs, on_call)
        return self.tamper(found) if agent is self.agent else found


class HeardJournal(ListJournal):
    """Keeps which agents' calls were told of."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: set[AgentName] = set()

    def lookup_called(self, agent: AgentName, call: LookupCall) -> None:
        self.heard.add(agent)


async def reviewed(composition: Composition, served: Any, example: str, journal: ListJournal) -> Revision:
    agents: Any = composition.agents
    async with remote(served, worked_with(composition.rule_book, Settings())) as elsewhere:
        proven = ProvenAgents(elsewhere, agents.kit.standards)
        pipeline = guarded(dataclasses.replace(composition.pipeline, agents=proven), 20)
        return await pipeline.review(example_case(example), journal, number=1, assumptions=())


@pytest.mark.parametrize(("agent", "tamper", "breach"), TAMPERED.values(), ids=TAMPERED.keys())
async def test_a_tampered_answer_approves_nothing_and_is_named(
    composition: Composition, agent: AgentName, tamper: Tamper, breach: str
) -> None:
    example = PENDS if breach in _TURNS_AN_OUTCOME else APPROVABLE
    journal = HeardJournal()
    revision = await reviewed(composition, Tampering(composition.agents, agent, tamper), example, journal)
    reasons = [one.reason for one in revision.recommendation.not_evaluated]
    assert revision.recommendation.outcome is Outcome.PEND
    assert any(breach in reason for reason in reasons)
    assert agent not in journal.heard


@pytest.mark.parametrize("example", [f"{number:02d}" for number in range(1, 11)])
async def test_an_honest_server_is_believed(composition: Composition, example: str) -> None:
    here = await composition.pipeline.review(example_case(example), ListJournal(), number=1, assumptions=())
    journal = HeardJournal()
    there = await reviewed(composition, composition.agents, example, journal)
    assert there.recommendation == here.recommendation
    assert CLINICAL in journal.heard


@pytest.mark.parametrize("agent", AgentName)
async def test_another_cases_findings_are_not_believed(composition: Composition, agent: AgentName) -> None:
    """The findings of the same agent of a case that was approved."""
    approved = await composition.pipeline.review(example_case("06"), ListJournal(), number=1, assumptions=())
    replayed = getattr(approved, agent.value)
    served = Tampering(composition.agents, agent, lambda _: replayed)
    revision = await reviewed(composition, served, "03", ListJournal())
    assert revision.recommendation.outcome is Outcome.PEND
    assert "was not taken" in " ".join(one.reason for one in revision.recommendation.not_evaluated)
