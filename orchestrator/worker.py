"""The queue of cases to review, in this process: expedited before standard, then by due time, so many at once.

The queue itself is not stored. What is unfinished stands in the store, and is put in the queue again at the next start.
"""

import asyncio
import datetime as dt
import heapq
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from orchestrator.logs import fault_fields
from orchestrator.store.revisions import UnfinishedCase
from priorauth.case import Priority

_log = logging.getLogger(__name__)
_PATIENCE_SECONDS = 5.0
_PAUSES_SECONDS = (0.2, 1.0, 5.0, 15.0)


@dataclass(frozen=True, slots=True, order=True)
class _Turn:
    """A place in the queue."""

    after_expedited: bool
    due_at: dt.datetime
    case_id: str
    work: UnfinishedCase = field(compare=False)


class Worker:
    """Runs ``review`` for each case that is put in, at most ``limit`` at once, and no case twice at the same time.

    ``review`` finishes all that is unfinished of a case. Where it raises, the case is put in again after a pause, a
    few times; then it is left to the next start. ``stop`` waits a little for what runs and gives the rest back.
    """

    def __init__(self, review: Callable[[UnfinishedCase], Awaitable[None]], limit: int) -> None:
        self._review = review
        self._limit = limit
        self._queue: list[_Turn] = []
        self._waiting: set[str] = set()
        self._running: set[str] = set()
        self._failures: dict[str, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False

    @property
    def waiting(self) -> int:
        """How many cases wait for their turn."""
        return len(self._waiting)

    def put(self, work: UnfinishedCase) -> None:
        """Puts a case in the queue; one that waits already waits once."""
        if self._stopping or work.case_id in self._waiting:
            return
        self._waiting.add(work.case_id)
        heapq.heappush(self._queue, _Turn(work.priority is not Priority.EXPEDITED, work.due_at, work.case_id, work))
        self._start_next()

    async def stop(self) -> None:
        """Ends: running reviews have a few seconds to finish; what is unfinished then stays unfinished in the store."""
        self._stopping = True
        if self._tasks:
            _, unfinished = await asyncio.wait(self._tasks, timeout=_PATIENCE_SECONDS)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)

    def _start_next(self) -> None:
        while len(self._running) < self._limit and (turn := self._take()) is not None:
            self._running.add(turn.case_id)
            self._follow(asyncio.create_task(self._run(turn.work), name=f"review {turn.case_id}"))

    def _take(self) -> _Turn | None:
        """The next case that is not under review; one that is keeps its place until its own review ends."""
        busy: list[_Turn] = []
        found = None
        while self._queue and not self._stopping and found is None:
            turn = heapq.heappop(self._queue)
            if turn.case_id in self._running:
                busy.append(turn)
            else:
                found = turn
                self._waiting.discard(turn.case_id)
        for turn in busy:
            heapq.heappush(self._queue, turn)
        return found

    def _follow(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, work: UnfinishedCase) -> None:
        try:
            await self._review(work)
            self._failures.pop(work.case_id, None)
        except Exception as error:  # noqa: BLE001 - the worker's edge: what broke is tried again
            self._failed(work, error)
        finally:
            self._running.discard(work.case_id)
            if not self._stopping:
                self._start_next()

    def _failed(self, work: UnfinishedCase, error: Exception) -> None:
        count = self._failures.get(work.case_id, 0)
        self._failures[work.case_id] = count + 1
        again = count < len(_PAUSES_SECONDS)
        found = fault_fields(error, case_id=work.case_id, failures=count + 1, again=again)
        _log.error("review.interrupted", extra=found)
        if again and not self._stopping:
            self._follow(asyncio.create_task(self._put_later(work, _PAUSES_SECONDS[count])))

    async def _put_later(self, work: UnfinishedCase, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self.put(work)
