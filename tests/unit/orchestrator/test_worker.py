"""The worker's queue: order, limit, once at a time, again after a fault, and an end in good order."""

import asyncio
import datetime as dt

import pytest

from orchestrator import worker as module
from orchestrator.store.revisions import UnfinishedCase
from orchestrator.worker import Worker
from priorauth.case import Priority

NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)


def work(case_id: str, *, hours: int = 0, priority: Priority = Priority.STANDARD) -> UnfinishedCase:
    return UnfinishedCase("t", case_id, priority, NOW + dt.timedelta(hours=hours))


class Reviews:
    """Remembers what was reviewed, and holds each review until it is let go."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.at_once = 0
        self.most_at_once = 0
        self.faults = 0
        self.go = asyncio.Event()

    async def review(self, one: UnfinishedCase) -> None:
        self.begun.append(one.case_id)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await self.go.wait()
            if self.faults:
                self.faults -= 1
                raise RuntimeError
        finally:
            self.at_once -= 1

    async def settle(self) -> None:
        for _ in range(50):
            await asyncio.sleep(0)


async def test_expedited_first_then_by_due_time():
    reviews = Reviews()
    worker = Worker(reviews.review, 1)
    worker.put(work("first"))
    worker.put(work("late", hours=9))
    worker.put(work("soon", hours=1))
    worker.put(work("urgent", hours=20, priority=Priority.EXPEDITED))
    reviews.go.set()
    await reviews.settle()
    assert reviews.begun == ["first", "urgent", "soon", "late"]


async def test_no_more_at_once_than_the_limit():
    reviews = Reviews()
    worker = Worker(reviews.review, 3)
    for number in range(10):
        worker.put(work(str(number)))
    await reviews.settle()
    assert len(reviews.begun) == 3
    reviews.go.set()
    await reviews.settle()
    assert (len(reviews.begun), reviews.most_at_once) == (10, 3)


async def test_a_case_waits_once_and_is_never_under_review_twice_at_once():
    reviews = Reviews()
    worker = Worker(reviews.review, 3)
    worker.put(work("a"))
    await reviews.settle()
    worker.put(work("a"))
    worker.put(work("a"))
    worker.put(work("b"))
    await reviews.settle()
    assert reviews.begun == ["a", "b"]
    reviews.go.set()
    await reviews.settle()
    assert reviews.begun == ["a", "b", "a"]


async def test_a_fault_is_tried_again_a_few_times_and_then_left(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "_PAUSES_SECONDS", (0.0, 0.0))
    reviews = Reviews()
    reviews.faults = 99
    reviews.go.set()
    worker = Worker(reviews.review, 1)
    worker.put(work("a"))
    await asyncio.sleep(0.05)
    assert reviews.begun == ["a"] * 3
    worker.put(work("b"))
    await asyncio.sleep(0.05)
    assert reviews.begun == ["a"] * 3 + ["b"] * 3


async def test_the_end_waits_for_what_runs_and_starts_nothing_more():
    reviews = Reviews()
    worker = Worker(reviews.review, 1)
    worker.put(work("a"))
    worker.put(work("b"))
    await reviews.settle()
    asyncio.get_running_loop().call_later(0.02, reviews.go.set)
    await worker.stop()
    worker.put(work("c"))
    await reviews.settle()
    assert (reviews.begun, reviews.at_once) == (["a"], 0)


async def test_the_end_gives_back_what_does_not_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "_PATIENCE_SECONDS", 0.02)
    reviews = Reviews()
    worker = Worker(reviews.review, 1)
    worker.put(work("a"))
    await reviews.settle()
    await worker.stop()
    assert reviews.at_once == 0
