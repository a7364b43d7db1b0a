"""The rule book over HTTP: its policies with all that is known of them, and a policy tried on a pasted note."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from orchestrator.bootstrap import compose
from telemetry.logs import JsonLines
from tests.building.rule_books import with_older_oxygen_policy
from tests.integration.conftest import Serve
from tests.integration.fakes import MARKER

OXYGEN = "/api/policies/NCD-240.2"
NOTE = "COPD. Resting oximetry on room air on 11/18/2026: SpO2 85 %."
CONTRARY = "COPD. Resting oximetry on room air on 11/18/2026: SpO2 94 %."


def a_trial(text: str = NOTE, **given: Any) -> dict[str, Any]:
    return {"documents": [{"kind": "visit_note", "date": "2026-11-20", "signed": True, "text": text}]} | given


@pytest.fixture
async def library(serve: Serve) -> AsyncIterator[httpx.AsyncClient]:
    async with serve(compose=compose) as client:
        yield client


def nodes(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """All results by the place of their node."""
    waiting = [item["result"] for item in found["line"]["criteria"]]
    by_id: dict[str, dict[str, Any]] = {}
    while waiting:
        one = waiting.pop()
        by_id[one["id"]] = one
        waiting.extend(one["children"])
    return by_id


async def test_the_list_says_whom_each_policy_binds_and_how_sure_it_is(library: httpx.AsyncClient):
    policies = {one["id"]: one for one in (await library.get("/api/policies")).json()["policies"]}
    assert policies["LCD-L38801"]["states"]
    assert policies["LCD-L38801"]["verification"]["overall"] == "secondary"
    assert policies["LCD-L36499"]["verification"] == {
        "overall": "unverified",
        "verified": 0,
        "secondary": 0,
        "unverified": 1,
        "for_a_person": 1,
    }


async def test_a_policy_has_its_tree_contractors_programs_and_described_diagnoses(library: httpx.AsyncClient):
    policy = (await library.get("/api/policies/LCD-L38801")).json()
    assert policy["criteria"][0]["children"]
    assert policy["contractors"][0]["name"] == "Noridian JF"
    assert {one["program"] for one in policy["programs"]} >= {"OPD"}
    covered = [one["code"] for one in policy["policy"]["diagnoses"]["covered"]]
    assert set(policy["described"]) <= set(covered)
    assert [one["changes"] for one in policy["versions"]] == [[]]


async def test_a_version_that_is_not_there_is_not_found(library: httpx.AsyncClient):
    assert (await library.get(f"{OXYGEN}?version=2")).is_success
    for address in (f"{OXYGEN}?version=77", "/api/policies/NCD-0"):
        assert (await library.get(address)).json()["code"] == "policy_not_found"


async def test_a_trial_judges_the_note_and_quotes_it(library: httpx.AsyncClient):
    answer = (await library.post(f"{OXYGEN}/trial", json=a_trial())).json()
    assert answer["trial"] is True
    assert (answer["policy_id"], answer["version"]) == ("NCD-240.2", "2")
    text = answer["documents"][0]["text"]
    met = [one for one in nodes(answer["found"]).values() if one["status"] == "MET" and one["evidence"]]
    assert met
    for span in (span for one in met for piece in one["evidence"] for span in piece.get("spans", ())):
        assert text[span["start"] : span["end"]] == span["quote"]
    assert answer["found"]["facts"]
    assert answer["took_ms"] > 0


async def test_a_contrary_note_contradicts(library: httpx.AsyncClient):
    answer = (await library.post(f"{OXYGEN}/trial", json=a_trial(CONTRARY))).json()
    assert any(one["status"] == "NOT_MET" and one["evidence"] for one in nodes(answer["found"]).values())


async def test_the_diagnosis_is_looked_up_and_aligned(library: httpx.AsyncClient):
    answer = (await library.post(f"{OXYGEN}/trial", json=a_trial(diagnoses=["J44.9"]))).json()
    assert answer["found"]["diagnoses"][0]["code"] == "J44.9"
    assert [one["result"]["id"] for one in answer["found"]["line"]["universal"]] == ["universal-diagnosis"]


async def test_a_trial_is_stored_nowhere_and_logged_without_its_words(
    library: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    body = a_trial(f"{MARKER} coughs.", diagnoses=[MARKER])
    assert (await library.post(f"{OXYGEN}/trial", json=body)).is_success
    assert (await library.get("/api/cases")).json()["items"] == []
    found = (await library.post("/api/cases/search", json={"text": MARKER})).json()
    assert found["items"] == []
    formatter = JsonLines()
    logged = "\n".join(formatter.format(record) for record in caplog.records if record.name.startswith("orchestrator"))
    assert "/api/policies/{policy_id}/trial" in logged
    assert MARKER not in "\n".join(formatter.format(record) for record in caplog.records)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "/documents"),
        ({"documents": []}, "/documents"),
        (a_trial(service={"code": "99999"}), "/service/code"),
        (a_trial(service={"code": "no code"}), "/service/code"),
        (a_trial(member={"birth_date": "2999-01-01"}), "/member/birth_date"),
        (a_trial(member={"name": MARKER}), "/member"),
    ],
)
async def test_what_cannot_be_tried_is_refused_by_place(library: httpx.AsyncClient, body: dict[str, Any], path: str):
    answer = await library.post(f"{OXYGEN}/trial", json=body)
    assert answer.status_code == 422
    assert [problem["path"] for problem in answer.json()["problems"]] == [path]
    assert MARKER not in answer.text


async def test_a_code_is_the_policys_in_any_case(library: httpx.AsyncClient):
    answer = await library.post(f"{OXYGEN}/trial", json=a_trial(service={"code": "e1390"}))
    assert answer.json()["found"]["line"]["code"] == "E1390"


async def test_no_trial_of_an_unknown_policy_and_none_that_is_too_large(serve: Serve):
    async with serve(max_body_bytes=2_000) as client:
        assert (await client.post("/api/policies/NCD-0/trial", json=a_trial())).status_code == 404
        too_large = await client.post("/api/policies/L33797/trial", json=a_trial("x" * 3_000))
        assert too_large.status_code == 413


async def test_a_trial_that_takes_too_long_is_given_up(serve: Serve):
    async with serve(compose=compose, agent_timeout_seconds=0.01) as client:
        answer = await client.post(f"{OXYGEN}/trial", json=a_trial("SpO2 85 % at rest. " * 20_000))
        assert (answer.status_code, answer.json()["code"]) == (502, "agent_failed")


async def test_two_versions_are_listed_read_and_compared(serve: Serve, tmp_path: Path):
    book = with_older_oxygen_policy(tmp_path / "book")
    async with serve(compose=compose, rulebook=book) as client:
        newest = (await client.get(OXYGEN)).json()
        older = (await client.get(f"{OXYGEN}?version=1")).json()
        tried = (await client.post(f"{OXYGEN}/trial?version=1", json=a_trial())).json()
    assert (newest["policy"]["title"], older["policy"]["title"]) == ("Home Use of Oxygen", "Oxygen at Home")
    assert [one["version"] for one in newest["versions"]] == ["2", "1"]
    changes = newest["versions"][0]["changes"]
    assert {"part": "title", "came": True, "text": "Home Use of Oxygen"} in changes
    assert {"part": "dates", "came": False, "text": "In force from 1993-10-27 to 2021-09-26"} in changes
    assert (tried["version"], tried["found"]["line"]["policies"][0]["relation"]) == ("1", "related")
