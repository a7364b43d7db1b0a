"""Nothing of a person in a log, an address, an error, an event or the queue: a marker is sent everywhere and sought."""

import logging
from typing import Any

import httpx
import pytest

from priorauth.inputs import AgentName
from telemetry.logs import JsonLines
from tests.integration.conftest import Serve
from tests.integration.fakes import CUE, MARKER, FakeAgents, fault
from tests.integration.sending import a_note, a_request, a_submission, reviewed, submit


@pytest.fixture
def marked() -> dict[str, Any]:
    """A case that holds the marker wherever it may."""
    return a_submission(
        member={"name": MARKER, "birth_date": "1955-02-18", "member_id": MARKER},
        requester={"name": MARKER, "contact": MARKER},
        provider={"npi": MARKER, "name": MARKER},
        diagnoses=[MARKER],
        services=[{"code": MARKER, "line": "1"}],
        documents=[{"kind": "visit_note", "title": MARKER, "author": MARKER, "text": f"{MARKER} has {CUE}."}],
        language=MARKER,
        plan_id=MARKER,
        jurisdiction=MARKER,
    )


async def all_said(client: httpx.AsyncClient, case_id: str) -> str:
    """What may be read of a case without opening it."""
    paths = (f"/api/cases/{case_id}/events", f"/api/cases/{case_id}/audit", "/api/cases", "/ready", "/health")
    return "\n".join([(await client.get(path)).text for path in paths])


@pytest.mark.parametrize("broken", [None, *AgentName])
async def test_the_marker_is_in_no_log_event_or_list(
    serve: Serve,
    agents: FakeAgents,
    marked: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
    broken: AgentName | None,
):
    caplog.set_level(logging.DEBUG)
    if broken:
        agents.acts[broken] = fault
    async with serve() as client:
        case_id = await submit(client, marked)
        assert MARKER in str(await reviewed(client, case_id))
        await client.post(f"/api/cases/{case_id}/documents", json={"documents": a_note(MARKER)})
        await reviewed(client, case_id)
        await client.post(f"/api/cases/{case_id}/agents/clinical")
        await client.post("/api/cases/search", json={"text": MARKER})
        await client.post("/api/review", json=a_request(patient_name=MARKER, clinical_notes=MARKER))
        said = await all_said(client, case_id)
    formatter = JsonLines()
    logged = "\n".join(formatter.format(record) for record in caplog.records)
    assert "review.completed" in logged
    assert case_id in logged
    assert MARKER not in logged
    assert MARKER not in caplog.text
    assert MARKER not in said
    assert MARKER not in case_id


async def test_the_marker_is_in_no_refusal(client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture):
    refusals = [
        await client.post("/api/cases", json=a_submission(priority=MARKER, documents=[{"kind": MARKER}])),
        await client.post("/api/cases", json=a_submission(member={"name": MARKER * 50})),
        await client.post("/api/cases", json=a_submission(services=[{"from": MARKER, "units": MARKER}])),
        await client.post("/api/cases", json=[MARKER]),
        await client.post("/api/cases", content=MARKER, headers={"Content-Type": "application/json"}),
        await client.post("/api/cases", content=MARKER, headers={"Content-Type": "text/plain"}),
        await client.post("/api/cases/search", json={"text": MARKER, "limit": MARKER}),
        await client.post("/api/review", json=a_request(patient_dob=MARKER)),
        await client.get("/api/cases", params={"status": MARKER, "cursor": MARKER}),
        await client.get(f"/api/policies/{MARKER}"),
        await client.get(f"/api/{MARKER}"),
        await client.get("/api/cases", headers={"Host": f"{MARKER}.example"}),
    ]
    for response in refusals:
        assert 400 <= response.status_code < 500
        assert response.headers["content-type"] == "application/problem+json"
        assert MARKER not in response.text
    assert MARKER not in "\n".join(JsonLines().format(record) for record in caplog.records)


async def test_no_answer_may_be_kept_by_a_cache(client: httpx.AsyncClient):
    case_id = await submit(client)
    await reviewed(client, case_id)
    for path in (
        "/",
        "/docs",
        "/api/cases",
        f"/api/cases/{case_id}",
        f"/api/cases/{case_id}/events",
        "/calls/calls.js",
    ):
        assert (await client.get(path)).headers["cache-control"] == "no-store"
