"""What the tests send, and how they wait for what comes."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any, cast

import httpx

from orchestrator.service import Service
from tests.integration.fakes import CUE


def a_submission(**changes: Any) -> dict[str, Any]:
    """A whole case that the fakes approve."""
    return {
        "member": {"name": "Ada Example", "birth_date": "1955-02-18", "member_id": "1EG4TE5MK73"},
        "provider": {"npi": "2000001372"},
        "line_of_business": "medicare_ffs",
        "diagnoses": ["J44.9"],
        "services": [{"code": "E1390", "request_type": "initial"}],
        "documents": [{"kind": "visit_note", "title": "Visit", "text": f"She has {CUE}."}],
    } | changes


def a_note(text: str) -> list[dict[str, Any]]:
    """One document with this text."""
    return [{"kind": "visit_note", "title": "Visit", "text": text}]


def a_request(**changes: Any) -> dict[str, Any]:
    """A request of the small API that the fakes approve."""
    return {
        "patient_name": "Ada Example",
        "patient_dob": "1955-02-18",
        "provider_npi": "2000001372",
        "diagnosis_codes": ["J44.9"],
        "procedure_codes": ["E1390"],
        "clinical_notes": f"She has {CUE}.",
        "insurance_id": "1EG4TE5MK73",
    } | changes


async def submit(client: httpx.AsyncClient, body: Any = None, **headers: str) -> str:
    """Sends a case that is accepted, and gives its id."""
    response = await client.post("/api/cases", json=body or a_submission(), headers=headers)
    assert response.status_code == 202, response.text
    return response.json()["case_id"]


async def begun(client: httpx.AsyncClient, case_id: str) -> None:
    """Returns once the review of the case has begun."""
    for _ in range(500):
        if (await client.get(f"/api/cases/{case_id}")).json()["status"] != "received":
            return
        await asyncio.sleep(0.01)
    raise AssertionError("no review began")


async def at_rest(client: httpx.AsyncClient, case_id: str) -> dict[str, Any]:
    """The case, once it waits for a person."""
    await client.get(f"/api/cases/{case_id}/events")
    return (await client.get(f"/api/cases/{case_id}")).json()


async def reviewed(client: httpx.AsyncClient, case_id: str) -> dict[str, Any]:
    """The case, once it is recommended."""
    case = await at_rest(client, case_id)
    assert case["status"] == "recommended"
    return case


async def sent(client: httpx.AsyncClient, body: Any) -> dict[str, Any]:
    """Sends a case and gives it when it is recommended."""
    return await reviewed(client, await submit(client, body))


def events_in(text: str) -> list[tuple[int | None, str, Any]]:
    """The frames of a stream: sequence, event, data. Comments are left out."""
    frames = [frame for frame in text.split("\n\n") if frame and not frame.startswith(":")]
    return [_frame(frame) for frame in frames]


def _frame(frame: str) -> tuple[int | None, str, Any]:
    lines = dict(line.split(": ", 1) for line in frame.split("\n"))
    return int(lines["id"]) if "id" in lines else None, lines["event"], json.loads(lines["data"])


async def frames_of(response: httpx.Response) -> AsyncIterator[str]:
    """The frames and comments of a stream as they come."""
    buffer = ""
    async for piece in response.aiter_text():
        buffer += piece
        while "\n\n" in buffer:
            frame, buffer = buffer.split("\n\n", 1)
            yield frame


def service_of(client: httpx.AsyncClient) -> Service:
    """The service behind a client in this process."""
    transport = cast(httpx.ASGITransport, client._transport)
    return cast(Any, transport.app).state.service
