"""Servers on one store, and what they and their database cost."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from evaluation.load.generator import Outcome, Task, generate
from evaluation.served import Served, cpu_seconds, free_port, serving
from evaluation.stores import Store

WARM_UP_CASES = 20
"""For each server: every path was gone once, and every example was read."""


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds of the servers, their database (0 where it is a file, which the servers read) and the generator."""

    servers: float
    database: float
    generator: float

    @property
    def whole(self) -> float:
        """The sum."""
        return self.servers + self.database + self.generator


@dataclass(frozen=True, slots=True)
class Fleet:
    """Servers that are ready, on one store."""

    store: Store
    servers: Sequence[Served]

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where they answer."""
        return tuple(server.address for server in self.servers)

    def warm_up(self) -> None:
        """Has some cases reviewed."""
        generate(
            Task(
                self.addresses,
                seed=len(self.servers) * 100,
                in_flight=len(self.servers),
                cases=WARM_UP_CASES * len(self.servers),
            )
        )

    def run(self, task: Task) -> tuple[Outcome, Cost]:
        """Runs the generator, and what a finished case cost."""
        before = self.used()
        outcome = generate(task)
        servers, database = (after - before for after, before in zip(self.used(), before, strict=True))
        cases = max(len(outcome.took), 1)
        return outcome, Cost(servers / cases, database / cases, outcome.cpu_seconds / cases)

    def used(self) -> tuple[float, float]:
        """CPU seconds of the servers and of their database, so far."""
        database = cpu_seconds(self.store.server) if self.store.server else 0.0
        return sum(server.cpu_seconds() for server in self.servers), database


@contextmanager
def fleet(store: Store, processes: int) -> Iterator[Fleet]:
    """So many servers on a store, ready and warm. They start one by one: the first one migrates the store."""
    with ExitStack() as stack:
        servers = [stack.enter_context(serving(store, free_port())) for _ in range(processes)]
        one = Fleet(store, servers)
        one.warm_up()
        yield one
