"""What a person may do to a case, and the letters that are seen before they are sent."""

import datetime as dt

import httpx
import pytest

from orchestrator.people import HEADER
from priorauth.lifecycle import PERMITTED, CaseAct
from tests.integration.conftest import Serve
from tests.integration.fakes import FakeAgents
from tests.integration.sending import a_submission, sent, submit
from tests.integration.test_acting import AGO, DIRECTOR, NURSE, SECOND, act, adverse, pended

AUDITOR = {HEADER: "auditor"}
ACCEPT = {"action": "accept"}


@pytest.fixture
async def client(serve: Serve, store_url: str):
    async with serve(database_url=store_url) as client:
        yield client


async def may(client: httpx.AsyncClient, case_id: str, by: dict[str, str] = NURSE) -> dict:
    answer = await client.get(f"/api/cases/{case_id}/permitted", headers=by)
    assert answer.status_code == 200, answer.text
    return answer.json()


def decisions(told: dict) -> dict[tuple[str, str], bool]:
    return {(one["action"], one["outcome"]): one["permitted"] for one in told["permitted"]["decisions"]}


def of_act(told: dict, name: str) -> dict:
    return next(one for one in told["permitted"]["acts"] if one["act"] == name)


async def trail_of(client: httpx.AsyncClient, case_id: str) -> list[dict]:
    return (await client.get(f"/api/cases/{case_id}/audit")).json()["events"]


async def test_what_a_nurse_and_a_medical_director_may_decide(client: httpx.AsyncClient):
    case = await pended(client)
    told = await may(client, case["case_id"])
    assert (told["digest"], told["revision"], told["acts"]) == (case["revision"]["digest"], 1, 0)
    assert decisions(told)["accept", "approved"] is False
    assert decisions(told)["override", "adverse"] is False
    denial = told["permitted"]["decisions"][3]
    assert (denial["theirs"], denial["reason"][:37]) == (False, "Amara Okonjo is signed in as nurse re")
    directed = await may(client, case["case_id"], DIRECTOR)
    assert list(decisions(directed).values()) == [False, True, True, True]
    assert "nothing" in directed["permitted"]["decisions"][0]["reason"]
    approvable = await sent(client, a_submission())
    assert list(decisions(await may(client, approvable["case_id"])).values()) == [True, False, False, False]


async def test_every_act_that_is_refused_was_told_before(client: httpx.AsyncClient):
    case_id = (await pended(client))["case_id"]
    bodies = {
        "escalate": ("escalation", {"reason": "Unsure."}),
        "log_attempt": (
            "attempts",
            {"attempted_at": AGO, "channel": "phone", "with_whom": "X", "reached": False, "said": "-"},
        ),
        "appeal": ("appeals", {"filed_by": "member", "filed_at": AGO, "grounds": "x"}),
        "close": ("closing", {"reason": "Done."}),
        "log_notification": ("notifications", {"notified_at": AGO, "channel": "phone", "to": "member"}),
        "hold_peer_to_peer": (
            "peer-to-peer/talk",
            {"held_at": AGO, "with_whom": "Dr. X", "same_specialty": True, "outcome": "Agreed."},
        ),
    }
    for by in (AUDITOR, NURSE, DIRECTOR):
        told = await may(client, case_id, by)
        assert {one["act"] for one in told["permitted"]["acts"]} == {one for one in CaseAct if PERMITTED[one]}
        for name, (path, body) in bodies.items():
            one = of_act(told, name)
            if not one["permitted"]:
                refused = await act(client, case_id, path, body, by)
                assert refused.status_code == (409 if one["theirs"] else 403)
                assert refused.json()["detail"] == one["reason"]
    assert of_act(await may(client, case_id), "escalate")["permitted"]


async def test_nothing_is_decided_while_the_review_is_under_way(serve: Serve, agents: FakeAgents):
    agents.acts["clinical"] = agents.hang
    async with serve() as client:
        case_id = await submit(client)
        told = await may(client, case_id)
        assert told["digest"] is None
        assert not any(decisions(told).values())


async def test_after_a_determination_another_director_decides_the_appeal(client: httpx.AsyncClient):
    case = await pended(client)
    case_id = case["case_id"]
    assert of_act(await may(client, case_id), "appeal")["permitted"] is False
    assert (await act(client, case_id, "determination", adverse(case), DIRECTOR)).status_code == 201
    told = await may(client, case_id, DIRECTOR)
    assert of_act(told, "appeal")["permitted"]
    assert not any(decisions(told).values())
    appeal = {"filed_by": "member", "filed_at": dt.datetime.now(dt.UTC).isoformat(), "grounds": "The test is there."}
    assert (await act(client, case_id, "appeals", appeal)).status_code == 201
    same = await may(client, case_id, DIRECTOR)
    assert "Another medical director decides the appeal" in same["permitted"]["decisions"][1]["reason"]
    assert decisions(await may(client, case_id, SECOND))["override", "approved"]


async def test_a_letter_is_seen_before_it_is_sent_and_leaves_no_trace(client: httpx.AsyncClient):
    case = await sent(client, a_submission())
    case_id, before = case["case_id"], await trail_of(client, case["case_id"])
    body = ACCEPT | {"digest": case["revision"]["digest"]}
    seen = await act(client, case_id, "determination/preview", body)
    assert seen.status_code == 200, seen.text
    letter = seen.json()
    assert (letter["kind"], letter["language"], letter["number"]) == ("approval", "en", "PREVIEW")
    assert "PREVIEW" in letter["text"]
    assert "Ada Example" in letter["html"]
    shown = (await client.get(f"/api/cases/{case_id}")).json()
    assert (shown["status"], shown["determinations"], shown["issued"]) == ("recommended", [], [])
    assert await trail_of(client, case_id) == before
    made = await act(client, case_id, "determination", body)
    assert made.json()["determination"]["authorization_number"].startswith("AUTH")


async def test_a_preview_is_refused_as_the_decision_would_be(client: httpx.AsyncClient):
    case = await pended(client)
    case_id = case["case_id"]
    assert (await act(client, case_id, "determination/preview", adverse(case))).status_code == 403
    shorter = adverse(case) | {"rationale": "ok"}
    refused = await act(client, case_id, "determination/preview", shorter, DIRECTOR)
    assert [one["path"] for one in refused.json()["problems"]] == ["/rationale"]
    letter = (await act(client, case_id, "determination/preview", adverse(case), DIRECTOR)).json()
    assert (letter["kind"], letter["number"]) == ("adverse", None)
    stale = adverse(case) | {"digest": "sha256:" + "0" * 64}
    answer = await act(client, case_id, "determination/preview", stale, DIRECTOR)
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_recommendation")


async def test_a_request_for_information_is_read_as_a_letter_first(client: httpx.AsyncClient):
    case = await pended(client)
    case_id, before = case["case_id"], await trail_of(client, case["case_id"])
    draft = (await client.get(f"/api/cases/{case_id}/information-requests/draft")).json()["draft"]
    seen = await act(client, case_id, "information-requests/preview", draft)
    assert (seen.status_code, seen.json()["kind"]) == (200, "information_request")
    assert draft["items"][0]["what"][:20] in seen.json()["text"].replace("\n", " ")
    speaking = {"items": [{"what": "Your request is denied.", "request": "Send more."}]}
    refused = await act(client, case_id, "information-requests/preview", speaking)
    assert (refused.status_code, refused.json()["code"]) == (409, "letter_refused")
    assert await trail_of(client, case_id) == before
    again = (await client.get(f"/api/cases/{case_id}")).json()
    assert (again["status"], again["acts"], again["clock"]) == ("recommended", [], again["clock"])


async def test_a_preview_asks_for_a_whole_review_and_for_an_act_that_sends_a_letter(serve: Serve, agents: FakeAgents):
    agents.acts["clinical"] = agents.hang
    async with serve() as client:
        case_id = await submit(client, a_submission(priority="expedited"))
        upgrade = {"to": "standard", "reason": "Nothing is urgent here."}
        answer = await act(client, case_id, "priority/preview", upgrade)
        assert (answer.status_code, answer.json()["code"]) == (409, "review_unfinished")
        taken_back = upgrade | {"asked_by": "member"}
        answer = await act(client, case_id, "priority/preview", taken_back)
        assert (answer.status_code, answer.json()["code"]) == (409, "review_unfinished")


async def test_a_document_may_be_shown_in_a_page_of_the_service_and_nowhere_else(client: httpx.AsyncClient):
    case_id = (await pended(client))["case_id"]
    document = await client.get(f"/api/cases/{case_id}/audit.pdf")
    assert document.headers["X-Frame-Options"] == "SAMEORIGIN"
    policy = document.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
