"""A lookup that is down: the case pends soon, says why, and lists only the calls that were made."""

import asyncio
import time
from typing import Any

import pytest
from mcp.server import Server
from mcp_types import CallToolRequestParams, CallToolResult, ListToolsResult, PaginatedRequestParams, Tool

from agents.runtime import InProcessAgents
from agents.toolbox import Toolbox
from mcp_clients.circuit import Circuits
from mcp_clients.registry import lookup_named
from orchestrator.bootstrap import Composition
from orchestrator.pipeline import Pipeline
from priorauth.errors import AgentFailed, AgentFailure
from priorauth.findings import CoverageFindings, ProviderStatus
from priorauth.inputs import AgentName, ClinicalInput
from priorauth.ledger import LookupOutcome
from priorauth.recommendation import Outcome
from priorauth.revision import Revision
from tests.integration.review.reviewing import ListJournal, example_case

NOBODY = "http://127.0.0.1:9/mcp"


class Hanging:
    """A lookup's server in this process that never answers, and knows whether it was stopped."""

    def __init__(self, lookup: str) -> None:
        self.lookup = lookup_named(lookup)
        self.asked = 0
        self.stopped = 0

    def server(self) -> Server[Any]:
        async def list_tools(_: object, __: PaginatedRequestParams | None) -> ListToolsResult:
            return ListToolsResult(tools=[_tool(tool.name, tool.parameters) for tool in self.lookup.tools])

        async def call_tool(_: object, __: CallToolRequestParams) -> CallToolResult:
            self.asked += 1
            try:
                await asyncio.Event().wait()
            finally:
                self.stopped += 1
            raise AssertionError("never reached")

        return Server(self.lookup.name, on_list_tools=list_tools, on_call_tool=call_tool)


def _tool(name: str, parameters: tuple[str, ...]) -> Tool:
    properties: dict[str, Any] = {parameter: {} for parameter in parameters}
    return Tool(name=name, input_schema={"type": "object", "properties": properties})


def with_lookup(
    composition: Composition, name: str, endpoint: Any, agent_timeout: float = 20, call_timeout: float = 5
) -> InProcessAgents:
    agents = composition.agents
    assert isinstance(agents, InProcessAgents)
    toolbox = Toolbox({**agents.toolbox.endpoints, name: endpoint}, call_timeout, circuits=Circuits(5, 60))
    return InProcessAgents(agents.kit, agents.model_for, toolbox, agent_timeout)


async def review(composition: Composition, agents: InProcessAgents) -> Revision:
    pipeline = Pipeline(agents, composition.pipeline.rules, composition.pipeline.versions)
    return await pipeline.review(example_case("01"), ListJournal(), number=1, assumptions=())


async def test_an_outage_pends_within_seconds_and_the_next_case_lists_no_call_that_was_not_made(
    composition: Composition,
) -> None:
    agents = with_lookup(composition, "npi", NOBODY)
    try:
        began = time.monotonic()
        first = await review(composition, agents)
        assert time.monotonic() - began < 5
        second = await review(composition, agents)
    finally:
        await agents.toolbox.close()

    asked = [call.outcome for call in first.calls if call.lookup == "npi"]
    assert set(asked) == {LookupOutcome.UNAVAILABLE}
    assert len(asked) in (4, 5), "five failures in a row, among which the connection's own may or may not come first"
    assert [call for call in second.calls if call.lookup == "npi"] == []
    for revision in (first, second):
        assert (revision.recommendation.outcome, revision.recommendation.route) == (Outcome.PEND, "NOT_EVALUATED")
    assert isinstance(second.coverage, CoverageFindings)
    provider = second.coverage.providers[0]
    assert provider.status is ProviderStatus.NOT_EVALUATED
    assert "was not looked up. The NPI registry lookup gave no answer 5 times in a row" in provider.detail
    assert "is not asked again before" in provider.detail


@pytest.mark.parametrize("lookup", ["icd10", "cms_coverage", "pubmed"])
async def test_each_lookup_that_is_left_alone_says_so_in_the_findings(composition: Composition, lookup: str) -> None:
    agents = with_lookup(composition, lookup, NOBODY)
    for _ in range(5):
        agents.toolbox.circuits.of(NOBODY).failed()
    try:
        revision = await review(composition, agents)
    finally:
        await agents.toolbox.close()

    assert [call for call in revision.calls if call.lookup == lookup] == []
    assert f"The {lookup_named(lookup).title} lookup gave no answer 5 times in a row" in revision.model_dump_json()


async def test_a_lookup_that_hangs_leaves_its_agent_the_time_to_say_so(composition: Composition) -> None:
    """The tries of one call end before the agent's time does: the agent has findings, and they say what is missing."""
    agents = with_lookup(composition, "pubmed", Hanging("pubmed").server(), agent_timeout=4, call_timeout=1)
    try:
        revision = await review(composition, agents)
    finally:
        await agents.toolbox.close()

    assert revision.recommendation.outcome is Outcome.APPROVE
    tried = [call.outcome for call in revision.calls if call.lookup == "pubmed"]
    assert set(tried) == {LookupOutcome.UNAVAILABLE}
    assert 1 < len(tried) <= 3


async def test_an_agent_that_runs_out_of_time_stops_what_it_asked_in_this_process(composition: Composition) -> None:
    hanging = Hanging("icd10")
    agents = with_lookup(composition, "icd10", hanging.server(), agent_timeout=0.5, call_timeout=60)
    case = example_case("01")
    await agents.kit.prepare(case)

    with pytest.raises(AgentFailed) as failed:
        async with asyncio.timeout(3):
            await agents.run(AgentName.CLINICAL, ClinicalInput(case=case), lambda _: None)

    assert failed.value.failure is AgentFailure.BUDGET_EXCEEDED
    assert hanging.asked == hanging.stopped == 3
    await agents.toolbox.close()
