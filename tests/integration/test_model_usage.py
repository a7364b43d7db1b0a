"""What language models used is kept with the revision, through failures and new attempts, and is in no digest."""

import argparse
import asyncio
import csv
import datetime as dt
import io
from decimal import Decimal

import pytest

from orchestrator.people import HEADER
from orchestrator.scope import Purpose, Scope
from orchestrator.settings import Settings
from orchestrator.store.engine import Database
from orchestrator.store.model_usage import add_usage, read_usage
from orchestrator.terminal.metrics import tell_metrics
from priorauth.inputs import AgentName
from priorauth.model_usage import AgentUsage
from tests.building.screens import Written
from tests.integration.conftest import Serve
from tests.integration.fakes import FakeAgents, fail
from tests.integration.sending import a_submission, reviewed, sent

URL = "/api/metrics/operations"
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
SCOPE = Scope("default", "orchestrator", Purpose.REVIEW)


def used(agent: AgentName = AgentName.CLINICAL, usd: str | None = "0.000123", **more: int) -> AgentUsage:
    counted = {"calls": 1, "read": 1_000, "cached": 200, "written": 50, "unpriced": int(usd is None)} | more
    return AgentUsage(agent=agent, model="openai:x", usd=Decimal(usd) if usd else None, **counted)


async def test_a_case_tells_what_models_used_for_it(serve: Serve, agents: FakeAgents):
    agents.uses = [used(), used(failed=1, estimated=1), used(AgentName.SYNTHESIS, None)]
    async with serve() as client:
        case = await sent(client, a_submission())
        usage = case["revision"]["model_usage"]
        agents.uses = []
        again = await client.post(f"{case['links']['self']}/revisions")
        assert again.status_code == 202
        second = await reviewed(client, case["case_id"])
        first = (await client.get(f"{case['links']['self']}/revisions/1")).json()
        audit = (await client.get(case["links"]["audit"])).json()

    assert usage == {
        "agents": [
            {
                "agent": "clinical",
                "model": "openai:x",
                "calls": 2,
                "failed": 1,
                "estimated": 1,
                "unpriced": 0,
                "read": 2000,
                "cached": 400,
                "written": 100,
                "usd": "0.000246",
            },
            {
                "agent": "synthesis",
                "model": "openai:x",
                "calls": 1,
                "failed": 0,
                "estimated": 0,
                "unpriced": 1,
                "read": 1000,
                "cached": 200,
                "written": 50,
                "usd": None,
            },
        ],
        "together": {
            "calls": 3,
            "failed": 1,
            "estimated": 1,
            "unpriced": 1,
            "read": 3000,
            "cached": 600,
            "written": 150,
            "usd": "0.000246",
        },
    }
    assert (second["revision"]["number"], second["revision"]["model_usage"]) == (2, None)
    assert first["model_usage"] == usage
    assert [one["model_usage"] for one in audit["revisions"]] == [usage, None]
    assert audit["proof"]["breach"] is None


async def test_an_issued_justification_tells_what_models_used_and_stays_as_it_is(
    serve: Serve, agents: FakeAgents, store_url: str
):
    agents.uses = [used(), used(AgentName.SYNTHESIS, None, estimated=1)]
    async with serve(database_url=store_url) as client:
        case = await sent(client, a_submission())
        url = case["links"]["self"]
        body = {"action": "accept", "digest": case["revision"]["digest"]}
        made = await client.post(f"{url}/determination", json=body, headers={HEADER: "nurse"})
        assert made.status_code == 201
        async with asyncio.timeout(20):
            while not (await client.get(url)).json()["issued"]:  # noqa: ASYNC110 - a client asks
                await asyncio.sleep(0.02)
        said = await client.get(f"{url}/issued/justification-initial")
        signed = await client.get(f"{url}/issued/justification-initial-pdf")
        late = [used(usd="9")]
        database = Database(store_url)
        await database.write(lambda session: add_usage(session, SCOPE, case["case_id"], 1, 1, late, NOON))
        await database.close()
        assert (await client.get(f"{url}/issued/justification-initial")).content == said.content
        assert (await client.get(f"{url}/issued/justification-initial-pdf")).content == signed.content
    assert "| clinical, played by “openai:x” | 1 | 1,000 | 200 | 50 | 0.000123 |" in said.text
    assert "| synthesis, played by “openai:x” | 1, 1 estimated | 1,000 | 200 | 50 | no price known |" in said.text


async def test_what_an_agent_used_before_it_failed_is_kept(serve: Serve, agents: FakeAgents):
    agents.uses, agents.acts[AgentName.CLINICAL] = [used(failed=1)], fail
    async with serve() as client:
        case = await sent(client, a_submission())
    assert case["revision"]["model_usage"]["together"]["usd"] == "0.000123"
    assert case["revision"]["clinical"]["failure"] == "unavailable"


@pytest.fixture
async def case_id(serve: Serve, store_url: str) -> str:
    async with serve(database_url=store_url) as client:
        return (await sent(client, a_submission()))["case_id"]


async def test_attempts_and_days_add_up(database: Database, case_id: str):
    late = dt.datetime(2026, 11, 23, 23, 59, tzinfo=dt.UTC)

    async def add(attempt: int, at: dt.datetime, *several: AgentUsage) -> None:
        await database.write(lambda session: add_usage(session, SCOPE, case_id, 1, attempt, several, at))

    await add(1, late, used(), used())
    await add(1, late, used())
    await add(1, late + dt.timedelta(hours=1), used(usd="0.0000000001"))
    await add(2, late, used(AgentName.COMPLIANCE, None))

    review = await database.read(read_usage, SCOPE, case_id, 1)
    assert review is not None
    assert [(one.agent.value, one.calls, one.usd) for one in review.agents] == [
        ("compliance", 1, None),
        ("clinical", 4, Decimal("0.000369001")),
    ]
    assert await database.read(read_usage, SCOPE, case_id, 2) is None


async def test_what_cases_cost_is_told_of_days_and_lines_of_business(
    serve: Serve, agents: FakeAgents, settings: Settings
):
    async with serve() as client:
        for business, usd in (("medicare_advantage", "0.10"), ("chip", "0.20")):
            agents.uses = [used(usd=usd), used(AgentName.SYNTHESIS, usd, estimated=1)]
            await sent(client, a_submission(line_of_business=business))
        agents.uses = [used(usd=None)]
        await sent(client, a_submission(line_of_business="chip"))
        agents.uses = []
        await sent(client, a_submission(line_of_business="chip"))

        costs = (await client.get(URL)).json()["model_costs"]
        chip = (await client.get(URL, params={"line_of_business": "chip"})).json()["model_costs"]
        past = (await client.get(URL, params={"from": "2025-01-01", "to": "2025-03-01"})).json()["model_costs"]
        table = (await client.get(URL, params={"format": "csv"})).text

    assert costs["all"] == {
        "cases": 3,
        "unpriced_cases": 1,
        "calls": 5,
        "failed_calls": 0,
        "estimated_calls": 2,
        "tokens": 5250,
        "total_usd": "0.6",
        "mean_usd": "0.3",
    }
    assert (chip["all"]["cases"], chip["all"]["unpriced_cases"], chip["all"]["total_usd"]) == (2, 1, "0.4")
    assert [one["month"] for one in past["by_month"]] == ["2025-01", "2025-02", "2025-03"]
    assert sum(one["cases"] for one in costs["by_month"]) == 3
    rows = [row for row in csv.DictReader(io.StringIO(table)) if row["figure"] == "model_cost"]
    told = {row["of"]: (row["value"], row["unit"]) for row in rows}
    assert told["all: cases"] == ("3", "cases")
    assert told["all: total"] == ("0.6", "USD")
    assert told["all: mean"] == ("0.3", "USD")
    assert told["all: tokens"] == ("5250", "tokens")


async def test_the_command_tells_what_the_year_cost(
    serve: Serve, agents: FakeAgents, settings: Settings, written: Written
):
    options = argparse.Namespace(year=dt.datetime.now(dt.UTC).year, line_of_business=None, format=None, output=None)
    async with serve() as client:
        await sent(client, a_submission())
        await asyncio.to_thread(tell_metrics, options, settings, written.screen)
        assert "LANGUAGE MODELS" not in written.out
        agents.uses = [used(usd="0.10")]
        await sent(client, a_submission())
        agents.uses = [used(usd=None)]
        await sent(client, a_submission())
    await asyncio.to_thread(tell_metrics, options, settings, written.screen)
    said = " ".join(written.out.split())
    assert "Whole year 2 cases 0.1 US dollars mean 0.1 per case; 1 case without a price" in said
