"""A case that was accepted survives a kill at any instant, and is finished once. Real processes, real kills."""

import logging
import time
from pathlib import Path

import httpx

from tests.e2e.kill_points import AFTER_AGENTS, AT_ONCE_AFTER, POINTS
from tests.e2e.processes import finished, read_until, runs_of, service, submit

_log = logging.getLogger(__name__)
SLOW = 0.4
LEASE_SECONDS = 1.0
_ALL = ["clinical", "compliance", "coverage", "synthesis"]


def test_whatever_the_instant_of_the_kill_the_case_is_finished_once(tmp_path: Path, store_url: str):
    """Each process finishes what the one before left, and dies at the next point of the case that it takes in."""
    left = None
    for point in (*POINTS, None):
        with service(tmp_path, url=store_url, lease_seconds=LEASE_SECONDS, kill_at=point or "") as running:
            if left is not None:
                assert_survived(tmp_path, running.client, *left)
            if point is None:
                assert len(running.client.get("/api/cases?limit=100").json()["items"]) == len(POINTS)
                return
            case_id = submit_until_dead(running.client, point)
            running.process.wait(20)
            left = (point, case_id)


def submit_until_dead(client: httpx.Client, point: str) -> str | None:
    """The case's id, unless the process died before it could tell."""
    try:
        return submit(client, key=key_of(point))
    except httpx.TransportError:
        return None


def key_of(point: str) -> str:
    return point.replace(" ", "-")


def assert_survived(folder: Path, client: httpx.Client, point: str, case_id: str | None) -> None:
    """The client asks again with its key, and finds the case finished; what was found before was not found again."""
    again = submit(client, key=key_of(point))
    assert case_id in (again, None)
    audit = finished(client, again)
    attempts = [event["payload"]["attempt"] for event in audit["events"] if event["type"] == "review.started"]
    runs = sorted(runs_of(folder, again))
    again_run = sorted(run for run in set(runs) if runs.count(run) > 1)
    _log.info("%-24s attempts %d, run again: %s", point, len(attempts), ", ".join(again_run) or "none")
    assert attempts == list(range(1, len(attempts) + 1))
    assert sorted(set(runs)) == _ALL
    if point in AFTER_AGENTS:
        assert point.removeprefix("after ") not in again_run
    if point not in (*AT_ONCE_AFTER, "before recommended"):
        assert len(runs) <= len(_ALL) + 1


def test_many_cases_survive_kill_after_kill(tmp_path: Path):
    ids: list[str] = []
    for attempt in range(3):
        with service(tmp_path, SLOW / 4) as running:
            ids += [submit(running.client, f"{attempt}-{number}") for number in range(4)]
            time.sleep(0.15 * attempt)
            running.kill()
    with service(tmp_path) as running:
        for case_id in ids:
            finished(running.client, case_id)
        assert sorted(item["case_id"] for item in running.client.get("/api/cases").json()["items"]) == sorted(ids)


def test_a_service_that_is_asked_to_stop_ends_at_once_and_keeps_its_cases(tmp_path: Path):
    with service(tmp_path, 20) as running:
        case_id = submit(running.client)
        read_until(running.client, case_id, "agent.started", "clinical")
        running.end()
    with service(tmp_path) as running:
        finished(running.client, case_id)
