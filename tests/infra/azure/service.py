"""The deployed service as the hooks see it, with the shapes of its own answers."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from mcp_clients.registry import LOOKUPS
from orchestrator.api.answers import Readiness
from orchestrator.readiness import Part, PartKind, PartState
from priorauth.inputs import AgentName
from tests.infra.azure.scripted import serving

_PAGE = '<!DOCTYPE html><html lang="en"><script src="/_next/static/a.js"></script></html>'


@dataclass
class Orchestrator:
    """A service with everything well. A test breaks a part before the hooks look."""

    store: str = "postgresql"
    broken: set[str] = field(default_factory=set)
    not_evaluated: tuple[str, ...] = ()
    looks_until_reviewed: int = 1
    page: str = _PAGE
    refuses: bool = False
    keys: dict[str, str] = field(default_factory=dict)
    looks: int = 0

    def ready(self) -> tuple[int, bytes]:
        """Status and body of ``/ready``."""
        parts = (
            self._part("store", PartKind.STORE, self.store),
            self._part("rule book", PartKind.RULE_BOOK, "21 policies, sha256:0"),
            *(self._part(name.value, PartKind.AGENT, "model foundry:gpt-5-mini") for name in AgentName),
            *(self._part(lookup.name, PartKind.LOOKUP, "2026-04") for lookup in LOOKUPS),
        )
        well = not self.broken
        return (200 if well else 503), Readiness(ready=well, parts=parts).model_dump_json().encode()

    def _part(self, name: str, kind: PartKind, detail: str) -> Part:
        if name in self.broken:
            return Part(name=name, kind=kind, state=PartState.UNAVAILABLE, detail="it gave no answer")
        return Part(name=name, kind=kind, state=PartState.READY, detail=detail)

    def case(self, case_id: str) -> dict[str, Any]:
        """A case: reviewed after some looks."""
        self.looks += 1
        if self.looks <= self.looks_until_reviewed:
            return {"case_id": case_id, "status": "in_review", "revision": None}
        failed = [{"agent": one, "failure": "unavailable", "reason": "none"} for one in self.not_evaluated]
        draft = {
            "outcome": "PEND" if failed else "APPROVE",
            "confidence": {"value": 0.97, "level": "HIGH"},
            "not_evaluated": failed,
        }
        return {"case_id": case_id, "status": "recommended", "revision": {"recommendation": draft}}


@contextmanager
def orchestrator_at() -> Iterator[tuple[Orchestrator, str]]:
    """The service, and its address."""
    service = Orchestrator()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if service.refuses:
                self._send(403, b"RBAC: access denied")
            elif self.path == "/ready":
                self._send(*service.ready())
            elif self.path.startswith("/api/cases/"):
                self._send(200, json.dumps(service.case(self.path.rsplit("/", 1)[1])).encode())
            else:
                self._send(200, service.page.encode())

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            case_id = service.keys.setdefault(self.headers["Idempotency-Key"], f"case-{len(service.keys) + 1}")
            self._send(202, json.dumps({"case_id": case_id, "status": "received"}).encode())

        def _send(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
        yield service, f"http://127.0.0.1:{port}"
