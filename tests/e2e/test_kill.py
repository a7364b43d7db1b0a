"""A case that was accepted survives a kill at any instant, and is finished once. Real processes, real kills."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.integration.sending import a_submission, events_in

ROOT = Path(__file__).parents[2]
SLOW, QUICK = 0.4, 0.0


@contextmanager
def process(folder: Path, seconds: float) -> Iterator[tuple[httpx.Client, Callable[[], None]]]:
    """The service on a folder, a client to it, and what kills it. Its log goes to a file in the folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [sys.executable, "-m", "tests.e2e.slow_service", str(folder), port, str(seconds)]
    with (folder / "log").open("ab") as log, subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log) as running:

        def kill() -> None:
            running.send_signal(signal.SIGKILL)
            running.wait()

        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
                await_health(client, running)
                yield client, kill
        finally:
            kill()


def await_health(client: httpx.Client, running: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while running.poll() is None and time.monotonic() < deadline:
        try:
            if client.get("/health").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the service did not start")


def submit(client: httpx.Client, key: str = "k") -> str:
    response = client.post("/api/cases", json=a_submission(), headers={"Idempotency-Key": key})
    assert response.status_code == 202
    return response.json()["case_id"]


def read_until(client: httpx.Client, case_id: str, kind: str, agent: str | None = None) -> None:
    """Watches a case until something happens to it."""
    buffer = ""
    with client.stream("GET", f"/api/cases/{case_id}/events") as response:
        for piece in response.iter_text():
            buffer += piece
            whole = buffer[: buffer.rfind("\n\n") + 2]
            if any(one == kind and data.get("agent") == agent for _, one, data in events_in(whole)):
                return
    raise AssertionError(f"{kind} did not happen")


def finished(client: httpx.Client, case_id: str) -> dict[str, Any]:
    """The audit of a case that is finished once, whole and with an intact chain."""
    client.get(f"/api/cases/{case_id}/events")
    case = client.get(f"/api/cases/{case_id}").json()
    audit = client.get(f"/api/cases/{case_id}/audit").json()
    assert (case["status"], case["revision"]["recommendation"]["outcome"]) == ("recommended", "APPROVE")
    assert audit["verified"]
    assert [event["type"] for event in audit["events"]].count("recommendation.ready") == 1
    assert [one["digest"] for one in audit["revisions"]] == [case["revision"]["digest"]]
    return audit


def test_a_case_survives_a_kill_right_after_its_202(tmp_path: Path):
    with process(tmp_path, SLOW) as (client, kill):
        case_id = submit(client)
        kill()
    with process(tmp_path, QUICK) as (client, _):
        finished(client, case_id)
        assert submit(client) == case_id
        assert len(client.get("/api/cases").json()["items"]) == 1


@pytest.mark.parametrize(
    ("kind", "agent"),
    [
        ("review.started", None),
        ("agent.started", "clinical"),
        ("agent.completed", "clinical"),
        ("agent.started", "synthesis"),
        ("agent.completed", "synthesis"),
    ],
)
def test_a_case_survives_a_kill_in_its_review(tmp_path: Path, kind: str, agent: str | None):
    with process(tmp_path, SLOW) as (client, kill):
        case_id = submit(client)
        read_until(client, case_id, kind, agent)
        kill()
    with process(tmp_path, QUICK) as (client, _):
        audit = finished(client, case_id)
    types = [event["type"] for event in audit["events"]]
    assert types.count("case.received") == 1
    assert 1 <= types.count("review.started") <= 2


def test_many_cases_survive_kill_after_kill(tmp_path: Path):
    ids: list[str] = []
    for attempt in range(3):
        with process(tmp_path, SLOW / 4) as (client, kill):
            ids += [submit(client, f"{attempt}-{number}") for number in range(4)]
            time.sleep(0.15 * attempt)
            kill()
    with process(tmp_path, QUICK) as (client, _):
        for case_id in ids:
            finished(client, case_id)
        assert sorted(item["case_id"] for item in client.get("/api/cases").json()["items"]) == sorted(ids)


def test_a_service_that_is_asked_to_stop_ends_at_once_and_keeps_its_cases(tmp_path: Path):
    with process(tmp_path, 20) as (client, _):
        case_id = submit(client)
        read_until(client, case_id, "agent.started", "clinical")
    with process(tmp_path, QUICK) as (client, _):
        finished(client, case_id)
