"""However many processes decide the same cases, and whichever of them is killed, each case gets one number."""

import subprocess
import sys
import time
from pathlib import Path

from tests.e2e.processes import ROOT, finished, service, submit

CASES, DECIDERS = 24, 3


def test_each_case_is_determined_once_though_deciders_race_and_one_is_killed(tmp_path: Path, store_url: str):
    with service(tmp_path, url=store_url) as running:
        seen: dict[str, str] = {}
        for case_id in [submit(running.client, f"k{number}") for number in range(CASES)]:
            seen[case_id] = finished(running.client, case_id)["revisions"][-1]["digest"]
    told = decided_by_racing_processes(store_url, seen)
    told += decided_by(store_url, seen)
    with service(tmp_path, url=store_url) as running:
        numbers: dict[str, str] = {}
        for case_id in seen:
            audit = running.client.get(f"/api/cases/{case_id}/audit").json()
            assert audit["verified"]
            (made,) = [event["payload"] for event in audit["events"] if event["type"] == "determination.made"]
            numbers[case_id] = made["authorization_number"]
    assert len(set(numbers.values())) == CASES
    assert all(numbers[case_id] == number for case_id, number in told)
    assert len(told) >= CASES - 1, "only what the killed process had decided may not have been told"


def decided_by_racing_processes(store_url: str, seen: dict[str, str]) -> list[tuple[str, str]]:
    """What several deciders told that they decided; the first of them is killed in the middle of its work."""
    deciders = [decider(store_url, f"nurse {number}") for number in range(DECIDERS)]
    send(deciders[0], seen)
    told = read_line(deciders[0])
    for one in deciders[1:]:
        send(one, seen)
    time.sleep(0.1)
    deciders[0].kill()
    return parsed("".join([told, *(one.communicate(timeout=60)[0] for one in deciders)]))


def decided_by(store_url: str, seen: dict[str, str]) -> list[tuple[str, str]]:
    """What one more decider, who comes after all, still has to decide."""
    last = decider(store_url, "the last nurse")
    send(last, seen)
    return parsed(last.communicate(timeout=60)[0])


def decider(store_url: str, name: str) -> subprocess.Popen[str]:
    """A decider that is ready."""
    command = [sys.executable, "-m", "tests.e2e.decider", store_url, name]
    one = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert read_line(one) == "ready\n"
    return one


def send(one: subprocess.Popen[str], seen: dict[str, str]) -> None:
    assert one.stdin
    one.stdin.write("".join(f"{case_id} {digest}\n" for case_id, digest in seen.items()))
    one.stdin.flush()


def read_line(one: subprocess.Popen[str]) -> str:
    assert one.stdout
    return one.stdout.readline()


def parsed(lines: str) -> list[tuple[str, str]]:
    return [(words[0], words[1]) for words in (line.split() for line in lines.splitlines()) if len(words) == 2]
