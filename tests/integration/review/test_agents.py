"""The agents in the framework's loop: tools really called, answers really parsed, failures typed."""

import asyncio
import json
from typing import Any

import pytest

from agents.registry import AGENTS
from agents.runtime import InProcessAgents
from agents.toolbox import Toolbox
from orchestrator.bootstrap import Composition
from orchestrator.pipeline import Pipeline
from priorauth.case import Case
from priorauth.errors import AgentFailed, AgentFailure
from priorauth.findings import ClinicalFindings, CodeStatus, NotEvaluated
from priorauth.gates import GateOutcome
from priorauth.inputs import AgentInput, AgentName, AgentOutput, ClinicalInput, ComplianceInput
from priorauth.ledger import LookupCall
from priorauth.recommendation import Outcome
from priorauth.revision import Revision
from tests.integration.review.reviewing import ListJournal, example_case
from tests.integration.review.scripted import Scripted, ignore, scripted


async def test_the_clinical_agent_calls_its_lookups_over_mcp_and_carries_the_ledger(composition: Composition) -> None:
    seen: list[LookupCall] = []

    found = await composition.agents.run(AgentName.CLINICAL, ClinicalInput(case=example_case("01")), seen.append)

    assert isinstance(found, ClinicalFindings)
    assert [call.tool for call in seen if call.lookup == "icd10"] == ["lookup_code"] * 3
    assert set(found.calls) == set(seen)
    assert all(check.status is CodeStatus.VALID for check in found.diagnoses)
    assert {article.call_id for article in found.articles} <= {call.id for call in seen}


async def test_compliance_and_clinical_are_at_work_at_the_same_time(composition: Composition) -> None:
    both = asyncio.Barrier(2)
    agents = composition.agents

    class Meeting:
        model = agents.model

        async def run(self, agent: AgentName, inputs: AgentInput, on_call: Any, *_: Any) -> AgentOutput:
            if agent in (AgentName.COMPLIANCE, AgentName.CLINICAL):
                await asyncio.wait_for(both.wait(), 5)
            return await agents.run(agent, inputs, on_call)

    pipeline = Pipeline(Meeting(), composition.pipeline.rules, composition.pipeline.versions)
    journal = ListJournal()

    await pipeline.review(example_case("01"), journal, number=1, assumptions=())

    assert order_of(journal).index(("started", "coverage")) > order_of(journal).index(("completed", "clinical"))


async def test_agents_that_run_together_start_before_either_works(composition: Composition) -> None:
    journal = ListJournal()

    await composition.pipeline.review(example_case("01"), journal, number=1, assumptions=())

    assert order_of(journal)[:2] == [("started", "compliance"), ("started", "clinical")]


def order_of(journal: ListJournal) -> list[tuple[str, str]]:
    return [entry for entry in journal.entries if entry[0] in ("started", "completed")]


async def test_a_draft_that_does_not_parse_is_repaired_once_with_its_problems(composition: Composition) -> None:
    client = Scripted("not json", json.dumps({"history": [], "symptoms": [], "results": []}))

    await scripted(composition, client).run(AgentName.COMPLIANCE, ComplianceInput(case=example_case("01")), ignore)

    assert "does not have the form asked for" in client.heard[1]


NOTHING = {"facts": [], "fields": [], "articles": [], "trials": [], "passages": []}


def claim(text: str, **said: Any) -> str:
    fact = {"concept": "oxygen_saturation", "assertion": "present", "quote": {"document_id": "d1", "text": text}}
    return json.dumps(NOTHING | {"facts": [{**fact, **said}]})


async def clinical_by(composition: Composition, draft: str, case: Case) -> ClinicalFindings:
    found = await scripted(composition, Scripted(draft)).run(AgentName.CLINICAL, ClinicalInput(case=case), ignore)
    assert isinstance(found, ClinicalFindings)
    return found


def with_note(text: str) -> Case:
    case = example_case("01")
    note = case.documents[0].model_copy(update={"text": text})
    return case.model_copy(update={"case_id": text[:40], "documents": (note,)})


async def test_a_true_quote_with_a_false_reading_is_a_disagreement_and_decides_nothing(
    composition: Composition,
) -> None:
    case = with_note("EXAM\nSpO2 98 % at rest on room air.\n")

    found = await clinical_by(composition, claim("SpO2 98 % at rest on room air.", value="84", unit="%"), case)

    floor = composition.rule_book.skills.clinical.scale.floor
    assert [(str(fact.value), fact.confidence < floor) for fact in found.facts] == [("98", True)]
    assert [item.claimed for item in found.disagreements] == ["present 84 %"]


async def test_a_model_that_did_not_look_a_code_up_leaves_it_not_evaluated(composition: Composition) -> None:
    found = await clinical_by(composition, json.dumps(NOTHING), example_case("01"))

    assert {check.status for check in found.diagnoses} == {CodeStatus.NOT_EVALUATED}


async def review_without(composition: Composition, lookup: str) -> Revision:
    """The review of the first example while a lookup's server is down."""
    agents = composition.agents
    assert isinstance(agents, InProcessAgents)
    toolbox = Toolbox({**agents.toolbox.endpoints, lookup: "http://127.0.0.1:9/mcp"}, call_timeout=2)
    runner = InProcessAgents(agents.kit, agents.model_for, toolbox, agent_timeout=20)
    pipeline = Pipeline(runner, composition.pipeline.rules, composition.pipeline.versions)
    try:
        return await pipeline.review(example_case("01"), ListJournal(), number=1, assumptions=())
    finally:
        await toolbox.close()


async def test_a_required_lookup_that_is_down_pends_the_case_as_not_evaluated(composition: Composition) -> None:
    revision = await review_without(composition, "npi")

    recommendation = revision.recommendation
    assert (recommendation.outcome, recommendation.route) == (Outcome.PEND, "NOT_EVALUATED")
    assert recommendation.gates[0].outcome is GateOutcome.NOT_EVALUATED
    assert any(call.outcome.failed for call in revision.calls if call.lookup == "npi")


async def test_a_supplementary_lookup_that_is_down_is_said_and_no_more(composition: Composition) -> None:
    revision = await review_without(composition, "pubmed")

    assert revision.recommendation.outcome is Outcome.APPROVE
    assert not isinstance(revision.clinical, NotEvaluated)
    assert any(note.startswith("PubMed") for note in revision.clinical.supplementary_notes)


@pytest.mark.parametrize("agent", list(AgentName))
async def test_any_agent_that_fails_pends_the_case_with_its_reason(composition: Composition, agent: AgentName) -> None:
    agents = composition.agents

    class Failing:
        model = agents.model

        async def run(self, name: AgentName, inputs: AgentInput, on_call: Any, *_: Any) -> AgentOutput:
            if name is agent:
                raise AgentFailed(name.value, AgentFailure.UNAVAILABLE, "its model could not be reached")
            return await agents.run(name, inputs, on_call)

    pipeline = Pipeline(Failing(), composition.pipeline.rules, composition.pipeline.versions)

    revision = await pipeline.review(example_case("01"), ListJournal(), number=1, assumptions=())

    assert revision.recommendation.outcome is Outcome.PEND
    assert revision.recommendation.route == "NOT_EVALUATED"
    assert agent.value in [failed.agent for failed in revision.recommendation.not_evaluated]


def test_every_agent_has_a_spec_and_a_skill(composition: Composition) -> None:
    assert list(AGENTS) == list(AgentName)
    assert all(spec.skill in composition.rule_book.skills.skills for spec in AGENTS.values())
