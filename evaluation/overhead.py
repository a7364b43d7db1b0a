"""What the service adds to a language model's own time: a review's time less the longest chain of the model's turns.

The ten examples, one after the other, with the agents in the service's process, and with each agent and each lookup a
process of its own.
"""

import copy
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import psutil

from evaluation.figures import Figure
from evaluation.records import example_bodies
from evaluation.scripted_model import ScriptedModel, scripted_model
from evaluation.served import cpu_seconds, served
from evaluation.stores import postgres
from infra.twin.plan import composed, plan
from infra.twin.running import running

LATENCIES_SECONDS = (0.0, 0.2, 2.0)
_CASE_LIMIT_SECONDS = 120.0
_WARM_UPS = 2
"""Until then the processes that read records beside the agents have started."""


@dataclass(frozen=True)
class _Service:
    """A service that is ready, with all its processes."""

    client: httpx.Client
    processes: Sequence[psutil.Process]

    def cpu_seconds(self) -> float:
        return sum(map(cpu_seconds, self.processes))


@dataclass(frozen=True)
class _Took:
    """One review, in seconds: from its beginning to its recommendation, from its submission, and the model's part."""

    reviewed: float
    answered: float
    model: float

    @property
    def added(self) -> float:
        """What the review took beside the model."""
        return self.reviewed - self.model


@dataclass(frozen=True)
class _Way:
    """Where the agents run, how that is started, and the most milliseconds that may be added."""

    name: str
    start: Callable[[Mapping[str, str]], AbstractContextManager[_Service]]
    most: float


@contextmanager
def _in_process(settings: Mapping[str, str]) -> Iterator[_Service]:
    with served(settings=settings) as server:
        yield _Service(server.client, [server.process])


@contextmanager
def _over_http(settings: Mapping[str, str]) -> Iterator[_Service]:
    """The processes of ``docker-compose.yml``."""
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="priorauth-measured-")))
        store = opened.enter_context(postgres())
        twin = opened.enter_context(running(plan(composed(), folder, store.url, 0, **settings), folder))
        client = opened.enter_context(httpx.Client(base_url=twin.address, timeout=_CASE_LIMIT_SECONDS))
        yield _Service(client, [psutil.Process(one.pid) for one in twin.processes.values()])


_WAYS = (_Way("in process", _in_process, 60), _Way("over http", _over_http, 120))


def measure_overhead(latencies: Sequence[float] = LATENCIES_SECONDS, ways: Sequence[_Way] = _WAYS) -> Iterator[Figure]:
    """For each way and each latency of a turn, what was added to the model's longest chain: the examples' median."""
    numbers = count()
    with scripted_model() as model:
        for way in ways:
            with way.start(model.settings) as service:
                model.wait(0)
                for _ in range(_WARM_UPS):
                    _all(service, model, numbers)
                for latency in latencies:
                    model.wait(latency)
                    before = service.cpu_seconds()
                    took = _all(service, model, numbers)
                    yield _figure(way, latency, took, (service.cpu_seconds() - before) / len(took))


def _figure(way: _Way, latency: float, took: Sequence[_Took], cpu: float) -> Figure:
    added = [one.added * 1000 for one in took]
    middle = statistics.median(added)
    missed = "" if middle <= way.most else ", MISSED"
    model = statistics.median(one.model * 1000 for one in took)
    whole = statistics.median((one.answered - one.model) * 1000 for one in took)
    beside = f"slowest {max(added):.0f} ms; from submission {whole:.0f} ms; beside {model:.0f} ms of the model"
    name = f"added {way.name}, {latency * 1000:.0f} ms a turn"
    return Figure(name, f"{middle:.0f} ms", f"≤ {way.most:.0f} ms{missed}", f"{beside}; {cpu:.3f} CPU-s")


def _all(service: _Service, model: ScriptedModel, numbers: Iterator[int]) -> list[_Took]:
    return [_review(service.client, model, _never_read(body, next(numbers))) for body in example_bodies()]


def _never_read(body: Mapping[str, Any], number: int) -> dict[str, Any]:
    """The example as a record that no process has read before: readings are kept."""
    changed = copy.deepcopy(dict(body))
    changed["documents"][-1]["text"] += f"\nPrinted copy {number}.\n"
    return changed


def _review(client: httpx.Client, model: ScriptedModel, body: Mapping[str, Any]) -> _Took:
    model.critical_path()
    began = time.perf_counter()
    links = client.post("/api/cases", json=body).raise_for_status().json()["links"]
    with client.stream("GET", links["events"]) as events:
        for _ in events.iter_lines():
            pass
    answered = time.perf_counter() - began
    revision = client.get(links["self"]).raise_for_status().json()["revision"]
    reviewed = datetime.fromisoformat(revision["completed_at"]) - datetime.fromisoformat(revision["started_at"])
    return _Took(reviewed.total_seconds(), answered, model.critical_path())
