"""``python -m evaluation.bench``: the speed figures of this machine, wall time beside CPU time, each with its target.

Every figure is printed as measured; nothing passes or fails by it.
"""

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from agents.kit import patient_of
from agents.reading.reader import Reader
from evaluation.figures import Figure, percentile, show
from evaluation.load.saturation import measure_load
from evaluation.load.streams import measure_streams
from evaluation.records import EXAMPLES, REPOSITORY, example_bodies, long_body
from evaluation.served import COMMAND, Pulse, Served, served
from orchestrator.clock import utc_now
from priorauth.case import Case
from priorauth.rulebook import read_rule_book
from priorauth.submission import accept, parse_submission

COMMAND_RUNS = 3
WARM_CASES = 60
LONG_CHARACTERS = 1_000_000
IDLE_SECONDS = 2.0
READINGS = ((6_000, 5), (150_000, 2), (1_000_000, 1))
"""Characters to be read, and how often."""
EXAMPLE_READINGS = 10


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


def measure_reading() -> Iterator[Figure]:
    """The embedded reader alone, in this process."""
    skills = read_rule_book(REPOSITORY).skills
    reader = Reader(skills.vocabulary, skills.clinical.scale)
    cpu = sum(min(_time_record(reader, case) for _ in range(EXAMPLE_READINGS)) for case in map(_case, example_bodies()))
    beside = f"the sum of each one's fastest of {EXAMPLE_READINGS}, all their documents"
    yield Figure(f"reading the {len(EXAMPLES)} examples", f"{cpu:.3f} CPU-s", "", beside)
    for characters, times in READINGS:
        case = _case_of(characters)
        wall, cpu = min(_time_reading(reader, case) for _ in range(times))
        speed = characters / wall / 1000
        yield Figure(
            f"reading {characters // 1000} kB", f"{wall * 1000:.0f} ms", "", f"{cpu:.3f} CPU-s, {speed:.0f} kB/s"
        )


def _case_of(characters: int) -> Case:
    return _case(long_body(characters))


def _case(body: dict[str, Any]) -> Case:
    today = utc_now().date()
    return accept(parse_submission(body, today), case_id="bench", received_on=today)


def _time_record(reader: Reader, case: Case) -> float:
    """CPU seconds of reading all documents of a case."""
    before = time.process_time()
    reader.read(case.documents, patient_of(case))
    return time.process_time() - before


def _time_reading(reader: Reader, case: Case) -> tuple[float, float]:
    """Wall and CPU seconds of reading the first document."""
    began, cpu_before = time.perf_counter(), time.process_time()
    reader.read(case.documents[:1], patient_of(case))
    return time.perf_counter() - began, time.process_time() - cpu_before


MEASUREMENTS: tuple[tuple[str, Callable[[], Iterator[Figure]]], ...] = (
    ("command line", measure_command),
    ("server", measure_server),
    ("reader", measure_reading),
    ("load", measure_load),
    ("streams", measure_streams),
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
