"""What is left of the limits goes with every agent: over revisions, attempts, processes, and to servers elsewhere."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from decimal import Decimal

import pytest

from orchestrator.allotting import Allotted, Spent
from orchestrator.scope import Purpose, Scope
from orchestrator.store.engine import Database
from orchestrator.store.model_usage import add_usage, read_spent
from priorauth.inputs import AgentInput, AgentName, AgentOutput, ComplianceInput
from priorauth.model_budget import UNLIMITED, Allowance, Amount, ModelLimits
from priorauth.model_usage import AgentUsage, OnCall
from tests.building.cases import a_case
from tests.integration.conftest import Serve
from tests.integration.fakes import FakeAgents
from tests.integration.sending import a_submission, reviewed, sent

SCOPE = Scope("default", "orchestrator", Purpose.REVIEW)
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
LIMITS = ModelLimits(case_tokens=10_000, day_tokens=100_000, case_usd=Decimal(1), day_usd=Decimal(5))


def used(agent: AgentName = AgentName.CLINICAL, usd: str = "0.1") -> AgentUsage:
    return AgentUsage(agent=agent, model="openai:x", calls=1, read=900, written=100, usd=Decimal(usd))


class Noting(FakeAgents):
    """Agents of a language model that note what they are told is left."""

    def __init__(self, model: str = "openai:x") -> None:
        super().__init__(model=model)
        self.left: dict[AgentName, Allowance] = {}

    async def run(
        self, agent: AgentName, inputs: AgentInput, on_call: OnCall, left: Allowance = UNLIMITED
    ) -> AgentOutput:
        self.left[agent] = left
        return await super().run(agent, inputs, on_call, left)


async def test_each_agent_is_told_what_the_ones_before_it_left(serve: Serve):
    agents = Noting()
    agents.uses = [used(), used(AgentName.COMPLIANCE, "0.2"), used(AgentName.COVERAGE, "0.3")]
    async with serve(agents, model_max=LIMITS) as client:
        case = await sent(client, a_submission())
        first = dict(agents.left)
        await client.post(f"{case['links']['self']}/revisions")
        await reviewed(client, case["case_id"])

    began = min(first[AgentName.COMPLIANCE].case_tokens or 0, first[AgentName.CLINICAL].case_tokens or 0)
    assert max(first[AgentName.COMPLIANCE].case_tokens or 0, first[AgentName.CLINICAL].case_tokens or 0) == 10_000
    assert began in (9_000, 10_000)
    assert (first[AgentName.COVERAGE].case_tokens, first[AgentName.COVERAGE].case_usd) == (8_000, Decimal("0.7"))
    assert (first[AgentName.SYNTHESIS].day_tokens, first[AgentName.SYNTHESIS].day_usd) == (97_000, Decimal("4.4"))
    again = agents.left[AgentName.SYNTHESIS]
    assert (again.case_tokens, again.case_usd) in [(4_000, Decimal(0)), (7_000, Decimal("0.4"))]


@pytest.mark.parametrize(
    ("model", "limits", "reads"),
    [("embedded-1", LIMITS, 0), ("openai:x", ModelLimits(), 1), ("openai:x", LIMITS, len(AgentName))],
    ids=["the embedded model", "a limit of the case", "a limit of the day"],
)
async def test_the_store_is_asked_no_more_often_than_limits_need(model: str, limits: ModelLimits, reads: int):
    asked = list[Spent]()

    async def read() -> Spent:
        asked.append(Spent(case=Amount(tokens=600_000)))
        return asked[-1]

    agents = Noting(model)
    allotted = Allotted(agents, limits, read)
    inputs = ComplianceInput(case=a_case())
    await asyncio.gather(*(allotted.run(agent, inputs, lambda _: None) for agent in AgentName))
    assert len(asked) == reads
    told = {allowance.case_tokens for allowance in agents.left.values()}
    assert told == ({None} if reads == 0 else {400_000} if reads == 1 else {0})


@pytest.fixture
async def case_id(serve: Serve, store_url: str) -> AsyncIterator[str]:
    async with serve(database_url=store_url) as client:
        yield (await sent(client, a_submission()))["case_id"]


async def test_the_sums_of_a_case_and_of_a_day_are_the_stores(database: Database, case_id: str):
    assert await database.read(read_spent, SCOPE, case_id, NOW) == Spent(Amount(usd=Decimal(0)), Amount(usd=Decimal(0)))
    for attempt, at in ((1, NOW), (2, NOW), (2, NOW - dt.timedelta(days=1))):
        await database.write(
            lambda session, attempt=attempt, at=at: add_usage(session, SCOPE, case_id, 1, attempt, [used()], at)
        )
    spent = await database.read(read_spent, SCOPE, case_id, NOW)
    assert (spent.case, spent.day) == (
        Amount(tokens=3_000, usd=Decimal("0.3")),
        Amount(tokens=2_000, usd=Decimal("0.2")),
    )
    other = await database.read(read_spent, SCOPE, "PA-OTHER", NOW)
    assert (other.case.tokens, other.day.tokens) == (0, 2_000)
