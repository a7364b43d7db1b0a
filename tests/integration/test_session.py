"""Who acts from a browser: kept in a cookie that no script can read."""

import httpx
import pytest

from orchestrator.people import COOKIE, HEADER
from tests.integration.sending import a_submission


async def choose(client: httpx.AsyncClient, person: str | None) -> httpx.Response:
    return await client.post("/api/session", json={"person": person})


async def acting(client: httpx.AsyncClient, **more: str) -> str | None:
    person = (await client.get("/api/session", headers=more)).json()["person"]
    return person["id"] if person else None


async def test_a_browser_acts_as_who_was_chosen_until_it_is_ended(client: httpx.AsyncClient):
    assert await acting(client) is None
    chosen = await choose(client, "nurse")
    assert (chosen.status_code, chosen.json()["person"]["name"]) == (200, "Amara Okonjo")
    assert await acting(client) == "nurse"
    case_id = (await client.post("/api/cases", json=a_submission())).json()["case_id"]
    act = {"act": "assign", "assignee": "nurse"}
    taken = await client.post(f"/api/cases/{case_id}/assignment", json=act)
    assert (taken.status_code, taken.json()["act"]["actor"]) == (201, "nurse")
    await choose(client, None)
    assert await acting(client) is None
    assert (await client.post(f"/api/cases/{case_id}/assignment", json=act)).status_code == 403


async def test_no_script_reads_the_session_and_no_other_site_sends_it(client: httpx.AsyncClient):
    flags = (await choose(client, "nurse")).headers["set-cookie"].lower()
    assert flags.startswith(f"{COOKIE}=nurse;")
    assert {"httponly", "samesite=strict"} <= set(flags.replace(";", " ").split())
    assert "expires" not in flags
    assert "secure" not in flags
    encrypted = await client.post("https://127.0.0.1/api/session", json={"person": "nurse"})
    assert "secure" in encrypted.headers["set-cookie"].lower()


async def test_a_header_goes_before_the_session(client: httpx.AsyncClient):
    await choose(client, "nurse")
    assert await acting(client, **{HEADER: "director"}) == "director"


@pytest.mark.parametrize("person", ["somebody", ""])
async def test_nobody_unknown_is_let_in(client: httpx.AsyncClient, person: str):
    refused = await choose(client, person)
    assert (refused.status_code, refused.json()["code"]) == (403, "unknown_person")
    assert "set-cookie" not in refused.headers


async def test_a_session_that_names_nobody_known_is_said_and_can_be_chosen_anew(client: httpx.AsyncClient):
    client.cookies.set(COOKIE, "somebody")
    assert (await client.get("/api/session")).json()["code"] == "unknown_person"
    client.cookies.delete(COOKIE)
    await choose(client, "second-nurse")
    assert await acting(client) == "second-nurse"
