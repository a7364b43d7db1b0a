"""What is too much, or cannot be stored just now, is refused with when to come again, and nothing of it is stored."""

import sqlite3
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from orchestrator.store.engine import Database
from priorauth.inputs import AgentName
from tests.integration.conftest import Serve
from tests.integration.fakes import MARKER, FakeAgents, wait
from tests.integration.sending import a_submission, begun, reviewed, submit


async def test_a_full_queue_refuses_and_takes_again_when_there_is_room(serve: Serve, agents: FakeAgents) -> None:
    agents.acts[AgentName.CLINICAL] = wait(0.3)
    async with serve(max_concurrent_reviews=1, max_waiting_cases=1) as client:
        accepted = [await submit(client)]
        await begun(client, accepted[0])
        accepted.append(await submit(client))

        refused = await client.post("/api/cases", json=a_submission())

        assert (refused.status_code, refused.json()["code"]) == (429, "queue_full")
        assert int(refused.headers["retry-after"]) > 0
        for case_id in accepted:
            await reviewed(client, case_id)
        assert len((await client.get("/api/cases")).json()["items"]) == 2
        assert (await client.post("/api/cases", json=a_submission())).status_code == 202


@pytest.mark.parametrize(("call", "body"), [("/api/cases", a_submission()), ("/api/cases/search", {"text": "okonjo"})])
async def test_a_store_that_does_not_answer_is_said_with_when_to_come_again(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, call: str, body: Any
) -> None:
    async def gone(*_: Any, **__: Any) -> None:
        raise OperationalError(MARKER, {}, sqlite3.OperationalError(MARKER))

    async with serve() as client:
        with monkeypatch.context() as patch:
            patch.setattr(Database, "write", gone)
            patch.setattr(Database, "read", gone)
            response = await client.post(call, json=body)

        assert (response.status_code, response.json()["code"]) == (503, "store_unreachable")
        assert int(response.headers["retry-after"]) > 0
        assert MARKER not in response.text + caplog.text
        assert (await client.get("/api/cases")).json()["items"] == []
