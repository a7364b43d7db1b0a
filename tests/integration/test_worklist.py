"""The queue's counts, its next case, its news, and cases that are assigned together."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from typing import Any, cast

import httpx
import pytest

from orchestrator.api.streams import KEEP_ALIVE
from orchestrator.api.worklist import watch_queue
from orchestrator.app import create_app
from orchestrator.bulletin import Bulletin
from orchestrator.clock import utc_now
from orchestrator.people import HEADER
from orchestrator.settings import Settings
from orchestrator.store import counting
from priorauth.inputs import AgentName
from tests.integration.conftest import Serve
from tests.integration.fakes import FakeAgents, composing
from tests.integration.sending import a_note, a_submission, sent, service_of, submit

NURSE, DIRECTOR = {HEADER: "nurse"}, {HEADER: "director"}
PEND = a_submission(documents=a_note("Nothing of note."))


async def counts(client: httpx.AsyncClient, **filters: Any) -> dict[str, Any]:
    response = await client.get("/api/cases/counts", params=filters)
    assert response.is_success, response.text
    answer = response.json()
    numbers = {one["status"]: (one["count"], one["at_least"]) for one in answer.pop("statuses")}
    numbers |= {name: (answer[name], answer[f"{name}_at_least"]) for name in ("total", "breached", "due_soon")}
    return {name: f"{number}+" if at_least else number for name, (number, at_least) in numbers.items()}


async def next_of(client: httpx.AsyncClient, person: dict[str, str], after: str | None = None) -> str | None:
    answer = await client.get("/api/cases/next", params={"after": after} if after else {}, headers=person)
    assert answer.is_success, answer.text
    return answer.json()["case_id"]


async def escalate(client: httpx.AsyncClient, case_id: str) -> None:
    body = {"act": "escalate", "reason": "The criterion asks for the judgement of a physician."}
    answer = await client.post(f"/api/cases/{case_id}/escalation", json=body, headers=NURSE)
    assert answer.is_success, answer.text


async def withdraw(client: httpx.AsyncClient, case_id: str) -> None:
    body = {"by": "provider", "reason": "It was sent twice."}
    answer = await client.post(f"/api/cases/{case_id}/withdrawal", json=body, headers=NURSE)
    assert answer.is_success, answer.text


async def assign(client: httpx.AsyncClient, assignee: str | None, *case_ids: str) -> list[dict[str, Any]]:
    body = {"case_ids": case_ids, "assignee": assignee}
    answer = await client.post("/api/assignments", json=body, headers=NURSE)
    assert answer.is_success, answer.text
    return answer.json()["results"]


async def test_the_counts_are_those_of_the_queue_within_its_filters(serve: Serve, agents: FakeAgents):
    async with serve(agent_timeout_seconds=1) as client:
        empty = {"total": 0, "breached": 0, "due_soon": 0}
        assert await counts(client) == empty
        approved = (await sent(client, a_submission()))["case_id"]
        await sent(client, PEND)
        await assign(client, "nurse", approved)
        agents.acts[AgentName.CLINICAL] = agents.hang
        await submit(client, a_submission(priority="expedited"))
        await agents.hangs.wait()
        assert await counts(client) == empty | {"total": 3, "recommended": 2, "in_review": 1}
        assert await counts(client, status="in_review") == empty | {"total": 3, "recommended": 2, "in_review": 1}
        assert await counts(client, priority="expedited") == empty | {"total": 1, "in_review": 1}
        assert await counts(client, assignee="nurse") == empty | {"total": 1, "recommended": 1}
        assert await counts(client, route="NEEDS_INFORMATION") == empty | {"total": 1, "recommended": 1}
        agents.acts.clear()


async def test_nothing_is_counted_beyond_what_anybody_reads(serve: Serve, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(counting, "MOST", 1)
    async with serve() as client:
        approved = (await sent(client, a_submission()))["case_id"]
        await sent(client, PEND)
        await assign(client, "nurse", approved)
        none = {"breached": 0, "due_soon": 0}
        assert await counts(client) == none | {"total": "1+", "recommended": "1+"}
        assert await counts(client, assignee="nurse") == none | {"total": 1, "recommended": 1}
        assert await counts(client, running=True) == none | {"total": "2+", "recommended": "2+"}


async def test_what_is_late_and_what_is_due_soon_is_counted_and_found(settings: Settings, agents: FakeAgents):
    moment = [utc_now()]
    app = create_app(settings, composing(agents), lambda: moment[0])
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", timeout=20) as client,
    ):
        late = (await sent(client, a_submission(priority="expedited")))["case_id"]
        waiting = (await sent(client, PEND))["case_id"]
        await withdraw(client, (await sent(client, a_submission(priority="expedited")))["case_id"])
        moment[0] += dt.timedelta(days=6, hours=12)
        assert (await counts(client))["breached"] == 1
        assert (await counts(client))["due_soon"] == 1
        assert (await counts(client, status="recommended"))["breached"] == 1
        assert (await counts(client, status="escalated"))["breached"] == 0
        overdue = await client.get("/api/cases", params={"running": "true", "due_before": moment[0].isoformat()})
        assert [item["case_id"] for item in overdue.json()["items"]] == [late]
        running = (await client.get("/api/cases", params={"running": "true"})).json()["items"]
        assert [item["case_id"] for item in running] == [late, waiting]
        assert [item["clock"]["state"] for item in running] == ["breached", "escalate"]


async def test_the_queue_of_a_route(client: httpx.AsyncClient):
    await sent(client, a_submission())
    pend = (await sent(client, PEND))["case_id"]
    found = (await client.get("/api/cases", params={"route": "NEEDS_INFORMATION"})).json()["items"]
    assert [item["case_id"] for item in found] == [pend]
    assert (await client.get("/api/cases", params={"route": "NEEDS_PHYSICIAN"})).json()["items"] == []
    assert (await client.get("/api/cases", params={"route": "elsewhere"})).status_code == 422


async def test_the_next_case_goes_round_by_due_time_and_leaves_out_what_is_anothers(client: httpx.AsyncClient):
    assert await next_of(client, NURSE) is None
    first, second, third = [(await sent(client, a_submission()))["case_id"] for _ in range(3)]
    assert await next_of(client, NURSE) == first
    assert [await next_of(client, NURSE, one) for one in (first, second, third)] == [second, third, first]
    await assign(client, "second-nurse", second)
    assert await next_of(client, NURSE, first) == third
    assert await next_of(client, {}, first) == third
    assert await next_of(client, {HEADER: "second-nurse"}, first) == second
    await assign(client, "second-nurse", third)
    assert await next_of(client, NURSE, first) is None
    assert (await client.get("/api/cases/next", params={"after": "PA-1"})).status_code == 404


async def test_what_a_physician_is_to_see_is_next_for_a_nurse_only_where_it_is_hers(client: httpx.AsyncClient):
    case_id = (await sent(client, PEND))["case_id"]
    await escalate(client, case_id)
    assert await next_of(client, NURSE) is None
    assert await next_of(client, DIRECTOR) == case_id
    assert await next_of(client, {}) == case_id
    await assign(client, "nurse", case_id)
    assert await next_of(client, NURSE) == case_id
    assert await next_of(client, DIRECTOR) is None


async def test_a_case_that_is_being_reviewed_is_never_next(serve: Serve, agents: FakeAgents):
    async with serve(agent_timeout_seconds=1) as client:
        agents.acts[AgentName.CLINICAL] = agents.hang
        await submit(client, a_submission())
        await agents.hangs.wait()
        assert await next_of(client, NURSE) is None
        agents.acts.clear()


async def test_cases_are_assigned_one_by_one_and_each_is_answered(client: httpx.AsyncClient):
    one, two, three = [(await sent(client, a_submission()))["case_id"] for _ in range(3)]
    gone = await client.post(
        f"/api/cases/{two}/withdrawal", json={"by": "provider", "reason": "Sent twice."}, headers=NURSE
    )
    assert gone.is_success
    results = await assign(client, "director", one, two, "PA-1", one, three)
    assert [(result["case_id"], result["done"], result["code"]) for result in results] == [
        (one, True, None),
        (two, False, "invalid_transition"),
        ("PA-1", False, "case_not_found"),
        (three, True, None),
    ]
    assert results[1]["reason"].startswith("The case is withdrawn. To assign takes a case that is:")
    mine = (await client.get("/api/cases", params={"assignee": "director"})).json()["items"]
    assert [item["case_id"] for item in mine] == [one, three]
    events = (await client.get(f"/api/cases/{one}/audit")).json()["events"]
    assert [event["actor"] for event in events if event["type"] == "case.assigned"] == ["nurse"]
    assert (await assign(client, None, one))[0]["done"]
    assert (await client.get(f"/api/cases/{one}")).json()["assignee"] is None


async def test_who_may_not_assign_is_told_why_before_anything_is_done(client: httpx.AsyncClient):
    case_id = (await sent(client, a_submission()))["case_id"]
    body = {"case_ids": [case_id], "assignee": "nurse"}
    for person, who in (({HEADER: "auditor"}, "Gideon Falk is signed in as auditor"), ({}, "No one is signed in")):
        answer = await client.post("/api/assignments", json=body, headers=person)
        assert answer.status_code == 403
        assert answer.json()["detail"].startswith(who)
    assert (await client.get(f"/api/cases/{case_id}")).json()["assignee"] is None
    for wrong in (
        {"case_ids": [], "assignee": None},
        {"case_ids": ["PA-1"] * 201, "assignee": None},
        {"case_ids": ["PA-1"]},
    ):
        assert (await client.post("/api/assignments", json=wrong, headers=NURSE)).status_code == 422


async def test_watchers_of_the_queue_hear_that_something_changed_and_of_no_case(client: httpx.AsyncClient):
    service = service_of(client)
    stream = cast(AsyncIterator[str], (await watch_queue(service)).body_iterator)
    assert await anext(stream) == KEEP_ALIVE
    service.bulletin.announce("PA-1")
    assert await anext(stream) == "event: changed\ndata: {}\n\n"
    assert await anext(stream) == KEEP_ALIVE
    service.bulletin.close()
    assert [frame async for frame in stream] == []


async def test_who_stops_watching_the_queue_is_forgotten():
    bulletin = Bulletin()
    with bulletin.watching_queue() as news, bulletin.watching_queue() as other:
        bulletin.announce_all()
        assert news.is_set()
        assert other.is_set()
    news.clear()
    bulletin.announce("PA-1")
    await asyncio.sleep(0)
    assert not news.is_set()
