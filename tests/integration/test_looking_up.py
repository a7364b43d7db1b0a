"""Codes and providers while a case is written down: what is found, what is not, and what nobody answers."""

import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from mcp_servers.icd10.build import DATA_VERSION
from mcp_servers.icd10.server import icd10_server
from mcp_servers.npi.server import npi_server
from orchestrator.lookups import Lookups
from tests.integration.conftest import Serve
from tests.integration.fakes import FakeAgents, composing

ABSENT = "1234567893"
"""A number with the right check digit that nobody in the registry has."""


@pytest.fixture
async def client(serve: Serve) -> AsyncIterator[httpx.AsyncClient]:
    asked = Lookups({"icd10": icd10_server(), "npi": npi_server()})
    async with serve(compose=composing(FakeAgents(), asked=asked)) as one:
        yield one


async def searched(client: httpx.AsyncClient, text: str, kind: str = "diagnosis", **more: Any) -> dict[str, Any]:
    response = await client.post("/api/codes/search", json={"text": text, "kind": kind} | more)
    assert response.status_code == 200, response.text
    return response.json()


async def test_a_diagnosis_by_the_beginning_of_its_code(client: httpx.AsyncClient):
    found = await searched(client, "j44")
    assert found["codes"][0] == {
        "code": "J44",
        "description": "Other chronic obstructive pulmonary disease",
        "billable": False,
        "named_by": [],
    }
    assert ("J44.9", True) in [(one["code"], one["billable"]) for one in found["codes"]]
    assert (found["source"], found["well_formed"]) == (DATA_VERSION, True)
    assert (await searched(client, "J449"))["codes"][0]["code"] == "J44.9"


async def test_a_diagnosis_by_words_in_any_order(client: httpx.AsyncClient):
    for text in ("foot ulcer type 2", "type 2 ulcer foot"):
        assert "E11.621" in [one["code"] for one in (await searched(client, text))["codes"]]


async def test_a_word_that_looks_like_a_code_is_a_word_where_no_code_begins_so(client: httpx.AsyncClient):
    assert "D51" in [one["code"] for one in (await searched(client, "B12"))["codes"]]


async def test_what_is_not_in_the_release(client: httpx.AsyncClient):
    found = await searched(client, "J44.999")
    assert (found["codes"], found["total"], found["well_formed"]) == ([], 0, True)
    found = await searched(client, "--")
    assert (found["codes"], found["well_formed"]) == ([], False)


async def test_the_limit_holds_and_the_rest_is_counted(client: httpx.AsyncClient):
    found = await searched(client, "knee", limit=3)
    assert len(found["codes"]) == 3
    assert found["total"] > 100


async def test_services_by_code_and_by_words_of_the_rule_book(client: httpx.AsyncClient):
    for text in ("e13", "equipment oxy"):
        found = await searched(client, text, "service")
        assert found["codes"] == [
            {
                "code": "E1390",
                "description": "Oxygen and Oxygen Equipment",
                "billable": None,
                "named_by": ["L33797"],
            }
        ]


async def test_a_service_on_a_day_before_its_policy(client: httpx.AsyncClient):
    found = await searched(client, "E1390", "service", date="2019-12-31")
    assert (found["codes"], found["well_formed"]) == ([], True)


async def test_a_search_that_is_none(client: httpx.AsyncClient):
    response = await client.post("/api/codes/search", json={"text": " ", "kind": "drug", "limit": 99})
    assert response.status_code == 422
    assert [one["path"] for one in response.json()["problems"]] == ["/text", "/kind", "/limit"]


async def test_a_search_is_answered_while_somebody_types(client: httpx.AsyncClient):
    await searched(client, "warm")
    for text in ("diab", "oth", "knee pain", "M17"):
        began = time.process_time()
        await searched(client, text)
        assert time.process_time() - began < 0.5, "seconds of CPU, many times what it takes"


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("2000001372", {"standing": "active", "name": "Ottoline Varga", "taxonomy": "207RP1001X", "synthetic": True}),
        (ABSENT, {"standing": "not_in_snapshot", "name": None}),
        ("2000001373", {"standing": "wrong_check_digit", "source": None}),
        ("12345", {"standing": "malformed", "npi": "12345"}),
    ],
)
async def test_what_the_registry_says(client: httpx.AsyncClient, number: str, told: dict[str, Any]):
    found = (await client.get(f"/api/providers/{number}")).json()
    assert {key: found[key] for key in told} == told


async def test_a_deactivated_number_is_told_with_its_day(client: httpx.AsyncClient):
    found = (await client.get("/api/providers/2000010969")).json()
    assert found["standing"] == "deactivated"
    assert found["deactivated_on"]


async def test_a_lookup_that_nobody_answers_says_nothing_of_what_was_asked(serve: Serve):
    async with serve() as client:
        for response in (
            await client.post("/api/codes/search", json={"text": "J44", "kind": "diagnosis"}),
            await client.get("/api/providers/2000001372"),
        ):
            assert (response.status_code, response.json()["code"]) == (503, "lookup_unavailable")
            assert "Nothing is known" in response.json()["detail"]
