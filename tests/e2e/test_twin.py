"""What ``docker-compose.yml`` starts, as ten processes on Postgres: the examples come to the outcome that one process
comes to, and whichever process is killed, no accepted case is lost or finished twice.
"""

import datetime as dt
import logging
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from agents.registry import AGENTS
from evaluation.records import example_bodies
from infra.twin.plan import WEB
from mcp_clients.registry import LOOKUPS
from orchestrator.settings import Settings
from orchestrator.terminal.local_review import Review, open_review
from orchestrator.terminal.progress import SilentJournal
from priorauth.inputs import AgentName
from priorauth.ledger import LookupOutcome
from priorauth.submission import accept, parse_submission
from tests.building.postgres import PostgresServer
from tests.e2e.processes import read_until
from tests.e2e.twin import ServedTwin, served_twin

_log = logging.getLogger(__name__)
PARTS = (*(one.name.replace("_", "-") for one in LOOKUPS), *(agent.value for agent in AgentName), WEB)
CASES = dict(zip(PARTS, (0, 1, 2, 3, 6, 4, 5, 7, 8, 9), strict=True))
"""The example that each process is killed in: one that asks it what no earlier one asked, for answers are kept."""
UNANSWERED = {LookupOutcome.UNAVAILABLE, LookupOutcome.REFUSED, LookupOutcome.MALFORMED}
HEALED_SECONDS = 90


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, postgres: PostgresServer) -> Iterator[ServedTwin]:
    """No lookup is left alone after failures: what is not asked would not be told as missing."""
    settings = {"PRIORAUTH_LEASE_SECONDS": "1", "PRIORAUTH_CIRCUIT_FAILURES": "1000"}
    with served_twin(tmp_path_factory.mktemp("twin"), postgres.fresh("template1"), **settings) as one:
        yield one


@pytest.fixture
async def review() -> AsyncIterator[Review]:
    async with open_review(Settings()) as one:
        yield one


@pytest.mark.parametrize("name", PARTS)
def test_whichever_process_is_killed_no_case_is_lost_or_finished_twice(served: ServedTwin, name: str) -> None:
    """The process is held still, so that it is killed before a review that needs it can be over.

    What the process cannot give any more is said; a case that the service itself left is reviewed to its end.
    """
    held, body = AgentName.CLINICAL.value if name == WEB else name, example_bodies()[CASES[name]]
    with still(served, held):
        case_id = submitted_to(served.client, body)
        read_until(served.client, case_id, "agent.started", asking(held))
        served.twin.kill(name)
    assert served.twin.dead() == [name]
    if name == WEB:
        start_again(served, name)
    left_out = missing_from(finished_once(served.client, case_id))
    assert left_out == (set() if name == WEB else {name})
    if served.twin.dead():
        start_again(served, name)
    await_whole(served.client, body)


def start_again(served: ServedTwin, name: str) -> None:
    """Starts the process, where it does not run, and waits until it is healthy."""
    began = time.monotonic()
    served.twin.start()
    _log.info("%-16s healthy again after %.1f s", name, time.monotonic() - began)


def asking(name: str) -> str:
    """The agent that is the process, or the first that asks it."""
    if name in set(AgentName):
        return name
    return next(agent.value for agent in AgentName if name.replace("-", "_") in AGENTS[agent].lookups)


@contextmanager
def still(served: ServedTwin, name: str) -> Iterator[None]:
    """The process does nothing, until the context ends."""
    process = served.twin.processes[name]
    os.kill(process.pid, signal.SIGSTOP)
    yield
    if process.poll() is None:
        os.kill(process.pid, signal.SIGCONT)


def submitted_to(client: httpx.Client, body: dict[str, Any]) -> str:
    response = client.post("/api/cases", json=body)
    assert response.status_code == 202, response.text
    return response.json()["case_id"]


def finished_once(client: httpx.Client, case_id: str) -> dict[str, Any]:
    """The case, which came to one recommendation, with an intact chain of events."""
    client.get(f"/api/cases/{case_id}/events")
    case, audit = client.get(f"/api/cases/{case_id}").json(), client.get(f"/api/cases/{case_id}/audit").json()
    types = [event["type"] for event in audit["events"]]
    assert audit["verified"]
    assert (case["status"], types.count("case.received"), types.count("recommendation.ready")) == ("recommended", 1, 1)
    assert [one["digest"] for one in audit["revisions"]] == [case["revision"]["digest"]]
    return case


def missing_from(case: dict[str, Any]) -> set[str]:
    """The agents that a review went without, and the lookups that did not answer all that they were asked."""
    revision = case["revision"]
    agents = {one["agent"] for one in revision["recommendation"]["not_evaluated"]}
    calls = [call for agent in AgentName for call in (revision.get(agent.value) or {}).get("calls", ())]
    return agents | {call["lookup"].replace("_", "-") for call in calls if call["outcome"] in UNANSWERED}


def await_whole(client: httpx.Client, body: dict[str, Any]) -> None:
    """A case that is sent now lacks nothing, once whoever left the process alone asks it again."""
    deadline = time.monotonic() + HEALED_SECONDS
    while missing_from(finished_once(client, submitted_to(client, body))):
        assert time.monotonic() < deadline, "cases still lack something long after the process is healthy again"
        time.sleep(0.5)


async def test_the_examples_come_to_what_one_process_comes_to(served: ServedTwin, review: Review) -> None:
    """To the same findings and the same recommendation, beside the calls, which tell of servers and times."""
    submitted = [(body, submitted_to(served.client, body)) for body in example_bodies()]
    outcomes: list[str] = []
    for body, case_id in submitted:
        there = finished_once(served.client, case_id)
        received_on = dt.date.fromisoformat(there["case"]["received_on"])
        case = accept(parse_submission(body, received_on), case_id=case_id, received_on=received_on)
        here = (await review(case, SilentJournal())).model_dump(mode="json")
        for name, found in (here | here["synthesis"]).items():
            if name in there["revision"] and name != "assumptions":
                assert without_calls(there["revision"][name]) == without_calls(found), (case_id, name)
        outcomes.append(there["revision"]["recommendation"]["outcome"])
    _log.info("the ten examples: %s", ", ".join(outcomes))
    assert {*outcomes} == {"APPROVE", "PEND"}


def without_calls(value: Any) -> Any:
    return {name: one for name, one in value.items() if name != "calls"} if isinstance(value, dict) else value
