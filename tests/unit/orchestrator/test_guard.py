"""The guard around agents: one way to fail, in time, and without the fault's own words."""

import asyncio
import contextlib
import logging
from typing import Any

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from orchestrator.guard import GuardedAgents, KeptFindings, guarded
from orchestrator.pipeline import Pipeline
from priorauth.errors import AgentFailed, AgentFailure
from priorauth.inputs import AgentName, ClinicalInput, ComplianceInput
from telemetry import spans as spans_of_ours
from telemetry.spans import CASE_ID, CaseIdOnEverySpan, review_span
from tests.building.cases import a_case
from tests.integration.fakes import MARKER, RULES, VERSIONS, FakeAgents, compliance, fail, fault, hang

CASE = a_case()


def ignore(_: object) -> None:
    """Nobody listens."""


@pytest.mark.parametrize(
    ("act", "failure"),
    [
        (fail, AgentFailure.UNAVAILABLE),
        (fault, AgentFailure.UNAVAILABLE),
        (hang, AgentFailure.BUDGET_EXCEEDED),
    ],
)
async def test_whatever_an_agent_does_it_fails_as_an_agent(
    act: object, failure: AgentFailure, caplog: pytest.LogCaptureFixture
):
    agents = GuardedAgents(FakeAgents(acts={AgentName.CLINICAL: act}), 0.05)  # pyright: ignore[reportArgumentType]
    with pytest.raises(AgentFailed) as caught:
        await agents.run(AgentName.CLINICAL, ClinicalInput(case=CASE), ignore)
    assert caught.value.failure is failure
    assert MARKER not in str(caught.value)
    assert caught.value.__cause__ is None
    assert MARKER not in caplog.text


async def test_another_agents_findings_are_no_findings():
    agents = GuardedAgents(FakeAgents(), 1)
    with pytest.raises(AgentFailed) as caught:
        await agents.run(AgentName.CLINICAL, ComplianceInput(case=CASE), ignore)
    assert caught.value.failure is AgentFailure.OUTPUT_INVALID


async def test_kept_findings_are_not_found_again():
    fakes = FakeAgents()
    kept = compliance(CASE)
    agents = KeptFindings(GuardedAgents(fakes, 1), {AgentName.COMPLIANCE: kept})
    assert await agents.run(AgentName.COMPLIANCE, ComplianceInput(case=CASE), ignore) is kept
    await agents.run(AgentName.CLINICAL, ClinicalInput(case=CASE), ignore)
    assert fakes.ran == [AgentName.CLINICAL]
    assert agents.model == "fake"


async def test_spans_carry_the_case_and_nothing_of_it(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(CaseIdOnEverySpan())
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(spans_of_ours, "_tracer", provider.get_tracer("priorauth"))
    agents = GuardedAgents(FakeAgents(acts={AgentName.CLINICAL: fault}), 1)
    caplog.set_level(logging.CRITICAL)
    with review_span(CASE.case_id, 1), pytest.raises(AgentFailed):
        await agents.run(AgentName.CLINICAL, ClinicalInput(case=CASE), ignore)
    spans = exporter.get_finished_spans()
    assert [span.name for span in spans] == ["agent clinical", "review"]
    assert {(span.attributes or {})[CASE_ID] for span in spans} == {CASE.case_id}
    assert all(not span.events for span in spans)
    assert MARKER not in "".join(span.to_json() for span in spans)


class Deaf:
    """Does not heed that it is cancelled, for a while."""

    model = "deaf"

    def __init__(self) -> None:
        self.release = asyncio.Event()

    async def run(self, *_: object) -> Any:
        while not self.release.is_set():
            with contextlib.suppress(asyncio.CancelledError):
                await self.release.wait()
        raise RuntimeError(MARKER)


async def test_the_limit_holds_where_an_agent_does_not_stop(caplog: pytest.LogCaptureFixture):
    deaf = Deaf()
    agents = GuardedAgents(deaf, limit_seconds=0.05, stopping_seconds=0.05)
    with pytest.raises(AgentFailed) as caught:
        async with asyncio.timeout(2):
            await agents.run(AgentName.CLINICAL, ClinicalInput(case=CASE), ignore)
    assert caught.value.failure is AgentFailure.BUDGET_EXCEEDED
    assert "agent.left_behind" in caplog.text
    deaf.release.set()
    await asyncio.sleep(0)


async def test_a_run_that_is_cancelled_stops_its_agent_first():
    stopped = asyncio.Event()
    began = asyncio.Event()

    async def act() -> None:
        began.set()
        try:
            await hang()
        finally:
            await asyncio.sleep(0.01)
            stopped.set()

    agents = GuardedAgents(FakeAgents(acts={AgentName.CLINICAL: act}), 5)
    task = asyncio.create_task(agents.run(AgentName.CLINICAL, ClinicalInput(case=CASE), ignore))
    await began.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert stopped.is_set()


def test_the_guard_brings_the_limits_of_agent_and_case():
    pipeline = guarded(Pipeline(FakeAgents(), RULES, VERSIONS), 7, 9)
    assert isinstance(pipeline.agents, GuardedAgents)
    assert (pipeline.agents.limit_seconds, pipeline.case_seconds) == (7, 9)
