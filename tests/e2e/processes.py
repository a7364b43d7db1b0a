"""Services in processes of their own, clients to them, and what a case that survived looks like."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.e2e.service import Order
from tests.integration.sending import a_submission, events_in

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Running:
    """A service that answers, or did."""

    client: httpx.Client
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """As the system kills: without a word."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def sleep(self) -> None:
        """Stops it where it is."""
        self.process.send_signal(signal.SIGSTOP)

    def wake(self) -> None:
        """Lets it go on."""
        self.process.send_signal(signal.SIGCONT)

    def end(self) -> None:
        """Asks it to stop, and waits until it has."""
        self.process.terminate()
        self.process.wait(30)


@contextmanager
def service(folder: Path, seconds: float = 0, **more: Any) -> Iterator[Running]:
    """The service; killed at the end. Its log goes to a file in the folder."""
    order = Order(str(folder), free_port(), seconds, **more)
    command = [sys.executable, "-m", "tests.e2e.service", order.as_argument()]
    with (folder / "log").open("ab") as log, subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log) as process:
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{order.port}", timeout=30) as client:
                await_health(client, process)
                yield Running(client, process)
        finally:
            process.kill()
            process.wait()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


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
    assert response.status_code == 202, response.text
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
    types = [event["type"] for event in audit["events"]]
    assert (types.count("case.received"), types.count("recommendation.ready")) == (1, 1)
    completed = [event["payload"]["agent"] for event in audit["events"] if event["type"] == "agent.completed"]
    assert len(completed) == len(set(completed)) <= 4
    assert [one["digest"] for one in audit["revisions"]] == [case["revision"]["digest"]]
    return audit


def runs_of(folder: Path, case_id: str) -> list[str]:
    """The agents that ran to their end for a case, in all processes, in their order."""
    path = folder / "runs"
    lines = path.read_text().splitlines() if path.exists() else []
    return [line.split()[1] for line in lines if line.startswith(case_id)]
