"""A language model beside the embedded reader, in a whole review: it can take an approval away and add none."""

import dataclasses
import json
from typing import Any

import pytest

from agents.runtime import InProcessAgents
from orchestrator.bootstrap import Composition
from priorauth.facts import DISPUTED
from priorauth.findings import ClinicalFindings, NotEvaluated
from priorauth.inputs import AgentInput, AgentName, AgentOutput
from priorauth.recommendation import Outcome
from priorauth.revision import Revision
from tests.integration.review.reviewing import ListJournal, example_case
from tests.integration.review.scripted import Scripted, ignore

OXYGEN = "oxygen_saturation"


class BesideTheReader:
    """The composed agents, of which the clinical one is played by a model that answers so."""

    model = "a-model"

    def __init__(self, agents: InProcessAgents, answer: dict[str, Any]) -> None:
        kit = dataclasses.replace(agents.kit, cross_check=True)
        client = Scripted(
            json.dumps({"facts": [], "fields": [], "articles": [], "trials": [], "passages": []} | answer)
        )
        self.agents = agents
        self.clinical = InProcessAgents(kit, lambda _: client, agents.toolbox, 20)

    async def run(self, agent: AgentName, inputs: AgentInput, on_call: Any, *_: Any) -> AgentOutput:
        if agent is not AgentName.CLINICAL:
            return await self.agents.run(agent, inputs, on_call)
        found = await self.clinical.run(agent, inputs, ignore)
        known = await self.agents.run(agent, inputs, on_call)
        assert isinstance(found, ClinicalFindings)
        assert isinstance(known, ClinicalFindings)
        looked_up = ("diagnoses", "stated_diagnosis", "calls")  # the model that answers at once asks no lookup
        return found.model_copy(update={name: getattr(known, name) for name in looked_up})


async def reviewed(composition: Composition, facts: list[dict[str, Any]]) -> Revision:
    agents: Any = composition.agents
    pipeline = dataclasses.replace(composition.pipeline, agents=BesideTheReader(agents, {"facts": facts}))
    return await pipeline.review(example_case("01"), ListJournal(), number=1, assumptions=())


async def test_a_model_that_claims_nothing_takes_nothing_away(composition: Composition) -> None:
    revision = await reviewed(composition, [])
    assert revision.recommendation.outcome is Outcome.APPROVE


@pytest.mark.parametrize("value", ["12", "99"])
async def test_a_measurement_that_is_read_in_two_ways_decides_nothing_and_is_shown(
    composition: Composition, value: str
) -> None:
    known = await composition.pipeline.review(example_case("01"), ListJournal(), number=1, assumptions=())
    assert not isinstance(known.clinical, NotEvaluated)
    fact = next(fact for fact in known.clinical.facts if fact.concept == OXYGEN)
    span = fact.evidence.spans[0]
    quote = {"document_id": span.document_id, "text": span.quote, "start": span.start}
    claim = {"concept": OXYGEN, "assertion": "present", "value": value, "unit": "%", "quote": quote}

    revision = await reviewed(composition, [claim])

    assert not isinstance(revision.clinical, NotEvaluated)
    assert revision.recommendation.outcome is Outcome.PEND
    assert {one.doubt for one in revision.clinical.facts if one.concept == OXYGEN} == {DISPUTED}
    assert [one.claimed for one in revision.clinical.disagreements] == [f"present {value} %"]
    assert DISPUTED in " ".join(revision.recommendation.lines[0].reasons).lower()
