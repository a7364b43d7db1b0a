"""What follows from the clinician's act: the determination, its documents, and the message that tells of them."""

import asyncio
import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, update

from orchestrator.downstream import courier as couriers
from orchestrator.downstream.webhooks import WebhookSecretInvalid, key_of, signature
from orchestrator.durable.concluding import Concluder
from orchestrator.people import HEADER
from orchestrator.record.proof import prove_case
from orchestrator.scope import Purpose, Scope
from orchestrator.settings import Settings
from orchestrator.store.conclusion_tables import IssuedDocumentRow
from orchestrator.store.engine import Database
from orchestrator.store.messages import UnknownMessage, send_again, undelivered
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.messages import send_messages_again, tell_messages
from tests.building.screens import Written
from tests.integration.conftest import Serve
from tests.integration.sending import a_note, a_submission, reviewed, submit

NURSE, DIRECTOR, AUDITOR = ({HEADER: user} for user in ("nurse", "director", "auditor"))
SECRET = "whsec_" + "c2VjcmV0IG9mIHRoaXMgdGVzdCwgbG9uZyBlbm91Z2gh"
AUDIT = Scope("default", "auditor", Purpose.AUDIT)


async def recommended(client: httpx.AsyncClient, **changes: object) -> tuple[str, str]:
    case = await reviewed(client, await submit(client, a_submission(**changes)))
    return case["case_id"], case["revision"]["digest"]


async def accept(
    client: httpx.AsyncClient, case_id: str, digest: str, by: dict[str, str] | None = None
) -> httpx.Response:
    body = {"action": "accept", "digest": digest}
    return await client.post(f"/api/cases/{case_id}/determination", json=body, headers=NURSE if by is None else by)


async def concluded(client: httpx.AsyncClient, case_id: str) -> dict[str, Any]:
    async with asyncio.timeout(20):
        while not (case := (await client.get(f"/api/cases/{case_id}")).json())["issued"]:  # noqa: ASYNC110 - a client asks
            await asyncio.sleep(0.02)
    return case


async def test_an_accepted_recommendation_is_determined_and_its_documents_are_issued(serve: Serve, store_url: str):
    async with serve(database_url=store_url) as client:
        case_id, digest = await recommended(client)
        answer = await accept(client, case_id, digest)
        assert answer.status_code == 201
        made = answer.json()["determination"]
        assert (made["outcome"], made["decided_by"], made["decider"]["name"]) == ("approved", "nurse", "Amara Okonjo")

        case = await concluded(client, case_id)
        assert (case["status"], case["determinations"]) == ("determined", [made])
        letters = [f"letter-initial-{one}" for one in ("html", "pdf", "text")]
        assert [one["id"] for one in case["issued"]] == ["justification-initial", "justification-initial-pdf", *letters]
        issued, signed, _, pdf, text = case["issued"]
        document = await client.get(issued["links"]["self"])
        assert document.headers["etag"] == f'"{issued["digest"]}"'
        assert document.headers["content-type"] == "text/markdown; charset=utf-8"
        record = document.text.partition("## 9. Clinician's record")[2]
        assert made["authorization_number"] in record
        assert "Amara Okonjo, RN, nurse reviewer" in record

        audit = (await client.get(f"/api/cases/{case_id}/audit")).json()
        assert audit["verified"]
        (event,) = [one for one in audit["events"] if one["type"] == "documents.issued"]
        assert event["payload"]["documents"] == {one["id"]: one["digest"] for one in case["issued"]}
        assert (signed["id"], signed["media_type"]) == ("justification-initial-pdf", "application/pdf")
        letter = (await client.get(text["links"]["self"])).text
        assert letter.startswith("Your request was approved\n")
        assert made["authorization_number"] in letter
        assert "Amara Okonjo, RN" in letter
        assert (await client.get(pdf["links"]["self"])).content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("by", "code", "said"),
    [
        (
            {},
            "not_permitted",
            "No one is signed in. To determine is for these to do: nurse reviewer or medical director.",
        ),
        (AUDITOR, "not_permitted", "Gideon Falk is signed in as auditor."),
        ({HEADER: "nobody"}, "unknown_person", "Nobody of this name is known here. Known are: nurse,"),
    ],
)
async def test_who_may_not_approve_is_told(client: httpx.AsyncClient, by: dict[str, str], code: str, said: str):
    case_id, digest = await recommended(client)
    answer = await accept(client, case_id, digest, by)
    assert (answer.status_code, answer.json()["code"]) == (403, code)
    assert said in answer.json()["detail"]
    assert (await client.get(f"/api/cases/{case_id}")).json()["status"] == "recommended"


async def test_what_cannot_be_accepted_is_told(client: httpx.AsyncClient):
    pended, digest = await recommended(client, documents=a_note("Nothing is said."))
    approvable, seen = await recommended(client)
    assert (await accept(client, pended, digest)).json()["code"] == "nothing_to_accept"
    assert (await accept(client, approvable, digest)).json()["code"] == "stale_recommendation"
    for wrong, said in (
        ({"digest": "sha256:none"}, "the digest of the revision"),
        ({"action": "deny"}, "'accept' or 'override'"),
    ):
        body = {"action": "accept", "digest": seen} | wrong
        refused = await client.post(f"/api/cases/{approvable}/determination", json=body, headers=NURSE)
        assert said in refused.json()["problems"][0]["message"]
    assert (await accept(client, approvable, seen)).status_code == 201
    assert (await accept(client, approvable, seen, DIRECTOR)).json()["code"] == "already_determined"
    await concluded(client, approvable)
    assert (await client.get(f"/api/cases/{approvable}/issued/letter-1")).json()["code"] == "document_not_found"


async def test_what_was_not_concluded_is_concluded_at_the_next_start(
    serve: Serve, store_url: str, monkeypatch: pytest.MonkeyPatch
):
    async def asleep(*_: object) -> None:
        await asyncio.sleep(60)

    with monkeypatch.context() as stopped:
        stopped.setattr(Concluder, "conclude", asleep)
        async with serve(database_url=store_url) as client:
            case_id, digest = await recommended(client)
            assert (await accept(client, case_id, digest)).status_code == 201
    async with serve(database_url=store_url, lease_seconds=1) as client:
        assert len((await concluded(client, case_id))["issued"]) == 5


async def test_a_fault_while_documents_are_made_is_tried_again_and_issues_them_once(
    serve: Serve, store_url: str, monkeypatch: pytest.MonkeyPatch
):
    from orchestrator.durable import concluding, trying

    whole, faults = concluding.documents_of, iter([True, True, False])

    def unsteady(*given: object) -> object:
        if next(faults):
            raise OSError
        return whole(*given)

    monkeypatch.setattr(concluding, "documents_of", unsteady)
    monkeypatch.setattr(trying, "FIRST_PAUSE_SECONDS", 0.01)
    async with serve(database_url=store_url) as client:
        case_id, digest = await recommended(client)
        await accept(client, case_id, digest)
        await concluded(client, case_id)
        audit = (await client.get(f"/api/cases/{case_id}/audit")).json()
        assert [one["type"] for one in audit["events"]].count("documents.issued") == 1


async def test_a_changed_byte_of_an_issued_document_is_found(serve: Serve, store_url: str):
    async with serve(database_url=store_url) as client:
        case_id, digest = await recommended(client)
        await accept(client, case_id, digest)
        await concluded(client, case_id)
        database = Database(store_url)
        assert (await database.read(prove_case, AUDIT, case_id)).breach is None
        await database.write(lambda session: session.execute(update(IssuedDocumentRow).values(body=b"Another.")))
        breach = (await database.read(prove_case, AUDIT, case_id)).breach
        assert breach == "the issued document justification-initial is not what was issued"
        await database.write(lambda session: session.execute(delete(IssuedDocumentRow)))
        breach = (await database.read(prove_case, AUDIT, case_id)).breach
        assert breach == "the issued document justification-initial is gone"
        await database.close()


class Receiver:
    """Another system: what it was sent, and what it answers, one status after the other.

    Recommendations come first, which it takes at once.
    """

    def __init__(
        self, url: str, answers: Iterator[int], got: list[tuple[dict[str, str], str]], recommended: list[str]
    ) -> None:
        self.url, self.answers, self.got, self.recommended = url, answers, got, recommended

    async def until(self, count: int) -> None:
        async with asyncio.timeout(20):
            while len(self.got) < count:  # noqa: ASYNC110 - another thread receives
                await asyncio.sleep(0.02)


@contextmanager
def receiving(*answers: int) -> Iterator[Receiver]:
    statuses = iter(answers)
    got: list[tuple[dict[str, str], str]] = []
    recommended: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if json.loads(body)["type"] == "recommendation.ready":
                recommended.append(body)
                self.send_response(200)
            else:
                got.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(next(statuses))
            self.end_headers()

        def log_message(self, format: str, *_: object) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Receiver(f"http://127.0.0.1:{server.server_port}/hook", statuses, got, recommended)
    server.shutdown()
    server.server_close()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(couriers, "FIRST_PAUSE", dt.timedelta(milliseconds=10))
    monkeypatch.setattr(couriers, "_LOOK_SECONDS", 0.02)


@pytest.mark.usefixtures("quick")
async def test_another_system_is_told_with_a_signature_until_it_takes_it(serve: Serve, store_url: str):
    with receiving(503, 200) as receiver:
        async with serve(database_url=store_url, webhook_url=receiver.url, webhook_secret=SECRET) as client:
            case_id, digest = await recommended(client)
            made = (await accept(client, case_id, digest)).json()["determination"]
            await receiver.until(2)
            (first, _), (headers, body) = receiver.got
            told = json.loads(body)
            assert told["type"] == "determination.made"
            assert told["data"]["authorization_number"] == made["authorization_number"]
            assert told["data"]["documents"][0]["href"] == f"/api/cases/{case_id}/issued/justification-initial"
            assert first["webhook-id"] == headers["webhook-id"] == told["id"]
            signed = signature(key_of(SECRET), told["id"], int(headers["webhook-timestamp"]), body)
            assert headers["webhook-signature"] == signed
            assert "Okonjo" not in body
            (recommendation,) = receiver.recommended
            assert json.loads(recommendation)["data"]["digest"] == digest
            assert await events_of(client, case_id, "message.delivered") == [
                {"message": told["id"], "type": "determination.made", "attempts": 2}
            ]


@pytest.mark.usefixtures("quick")
async def test_what_nobody_takes_is_given_up_and_can_be_sent_again(
    serve: Serve, store_url: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(couriers, "MOST_TRIES", 2)
    counted: list[None] = []
    monkeypatch.setattr(couriers, "count_undelivered", lambda: counted.append(None))
    with receiving(500, 500, 200) as receiver:
        async with serve(database_url=store_url, webhook_url=receiver.url, webhook_secret=SECRET) as client:
            case_id, digest = await recommended(client)
            await accept(client, case_id, digest)
            (given_up,) = await events_of(client, case_id, "message.undelivered")
            assert given_up["failure"] == "HTTP 500"
            assert len(counted) == 1
            database = Database(store_url)
            (row,) = await database.read(undelivered, "default")
            assert (row.id, row.next_try_at) == (given_up["message"], None)
            assert await database.write(send_again, "default", [], dt.datetime.now(dt.UTC)) == 1
            assert len(await events_of(client, case_id, "message.delivered")) == 1
            assert await database.read(undelivered, "default") == []
            await database.close()


async def events_of(client: httpx.AsyncClient, case_id: str, kind: str) -> list[dict[str, object]]:
    """What the events of a kind say, once there is one."""
    async with asyncio.timeout(20):
        while True:
            audit = (await client.get(f"/api/cases/{case_id}/audit")).json()
            payloads = [one["payload"] for one in audit["events"] if one["type"] == kind]
            if found := [one for one in payloads if one.get("type") != "recommendation.ready"]:
                assert audit["verified"]
                return found
            await asyncio.sleep(0.02)


@pytest.mark.usefixtures("quick")
async def test_the_command_line_lists_what_was_not_taken_and_sends_it_again(
    serve: Serve, settings: Settings, written: Written, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(couriers, "MOST_TRIES", 1)
    with receiving(500, 500) as receiver:
        async with serve(webhook_url=receiver.url, webhook_secret=SECRET) as client:
            case_id, digest = await recommended(client)
            await accept(client, case_id, digest)
            (given_up,) = await events_of(client, case_id, "message.undelivered")
    assert await asyncio.to_thread(tell_messages, settings, written.screen) is Exit.DONE
    assert f"{given_up['message']}  {case_id}  determination.made  tried once, last: HTTP 500  given up" in " ".join(
        written.out.split("\n")
    )
    with pytest.raises(UnknownMessage, match="No undelivered message has the id msg_none"):
        await asyncio.to_thread(send_messages_again, ["msg_none"], settings, written.screen)
    again = [str(given_up["message"])]
    assert await asyncio.to_thread(send_messages_again, again, settings, written.screen) is Exit.DONE
    assert "1 message will be tried again" in written.out


@pytest.mark.parametrize(
    "secret", [None, "", "whsec_c2hvcnQ=", "c2VjcmV0IG9mIHRoaXMgdGVzdCwgbG9uZyBlbm91Z2gh", "whsec_!"]
)
async def test_an_address_without_a_secret_is_refused_at_the_start(serve: Serve, secret: str | None):
    with pytest.raises(WebhookSecretInvalid, match="openssl rand"):
        async with serve(webhook_url="https://plan.example/hook", webhook_secret=secret):
            pass
