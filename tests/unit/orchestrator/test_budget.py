"""The time of a whole case: what is left of it bounds each agent, and an agent that it leaves nothing to never runs."""

import asyncio

import pytest

from orchestrator.budget import CaseBudget
from orchestrator.guard import guarded
from orchestrator.pipeline import Pipeline
from priorauth.errors import AgentFailed, AgentFailure
from priorauth.findings import NotEvaluated
from priorauth.inputs import AgentName, ClinicalInput
from priorauth.recommendation import Outcome
from tests.building.cases import a_case
from tests.integration.fakes import RULES, VERSIONS, FakeAgents, hang
from tests.integration.review.reviewing import ListJournal

CASE = a_case()
INPUTS = ClinicalInput(case=CASE)


def ignore(_: object) -> None:
    """Nobody listens."""


async def test_an_agent_whose_turn_comes_too_late_is_not_started():
    fakes = FakeAgents()
    budget = CaseBudget(fakes, 300, clock=lambda: 400, began=100)
    with pytest.raises(AgentFailed) as caught:
        await budget.run(AgentName.CLINICAL, INPUTS, ignore)
    assert caught.value.failure is AgentFailure.BUDGET_EXCEEDED
    assert "the 300 seconds for the whole case were used up before its turn came" in str(caught.value)
    assert fakes.ran == []


async def test_an_agent_at_work_is_stopped_when_the_time_is_up():
    fakes = FakeAgents(acts={AgentName.CLINICAL: hang})
    budget = CaseBudget(fakes, 300, clock=lambda: 399.95, began=100)
    with pytest.raises(AgentFailed) as caught:
        async with asyncio.timeout(2):
            await budget.run(AgentName.CLINICAL, INPUTS, ignore)
    assert "before it had an answer" in str(caught.value)
    assert fakes.ran == [AgentName.CLINICAL]


async def test_what_an_agent_raises_itself_is_not_taken_for_the_end_of_the_time():
    async def gives_up() -> None:
        raise TimeoutError

    budget = CaseBudget(FakeAgents(acts={AgentName.CLINICAL: gives_up}), 300)
    with pytest.raises(TimeoutError):
        await budget.run(AgentName.CLINICAL, INPUTS, ignore)


async def test_each_review_begins_with_all_its_time():
    fakes = FakeAgents(acts={AgentName.CLINICAL: hang})
    pipeline = guarded(Pipeline(fakes, RULES, VERSIONS), 60, 0.2)
    for number in (1, 2):
        fakes.ran.clear()
        await pipeline.review(CASE, ListJournal(), number=number, assumptions=())
        assert fakes.ran == [AgentName.COMPLIANCE, AgentName.CLINICAL]


async def test_a_case_whose_time_is_used_up_is_recommended_to_a_person_with_what_was_found():
    fakes = FakeAgents(acts={AgentName.CLINICAL: hang})
    journal = ListJournal()

    revision = await guarded(Pipeline(fakes, RULES, VERSIONS), 60, 0.2).review(CASE, journal, number=1, assumptions=())

    assert revision.recommendation.outcome is Outcome.PEND
    assert not isinstance(revision.compliance, NotEvaluated)
    failed = {item.agent: item.failure for item in revision.recommendation.not_evaluated}
    assert failed == dict.fromkeys(("clinical", "coverage", "synthesis"), AgentFailure.BUDGET_EXCEEDED)
    assert journal.entries[-1] == ("recommended", "PEND")
