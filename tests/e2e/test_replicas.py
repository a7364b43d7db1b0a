"""Several processes on one Postgres: the living take over from the dead, and one that slept does no harm."""

import time
from collections.abc import Callable
from pathlib import Path

import httpx

from tests.building.postgres import PostgresServer
from tests.e2e.processes import finished, read_until, runs_of, service, submit
from tests.integration.sending import a_submission

LEASE_SECONDS = 1.0
OUTAGE_SECONDS = 20.0


def test_a_killed_process_s_cases_are_finished_by_the_other(tmp_path: Path, postgres: PostgresServer):
    url = postgres.fresh()
    with (
        service(tmp_path, 0.5, url=url, lease_seconds=LEASE_SECONDS) as one,
        service(tmp_path, 0.1, url=url, lease_seconds=LEASE_SECONDS) as other,
    ):
        ids = [submit(one.client, f"k{number}") for number in range(8)]
        read_until(one.client, ids[0], "agent.started", "clinical")
        one.kill()
        killed_at = time.monotonic()
        for case_id in ids:
            finished(other.client, case_id)
        assert time.monotonic() - killed_at < 20
    for case_id in ids:
        assert sorted(set(runs_of(tmp_path, case_id))) == ["clinical", "compliance", "coverage", "synthesis"]


def test_a_process_that_slept_longer_than_its_lease_writes_nothing_over_what_was_done_since(
    tmp_path: Path, postgres: PostgresServer
):
    url = postgres.fresh()
    with (
        service(tmp_path, 1.0, url=url, lease_seconds=LEASE_SECONDS) as sleeper,
        service(tmp_path, 0, url=url, lease_seconds=LEASE_SECONDS) as other,
    ):
        case_id = submit(sleeper.client)
        read_until(sleeper.client, case_id, "agent.started", "clinical")
        sleeper.sleep()
        before = finished(other.client, case_id)
        sleeper.wake()
        wait_for(lambda: "lease.lost" in (tmp_path / "log").read_text())
        time.sleep(1.5)
        assert finished(other.client, case_id) == before
        finished(sleeper.client, submit(sleeper.client, "again"))


def test_a_process_that_is_asked_to_stop_hands_its_cases_over(tmp_path: Path, postgres: PostgresServer):
    url = postgres.fresh()
    with service(tmp_path, 20, url=url) as one, service(tmp_path, url=url) as other:
        case_id = submit(one.client)
        read_until(one.client, case_id, "agent.started", "clinical")
        began = time.monotonic()
        one.end()
        finished(other.client, case_id)
        assert time.monotonic() - began < 10, "within the patience of a stop, without waiting for a lease to run out"


def test_an_outage_of_the_database_loses_nothing_and_heals(tmp_path: Path, postgres: PostgresServer):
    url = postgres.fresh()
    accepted: list[str] = []
    refused: list[httpx.Response] = []
    with service(tmp_path, 0.1, url=url, lease_seconds=LEASE_SECONDS) as running:

        def send_for(seconds: float) -> None:
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                response = running.client.post("/api/cases", json=a_submission())
                if response.status_code == 202:
                    accepted.append(response.json()["case_id"])
                else:
                    refused.append(response)
                time.sleep(0.1)

        send_for(2)
        before = len(accepted)
        postgres.stop()
        send_for(OUTAGE_SECONDS)
        assert len(accepted) <= before + 1
        postgres.start()
        wait_for(lambda: running.client.get("/ready").status_code == 200)
        send_for(2)
        assert len(accepted) > before + 1
        assert {(one.status_code, one.json()["code"]) for one in refused} == {(503, "store_unreachable")}
        assert all(int(one.headers["retry-after"]) > 0 for one in refused)
        for case_id in accepted:
            finished(running.client, case_id)
        everything = running.client.get("/api/cases?limit=200").json()["items"]
        assert {item["case_id"] for item in everything} >= set(accepted)


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(400):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come about")
