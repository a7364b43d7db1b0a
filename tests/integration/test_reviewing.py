"""The review: what fails pends and says so, what is asked for again makes the next revision, nothing happens twice."""

import asyncio
from itertools import count
from typing import Any

import httpx
import pytest

from priorauth.inputs import AgentName
from tests.integration.conftest import Serve
from tests.integration.fakes import MARKER, FakeAgents, fail, fault, hang, wait
from tests.integration.sending import a_note, a_submission, reviewed, sent, submit


async def audit_of(client: httpx.AsyncClient, case_id: str) -> dict[str, Any]:
    return (await client.get(f"/api/cases/{case_id}/audit")).json()


@pytest.mark.parametrize("agent", list(AgentName))
@pytest.mark.parametrize(("act", "said"), [(fail, "unavailable"), (fault, "unexpected fault"), (hang, "0.2 seconds")])
async def test_an_agent_that_gives_nothing_pends_the_case_with_the_reason(
    serve: Serve, agents: FakeAgents, agent: AgentName, act: Any, said: str
):
    agents.acts[agent] = act
    async with serve(agent_timeout_seconds=0.2) as client:
        case = await sent(client, a_submission())
        recommendation = case["revision"]["recommendation"]
        assert (recommendation["outcome"], recommendation["route"]) == ("PEND", "NOT_EVALUATED")
        reasons = [one["reason"] for one in recommendation["not_evaluated"]]
        assert any(said in reason for reason in reasons)
        assert MARKER not in str(case)
        failed = [
            event for event in (await audit_of(client, case["case_id"]))["events"] if event["type"] == "agent.failed"
        ]
        assert agent.value in [event["payload"]["agent"] for event in failed]


async def test_the_same_answer_twice_has_the_same_digest(client: httpx.AsyncClient):
    case = await sent(client, a_submission())
    response = await client.post(f"/api/cases/{case['case_id']}/revisions")
    assert (response.status_code, response.json()["revision"]) == (202, 2)
    again = await reviewed(client, case["case_id"])
    assert again["revision"]["number"] == 2
    assert again["revision"]["cause"] == "review_requested"
    assert again["revision"]["digest"] != case["revision"]["digest"]
    assert again["revision"]["recommendation"] == case["revision"]["recommendation"]


async def test_a_stored_digest_is_the_digest_of_what_is_stored(serve: Serve, store_url: str):
    from orchestrator.scope import Purpose, Scope
    from orchestrator.store.engine import Database
    from orchestrator.store.revisions import read_revision

    async with serve(database_url=store_url) as client:
        case = await sent(client, a_submission())
    database = Database(store_url)
    finished = await database.read(read_revision, Scope("default", "t", Purpose.AUDIT), case["case_id"])
    await database.close()
    assert finished.revision.digest == finished.digest == case["revision"]["digest"]


async def test_a_new_document_makes_a_revision_that_reads_it(client: httpx.AsyncClient):
    case = await sent(client, a_submission(documents=a_note("Nothing to see.")))
    address = f"/api/cases/{case['case_id']}"
    assert case["revision"]["recommendation"]["outcome"] == "PEND"
    response = await client.post(f"{address}/documents", json={"documents": a_note("The report shows hypoxemia.")})
    assert response.status_code == 202
    assert (response.json()["revision"], response.json()["documents"]) == (2, ["d2"])
    again = await reviewed(client, case["case_id"])
    assert again["revision"]["recommendation"]["outcome"] == "APPROVE"
    assert [one["id"] for one in again["case"]["documents"]] == ["d1", "d2"]
    assert (await client.get(f"{address}/documents/d2")).json()["text"] == "The report shows hypoxemia."
    assert (await client.get(f"{address}/documents/d3")).json()["code"] == "document_not_found"


async def test_a_document_during_the_review_is_read_by_the_next_revision(serve: Serve, agents: FakeAgents):
    agents.acts[AgentName.CLINICAL] = wait(0.3)
    async with serve() as client:
        case_id = await submit(client, a_submission(documents=a_note("Nothing.")))
        await asyncio.sleep(0.15)
        body = {"documents": a_note("hypoxemia")}
        assert (await client.post(f"/api/cases/{case_id}/documents", json=body)).json()["status"] == "in_review"
        case = await reviewed(client, case_id)
        assert (case["revision"]["number"], case["in_review"]) == (2, [])
        types = [event["type"] for event in (await audit_of(client, case_id))["events"]]
        assert types.count("recommendation.ready") == types.count("review.started") == 2


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"documents": []}, "/documents"),
        ({}, "/documents"),
        ({"documents": a_note("x") * 100}, "/documents"),
        ({"documents": [{"kind": "visit_note", "date": "2999-01-01"}]}, "/documents/0/date"),
        ({"documents": [{"kind": "visit_note", "text": "\x00"}]}, "/documents/0/text"),
    ],
)
async def test_documents_that_cannot_be_are_refused_whole(client: httpx.AsyncClient, body: Any, path: str):
    case = await sent(client, a_submission())
    response = await client.post(f"/api/cases/{case['case_id']}/documents", json=body)
    assert response.status_code == 422
    assert [one["path"] for one in response.json()["problems"]] == [path]
    assert len((await reviewed(client, case["case_id"]))["case"]["documents"]) == 1


@pytest.mark.parametrize(
    ("agent", "runs"),
    [
        ("compliance", ["compliance", "synthesis"]),
        ("clinical", ["clinical", "coverage", "synthesis"]),
        ("coverage", ["coverage", "synthesis"]),
        ("synthesis", ["synthesis"]),
    ],
)
async def test_one_agent_again_runs_it_and_what_depends_on_it(
    client: httpx.AsyncClient, agents: FakeAgents, agent: str, runs: list[str]
):
    case = await sent(client, a_submission())
    agents.ran.clear()
    response = await client.post(f"/api/cases/{case['case_id']}/agents/{agent}")
    assert response.status_code == 200, response.text
    assert [name.value for name in agents.ran] == runs
    assert (response.json()["revision"], response.json()["agent"]) == (2, agent)
    again = await reviewed(client, case["case_id"])
    assert again["revision"]["cause"] == "agent_requested"
    assert again["revision"]["compliance"] == case["revision"]["compliance"]
    events = (await audit_of(client, case["case_id"]))["events"]
    told = [event["payload"]["agent"] for event in events if event["type"] == "agent.started"]
    assert sorted(told[4:]) == sorted(runs)


async def test_an_agent_that_failed_runs_again_with_the_other(client: httpx.AsyncClient, agents: FakeAgents):
    agents.acts[AgentName.CLINICAL] = fail
    case = await sent(client, a_submission())
    agents.acts.clear()
    agents.ran.clear()
    await client.post(f"/api/cases/{case['case_id']}/agents/compliance")
    assert set(agents.ran) == set(AgentName) - {AgentName.COVERAGE}
    agents.ran.clear()
    response = await client.post(f"/api/cases/{case['case_id']}/agents/clinical")
    assert response.json()["recommendation"] == "APPROVE"


async def test_there_is_no_fifth_agent(client: httpx.AsyncClient):
    case = await sent(client, a_submission())
    response = await client.post(f"/api/cases/{case['case_id']}/agents/manager")
    assert response.status_code == 422
    assert "synthesis" in response.json()["problems"][0]["message"]


@pytest.mark.parametrize("act", ["revisions", "agents/clinical"])
async def test_a_case_in_review_is_not_reviewed_again_on_request(serve: Serve, agents: FakeAgents, act: str):
    agents.acts[AgentName.CLINICAL] = wait(0.5)
    async with serve() as client:
        case_id = await submit(client)
        response = await client.post(f"/api/cases/{case_id}/{act}")
        assert (response.status_code, response.json()["code"]) == (409, "review_unfinished")


@pytest.mark.parametrize("act", ["revisions", "agents/clinical"])
async def test_a_case_that_is_not_there_is_not_reviewed(client: httpx.AsyncClient, act: str):
    assert (await client.post(f"/api/cases/PA-NONE/{act}")).status_code == 404


async def test_the_audit_holds_from_end_to_end(client: httpx.AsyncClient):
    case = await sent(client, a_submission())
    audit = await audit_of(client, case["case_id"])
    assert audit["verified"]
    assert [event["sequence"] for event in audit["events"]] == list(range(1, len(audit["events"]) + 1))
    assert audit["events"][0]["actor"] == "development"
    assert {event["actor"] for event in audit["events"][1:]} == {"orchestrator"}
    (revision,) = audit["revisions"]
    assert (revision["digest"], revision["created_by"]) == (case["revision"]["digest"], "development")


async def test_a_store_that_fails_for_a_moment_loses_nothing(
    serve: Serve, agents: FakeAgents, monkeypatch: pytest.MonkeyPatch
):
    from orchestrator.store import journal

    keep, failures = journal.keep_findings, iter([True, True, False])

    def unsteady(*args: Any) -> None:
        if next(failures, False):
            raise OSError("disk full")
        keep(*args)

    monkeypatch.setattr(journal, "keep_findings", unsteady)
    async with serve() as client:
        case = await sent(client, a_submission())
        assert case["revision"]["recommendation"]["outcome"] == "APPROVE"
        events = (await audit_of(client, case["case_id"]))["events"]
        started = [event["payload"] for event in events if event["type"] == "review.started"]
        assert [one["attempt"] for one in started] == [1, 2, 3]
        assert [event["type"] for event in events].count("recommendation.ready") == 1


async def test_a_review_that_never_ends_is_given_to_a_person(serve: Serve, monkeypatch: pytest.MonkeyPatch):
    from orchestrator.durable import trying
    from orchestrator.durable.reviewing import MOST_ATTEMPTS
    from orchestrator.pipeline import Pipeline

    review, attempts = Pipeline.review, count(1)

    async def breaks(self: Pipeline, case: Any, journal: Any, **more: Any) -> Any:
        if next(attempts) <= MOST_ATTEMPTS:
            raise RuntimeError(MARKER)
        return await review(self, case, journal, **more)

    monkeypatch.setattr(Pipeline, "review", breaks)
    monkeypatch.setattr(trying, "FIRST_PAUSE_SECONDS", 0.01)
    async with serve() as client:
        case = await sent(client, a_submission())
        recommendation = case["revision"]["recommendation"]
        assert (recommendation["outcome"], recommendation["route"]) == ("PEND", "NOT_EVALUATED")
        assert "interrupted 4 times" in recommendation["not_evaluated"][0]["reason"]


@pytest.mark.parametrize("agent", list(AgentName))
async def test_a_stopped_service_goes_on_where_it_was(
    serve: Serve, agents: FakeAgents, store_url: str, agent: AgentName, monkeypatch: pytest.MonkeyPatch
):
    from orchestrator.durable import replica

    monkeypatch.setattr(replica, "_PATIENCE_SECONDS", 0.05)
    agents.acts[agent] = agents.hang
    async with serve(database_url=store_url) as client:
        case_id = await submit(client)
        await asyncio.wait_for(agents.hangs.wait(), 5)
        await asyncio.sleep(0.1)
        assert (await client.get(f"/api/cases/{case_id}")).json()["status"] == "in_review"
    agents.acts.clear()
    before = list(agents.ran)
    async with serve(database_url=store_url) as client:
        case = await reviewed(client, case_id)
        assert case["revision"]["recommendation"]["outcome"] == "APPROVE"
        audit = await audit_of(client, case_id)
    assert audit["verified"]
    assert [event["type"] for event in audit["events"]].count("recommendation.ready") == 1
    again = agents.ran[len(before) :]
    assert agent in again
    assert AgentName.COMPLIANCE not in again or agent is AgentName.COMPLIANCE


async def test_what_was_built_on_a_failure_is_found_anew(
    serve: Serve, agents: FakeAgents, monkeypatch: pytest.MonkeyPatch
):
    from orchestrator.durable import replica

    monkeypatch.setattr(replica, "_PATIENCE_SECONDS", 0.05)
    agents.acts |= {AgentName.CLINICAL: fail, AgentName.SYNTHESIS: agents.hang}
    async with serve() as client:
        case_id = await submit(client)
        await asyncio.wait_for(agents.hangs.wait(), 5)
        await asyncio.sleep(0.3)
    agents.acts.clear()
    agents.ran.clear()
    async with serve() as client:
        case = await reviewed(client, case_id)
    assert case["revision"]["recommendation"]["outcome"] == "APPROVE"
    assert agents.ran == [AgentName.CLINICAL, AgentName.COVERAGE, AgentName.SYNTHESIS]


async def test_expedited_cases_go_first(serve: Serve, agents: FakeAgents):
    agents.acts[AgentName.SYNTHESIS] = wait(0.05)
    async with serve(max_concurrent_reviews=1) as client:
        bodies = [a_submission(priority=priority) for priority in ("standard", "standard", "standard", "expedited")]
        ids = [await submit(client, body) for body in bodies]
        cases = [await reviewed(client, case_id) for case_id in ids]
        finished = [case["revision"]["completed_at"] for case in cases]
    assert finished[3] < finished[2]


async def test_all_of_many_cases_are_reviewed_once(serve: Serve, agents: FakeAgents):
    async with serve(max_concurrent_reviews=4) as client:
        ids = await asyncio.gather(*(submit(client) for _ in range(30)))
        cases = await asyncio.gather(*(reviewed(client, case_id) for case_id in ids))
    assert {case["revision"]["number"] for case in cases} == {1}
    assert agents.ran.count(AgentName.SYNTHESIS) == 30
