"""Agents that run elsewhere: the same findings over the Responses protocol, and every failure by its type."""

import asyncio
import dataclasses
import json
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from decimal import Decimal
from typing import Any

import httpx2
import pytest
from openai import AsyncOpenAI

from agents.composing import worked_with
from agents.envelope import seal
from agents.remote import Place, RemoteAgents
from agents.responses import WorkedWith
from agents.runtime import InProcessAgents
from agents.server import AgentServer
from orchestrator.bootstrap import Composition
from orchestrator.guard import guarded
from orchestrator.pipeline import Pipeline
from orchestrator.settings import read_settings
from priorauth.errors import AgentFailed, AgentFailure
from priorauth.findings import NotEvaluated
from priorauth.inputs import AgentInput, AgentName, AgentOutput, ClinicalInput, ComplianceInput, CoverageInput
from priorauth.model_budget import UNLIMITED, Allowance
from priorauth.model_usage import AgentUsage, Made
from priorauth.recommendation import Outcome
from priorauth.revision import Revision
from tests.integration.review.reviewing import ListJournal, example_case

SETTINGS = read_settings({})


@asynccontextmanager
async def served(agent: AgentName, agents: Any, tells: WorkedWith) -> AsyncGenerator[httpx2.AsyncClient]:
    """A client of one agent's server."""

    @asynccontextmanager
    async def compose() -> AsyncGenerator[InProcessAgents]:
        yield agents

    application = AgentServer(agent, compose, tells).application()
    async with application.router.lifespan_context(application):
        transport = httpx2.ASGITransport(app=application)
        async with httpx2.AsyncClient(transport=transport, base_url="http://agent") as client:
            yield client


@asynccontextmanager
async def remote(agents: Any, tells: WorkedWith, expected: WorkedWith | None = None) -> AsyncGenerator[RemoteAgents]:
    """All four agents, each at a server of its own."""
    async with AsyncExitStack() as stack:
        clients = {
            name: AsyncOpenAI(
                base_url="http://agent",
                api_key="none",
                max_retries=0,
                http_client=await stack.enter_async_context(served(name, agents, tells)),
            )
            for name in AgentName
        }
        yield RemoteAgents({name: Place(client) for name, client in clients.items()}, expected or tells)


async def reviewed(pipeline: Pipeline) -> Revision:
    return await pipeline.review(example_case("01"), ListJournal(), number=1, assumptions=())


async def test_a_review_is_the_same_wherever_its_agents_run(composition: Composition):
    await reviewed(
        composition.pipeline
    )  # a call is marked where its answer came from the cache: both have it from there
    here = await reviewed(composition.pipeline)
    async with remote(composition.agents, worked_with(composition.rule_book, SETTINGS)) as agents:
        there = await reviewed(dataclasses.replace(composition.pipeline, agents=agents))
    assert there.recommendation == here.recommendation
    assert there.digest == here.digest


async def test_an_agents_calls_are_told_of(composition: Composition):
    seen: list[Made] = []
    async with remote(composition.agents, worked_with(composition.rule_book, SETTINGS)) as agents:
        found = await agents.run(AgentName.COMPLIANCE, ComplianceInput(case=example_case("01")), seen.append)
    assert tuple(seen) == getattr(found, "calls", None)


class Failing:
    """Agents that fail in one way."""

    model = "embedded-1"

    def __init__(self, error: BaseException) -> None:
        self.error = error

    async def run(self, agent: AgentName, inputs: AgentInput, on_call: Any, *_: Any) -> AgentOutput:
        raise self.error


MADE = WorkedWith(model="embedded-1", rule_book="sha256:1", code="1")


async def failure_of(agents: RemoteAgents) -> AgentFailed:
    with pytest.raises(AgentFailed) as failed:
        await agents.run(AgentName.COMPLIANCE, ComplianceInput(case=example_case("01")), lambda _: None)
    return failed.value


@pytest.mark.parametrize("failure", AgentFailure)
async def test_a_failure_keeps_its_type_and_its_reason(failure: AgentFailure):
    async with remote(Failing(AgentFailed("compliance", failure, "it was tired")), MADE) as agents:
        error = await failure_of(agents)
    assert (error.failure, error.detail) == (failure, "it was tired")


async def test_a_faults_own_words_reach_nobody(caplog: pytest.LogCaptureFixture):
    async with remote(Failing(RuntimeError("the patient's secret")), MADE) as agents:
        error = await failure_of(agents)
    assert error.failure is AgentFailure.UNAVAILABLE
    assert "secret" not in str(error) + caplog.text


async def test_findings_of_another_rule_book_are_no_findings(composition: Composition):
    theirs = worked_with(composition.rule_book, SETTINGS)
    async with remote(composition.agents, theirs, theirs.model_copy(update={"rule_book": "sha256:0"})) as agents:
        error = await failure_of(agents)
    assert (error.failure, error.detail) == (
        AgentFailure.OUTPUT_INVALID,
        "its server works with another rule book than this service",
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"no json", "does not have the form"),
        (b'{"input": "no envelope"}', "ends in no envelope"),
        (b'{"input": "x", "stream": true}', "does not have the form"),
        (seal(AgentName.CLINICAL, ComplianceInput(case=example_case("01"))), "addressed to another"),
    ],
)
async def test_what_is_no_request_for_the_agent_is_refused(body: bytes | str, said: str):
    async with served(AgentName.COMPLIANCE, Failing(AssertionError()), MADE) as client:
        answer = await client.post(
            "/responses", content=body if isinstance(body, bytes) else json.dumps({"input": body})
        )
    assert answer.status_code == 400
    assert said in answer.json()["error"]["message"]


async def test_a_server_says_that_it_is_ready_and_with_what_it_works():
    async with served(AgentName.CLINICAL, Failing(AssertionError()), MADE) as client:
        answer = (await client.get("/readiness")).json()
    assert answer == {
        "status": "ready",
        "agent": "clinical",
        "model": "embedded-1",
        "rule_book": "sha256:1",
        "code": "1",
    }


async def test_nobody_who_left_is_worked_for():
    begun, stopped = asyncio.Event(), asyncio.Event()

    class Slow:
        async def run(self, agent: AgentName, inputs: AgentInput, on_call: Any, *_: Any) -> AgentOutput:
            begun.set()
            try:
                await asyncio.sleep(60)
            finally:
                stopped.set()
            raise AssertionError

    async with served(AgentName.COMPLIANCE, Slow(), MADE) as client:
        message = seal(AgentName.COMPLIANCE, ComplianceInput(case=example_case("01")))
        asked = asyncio.create_task(client.post("/responses", json={"input": message}))
        await begun.wait()
        asked.cancel()
        await asyncio.wait({asked})
        await asyncio.wait_for(stopped.wait(), 2)


@asynccontextmanager
async def nobody_there() -> AsyncGenerator[AsyncOpenAI]:
    """A client of an address where nobody listens."""

    def refuse(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("nobody listens", request=request)

    async with httpx2.AsyncClient(transport=httpx2.MockTransport(refuse)) as nobody:
        yield AsyncOpenAI(base_url="http://agent", api_key="none", max_retries=0, http_client=nobody)


async def test_a_server_that_is_not_there_pends_the_case(composition: Composition):
    async with nobody_there() as client:
        agents = RemoteAgents(dict.fromkeys(AgentName, Place(client)), MADE)
        revision = await reviewed(guarded(dataclasses.replace(composition.pipeline, agents=agents), 20))
    assert revision.recommendation.outcome is Outcome.PEND
    assert isinstance(revision.compliance, NotEvaluated)
    assert "its server could not be reached" in revision.compliance.reason


async def test_what_keeps_an_agent_from_work_is_told(composition: Composition):
    theirs = worked_with(composition.rule_book, SETTINGS)
    async with remote(composition.agents, theirs) as agents:
        assert await agents.states(5) == dict.fromkeys(AgentName)
    async with remote(composition.agents, theirs.model_copy(update={"code": "0.0"}), theirs) as agents:
        assert set((await agents.states(5)).values()) == {"its server works with another code than this service"}
    async with nobody_there() as client:
        states = await RemoteAgents(dict.fromkeys(AgentName, Place(client)), theirs).states(5)
    assert set(states.values()) == {"its server is not ready: APIConnectionError"}


def used(agent: AgentName = AgentName.COMPLIANCE) -> AgentUsage:
    return AgentUsage(agent=agent, model="openai:x", calls=1, read=10, written=2, usd=Decimal("0.00001"))


class Using(Failing):
    """Agents whose model used something twice before they failed."""

    def __init__(self, error: BaseException, one: AgentUsage) -> None:
        super().__init__(error)
        self.one = one

    async def run(self, agent: AgentName, inputs: AgentInput, on_call: Any, *_: Any) -> AgentOutput:
        on_call(self.one)
        on_call(self.one)
        raise self.error


async def failing(agents: RemoteAgents) -> tuple[AgentFailed, list[Made]]:
    seen: list[Made] = []
    with pytest.raises(AgentFailed) as failed:
        await agents.run(AgentName.COMPLIANCE, ComplianceInput(case=example_case("01")), seen.append)
    return failed.value, seen


async def test_what_a_model_used_is_told_though_its_agent_failed():
    tired = AgentFailed("compliance", AgentFailure.OUTPUT_INVALID, "it was tired")
    async with remote(Using(tired, used()), MADE) as agents:
        _, seen = await failing(agents)
    assert seen == [used().plus(used())]


async def test_an_account_of_another_agent_is_none():
    tired = AgentFailed("compliance", AgentFailure.UNAVAILABLE, "it was tired")
    async with remote(Using(tired, used(AgentName.CLINICAL)), MADE) as agents:
        error, seen = await failing(agents)
    assert (error.failure, seen) == (AgentFailure.OUTPUT_INVALID, [])
    assert error.detail == "its server's account of what its model used cannot be read"


async def test_of_a_server_that_gave_no_answer_the_least_is_estimated():
    made = MADE.model_copy(update={"model": "compliance=openai:x", "models": {AgentName.COMPLIANCE: "openai:x"}})
    async with remote(Failing(RuntimeError()), made) as agents:
        _, seen = await failing(agents)
    (one,) = seen
    assert isinstance(one, AgentUsage)
    assert (one.model, one.failed, one.estimated, one.unpriced, one.usd) == ("openai:x", 1, 1, 1, None)
    assert one.read > 1_000
    async with remote(Failing(RuntimeError()), MADE) as agents:
        assert (await failing(agents))[1] == []
    async with nobody_there() as client:
        assert (await failing(RemoteAgents(dict.fromkeys(AgentName, Place(client)), made)))[1] == []


class Lent(Failing):
    """Agents that note what they are lent."""

    def __init__(self) -> None:
        super().__init__(AgentFailed("any", AgentFailure.UNAVAILABLE, "it was tired"))
        self.left: list[Allowance] = []

    async def run(self, agent: AgentName, inputs: AgentInput, on_call: Any, *left: Any) -> AgentOutput:
        self.left += left
        raise self.error


async def test_what_is_left_goes_with_the_call_and_who_runs_beside_another_is_lent_half():
    lent, left = Lent(), Allowance(case_tokens=1_001, case_usd=Decimal("0.3"), day_tokens=500)
    case = example_case("01")
    clinical = NotEvaluated(agent="clinical", failure=AgentFailure.UNAVAILABLE, reason="it was tired")
    asked: list[tuple[AgentName, AgentInput]] = [
        (AgentName.CLINICAL, ClinicalInput(case=case)),
        (AgentName.COVERAGE, CoverageInput.of(case, clinical)),
    ]
    async with remote(lent, MADE) as agents:
        for agent, inputs in asked:
            for given in ((left,), ()):
                with pytest.raises(AgentFailed):
                    await agents.run(agent, inputs, ListJournal().used.append, *given)
    half = Allowance(case_tokens=500, case_usd=Decimal("0.15"), day_tokens=500)
    assert lent.left == [half, UNLIMITED, left, UNLIMITED]


async def test_an_allowance_that_cannot_be_read_is_refused():
    async with served(AgentName.COMPLIANCE, Failing(AssertionError()), MADE) as client:
        message = seal(AgentName.COMPLIANCE, ComplianceInput(case=example_case("01")))
        body = {"input": message, "metadata": {"model_allowance": '{"case_tokens": -1}'}}
        assert (await client.post("/responses", json=body)).status_code == 400
