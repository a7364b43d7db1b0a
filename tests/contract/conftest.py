"""The five lookups' servers with a small policy library, in process and over streamable HTTP on loopback ports."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager

import pytest
import uvicorn
from mcp.server import Server

from mcp_clients.ledger import Ledger
from mcp_clients.registry import LOOKUPS
from mcp_clients.session import RecordingClient, open_lookups
from mcp_clients.transport import Endpoint
from mcp_servers.cms_coverage.documents import CoverageDocument
from mcp_servers.http import application
from mcp_servers.icd10.build import build
from mcp_servers.icd10.store import DEFAULT_DATABASE
from mcp_servers.registry import Sources, build_all
from tests.building.contractors import CONTRACTORS

NAMES = [lookup.name for lookup in LOOKUPS]


def _document(document_id: str, **others: object) -> CoverageDocument:
    given = {
        "document_id": document_id,
        "title": "Home use of oxygen",
        "kind": "ncd",
        "version": "2",
        "effective": "2021-09-27",
        "codes": ["E1390", "E0431"],
        "citation": "https://www.cms.gov/example",
        "verification": "verified",
        "body": "Oxygen is covered for hypoxemia.",
        "criteria": "Arterial PO2 at or below 55 mmHg at rest.",
        "digest": "sha256:00",
    }
    return CoverageDocument.model_validate(given | others)


DOCUMENTS = (
    _document("240.2"),
    _document("L33797", kind="lcd", title="Oxygen and oxygen equipment", contractors=["CGS Administrators"]),
    _document("L39741", kind="lcd", title="Cervical fusion", codes=["22554"], states=["OH"], body="", criteria=""),
)


@pytest.fixture(scope="module")
def lookup_servers() -> dict[str, Server]:
    if not DEFAULT_DATABASE.is_file():
        build(DEFAULT_DATABASE)
    return build_all(Sources(coverage_documents=DOCUMENTS, contractors=CONTRACTORS))


@contextmanager
def _served(server: Server) -> Iterator[str]:
    """A server on a free loopback port; gives its address without path."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(application(server), log_config=None, ws="none", access_log=False)
    running = uvicorn.Server(config)
    thread = threading.Thread(target=asyncio.run, args=(running.serve([listener]),))
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        running.should_exit = True
        thread.join()
        listener.close()


@pytest.fixture(scope="module")
def lookup_addresses(lookup_servers: dict[str, Server]) -> Iterator[dict[str, str]]:
    with ExitStack() as stack:
        yield {name: stack.enter_context(_served(server)) for name, server in lookup_servers.items()}


@pytest.fixture(params=["in process", "over HTTP"])
def lookup_endpoints(request: pytest.FixtureRequest) -> dict[str, Endpoint]:
    if request.param == "in process":
        return dict(request.getfixturevalue("lookup_servers"))
    return {name: f"{address}/mcp" for name, address in request.getfixturevalue("lookup_addresses").items()}


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
async def clients(lookup_endpoints: dict[str, Endpoint], ledger: Ledger) -> AsyncIterator[dict[str, RecordingClient]]:
    async with open_lookups(lookup_endpoints, NAMES, ledger) as opened:
        yield opened
