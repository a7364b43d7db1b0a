"""The load generator, a process of its own: a closed loop of so many in flight, or an open one at a given rate.

It reads a :class:`Task` as JSON from standard input and writes a :class:`Outcome` to standard output. In the open loop
cases come at random (Poisson) whether or not the earlier ones are done, and each one's time runs from the moment it was
to be sent, so that a server that stalls is not spared the wait of those behind (no coordinated omission).
"""

import asyncio
import json
import random
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field

from evaluation.load.client import Client, Refused
from evaluation.load.wire import Wire
from evaluation.records import REPOSITORY, varied_bodies


@dataclass(frozen=True, slots=True)
class Task:
    """What to do: ``in_flight`` cases at once, or ``rate`` cases a second, until ``seconds`` or ``cases`` are over."""

    servers: Sequence[str]
    seed: int
    in_flight: int = 0
    rate: float = 0.0
    seconds: float = 3600.0
    cases: int = 1_000_000
    patience: int = 0


@dataclass(slots=True)
class Outcome:
    """What came of it: when each case was to be sent and how long it took (seconds), and what the generator cost.

    ``seconds`` is the time in which cases were sent; those under way then were waited for.
    """

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    began: list[float] = field(default_factory=list[float])
    took: list[float] = field(default_factory=list[float])
    ids: list[str] = field(default_factory=list[str])
    again: int = 0
    refused: list[str] = field(default_factory=list[str])

    def rate_after(self, ramp: float) -> float:
        """Cases finished a second, from ``ramp`` seconds after the start to the last that was sent."""
        ends = [began + took for began, took in zip(self.began, self.took, strict=True)]
        return sum(ramp <= end <= self.seconds for end in ends) / (self.seconds - ramp)


def generate(task: Task) -> Outcome:
    """Runs the generator in its own process."""
    command = (sys.executable, "-m", "evaluation.load.generator")
    told = json.dumps(asdict(task)).encode()
    done = subprocess.run(command, cwd=REPOSITORY, input=told, check=True, stdout=subprocess.PIPE)
    return Outcome(**json.loads(done.stdout))


@dataclass(slots=True)
class _Run:
    task: Task
    client: Client
    outcome: Outcome
    zero: float
    bodies: Iterator[bytes]
    name: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def now(self) -> float:
        return time.perf_counter() - self.zero

    async def one(self, number: int, began: float) -> None:
        try:
            told = await self.client.review(next(self.bodies), f"{self.name}-{number}")
        except Refused as refused:
            self.outcome.refused.append(str(refused))
            return
        self.outcome.began.append(began)
        self.outcome.took.append(self.now - began)
        self.outcome.ids.append(told.case_id)
        self.outcome.again += told.again

    async def closed(self) -> None:
        numbers = iter(range(self.task.cases))

        async def worker() -> None:
            for number in numbers:
                await self.one(number, self.now)
                if self.now >= self.task.seconds:
                    return

        workers = [asyncio.create_task(worker()) for _ in range(self.task.in_flight)]
        await asyncio.wait(workers, return_when=asyncio.FIRST_COMPLETED)
        self.outcome.seconds = self.now
        await asyncio.gather(*workers)

    async def open(self) -> None:
        chance, due, sent = random.Random(self.task.seed), 0.0, set[asyncio.Task[None]]()
        for number in range(self.task.cases):
            due += chance.expovariate(self.task.rate)
            if due > self.task.seconds:
                break
            await asyncio.sleep(max(due - self.now, 0))
            sent.add(asyncio.create_task(self.one(number, due)))
        self.outcome.seconds = self.now
        await asyncio.gather(*sent)


async def _run(task: Task) -> Outcome:
    client = Client([Wire(address) for address in task.servers], task.patience)
    before = time.process_time()
    run = _Run(task, client, Outcome(), time.perf_counter(), varied_bodies(task.seed))
    await (run.open() if task.rate else run.closed())
    client.close()
    run.outcome.cpu_seconds = time.process_time() - before
    return run.outcome


def main() -> int:
    """The process."""
    task = Task(**json.load(sys.stdin))
    json.dump(asdict(asyncio.run(_run(task))), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
