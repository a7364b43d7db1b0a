"""Long records are read in a process of their own: one that dies is replaced, and one that nobody waits for ends."""

import asyncio
import time
from collections.abc import AsyncIterator

import psutil
import pytest

from agents.kit import AgentKit, ModelNames
from agents.models.embedded import MODEL_NAME
from agents.pool import ReaderDied, ReadingPool
from agents.runtime import InProcessAgents
from orchestrator.bootstrap import Composition
from priorauth.case import Case
from priorauth.errors import AgentFailed, AgentFailure
from priorauth.inputs import AgentName, ClinicalInput, ComplianceInput
from tests.integration.review.reviewing import example_case

NOTES = 800
"""So many copies of a note take far longer to read than any test here waits."""


@pytest.fixture
async def pool(composition: Composition) -> AsyncIterator[ReadingPool]:
    one = ReadingPool(composition.rule_book.skills)
    yield one
    one.close()


def readers() -> list[psutil.Process]:
    """The processes that read records, and are not merely waiting to be collected."""
    found = []
    for child in psutil.Process().children():
        try:
            if "spawn_main" in " ".join(child.cmdline()) and child.status() != psutil.STATUS_ZOMBIE:
                found.append(child)
        except psutil.NoSuchProcess:
            continue
    return found


def long_case() -> Case:
    case = example_case("01")
    note = case.documents[0]
    text = "\n".join(f"{note.text}\nVisit {number}." for number in range(NOTES))
    return case.model_copy(update={"case_id": "long", "documents": (note.model_copy(update={"text": text}),)})


async def at_work() -> psutil.Process:
    """The process that reads, once it has begun: it has used processor time beyond that of its start."""
    async with asyncio.timeout(60):
        while True:
            for child in readers():
                before = used(child)
                await asyncio.sleep(0.3)
                if before > 1 and used(child) - before > 0.05:
                    return child
            await asyncio.sleep(0.05)


def used(process: psutil.Process) -> float:
    """The processor time of a process in seconds, 0 of one that has ended."""
    try:
        return process.cpu_times().user
    except psutil.NoSuchProcess:
        return 0


async def gone(process: psutil.Process) -> bool:
    """Whether the process ends within five seconds, far sooner than its reading would."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        if process not in readers():
            return True
        await asyncio.sleep(0.02)
    return False


async def test_a_record_is_read_again_where_the_process_that_read_it_died(pool: ReadingPool) -> None:
    case = example_case("01")
    first = await pool.read(case)
    for child in readers():
        child.kill()
        child.wait()
    second = await pool.read(case)

    assert first.facts == second.facts != ()


async def test_a_reading_that_is_cancelled_stops_at_once_and_the_ones_that_wait_are_read_all_the_same(
    pool: ReadingPool,
) -> None:
    long = asyncio.create_task(pool.read(long_case()))
    process = await at_work()
    waiting = [asyncio.create_task(pool.read(example_case(number))) for number in ("01", "02")]
    await asyncio.sleep(0)

    long.cancel()

    assert await gone(process)
    assert [bool(reading.facts) for reading in await asyncio.gather(*waiting)] == [True, True]
    assert long.cancelled()


async def test_a_reading_whose_process_dies_twice_is_given_up(pool: ReadingPool) -> None:
    task = asyncio.create_task(pool.read(long_case()))
    for _ in range(2):
        process = await at_work()
        process.kill()
        assert await gone(process)

    with pytest.raises(ReaderDied):
        await task


async def test_a_process_that_dies_as_it_starts_holds_nobody_up(pool: ReadingPool) -> None:
    """It has not taken the rules over yet, which are more than a pipe holds."""

    async def kill_the_first() -> None:
        started: list[psutil.Process] = []
        while not started:
            started = readers()
            await asyncio.sleep(0)
        started[0].kill()

    async with asyncio.timeout(60):
        reading, _ = await asyncio.gather(pool.read(example_case("01")), kill_the_first())

    assert reading.facts != ()


async def test_a_close_ends_what_runs_and_what_waits_without_waiting_for_it(composition: Composition) -> None:
    pool = ReadingPool(composition.rule_book.skills)
    tasks = [asyncio.create_task(pool.read(case)) for case in (long_case(), example_case("02"))]
    process = await at_work()
    began = time.monotonic()

    pool.close()

    assert time.monotonic() - began < 5
    assert await gone(process)
    for task in tasks:
        with pytest.raises((ReaderDied, asyncio.CancelledError)):
            await task


async def test_a_close_of_idle_processes_is_quick_and_leaves_none(composition: Composition) -> None:
    pool = ReadingPool(composition.rule_book.skills)
    await pool.read(example_case("01"))
    (process,) = readers()
    began = time.monotonic()

    pool.close()

    assert time.monotonic() - began < 5
    assert await gone(process)


async def test_an_agent_that_runs_out_of_time_takes_its_reading_along(
    composition: Composition, pool: ReadingPool
) -> None:
    composed = composition.agents
    assert isinstance(composed, InProcessAgents)
    kit = AgentKit(
        composition.rule_book, composed.kit.reader, ModelNames.all_alike(MODEL_NAME), composed.kit.regulations, pool
    )
    await pool.read(example_case("01"))
    agents = InProcessAgents(kit, composed.model_for, composed.toolbox, agent_timeout=2)
    case = long_case()
    both = [
        asyncio.create_task(agents.run(AgentName.COMPLIANCE, ComplianceInput(case=case), lambda _: None)),
        asyncio.create_task(agents.run(AgentName.CLINICAL, ClinicalInput(case=case), lambda _: None)),
    ]
    (process,) = readers()

    for task in both:
        with pytest.raises(AgentFailed) as failed:
            await task
        assert failed.value.failure is AgentFailure.BUDGET_EXCEEDED
    assert await gone(process)


def a_short_case(number: int) -> Case:
    """A case with a record of its own: equal records share one reading."""
    case = example_case("01")
    first, *others = case.documents
    first = first.model_copy(update={"text": f"{first.text}\nPage {number}.\n"})
    return case.model_copy(update={"case_id": f"short-{number}", "documents": (first, *others)})


async def test_short_records_are_read_here_until_a_process_was_started_for_them(
    composition: Composition, pool: ReadingPool
) -> None:
    composed = composition.agents
    assert isinstance(composed, InProcessAgents)
    kit = AgentKit(
        composition.rule_book, composed.kit.reader, ModelNames.all_alike(MODEL_NAME), composed.kit.regulations, pool
    )
    short = [a_short_case(number) for number in range(60)]
    for case in short[:10]:
        assert not readers()
        await kit.prepare(case)
    async with asyncio.timeout(60):
        while not pool.offer_short():  # noqa: ASYNC110 - a pool tells nobody that it is ready
            await asyncio.sleep(0.05)
    (process,) = readers()
    before = process.cpu_times().user

    for case in short[10:]:
        await kit.prepare(case)

    assert kit.read(short[10]).facts[0].concept == kit.read(short[0]).facts[0].concept
    assert process.cpu_times().user > before


async def test_a_short_record_is_read_here_while_a_long_one_is_read_elsewhere(
    composition: Composition, pool: ReadingPool
) -> None:
    long = asyncio.create_task(pool.read(long_case()))
    await at_work()

    assert not pool.offer_short()

    long.cancel()
