"""What follows from a person's act survives a kill at any instant: documents once, messages at least once, same id."""

import json
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx

from orchestrator.people import HEADER
from tests.e2e.kill_points import IN_ACT, IN_DETERMINATION
from tests.e2e.processes import finished, service, submit

LEASE_SECONDS = 1.0
NURSE = {HEADER: "nurse"}
LETTERS = ["html", "pdf", "text"]
REQUEST = {"items": [{"what": "The order", "request": "Send the signed order."}]}


@dataclass(frozen=True)
class Kind:
    """What a person does, and what follows of it: the event, the message, the documents."""

    event: str
    message: str
    documents: tuple[str, ...]


DETERMINATION = Kind(
    "determination.made",
    "determination.made",
    ("justification-initial", "justification-initial-pdf", *(f"letter-initial-{one}" for one in LETTERS)),
)
ACT = Kind("information.requested", "letter.issued", tuple(f"letter-act-1-{one}" for one in LETTERS))
MATRIX = (*((DETERMINATION, point) for point in IN_DETERMINATION), *((ACT, point) for point in IN_ACT))


@dataclass(frozen=True)
class Inbox:
    """Another system that takes everything: the ids of its messages by case and type, as they came."""

    url: str
    got: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))


def test_whatever_the_instant_of_the_kill_what_follows_of_an_act_is_done_once(tmp_path: Path, store_url: str):
    """Each process finishes what the one before left, and dies at the next point of the case that it takes in."""
    left: tuple[Kind, str, str] | None = None
    with taking_messages() as inbox:
        for number, (kind, point) in enumerate((*MATRIX, (None, ""))):
            more = {"lease_seconds": LEASE_SECONDS, "kill_at": point, "webhook_url": inbox.url}
            with service(tmp_path, url=store_url, **more) as running:
                if left is not None:
                    assert_concluded(running.client, inbox, *left)
                if kind is None:
                    return
                case_id = submit(running.client, key=f"k{number}")
                digest = finished(running.client, case_id)["revisions"][-1]["digest"]
                with suppress(httpx.TransportError):
                    do(running.client, kind, case_id, digest)
                running.process.wait(30)
                left = (kind, point, case_id)


def do(client: httpx.Client, kind: Kind, case_id: str, digest: str) -> httpx.Response:
    if kind is ACT:
        return client.post(f"/api/cases/{case_id}/information-requests", json=REQUEST, headers=NURSE)
    body = {"action": "accept", "digest": digest}
    return client.post(f"/api/cases/{case_id}/determination", json=body, headers=NURSE)


def assert_concluded(client: httpx.Client, inbox: Inbox, kind: Kind, point: str, case_id: str) -> None:
    """The act, its documents and the note of its delivery once; its message as often as need be, under one id."""
    audit = delivered(client, kind, case_id)
    told = [event["type"] for event in audit["events"]]
    assert (audit["verified"], told.count(kind.event), told.count("documents.issued")) == (True, 1, 1), point
    case = client.get(f"/api/cases/{case_id}").json()
    assert [one["id"] for one in case["issued"]] == list(kind.documents), point
    ids = inbox.got[case_id, kind.message]
    assert (len(set(ids)), len(ids)) == (1, 2 if point == "delivered" else 1), point
    if kind is DETERMINATION:
        (made,) = case["determinations"]
        assert do(client, kind, case_id, made["digest"]).json()["code"] == "already_determined"


def delivered(client: httpx.Client, kind: Kind, case_id: str) -> dict[str, Any]:
    """The audit of the case, once it notes that its message was taken."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        audit = client.get(f"/api/cases/{case_id}/audit").json()
        notes = [one["payload"]["type"] for one in audit["events"] if one["type"] == "message.delivered"]
        if kind.message in notes:
            assert notes.count(kind.message) == 1
            return audit
        time.sleep(0.1)
    raise AssertionError("its message was never delivered")


@contextmanager
def taking_messages() -> Iterator[Inbox]:
    got: dict[tuple[str, str], list[str]] = defaultdict(list)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            got[told["data"]["case_id"], told["type"]].append(self.headers["webhook-id"])
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Inbox(f"http://127.0.0.1:{server.server_port}/hook", got)
    finally:
        server.shutdown()
        server.server_close()
