"""Signing in to Postgres by a token: a server that lets nobody else in, and an identity endpoint as Azure has it."""

import json
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import OperationalError

from orchestrator.failures import StoreUnavailable
from orchestrator.settings import Settings, read_settings
from orchestrator.store.azure_identity import azure_password, over_tls
from orchestrator.store.engine import open_database
from priorauth.settings import SettingsInvalid
from tests.building.postgres import PostgresServer, postgres_server
from tests.integration.conftest import Serve
from tests.integration.sending import reviewed, submit

USER = "priorauth_app"
TOKEN = "token-of-the-identity"


@dataclass
class IdentityEndpoint:
    """Gives tokens as Azure Container Apps does: https://learn.microsoft.com/azure/container-apps/managed-identity."""

    token: str | None = TOKEN
    asked_for: list[str] = field(default_factory=list)


@pytest.fixture
def identity(monkeypatch: pytest.MonkeyPatch) -> Iterator[IdentityEndpoint]:
    endpoint = IdentityEndpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            endpoint.asked_for.extend(parse_qs(urlsplit(self.path).query)["resource"])
            answer = {"access_token": endpoint.token, "expires_on": "4102444800", "token_type": "Bearer"}
            content = json.dumps(answer if endpoint.token else {"error": "no identity"}).encode()
            self.send_response(200 if endpoint.token else 400)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("IDENTITY_ENDPOINT", f"http://127.0.0.1:{server.server_port}/msi/token")
        monkeypatch.setenv("IDENTITY_HEADER", "header")
        monkeypatch.setenv("AZURE_TOKEN_CREDENTIALS", "ManagedIdentityCredential")
        yield endpoint
        server.shutdown()


@pytest.fixture(scope="module")
def guarded() -> Iterator[PostgresServer]:
    """A server that asks everyone but its owner for a password; one user's is the token."""
    with postgres_server() as one:
        with psycopg.connect(one.server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE USER {USER} PASSWORD '{TOKEN}'".encode())
        rules = Path(one.server.pgdata) / "pg_hba.conf"
        rules.write_text(f"local all {USER} scram-sha-256\nhost all {USER} all scram-sha-256\n{rules.read_text()}")
        one.stop()
        one.start()
        yield one


@contextmanager
def owned(server: PostgresServer) -> Iterator[str]:
    """The address, for the user without a password, of a database that is the user's."""
    address = make_url(server.fresh("template0"))
    with psycopg.connect(server.server.get_uri(), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {address.database} OWNER TO {USER}".encode())
    told = address.set(username=USER, password=None).update_query_dict({"sslmode": "disable"})
    yield told.render_as_string(hide_password=False)


async def test_a_case_is_reviewed_on_a_store_that_is_signed_in_to_by_token(
    serve: Serve, guarded: PostgresServer, identity: IdentityEndpoint, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.WARNING)
    with owned(guarded) as address:
        async with serve(database_url=address, database_identity="azure") as client:
            case = await reviewed(client, await submit(client))
    assert case["status"] == "recommended"
    assert "notices.line_lost" not in caplog.messages
    assert set(identity.asked_for) == {"https://ossrdbms-aad.database.windows.net"}


async def test_without_a_token_the_store_is_not_there(
    serve: Serve, guarded: PostgresServer, identity: IdentityEndpoint, caplog: pytest.LogCaptureFixture
):
    identity.token = None
    caplog.set_level(logging.WARNING)  # a command that ran in this process may have asked for less
    with owned(guarded) as address, pytest.raises(StoreUnavailable):
        async with serve(database_url=address, database_identity="azure"):
            pytest.fail("it was opened")
    assert "store.no_token" in caplog.messages


def test_a_token_that_the_server_does_not_take_opens_nothing(guarded: PostgresServer, identity: IdentityEndpoint):
    identity.token = "another's"
    with owned(guarded) as address:
        database = open_database(Settings(database_url=address, database_identity="azure"))
        with pytest.raises(OperationalError), database.writing_engine.connect() as connection:
            connection.execute(text("SELECT 1"))


def test_a_server_is_known_before_it_is_sent_a_token():
    asked = over_tls(make_url("postgresql://app@server/priorauth"))
    assert asked.query["sslmode"] == "verify-full"
    assert Path(str(asked.query["sslrootcert"])).is_file()
    said = make_url("postgresql://app@server/priorauth?sslmode=require")
    assert over_tls(said) == said


@pytest.mark.parametrize(
    "address", ["", "sqlite:///x.sqlite", "postgresql://server/priorauth", "postgresql://app:secret@server/priorauth"]
)
def test_an_identity_needs_an_address_with_a_user_and_no_password(address: str):
    with pytest.raises(SettingsInvalid, match="a user and no password") as refused:
        read_settings({"DATABASE_URL": address, "PRIORAUTH_DATABASE_IDENTITY": "azure"})
    assert "secret" not in str(refused.value)


def test_what_signs_in_is_asked_for_where_it_is_missing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "azure.identity", None)
    with pytest.raises(SettingsInvalid, match="extra `azure`"):
        azure_password()
