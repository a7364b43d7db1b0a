"""Serving the workbench's export: each file by its own route, each page with the hashes of its own scripts."""

import base64
import hashlib
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from orchestrator.api.workbench import workbench_routes

INLINE = "self.__next_f.push([1])"


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    (tmp_path / "index.html").write_text(f'<script src="/_next/a.js"></script><script id="x">{INLINE}</script>')
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "index.html").write_text("<p>A case</p>")
    (tmp_path / "icon.svg").write_text("<svg/>")
    (tmp_path / "_next").mkdir()
    (tmp_path / "_next" / "a.js").write_text("1")
    return TestClient(Starlette(routes=list(workbench_routes(tmp_path))))


def test_a_page_may_run_the_scripts_that_were_built_into_it(client: TestClient):
    response = client.get("/")
    digest = base64.b64encode(hashlib.sha256(INLINE.encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in response.headers["content-security-policy"]
    assert "unsafe" not in response.headers["content-security-policy"]


def test_a_page_without_scripts_may_run_none(client: TestClient):
    assert "script-src 'self';" in client.get("/case/").headers["content-security-policy"]


def test_a_pages_address_is_found_without_its_slash(client: TestClient):
    assert client.get("/case").text == "<p>A case</p>"


def test_scripts_are_kept_for_good_and_other_files_are_not(client: TestClient):
    assert "immutable" in client.get("/_next/a.js").headers["cache-control"]
    assert "cache-control" not in client.get("/icon.svg").headers


def test_what_the_export_does_not_hold_is_nobodys(client: TestClient):
    assert client.get("/api/none").status_code == 404
    assert client.get("/_next/none.js").status_code == 404


def test_without_an_export_the_list_of_calls_is_shown(tmp_path: Path):
    client = TestClient(Starlette(routes=list(workbench_routes(tmp_path))), follow_redirects=False)
    response = client.get("/")
    assert (response.status_code, response.headers["location"]) == (307, "/docs")


def test_files_come_packed_for_whom_takes_that(client: TestClient):
    for address in ("/", "/_next/a.js"):
        packed, plain = (client.get(address, headers={"Accept-Encoding": one}) for one in ("gzip, br", "identity"))
        assert packed.text == plain.text
        assert (packed.headers["content-encoding"], packed.headers["vary"]) == ("gzip", "Accept-Encoding")
        assert "content-encoding" not in plain.headers
        for name in ("content-type", "content-security-policy", "cache-control"):
            assert packed.headers.get(name) == plain.headers.get(name)
