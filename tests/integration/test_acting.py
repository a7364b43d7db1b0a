"""The reviewers' acts on a case, as a reviewer's page does them."""

import asyncio
import datetime as dt

import httpx
import pytest

from orchestrator.people import HEADER
from tests.integration.conftest import Serve
from tests.integration.sending import a_note, a_submission, at_rest, reviewed, submit

NURSE, DIRECTOR, SECOND = {HEADER: "nurse"}, {HEADER: "director"}, {HEADER: "second-director"}
NOW = dt.datetime.now(dt.UTC)
AGO = (NOW - dt.timedelta(minutes=5)).isoformat()
RATIONALE = "The record shows saturation of 86 % at rest on page two, which the draft recommendation did not read."


async def pended(client: httpx.AsyncClient) -> dict:
    case_id = await submit(client, a_submission(documents=a_note("Nothing is said.")))
    return await reviewed(client, case_id)


async def act(client: httpx.AsyncClient, case_id: str, path: str, body: dict, by: dict[str, str] = NURSE):
    return await client.post(f"/api/cases/{case_id}/{path}", json=body, headers=by)


@pytest.fixture
async def client(serve: Serve, store_url: str):
    async with serve(database_url=store_url) as client:
        yield client


async def test_a_request_for_information_is_drafted_from_the_gaps_and_sent_by_a_person(client: httpx.AsyncClient):
    case = await pended(client)
    case_id = case["case_id"]
    drafted = (await client.get(f"/api/cases/{case_id}/information-requests/draft")).json()
    assert drafted["digest"] == case["revision"]["digest"]
    assert drafted["draft"]["items"]
    answer = await act(client, case_id, "information-requests", drafted["draft"])
    assert (answer.status_code, answer.json()["status"]) == (201, "information_requested")
    attempt = {
        "attempted_at": AGO,
        "channel": "phone",
        "with_whom": "Front desk",
        "reached": True,
        "said": "They send it.",
    }
    assert (await act(client, case_id, "attempts", attempt)).status_code == 201
    shown = (await client.get(f"/api/cases/{case_id}")).json()
    assert [one["body"]["act"] for one in shown["acts"]] == ["request_information", "log_attempt"]
    assert shown["acts"][0]["person"]["name"] == "Amara Okonjo"
    assert shown["due_at"] == case["due_at"]


async def test_what_an_act_may_not_be_is_told(client: httpx.AsyncClient):
    case_id = (await pended(client))["case_id"]
    later = (NOW + dt.timedelta(days=1)).isoformat()
    attempt = {"attempted_at": later, "channel": "phone", "with_whom": "X", "reached": False, "said": "Nobody."}
    refused = await act(client, case_id, "attempts", attempt)
    assert (refused.status_code, refused.json()["code"]) == (409, "invalid_transition")
    assert "takes a case that is: information requested" in refused.json()["detail"]
    nobody = await act(client, case_id, "escalation", {"reason": "Unsure."}, {})
    assert nobody.status_code == 403
    assert "To escalate is for these to do: nurse reviewer or medical director" in nobody.json()["detail"]
    unknown = {"items": [{"what": "x", "request": "y", "policy_id": "NCD-0", "criterion_id": "none"}]}
    answer = await act(client, case_id, "information-requests", unknown)
    assert answer.json()["problems"][0]["code"] == "unknown_criterion"
    assert (
        await act(client, case_id, "appeals", {"filed_by": "member", "filed_at": AGO, "grounds": "x"})
    ).status_code == 409


def adverse(case: dict) -> dict:
    line = case["revision"]["coverage"]["lines"][0]
    criterion = line["criteria"][0]
    reason = {
        "fact": "The visit note of this member gives no oxygen saturation at all.",
        "policy_id": criterion["policy_id"],
        "criterion_id": criterion["result"]["id"],
        "provision": "Home oxygen is covered where a qualifying test shows low blood oxygen.",
        "explanation": "Without a test result, this request does not show what the rule asks for.",
    }
    return {
        "action": "override",
        "digest": case["revision"]["digest"],
        "outcome": "adverse",
        "reason_code": "NEW_INFORMATION",
        "rationale": RATIONALE,
        "lines": [{"line": line["line"], "outcome": "denied", "reason": reason}],
    }


async def test_only_a_medical_director_decides_adversely_and_another_decides_the_appeal(client: httpx.AsyncClient):
    case = await pended(client)
    case_id = case["case_id"]
    body = adverse(case)
    refused = await act(client, case_id, "determination", body)
    assert refused.status_code == 403
    assert "To determine adversely is for these to do: medical director" in refused.json()["detail"]
    made = await act(client, case_id, "determination", body, DIRECTOR)
    assert made.status_code == 201, made.text
    determination = made.json()["determination"]
    assert (determination["outcome"], determination["authorization_number"]) == ("adverse", None)
    assert determination["override"]["changed"][0]["computed"] == "INSUFFICIENT"

    appeal = {
        "filed_by": "member",
        "filed_at": dt.datetime.now(dt.UTC).isoformat(),
        "grounds": "The test is in the chart.",
    }
    assert (await act(client, case_id, "appeals", appeal, {})).json()["status"] == "appealed"
    overturned = {"action": "override", "digest": body["digest"], "outcome": "approved"}
    overturned |= {"reason_code": "NEW_INFORMATION", "rationale": RATIONALE}
    same = await act(client, case_id, "determination", overturned, DIRECTOR)
    assert same.status_code == 403
    assert "Another medical director decides the appeal" in same.json()["detail"]
    other = await act(client, case_id, "determination", overturned, SECOND)
    assert other.status_code == 201, other.text
    shown = (await client.get(f"/api/cases/{case_id}")).json()
    assert [(one["level"], one["outcome"]) for one in shown["determinations"]] == [
        ("initial", "adverse"),
        ("reconsideration", "approved"),
    ]
    assert (await client.get(f"/api/cases/{case_id}/audit")).json()["verified"]


async def test_a_bad_override_names_everything_that_is_wrong(client: httpx.AsyncClient):
    case = await pended(client)
    body = {"action": "override", "digest": case["revision"]["digest"], "rationale": "ok"}
    refused = await act(client, case["case_id"], "determination", body, DIRECTOR)
    assert {one["path"] for one in refused.json()["problems"]} == {"/outcome", "/reason_code", "/rationale"}
    line = case["case"]["services"][0]["line"]
    backwards = {"line": line, "outcome": "approved", "begins": "2026-12-02", "ends": "2026-12-01"}
    body |= {"outcome": "approved", "reason_code": "EVIDENCE_MISSED", "rationale": RATIONALE, "lines": [backwards]}
    refused = await act(client, case["case_id"], "determination", body, DIRECTOR)
    assert "before it begins on 2026-12-02" in refused.json()["problems"][0]["message"]
    assert (await client.get(f"/api/cases/{case['case_id']}")).json()["determinations"] == []


async def test_a_pended_case_is_answered_reviewed_again_and_approved(client: httpx.AsyncClient):
    case = await pended(client)
    case_id = case["case_id"]
    drafted = (await client.get(f"/api/cases/{case_id}/information-requests/draft")).json()["draft"]
    await act(client, case_id, "information-requests", drafted)
    assert (await client.get(f"/api/cases/{case_id}/revisions/2")).json()["code"] == "review_unfinished"
    answer = {"documents": a_submission()["documents"]}
    by_auditor = await client.post(f"/api/cases/{case_id}/documents", json=answer, headers={HEADER: "auditor"})
    assert by_auditor.status_code == 403
    assert "To add documents is for these to do" in by_auditor.json()["detail"]
    assert (await client.post(f"/api/cases/{case_id}/documents", json=answer)).status_code == 202
    again = await reviewed(client, case_id)
    assert again["revision"]["recommendation"]["outcome"] == "APPROVE"
    old = (await client.get(f"/api/cases/{case_id}/revisions/1")).json()
    assert (old["digest"], old["recommendation"]["outcome"]) == (case["revision"]["digest"], "PEND")
    changed = (await client.get(f"/api/cases/{case_id}/revisions/2/changes")).json()
    assert changed["recommendation"] == ["PEND", "APPROVE"]
    assert changed["documents_added"]
    assert {(one["before"], one["after"]) for one in changed["criteria"]} == {("INSUFFICIENT", "MET")}
    body = {"action": "accept", "digest": again["revision"]["digest"]}
    assert (await act(client, case_id, "determination", body)).status_code == 201


async def answered(client: httpx.AsyncClient, case_id: str) -> dict:
    """The case, once it was reviewed again with the documents that came."""
    sent = await client.post(f"/api/cases/{case_id}/documents", json={"documents": a_submission()["documents"]})
    assert (sent.status_code, sent.json()["status"]) == (202, "in_review")
    return await at_rest(client, case_id)


async def test_a_new_review_undoes_no_escalation(client: httpx.AsyncClient):
    case_id = (await pended(client))["case_id"]
    await act(client, case_id, "escalation", {"reason": "The record is unclear."})
    drafted = (await client.get(f"/api/cases/{case_id}/information-requests/draft")).json()["draft"]
    assert (await act(client, case_id, "information-requests", drafted, DIRECTOR)).status_code == 201
    again = await answered(client, case_id)
    assert (again["status"], again["revision"]["number"]) == ("escalated", 2)
    assert again["revision"]["recommendation"]["outcome"] == "APPROVE"
    body = {"action": "accept", "digest": again["revision"]["digest"]}
    assert (await act(client, case_id, "determination", body)).status_code == 201


async def test_a_new_review_undoes_no_appeal(client: httpx.AsyncClient):
    case = await pended(client)
    case_id = case["case_id"]
    assert (await act(client, case_id, "determination", adverse(case), DIRECTOR)).status_code == 201
    appeal = {"filed_by": "member", "filed_at": dt.datetime.now(dt.UTC).isoformat(), "grounds": "The test is there."}
    assert (await act(client, case_id, "appeals", appeal)).status_code == 201
    again = await answered(client, case_id)
    assert (again["status"], again["revision"]["number"]) == ("appealed", 2)
    asked = {"items": [{"what": "The order", "request": "Send the signed order."}]}
    assert (await act(client, case_id, "information-requests", asked)).json()["status"] == "information_requested"
    later = await answered(client, case_id)
    assert (later["status"], later["revision"]["number"]) == ("appealed", 3)
    body = {"action": "accept", "digest": later["revision"]["digest"]}
    assert (await act(client, case_id, "determination", body, DIRECTOR)).status_code == 403
    made = await act(client, case_id, "determination", body, SECOND)
    assert (made.status_code, made.json()["determination"]["level"]) == (201, "reconsideration")


async def test_a_request_for_information_issues_its_letter(client: httpx.AsyncClient):
    case_id = (await pended(client))["case_id"]
    drafted = (await client.get(f"/api/cases/{case_id}/information-requests/draft")).json()["draft"]
    await act(client, case_id, "information-requests", drafted)
    async with asyncio.timeout(30):
        while len(issued := (await client.get(f"/api/cases/{case_id}")).json()["issued"]) < 3:  # noqa: ASYNC110 - another task issues it
            await asyncio.sleep(0.05)
    text = next(one for one in issued if one["id"] == "letter-act-1-text")
    letter = (await client.get(text["links"]["self"])).text
    assert "No decision has been made" in letter
    assert "denied" not in letter.lower()
