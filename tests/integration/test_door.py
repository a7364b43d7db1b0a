"""Who may ask, before anyone signs in; and what every answer carries."""

from pathlib import Path

import httpx
import pytest

from orchestrator.binding import UNAUTHENTICATED
from orchestrator.failures import StoreUnavailable
from orchestrator.people import BANNER
from tests.integration.conftest import Serve
from tests.integration.fakes import FakeAgents, FakeProbed, composing
from tests.integration.sending import a_submission


@pytest.mark.parametrize("host", ["evil.example", "192.168.1.7:8000", "127.0.0.1.evil.example", ""])
async def test_a_request_to_another_host_is_refused(client: httpx.AsyncClient, host: str):
    response = await client.get("/api/cases", headers={"Host": host})
    assert (response.status_code, response.json()["code"]) == (403, "not_permitted")


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "LOCALHOST"])
async def test_this_machine_gets_in_by_each_of_its_names(client: httpx.AsyncClient, host: str):
    assert (await client.get("/api/cases", headers={"Host": host})).status_code == 200


async def test_an_address_off_this_machine_is_refused_whatever_it_calls_itself(client: httpx.AsyncClient):
    response = await client.get("http://10.0.0.5/api/cases", headers={"Host": "localhost"})
    assert response.status_code == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:9", "null"])
async def test_a_page_of_another_origin_is_refused(client: httpx.AsyncClient, origin: str):
    response = await client.post("/api/cases", json=a_submission(), headers={"Origin": origin})
    assert response.status_code == 403
    assert (await client.get("/api/cases")).json()["items"] == []


async def test_our_own_page_gets_in(client: httpx.AsyncClient):
    response = await client.post("/api/cases", json=a_submission(), headers={"Origin": "http://127.0.0.1"})
    assert response.status_code == 202


async def test_an_open_service_says_so_on_every_page_and_at_the_start_of_the_log(
    serve: Serve, caplog: pytest.LogCaptureFixture
):
    async with serve(allow_unauthenticated=True) as client:
        response = await client.get("/docs", headers={"Host": "payer.example"})
        assert UNAUTHENTICATED in response.text
        assert response.headers["x-priorauth-notice"] == "unauthenticated"
        assert (await client.get("/health")).json()["notice"] == UNAUTHENTICATED
        assert (await client.get("/", headers={"Origin": "https://evil.example"})).status_code == 403
    assert "service.unauthenticated" in caplog.messages


async def test_a_service_of_this_machine_says_only_that_nobody_is_signed_in(client: httpx.AsyncClient):
    response = await client.get("/docs")
    assert "x-priorauth-notice" not in response.headers
    assert UNAUTHENTICATED not in response.text
    assert BANNER in response.text
    assert (await client.get("/health")).json()["notice"] is None


async def test_the_pages_need_nothing_from_elsewhere(client: httpx.AsyncClient):
    response = await client.get("/docs")
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "style=" not in response.text
    folder = Path(__file__).parents[2] / "frontend" / "calls"
    for file in folder.iterdir():
        assert (await client.get(f"/calls/{file.name}")).status_code == 200
        text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http:" not in text
        assert "https:" not in text
        assert ".innerHTML" not in text


async def test_the_list_of_calls_says_where_the_workbench_was_not_built(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
):
    for built in (True, False):
        monkeypatch.setattr("orchestrator.api.pages.is_built", lambda built=built: built)
        assert ("was not built" in (await client.get("/docs")).text) is not built


async def test_what_is_not_there_is_a_problem_document(client: httpx.AsyncClient):
    for method, path, status in (("GET", "/api/none", 404), ("PUT", "/api/cases", 405), ("GET", "/calls/none", 404)):
        response = await client.request(method, path)
        assert response.status_code == status
        assert response.headers["content-type"] == "application/problem+json"


async def test_an_unforeseen_fault_tells_nothing(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def breaks(*_: object) -> None:
        raise RuntimeError("Zweifelsohne-Marker")

    monkeypatch.setattr("orchestrator.api.cases.show_case", breaks)
    case_id = (await client.post("/api/cases", json=a_submission())).json()["case_id"]
    response = await client.get(f"/api/cases/{case_id}")
    assert (response.status_code, response.json()["code"]) == (500, "internal_error")
    assert response.headers["x-request-id"] in response.json()["detail"]
    assert "Zweifelsohne" not in response.text + caplog.text
    fault = next(record for record in caplog.records if record.message == "request.fault")
    assert fault.priorauth_fields["error"] == "RuntimeError"  # pyright: ignore[reportAttributeAccessIssue]


async def test_ready_names_every_part(client: httpx.AsyncClient):
    response = await client.get("/ready")
    assert response.status_code == 200
    parts = {part["name"]: part["state"] for part in response.json()["parts"]}
    assert set(parts) == {"store", "rule book", "compliance", "clinical", "coverage", "synthesis", "npi"}
    assert set(parts.values()) == {"ready"}


@pytest.mark.parametrize(("required", "status"), [(True, 503), (False, 200)])
async def test_only_a_required_lookup_makes_it_unready(serve: Serve, agents: FakeAgents, required: bool, status: int):
    down = FakeProbed(required=required, ready=False, detail="nobody answers")
    async with serve(compose=composing(agents, (down,))) as client:
        response = await client.get("/ready")
        assert response.status_code == status
        part = next(part for part in response.json()["parts"] if part["name"] == "npi")
        assert (part["state"], part["detail"]) == ("unavailable", "nobody answers")


async def test_a_store_that_is_gone_makes_it_unready(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch):
    async def gone(*_: object) -> None:
        raise OSError("gone")

    monkeypatch.setattr("orchestrator.store.engine.Database.read", gone)
    response = await client.get("/ready")
    assert response.status_code == 503
    assert response.json()["parts"][0]["detail"] == "sqlite: OSError"


async def test_a_store_that_cannot_be_opened_is_said_in_a_sentence(serve: Serve, tmp_path: Path):
    (tmp_path / "file").touch()
    addresses = (f"sqlite:///{tmp_path / 'file' / 'store'}", "postgresql://u:secret@127.0.0.1:1/none")
    for address in addresses:
        with pytest.raises(StoreUnavailable, match="DATABASE_URL") as caught:
            async with serve(database_url=address):
                pass
        assert "secret" not in str(caught.value)
