"""Clocks by profile, from intake to the answer: what is shown, what an act moves, and what is noticed once."""

import asyncio
import datetime as dt
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from orchestrator.app import create_app
from orchestrator.durable.watching import ClockWatch
from orchestrator.people import HEADER
from orchestrator.record.export import read_record
from orchestrator.scope import Purpose, Scope
from orchestrator.settings import Settings
from orchestrator.store.engine import Database
from tests.building.jurisdictions import SURE, UNSURE, a_deadline, a_profile
from tests.integration.fakes import FakeAgents, composing
from tests.integration.sending import a_note, a_submission, at_rest, reviewed, service_of, submit

NURSE, DIRECTOR = {HEADER: "nurse"}, {HEADER: "director"}
START = dt.datetime(2026, 11, 16, 15, tzinfo=dt.UTC)
"""A Monday, 10 o'clock in New York."""
OHIO = a_profile(
    a_deadline(),
    a_deadline(value=1, citation="A bulletin", **{"mark": "secondary"}),
    a_deadline(priority="expedited", value=24, unit="hours"),
    missed=SURE | {"means": "approved", "text": "What is not decided in time is approved."},
    extensions=[
        SURE | {"priorities": ["standard"], "days": 14, "grounds": ["enrollee_asks"], "notice": "In writing."},
    ],
)
UTAH = a_profile(
    a_deadline(start="complete"),
    a_deadline(priority="expedited", value=24, unit="hours"),
    id="UT",
    states=["UT"],
    missed=UNSURE | {"means": "approved", "text": "Perhaps it is approved."},
)
REQUEST = {"items": [{"what": "The test report", "request": "Send the complete report of the test."}]}


class Clock:
    """The service's clock, moved by hand; it goes on by a second at each look, as time does."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(milliseconds=1)
        return self.now

    def to(self, hours: float) -> None:
        """So many hours after the start."""
        self.now = START + dt.timedelta(hours=hours)


@pytest.fixture
def now() -> Clock:
    return Clock()


@pytest.fixture
async def client(
    settings: Settings, store_url: str, agents: FakeAgents, now: Clock
) -> AsyncIterator[httpx.AsyncClient]:
    """The service on each database, with two profiles and a clock of its own."""
    composed = composing(agents, jurisdictions=(OHIO, UTAH))
    app = create_app(settings.model_copy(update={"database_url": store_url}), composed, now)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", timeout=20) as one,
    ):
        yield one


def commercial(state: str | None = "OH", **changes: Any) -> dict[str, Any]:
    body = a_submission(line_of_business="commercial", **changes)
    return body | {"member": body["member"] | {"state": state}}


def watch(client: httpx.AsyncClient, now: Clock) -> ClockWatch:
    service = service_of(client)
    return ClockWatch(service.database, "default", service.desk.regulations, service.bulletin, now)


async def shown(client: httpx.AsyncClient, case_id: str) -> dict[str, Any]:
    return (await client.get(f"/api/cases/{case_id}")).json()


async def clock(client: httpx.AsyncClient, case_id: str) -> dict[str, Any]:
    return (await shown(client, case_id))["clock"]


async def item(client: httpx.AsyncClient, case_id: str) -> dict[str, Any]:
    items = (await client.get("/api/cases")).json()["items"]
    return next(one["clock"] for one in items if one["case_id"] == case_id)


async def act(client: httpx.AsyncClient, case_id: str, path: str, body: Any, by: dict[str, str] = NURSE):
    return await client.post(f"/api/cases/{case_id}/{path}", json=body, headers=by)


async def noticed(client: httpx.AsyncClient, case_id: str) -> list[dict[str, Any]]:
    audit = (await client.get(f"/api/cases/{case_id}/audit")).json()
    assert audit["verified"]
    return [one for one in audit["events"] if one["type"].startswith("clock.")]


def after(value: str) -> float:
    """Hours after the start, to the minute."""
    return round((dt.datetime.fromisoformat(value) - START) / dt.timedelta(hours=1), 2)


async def test_a_profile_s_time_holds_from_receipt_and_says_why(client: httpx.AsyncClient):
    case_id = await submit(client, commercial())
    case = await reviewed(client, case_id)
    told = case["clock"]
    assert (told["state"], after(told["due_at"]), case["due_at"]) == ("running", 72, told["due_at"])
    assert told["said"] == "Standard decision: 3 calendar days from receipt (OH, Section 1)."
    assert 71 * 3600 < told["seconds_left"] <= 72 * 3600
    assert [(one["profile"], one["mark"], after(one["due_at"])) for one in told["unsure"]] == [("OH", "secondary", 24)]
    assert after(told["escalate_at"]) == 18
    assert (told["extension"], told["consequences"], told["notices"]) == (None, [], [])
    brief = await item(client, case_id)
    assert (brief["state"], brief["due_at"]) == ("running", told["due_at"])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"line_of_business": None},
            "The line of business is not known, so the service's own limit of the decision holds.",
        ),
        (
            {"member": {"name": "Ada Example"}},
            "The state is not known, so the service's own limit of the decision holds.",
        ),
        ({"jurisdiction": "NV"}, "No profile gives a sure limit of the decision, so the service's own holds."),
    ],
)
async def test_where_something_is_not_known_the_service_s_own_limit_decides_and_says_so(
    client: httpx.AsyncClient, changes: dict[str, Any], said: str
):
    told = (await reviewed(client, await submit(client, commercial() | changes)))["clock"]
    assert after(told["due_at"]) == 168
    assert [one["profile"] for one in told["deciding"]] == ["SERVICE"]
    assert told["said"].endswith(said)


@pytest.mark.parametrize(
    ("stated", "priority", "hours"),
    [
        ({"expedited_by": "physician"}, "expedited", 24),
        ({"priority": "expedited", "expedited_by": "physician"}, "expedited", 24),
        ({"priority": "expedited", "expedited_by": "member"}, "expedited", 24),
        ({"expedited_by": "member"}, "standard", 72),
    ],
)
async def test_what_a_physician_asks_for_is_expedited_at_once(
    client: httpx.AsyncClient, stated: dict[str, str], priority: str, hours: int
):
    case = await reviewed(client, await submit(client, commercial(**stated)))
    assert (case["priority"], after(case["due_at"])) == (priority, hours)


async def recorded(store_url: str, case_id: str) -> dict[str, Any]:
    """The case as its exported record has it."""
    database = Database(store_url)
    try:
        scope = Scope("default", "auditor", Purpose.AUDIT)
        return json.loads((await database.read(read_record, scope, case_id)).files["case.json"])
    finally:
        await database.close()


async def test_escalation_and_breach_are_noticed_once_whoever_looks(
    client: httpx.AsyncClient, store_url: str, now: Clock
):
    case_id = (await reviewed(client, await submit(client, commercial())))["case_id"]
    one, other = watch(client, now), watch(client, now)
    now.to(17)
    assert await one.look() == 0
    now.to(19)
    assert sorted(await asyncio.gather(one.look(), other.look())) == [0, 1]
    assert (await clock(client, case_id))["state"] == (await item(client, case_id))["state"] == "escalate"
    now.to(73)
    assert sorted(await asyncio.gather(one.look(), other.look())) == [0, 1]
    assert await one.look() == 0
    events = await noticed(client, case_id)
    assert [event["type"] for event in events] == ["clock.escalated", "clock.breached"]
    (meaning,) = events[1]["payload"]["meanings"]
    assert (meaning["profile"], meaning["means"], meaning["citation"]) == ("OH", "approved", "Section 1")
    case = await shown(client, case_id)
    told = case["clock"]
    assert (told["state"], case["determinations"]) == ("breached", [])
    assert -2 * 3600 < told["seconds_left"] < 0
    assert [(one["profile"], one["means"]) for one in told["consequences"]] == [("OH", "approved")]
    assert [one["kind"] for one in told["notices"]] == ["escalated", "breached"]
    assert (await item(client, case_id))["state"] == "breached"
    record = await recorded(store_url, case_id)
    assert [one["noticed"] for one in record["clock_notices"]] == ["clock.escalated", "clock.breached"]
    assert record["clock_notices"][1]["meanings"] == [meaning]
    issued_then = (await determined(client, case_id))["issued"]
    justified = next(one for one in issued_then if one["id"] == "justification-initial")
    said = (await client.get(justified["links"]["self"])).text.partition("### The clock")[2]
    assert "Escalated, noticed at 2" in said
    assert "Missed, noticed at 2" in said
    assert "By the profile OH, approved: What is not decided in time is approved. (Section 1; " in said
    assert "It is no determination." in said


async def test_what_an_unsure_line_makes_of_a_breach_is_unconfirmed(client: httpx.AsyncClient, now: Clock):
    case_id = (await reviewed(client, await submit(client, commercial("UT"))))["case_id"]
    now.to(73)
    await watch(client, now).look()
    (meaning,) = (await noticed(client, case_id))[-1]["payload"]["meanings"]
    assert (meaning["means"], meaning["mark"], meaning["said"]) == (
        "unconfirmed",
        "secondary",
        "Perhaps it is approved.",
    )


async def test_a_clock_from_complete_information_waits_and_begins_anew(client: httpx.AsyncClient, now: Clock):
    case = await reviewed(client, await submit(client, commercial("UT", documents=a_note("Nothing."))))
    case_id = case["case_id"]
    now.to(10)
    assert (await act(client, case_id, "information-requests", REQUEST)).status_code == 201
    told = await clock(client, case_id)
    assert (told["state"], told["due_at"], told["seconds_left"]) == ("waiting_for_information", case["due_at"], None)
    assert told["said"].startswith("The time waits: ")
    now.to(400)
    assert await watch(client, now).look() == 0
    assert (await item(client, case_id))["state"] == "waiting_for_information"
    added = await client.post(f"/api/cases/{case_id}/documents", json={"documents": a_note("The report.")})
    assert added.status_code == 202
    case = await at_rest(client, case_id)
    assert (case["clock"]["state"], after(case["due_at"])) == ("running", 472)
    assert await noticed(client, case_id) == []


async def test_a_clock_from_receipt_waits_for_nobody(client: httpx.AsyncClient, now: Clock):
    case_id = (await reviewed(client, await submit(client, commercial())))["case_id"]
    now.to(10)
    await act(client, case_id, "information-requests", REQUEST)
    assert after((await shown(client, case_id))["due_at"]) == 72


async def test_an_extension_moves_the_time_once_on_its_ground(client: httpx.AsyncClient, now: Clock):
    case_id = (await reviewed(client, await submit(client, commercial())))["case_id"]
    now.to(10)
    extension = {"ground": "provider_asks", "days": 14, "reason": "The provider asks for more time."}
    refused = await act(client, case_id, "extension", extension)
    assert (refused.status_code, refused.json()["code"]) == (409, "extension_refused")
    extension |= {"ground": "enrollee_asks"}
    assert (await act(client, case_id, "extension", extension)).status_code == 201
    told = await clock(client, case_id)
    assert (after(told["due_at"]), told["extension"]["days"]) == (72 + 14 * 24, 14)
    again = await act(client, case_id, "extension", extension)
    assert "it is extended once" in again.json()["detail"]


async def issued(client: httpx.AsyncClient, case_id: str) -> str:
    """The text of the letter that follows."""
    for _ in range(500):
        for one in (await shown(client, case_id))["issued"]:
            if one["id"].endswith("-text"):
                return " ".join((await client.get(one["links"]["self"])).text.split())
        await asyncio.sleep(0.01)
    raise AssertionError("no letter was issued")


async def test_a_priority_is_changed_by_whom_it_is_for(client: httpx.AsyncClient, now: Clock):
    case_id = (await reviewed(client, await submit(client, commercial())))["case_id"]
    now.to(10)
    up = {"to": "expedited", "asked_by": "member", "reason": "She asks for it."}
    refused = await act(client, case_id, "priority", up, {})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")
    assert (await act(client, case_id, "priority", up)).status_code == 201
    case = await shown(client, case_id)
    assert (case["priority"], after(case["due_at"])) == ("expedited", 34)
    down = {"to": "standard", "reason": "Her health can wait."}
    refusal = await act(client, case_id, "priority", down)
    assert refusal.status_code == 201
    assert "file an expedited grievance" in str(refusal.json()["notice"]["must_say"])
    letter = await issued(client, case_id)
    assert "We will review the request in the standard time" in letter
    assert "Her health can wait." in letter
    assert after((await shown(client, case_id))["due_at"]) == 72
    by_physician = up | {"asked_by": "physician"}
    assert (await act(client, case_id, "priority", by_physician, {})).status_code == 201
    refused = await act(client, case_id, "priority", down)
    assert (refused.status_code, refused.json()["code"]) == (409, "priority_refused")
    now.to(35)
    refused = await act(client, case_id, "priority", down | {"asked_by": "physician"})
    assert "The expedited time ended" in refused.json()["detail"]


async def determined(client: httpx.AsyncClient, case_id: str) -> dict[str, Any]:
    """The case with its decision, once its documents are issued."""
    digest = (await shown(client, case_id))["revision"]["digest"]
    made = await act(client, case_id, "determination", {"action": "accept", "digest": digest})
    assert made.status_code == 201, made.text
    for _ in range(500):
        case = await shown(client, case_id)
        if case["issued"]:
            return case
        await asyncio.sleep(0.01)
    raise AssertionError("no documents were issued")


async def test_a_decision_that_was_told_in_time_ends_the_clock(client: httpx.AsyncClient, now: Clock):
    case_id = (await reviewed(client, await submit(client, commercial())))["case_id"]
    now.to(10)
    case = await determined(client, case_id)
    assert case["clock"]["state"] == (await item(client, case_id))["state"] == "answered_in_time"
    now.to(999)
    assert await watch(client, now).look() == 0
    assert await noticed(client, case_id) == []


async def test_a_late_decision_is_late_and_its_breach_is_noticed_afterwards(client: httpx.AsyncClient, now: Clock):
    case_id = (await reviewed(client, await submit(client, commercial())))["case_id"]
    now.to(80)
    case = await determined(client, case_id)
    assert (case["clock"]["state"], case["clock"]["seconds_left"] // 3600) == ("answered_late", -9)
    assert await watch(client, now).look() == 1
    assert [event["type"] for event in await noticed(client, case_id)] == ["clock.breached"]


async def test_a_notification_says_when_the_decision_was_told(client: httpx.AsyncClient, now: Clock):
    case_id = (await reviewed(client, await submit(client, commercial())))["case_id"]
    now.to(70)
    await determined(client, case_id)
    now.to(75)
    told = {"notified_at": (START + dt.timedelta(hours=74)).isoformat(), "channel": "phone", "to": "member"}
    assert (await act(client, case_id, "notifications", told)).status_code == 201
    assert (await clock(client, case_id))["state"] == "answered_late"
    assert [event["type"] for event in await noticed(client, case_id)] == ["clock.breached"]


async def test_a_request_that_was_taken_back_is_due_no_more(client: httpx.AsyncClient, now: Clock):
    case_id = (await reviewed(client, await submit(client, commercial())))["case_id"]
    withdrawal = {"by": "provider", "reason": "It is not needed any more."}
    assert (await act(client, case_id, "withdrawal", withdrawal, {})).status_code == 201
    now.to(999)
    assert await watch(client, now).look() == 0
    assert (await clock(client, case_id))["state"] == (await item(client, case_id))["state"] == "stopped"


async def test_a_case_that_cannot_be_read_keeps_no_other_from_being_seen(client: httpx.AsyncClient, now: Clock):
    broken = (await reviewed(client, await submit(client, commercial())))["case_id"]
    whole = (await reviewed(client, await submit(client, commercial())))["case_id"]
    spoil = text("UPDATE revisions SET inputs = '{}' WHERE case_id = :case").bindparams(case=broken)
    await service_of(client).database.write(lambda session: session.execute(spoil))
    now.to(73)
    assert await watch(client, now).look() == 1
    assert len(await noticed(client, whole)) == 2
    assert await noticed(client, broken) == []


async def test_an_appeal_has_a_clock_of_its_own(client: httpx.AsyncClient, now: Clock):
    case = await reviewed(client, await submit(client, commercial(documents=a_note("Nothing is said."))))
    case_id, line = case["case_id"], case["revision"]["coverage"]["lines"][0]
    reason = {
        "fact": "The visit note of this member gives no oxygen saturation at all.",
        "policy_id": line["criteria"][0]["policy_id"],
        "provision": "Home oxygen is covered where a qualifying test shows low blood oxygen.",
        "explanation": "Without a test result, this request does not show what the rule asks for.",
    }
    body = {
        "action": "override",
        "digest": case["revision"]["digest"],
        "outcome": "adverse",
        "reason_code": "NEW_INFORMATION",
        "rationale": "The record gives no saturation, and the requester answered that none was measured so far.",
        "lines": [{"line": line["line"], "outcome": "denied", "reason": reason}],
    }
    assert (await act(client, case_id, "determination", body, DIRECTOR)).status_code == 201
    now.to(50)
    filed = {"filed_by": "member", "filed_at": (START + dt.timedelta(hours=49)).isoformat(), "grounds": "Look again."}
    assert (await act(client, case_id, "appeals", filed)).status_code == 201
    told = await clock(client, case_id)
    assert (told["level"], told["state"], after(told["due_at"])) == ("reconsideration", "running", 49 + 30 * 24)
    assert told["said"].endswith(
        "No profile gives a sure limit of the decision on the appeal, so the service's own holds."
    )
