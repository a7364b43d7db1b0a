"""The queue and the search over HTTP."""

import datetime as dt
from typing import Any

import httpx
import pytest

from priorauth.inputs import AgentName
from tests.integration.conftest import Serve
from tests.integration.fakes import FakeAgents
from tests.integration.sending import a_note, a_submission, sent, submit


async def ids(client: httpx.AsyncClient, **filters: Any) -> list[str]:
    return [item["case_id"] for item in (await client.get("/api/cases", params=filters)).json()["items"]]


async def test_an_item_says_where_the_case_stands_and_nothing_of_the_record(client: httpx.AsyncClient):
    body = a_submission(services=[{"code": "E1390"}, {"code": "E0431"}], documents=a_note("Nothing of note."))
    case = await sent(client, body)
    response = await client.get("/api/cases")
    item = response.json()["items"][0]
    assert item["service_label"] == "E1390 oxygen equipment and 1 more"
    assert (item["recommendation"], item["route"], item["status"]) == ("PEND", "NEEDS_INFORMATION", "recommended")
    assert item["due_at"] == case["due_at"]
    for said in ("Ada", "1955", "Nothing of note", "1EG4TE5MK73", "J44"):
        assert said not in response.text


async def test_what_is_no_code_is_not_repeated_in_the_queue(client: httpx.AsyncClient):
    await sent(client, a_submission(services=[{"code": "severe back pain"}, {"code": "E1390"}]))
    item = (await client.get("/api/cases")).json()["items"][0]
    assert (item["primary_code"], item["service_label"]) == (None, "code not recognized and 1 more")


async def test_the_queue_filters(serve: Serve, agents: FakeAgents):
    async with serve(agent_timeout_seconds=1) as client:
        done = (await sent(client, a_submission()))["case_id"]
        agents.acts[AgentName.CLINICAL] = agents.hang
        urgent = await submit(client, a_submission(priority="expedited"))
        await agents.hangs.wait()
        assert await ids(client) == [urgent, done]
        assert await ids(client, status="recommended") == [done]
        assert await ids(client, status="in_review") == [urgent]
        assert await ids(client, priority="expedited") == [urgent]
        assert await ids(client, assignee="nobody") == []
        soon = dt.datetime.now(dt.UTC) + dt.timedelta(hours=73)
        assert await ids(client, due_before=soon.isoformat()) == [urgent]
        assert await ids(client, due_before=soon.replace(tzinfo=None).isoformat()) == [urgent]
        agents.acts.clear()


async def test_pages_follow_each_other(client: httpx.AsyncClient):
    sent_ids = [await submit(client) for _ in range(5)]
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await client.get("/api/cases", params={"limit": "2", **cursor})).json()
        found += [item["case_id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert found == sent_ids


@pytest.mark.parametrize(
    ("filters", "path"),
    [
        ({"limit": "0"}, "/query/limit"),
        ({"limit": "x"}, "/query/limit"),
        ({"status": "lost"}, "/query/status"),
        ({"due_before": "soon"}, "/query/due_before"),
        ({"cursor": "nonsense"}, "/query/cursor"),
        ({"cursor": "WyIyMDI2LTExLTIyIiwxXQ"}, "/query/cursor"),
    ],
)
async def test_a_filter_that_cannot_be_is_a_problem(client: httpx.AsyncClient, filters: dict[str, str], path: str):
    response = await client.get("/api/cases", params=filters)
    assert response.status_code == 422
    assert [one["path"] for one in response.json()["problems"]] == [path]


async def test_search_takes_its_words_from_the_body(client: httpx.AsyncClient):
    case_id = await submit(client)
    for words in ("ada ex", "1eg4te5", case_id[3:12].lower()):
        page = (await client.post("/api/cases/search", json={"text": words})).json()
        assert [(item["case_id"], item["member_name"]) for item in page["items"]] == [(case_id, "Ada Example")]
    assert (await client.post("/api/cases/search", json={"text": "ada", "status": "received", "limit": 1})).is_success
    assert (await client.post("/api/cases/search", json={"text": "x"})).status_code == 422
    assert (await client.get("/api/cases/search")).status_code == 404


async def test_policies_are_listed_and_read(client: httpx.AsyncClient):
    listed = (await client.get("/api/policies")).json()
    assert [policy["id"] for policy in listed["policies"]] == ["L33797"]
    policy = (await client.get(listed["policies"][0]["links"]["self"])).json()
    assert policy["policy"]["codes"][0]["verification"] == "verified"
    assert policy["tree"] == ["Hypoxemia: Hypoxemia is documented"]
    assert (await client.get("/api/policies/L1")).json()["code"] == "policy_not_found"


async def test_the_examples_are_served_to_read(client: httpx.AsyncClient):
    examples = (await client.get("/api/examples")).json()
    assert len(examples) == 10
    for address in examples.values():
        assert (await client.get(address)).json()["member"]["name"]
    assert (await client.get("/api/examples/..%2FREADME")).status_code == 404


async def test_whether_authorization_is_needed(client: httpx.AsyncClient):
    ask = "/api/requirements?code=63650&date=2026-03-01"
    answer = (await client.get(ask)).json()
    assert (answer["needed"], answer["question"]["line_of_business"]) == ("yes", "medicare_ffs")
    assert answer["programs"][0]["listing"]["service"] == "Stimulator"
    assert (await client.get(f"{ask}&line_of_business=commercial")).json()["needed"] == "unknown"
    assert (await client.get("/api/requirements?code=99213")).json()["needed"] == "no"


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("code=no-code", "/query/code"),
        ("code=63650&state=Ohio", "/query/state"),
        ("code=63650&date=soon", "/query/date"),
        ("code=63650&setting=moon", "/query/setting"),
        ("", "/query/code"),
    ],
)
async def test_a_question_that_is_none_is_refused_with_its_place(client: httpx.AsyncClient, query: str, path: str):
    response = await client.get(f"/api/requirements?{query}")
    assert response.status_code == 422
    assert [problem["path"] for problem in response.json()["problems"]] == [path]
