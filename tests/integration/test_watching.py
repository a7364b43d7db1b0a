"""Watching a case: the stored events as a stream, from any point, by any number, whatever the watchers do."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator

import httpx
import pytest
import uvicorn

from orchestrator.api.streams import follow
from orchestrator.app import create_app
from orchestrator.scope import Purpose
from orchestrator.settings import Settings
from orchestrator.store.events import MOST_WATCHED, Happening, append_events
from priorauth.audit import EventType
from priorauth.inputs import AgentName
from tests.integration.conftest import Serve
from tests.integration.fakes import FakeAgents, composing, wait
from tests.integration.sending import a_request, a_submission, events_in, frames_of, reviewed, service_of, submit

ALL = [
    "case.received",
    "review.started",
    "preflight.completed",
    "agent.started",
    "agent.started",
    "agent.completed",
    "lookup.called",
    "agent.completed",
    "agent.started",
    "lookup.called",
    "agent.completed",
    "agent.started",
    "agent.completed",
    "recommendation.ready",
]


@pytest.fixture
async def address(settings: Settings, agents: FakeAgents) -> AsyncIterator[str]:
    """The service on a real socket of the loopback."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        config = uvicorn.Config(create_app(settings, composing(agents)), log_config=None, timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve([listening]))
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            await serving


async def test_the_stream_tells_every_event_in_order_and_ends(client: httpx.AsyncClient):
    case_id = await submit(client)
    response = await client.get(f"/api/cases/{case_id}/events")
    events = events_in(response.text)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert [sequence for sequence, _, _ in events] == list(range(1, len(events) + 1))
    assert sorted(kind for _, kind, _ in events) == sorted(ALL)
    assert [kind for _, kind, _ in events][-1] == "recommendation.ready"
    assert events[-1][2]["recommendation"] == "APPROVE"
    assert all(data["case_id"] == case_id and data["type"] == kind for _, kind, data in events)


async def test_a_lookup_is_told_before_the_findings_that_rest_on_it(client: httpx.AsyncClient):
    case_id = await submit(client)
    events = events_in((await client.get(f"/api/cases/{case_id}/events")).text)
    for agent in ("clinical", "coverage"):
        kinds = [kind for _, kind, data in events if data.get("agent") == agent]
        assert kinds == ["agent.started", "lookup.called", "agent.completed"]


async def test_a_watcher_goes_on_after_the_last_event_it_saw(client: httpx.AsyncClient):
    case_id = await submit(client)
    whole = events_in((await client.get(f"/api/cases/{case_id}/events")).text)
    for seen in (0, 1, 7, len(whole) - 1):
        again = await client.get(f"/api/cases/{case_id}/events", headers={"Last-Event-ID": str(seen)})
        assert events_in(again.text) == whole[seen:]


async def test_after_the_last_event_there_is_nothing_to_connect_to(client: httpx.AsyncClient):
    case_id = await submit(client)
    count = len(events_in((await client.get(f"/api/cases/{case_id}/events")).text))
    response = await client.get(f"/api/cases/{case_id}/events", headers={"Last-Event-ID": str(count)})
    assert response.status_code == 204


async def test_a_last_event_that_is_no_number_is_refused(client: httpx.AsyncClient):
    case_id = await submit(client)
    response = await client.get(f"/api/cases/{case_id}/events", headers={"Last-Event-ID": "last"})
    assert response.status_code == 422


async def test_a_case_that_is_not_there_has_no_stream(client: httpx.AsyncClient):
    response = await client.get("/api/cases/PA-NONE/events")
    assert (response.status_code, response.json()["code"]) == (404, "case_not_found")


async def test_many_watchers_see_the_same(address: str, agents: FakeAgents):
    agents.acts[AgentName.CLINICAL] = wait(0.3)
    async with httpx.AsyncClient(base_url=address) as client:
        case_id = await submit(client)
        watching = [client.get(f"/api/cases/{case_id}/events") for _ in range(12)]
        seen = [events_in(response.text) for response in await asyncio.gather(*watching)]
    assert all(events == seen[0] for events in seen)
    assert len(seen[0]) == len(ALL)


async def test_events_come_when_they_happen(address: str, agents: FakeAgents):
    agents.acts[AgentName.COVERAGE] = wait(0.5)
    async with httpx.AsyncClient(base_url=address) as client:
        case_id = await submit(client)
        arrived: dict[str, float] = {}
        async with client.stream("GET", f"/api/cases/{case_id}/events") as response:
            async for frame in frames_of(response):
                for _, kind, data in events_in(frame):
                    arrived[f"{kind} {data.get('agent', '')}".strip()] = time.monotonic()
    assert arrived["agent.completed coverage"] - arrived["agent.started coverage"] >= 0.3


async def test_a_silent_stream_is_kept_alive(address: str, agents: FakeAgents):
    agents.acts[AgentName.CLINICAL] = wait(4)
    async with httpx.AsyncClient(base_url=address, timeout=20) as client:
        case_id = await submit(client)
        last, longest, comments = time.monotonic(), 0.0, 0
        async with client.stream("GET", f"/api/cases/{case_id}/events") as response:
            async for frame in frames_of(response):
                longest, last = max(longest, time.monotonic() - last), time.monotonic()
                comments += frame.startswith(":")
    assert comments >= 2
    assert longest <= 2


async def test_a_long_log_is_told_whole_and_a_reader_that_stops_holds_one_piece_of_it(client: httpx.AsyncClient):
    case_id, service = await submit(client), service_of(client)
    await reviewed(client, case_id)
    scope = service.scope(Purpose.REVIEW)
    call = Happening(EventType.LOOKUP_CALLED, {"agent": "clinical"}, service.now())
    await service.database.write(append_events, scope, case_id, [call] * (2 * MOST_WATCHED))

    told = events_in((await client.get(f"/api/cases/{case_id}/events")).text)
    pieces = [len(events) async for events in follow(service, scope, case_id, 0)]

    assert [sequence for sequence, _, _ in told] == list(range(1, len(ALL) + 2 * MOST_WATCHED + 1))
    assert pieces == [MOST_WATCHED, MOST_WATCHED, len(ALL)]


async def test_a_watcher_that_goes_away_changes_nothing(address: str, agents: FakeAgents):
    agents.acts[AgentName.CLINICAL] = wait(0.5)
    async with httpx.AsyncClient(base_url=address, timeout=20) as client:
        case_id = await submit(client)
        async with client.stream("GET", f"/api/cases/{case_id}/events") as response:
            await anext(frames_of(response))
        assert (await reviewed(client, case_id))["revision"]["recommendation"]["outcome"] == "APPROVE"


async def test_a_client_of_the_small_api_that_goes_away_changes_nothing(address: str, agents: FakeAgents):
    agents.acts[AgentName.CLINICAL] = wait(0.5)
    async with httpx.AsyncClient(base_url=address, timeout=20) as client:
        async with client.stream("POST", "/api/review/stream", json=a_request()) as response:
            await anext(frames_of(response))
        case_id = response.headers["x-case-id"]
        with pytest.raises(httpx.ReadTimeout):
            await client.post("/api/review", json=a_request(), timeout=0.2)
        await reviewed(client, case_id)
        for item in (await client.get("/api/cases")).json()["items"]:
            await reviewed(client, item["case_id"])
        assert len((await client.get("/api/reviews")).json()) == 2


async def test_a_service_that_stops_ends_its_streams_and_keeps_the_case(serve: Serve, agents: FakeAgents):
    agents.acts[AgentName.CLINICAL] = agents.hang
    async with serve() as client:
        case_id = await submit(client, a_submission())
        waiting = asyncio.create_task(client.post("/api/review", json=a_request()))
        watching = asyncio.create_task(client.get(f"/api/cases/{case_id}/events"))
        await asyncio.wait_for(agents.hangs.wait(), 5)
        service_of(client).bulletin.close()
        assert "recommendation.ready" not in (await watching).text
        refused = await waiting
        assert (refused.status_code, refused.json()["code"]) == (503, "service_stopping")
    agents.acts.clear()
    async with serve() as client:
        assert (await reviewed(client, case_id))["revision"]["number"] == 1
