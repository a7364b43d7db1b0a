"""``python -m evaluation.load.soak [cases] [sqlite|postgres]``: many cases while server processes are killed at random.

A client sends each case under an idempotency key, and comes again where it is refused or cut off. Every 20 to 60 s a
server process, drawn at random, is killed (SIGKILL) and started again. At the end the store itself is asked what became
of every case, and whether all that is written is what was written.
"""

import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Select, select

from evaluation.figures import Figure, percentile, show
from evaluation.load.generator import Outcome, Task, generate
from evaluation.records import REPOSITORY
from evaluation.served import COMMAND, Served, free_port, serving
from evaluation.stores import STORES, Store
from orchestrator.store.engine import open_engine
from orchestrator.store.tables import CaseRow, EventRow, RevisionRow
from priorauth.audit import EventType
from priorauth.lifecycle import CaseStatus

CASES = 5_000
PROCESSES = {"sqlite": 1, "postgres": 2}
BETWEEN_KILLS = (20.0, 60.0)
IN_FLIGHT = 8
PATIENCE = 600
_SETTLE_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do to a store: ``between_kills`` in seconds, drawn with ``seed``, as is which process is killed.

    There are at most ``most_kills``, so that a machine that starts a process slowly comes to an end too.
    """

    cases: int
    processes: int
    between_kills: tuple[float, float] = BETWEEN_KILLS
    most_kills: int = 1_000
    seed: int = 11


@dataclass(frozen=True, slots=True)
class Soaked:
    """What came of it, as the store says at the end. ``seconds`` is how long all cases took together.

    ``lost`` cases were sent and are not recommended, or not there. ``doubled`` counts cases that nobody sent, and cases
    whose recommendation was told more often than they have revisions. ``verified`` is whether ``priorauth audit
    verify`` found everything as written, ``said`` what it said.
    """

    outcome: Outcome
    kills: int
    seconds: float
    completed: int
    lost: int
    doubled: int
    verified: bool
    said: str


@dataclass(slots=True)
class _Killing:
    """Server processes on a store, of which one is killed now and then and started again on its port."""

    store: Store
    plan: Plan
    ports: Sequence[int]
    kills: int = 0
    _running: dict[int, tuple[ExitStack, Served]] = field(default_factory=dict[int, tuple[ExitStack, Served]])
    _stop: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Kills as long as the context is open; then every process runs, until the end."""
        for port in self.ports:
            self._start(port)
        killing = threading.Thread(target=self._kill_at_random)
        killing.start()
        try:
            yield
        finally:
            self._stop.set()
            killing.join()

    def stop(self) -> None:
        """Stops every process."""
        for stack, _ in self._running.values():
            stack.close()

    def _start(self, port: int) -> None:
        stack = ExitStack()
        self._running[port] = (stack, stack.enter_context(serving(self.store, port)))

    def _kill_at_random(self) -> None:
        chance = random.Random(self.plan.seed)
        while self.kills < self.plan.most_kills and not self._stop.wait(chance.uniform(*self.plan.between_kills)):
            port = chance.choice(self.ports)
            stack, server = self._running[port]
            server.process.kill()
            self.kills += 1
            stack.close()
            self._start(port)


def soak(store: Store, plan: Plan) -> Soaked:
    """Sends all cases while processes are killed, and then asks the store."""
    killing = _Killing(store, plan, [free_port() for _ in range(plan.processes)])
    began = time.perf_counter()
    try:
        with killing.going_on():
            addresses = [f"http://127.0.0.1:{port}" for port in killing.ports]
            outcome = generate(Task(addresses, plan.seed, in_flight=IN_FLIGHT, cases=plan.cases, patience=PATIENCE))
            took = time.perf_counter() - began
        _await_quiet(store)
    finally:
        killing.stop()
    return _ask(store, plan, outcome, killing.kills, took)


def _await_quiet(store: Store) -> None:
    """A process that was just started may still have reviews that it took up again."""
    deadline = time.monotonic() + _SETTLE_SECONDS
    while _column(store, select(RevisionRow.case_id).where(RevisionRow.completed_at.is_(None))):
        if time.monotonic() > deadline:
            return
        time.sleep(0.5)


def _ask(store: Store, plan: Plan, outcome: Outcome, kills: int, seconds: float) -> Soaked:
    cases = _column(store, select(CaseRow.id))
    recommended = _column(store, select(CaseRow.id).where(CaseRow.status == CaseStatus.RECOMMENDED.value))
    ready = _column(store, select(EventRow.case_id).where(EventRow.type == EventType.RECOMMENDATION_READY.value))
    revisions = _column(store, select(RevisionRow.case_id))
    command = (*COMMAND, "audit", "verify", "--data-dir", str(store.directory))
    verify = subprocess.run(command, cwd=REPOSITORY, env=store.environment(), capture_output=True, text=True)
    return Soaked(
        outcome=outcome,
        kills=kills,
        seconds=seconds,
        completed=recommended.total(),
        lost=plan.cases - len(set(outcome.ids) & set(recommended)),
        doubled=max(len(cases) - plan.cases, 0) + len(ready - revisions),
        verified=verify.returncode == 0,
        said=(verify.stdout + verify.stderr).strip(),
    )


def _column(store: Store, query: Select[tuple[str]]) -> Counter[str]:
    engine = open_engine(store.url)
    with engine.connect() as connection:
        found = Counter(connection.scalars(query))
    engine.dispose()
    return found


def figures_of(soaked: Soaked, plan: Plan) -> Iterator[Figure]:
    """The summary."""
    took = soaked.outcome.took
    rate = f"{soaked.seconds / 60:.1f} min, {plan.cases / soaked.seconds:.1f} cases/s with the restarts"
    yield Figure("cases sent", f"{plan.cases:,}", "", rate)
    yield Figure(
        "processes killed", f"{soaked.kills}", "", f"SIGKILL, one of {plan.processes} at a time, started again"
    )
    yield Figure("completed", f"{soaked.completed:,}", f"{plan.cases:,}")
    yield Figure("lost", f"{soaked.lost}", "0", f"{len(soaked.outcome.refused)} given up by the client")
    yield Figure("doubled", f"{soaked.doubled}", "0", "cases that nobody sent, recommendations told twice")
    yield Figure("every chain verified", "yes" if soaked.verified else "NO", "yes", soaked.said)
    beside = f"p95 {percentile(took, 95) / 1000:.1f} s, slowest {max(took):.1f} s; {soaked.outcome.again:,} came again"
    yield Figure("a case as its client saw it, p50", f"{percentile(took, 50) / 1000:.2f} s", "", beside)


def main() -> int:
    """Both stores, unless one is named. Ends with 1 where anything was lost, doubled or changed."""
    cases = next((int(word) for word in sys.argv[1:] if word.isdecimal()), CASES)
    whole = True
    for name in [word for word in sys.argv[1:] if word in STORES] or list(STORES):
        plan = Plan(cases, PROCESSES[name])
        with STORES[name]() as store:
            soaked = soak(store, plan)
        show(f"soak, {name}", figures_of(soaked, plan))
        whole = whole and not soaked.lost and not soaked.doubled and soaked.verified
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
