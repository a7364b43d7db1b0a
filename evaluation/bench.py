"""``python -m evaluation.bench``: the speed figures of this machine, wall time beside CPU time, each with its target.

Every figure is printed as measured; nothing passes or fails by it.
"""

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from evaluation.documents import measure_documents
from evaluation.figures import Figure, percentile, show
from evaluation.load.saturation import measure_load
from evaluation.load.streams import measure_streams
from evaluation.overhead import measure_overhead
from evaluation.reading import measure_reading, measure_rules
from evaluation.records import EXAMPLES, REPOSITORY, example_bodies, long_body
from evaluation.served import COMMAND, Pulse, Served, served

COMMAND_RUNS = 3
WARM_CASES = 60
LONG_CHARACTERS = 1_000_000
IDLE_SECONDS = 2.0


def measure_command() -> Iterator[Figure]:
    """``priorauth review`` of one example, from the start of its process to its end."""
    runs = [_run_command() for _ in range(COMMAND_RUNS)]
    wall, cpu = (statistics.median(column) for column in zip(*runs, strict=True))
    slowest = max(run[0] for run in runs)
    beside = f"{cpu:.2f} CPU-s; median of {COMMAND_RUNS} runs, slowest {slowest:.2f} s"
    yield Figure("priorauth review, one example", f"{wall:.2f} s", "< 3 s", beside)


def _run_command() -> tuple[float, float]:
    before, began = _children_cpu(), time.perf_counter()
    command = (*COMMAND, "review", str(EXAMPLES[0]))
    subprocess.run(command, cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began, _children_cpu() - before


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure_server() -> Iterator[Figure]:
    """A server process: its start, its memory, warm cases in turn, and one long case beside which it must answer."""
    with served() as server:
        yield Figure(
            "server ready", f"{server.ready_after:.2f} s", "≤ 6 s", f"{server.cpu_seconds():.2f} CPU-s until then"
        )
        yield from _measure_warm_cases(server)
        yield _memory("memory after the warm cases", server)
        yield from _measure_long_case(server)
        yield _memory("memory after the long case", server)


def _measure_warm_cases(server: Served) -> Iterator[Figure]:
    bodies = example_bodies()
    for body in bodies:
        server.review(body)
    before = server.cpu_seconds()
    waits = [server.review(bodies[number % len(bodies)]) for number in range(WARM_CASES)]
    cpu = (server.cpu_seconds() - before) / WARM_CASES
    beside = f"p95 {percentile(waits, 95):.0f} ms, slowest {max(waits) * 1000:.0f} ms; {WARM_CASES} cases in turn"
    yield Figure("submit to recommendation, p50", f"{percentile(waits, 50):.0f} ms", "≤ 120 ms", beside)
    yield Figure("server CPU a case", f"{cpu:.3f} CPU-s", "≤ 0.12 CPU-s", "the progress stream included")


def _memory(name: str, server: Served) -> Figure:
    own, children = server.megabytes()
    return Figure(name, f"{own:.0f} MB", "≤ 450 MB", f"and {children:.0f} MB in child processes")


def _measure_long_case(server: Served) -> Iterator[Figure]:
    idle = Pulse(server.client.base_url)
    with idle.beating():
        time.sleep(IDLE_SECONDS)
    pulse, before = Pulse(server.client.base_url), server.cpu_seconds()
    with pulse.beating():
        wall = server.review(long_body(LONG_CHARACTERS))
    cpu = server.cpu_seconds() - before
    yield Figure("a case of 1 MB", f"{wall:.2f} s", "", f"{cpu:.2f} CPU-s, the /health calls included")
    beside = f"GET /health every 10 ms, {len(pulse.seconds)} calls; worst while idle {idle.worst * 1000:.0f} ms"
    yield Figure("longest wait meanwhile", f"{pulse.worst * 1000:.0f} ms", "≤ 100 ms", beside)


MEASUREMENTS: tuple[tuple[str, Callable[[], Iterator[Figure]]], ...] = (
    ("command line", measure_command),
    ("server", measure_server),
    ("reader", measure_reading),
    ("rules", measure_rules),
    ("documents", measure_documents),
    ("load", measure_load),
    ("streams", measure_streams),
    ("overhead", measure_overhead),
)


def main() -> int:
    """Measures everything, or the groups that are named, and prints each group as it is known."""
    wanted = sys.argv[1:]
    for title, measure in MEASUREMENTS:
        if not wanted or title in wanted:
            show(title, measure())
    return 0


if __name__ == "__main__":
    sys.exit(main())
