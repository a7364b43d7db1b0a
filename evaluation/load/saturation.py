"""How many cases a second the service finishes, how long a case takes when it is not alone, and where the time goes."""

import asyncio
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass

import psutil

from evaluation.figures import Figure, percentile
from evaluation.load.fleet import Cost, Fleet, fleet
from evaluation.load.generator import Outcome, Task
from evaluation.records import varied_bodies
from evaluation.served import cpu_seconds
from evaluation.stores import Store, postgres, sqlite
from orchestrator.clock import utc_now
from orchestrator.settings import Settings
from orchestrator.terminal.local_review import open_review
from orchestrator.terminal.progress import SilentJournal
from priorauth.submission import accept, parse_submission

IN_FLIGHT = 6
"""Cases under way for each server: twice as many as it reviews at once, and some more on their way."""
SATURATION_SECONDS = 25.0
OPEN_SECONDS = 30.0
RAMP_SECONDS = 3.0
SHARE = 0.6
SINGLE_CASES = 40
WARM_CASES, ALONE_CASES = 60, 30
PROCESSES = (1, 2, 3)
"""Server processes on one Postgres."""


@dataclass(frozen=True, slots=True)
class _Saturation:
    """What so many processes finished, in cases a second."""

    processes: int
    rate: float
    cost: Cost


def measure_load() -> Iterator[Figure]:
    """SQLite with its one process, and Postgres with the number of processes that serves best."""
    with sqlite() as store, fleet(store, 1) as one:
        yield _measure_single(one)
        found = _saturate(one)
        yield _saturation_figure(store, found, "≥ 8/s")
        yield from _measure_open(one, found)
    with postgres() as store:
        tried: list[_Saturation] = []
        for processes in PROCESSES:
            with fleet(store, processes) as many:
                if processes == 1:
                    yield _measure_single(many)
                tried.append(_saturate(many))
                yield _saturation_figure(store, tried[-1], "")
        best = max(tried, key=lambda one: one.rate)
        beside = f"{best.processes} of {', '.join(map(str, PROCESSES))} processes serve best on {os.cpu_count()} cores"
        yield Figure("saturation, Postgres at its best", f"{best.rate:.1f}/s", "≥ 15/s", beside)
        with fleet(store, best.processes) as many:
            yield from _measure_open(many, best)
        yield from _where_the_time_goes(best)


def _measure_single(one: Fleet) -> Figure:
    """One case at a time, from the sending to the end of its recommendation's stream."""
    outcome, cost = one.run(Task(one.addresses, seed=1, in_flight=1, cases=SINGLE_CASES))
    took = f"{percentile(outcome.took, 50):.0f} ms" if outcome.took else "none"
    beside = f"p95 {percentile(outcome.took, 95):.0f} ms; {_told(outcome, cost)}"
    return Figure(f"a single case, {one.store.name}, p50", took, "≤ 200 ms", beside)


def _saturate(one: Fleet) -> _Saturation:
    in_flight = IN_FLIGHT * len(one.servers)
    outcome, cost = one.run(
        Task(one.addresses, seed=10 + len(one.servers), in_flight=in_flight, seconds=SATURATION_SECONDS)
    )
    return _Saturation(len(one.servers), outcome.rate_after(RAMP_SECONDS), cost)


def _saturation_figure(store: Store, found: _Saturation, target: str) -> Figure:
    busy = found.rate * found.cost.whole / (os.cpu_count() or 1)
    name = f"saturation, {store.name}, {found.processes} process{'es' * (found.processes > 1)}"
    beside = f"{IN_FLIGHT * found.processes} in flight; {_cost(found.cost)}; cores {busy:.0%} busy with it"
    return Figure(name, f"{found.rate:.1f}/s", target, beside)


def _measure_open(one: Fleet, found: _Saturation) -> Iterator[Figure]:
    """Arrivals at random, at a share of the saturation, each timed from when it was to be sent."""
    rate = found.rate * SHARE
    outcome, cost = one.run(Task(one.addresses, seed=3, rate=rate, seconds=OPEN_SECONDS))
    p50, p95, p99 = (f"{percentile(outcome.took, part):.0f} ms" for part in (50, 95, 99))
    beside = f"p50 {p50}, p99 {p99}; {rate:.1f} cases/s at random, {_told(outcome, cost)}"
    yield Figure(f"open loop at {SHARE:.0%}, {one.store.name}, p95", p95, "≤ 1000 ms", beside)


def _told(outcome: Outcome, cost: Cost) -> str:
    refused = f", {len(outcome.refused)} REFUSED ({outcome.refused[0]})" if outcome.refused else ""
    return f"{len(outcome.took)} cases{refused}; {_cost(cost)}"


def _cost(cost: Cost) -> str:
    parts = [f"servers {cost.servers * 1000:.0f}"]
    if cost.database:
        parts.append(f"database {cost.database * 1000:.0f}")
    return f"CPU-ms a case: {', '.join(parts)}, generator {cost.generator * 1000:.1f}"


def _where_the_time_goes(best: _Saturation) -> Iterator[Figure]:
    """The review by itself, without server and store, is measured apart; the rest is what is around it."""
    alone = asyncio.run(_review_alone())
    around = max(best.cost.servers - alone, 0.0)
    parts = {"the review itself": alone, "HTTP, store and progress": around, "database": best.cost.database}
    shares = "; ".join(f"{name} {part / best.cost.whole:.0%}" for name, part in parts.items())
    rest = f"generator {best.cost.generator / best.cost.whole:.0%}"
    yield Figure("where the time goes", f"{best.cost.whole * 1000:.0f} CPU-ms a case", "", f"{shares}; {rest}")


async def _review_alone() -> float:
    """CPU seconds of a review by itself: of this process, and of the one that reads records, which has then started."""
    process = psutil.Process()
    today, bodies = utc_now().date(), varied_bodies(4)
    cases = [
        accept(parse_submission(json.loads(next(bodies)), today), case_id=f"alone-{number}", received_on=today)
        for number in range(WARM_CASES + ALONE_CASES)
    ]
    async with open_review(Settings()) as review:
        for case in cases[:WARM_CASES]:
            await review(case, SilentJournal())
        before = cpu_seconds(process)
        for case in cases[WARM_CASES:]:
            await review(case, SilentJournal())
        return (cpu_seconds(process) - before) / ALONE_CASES
