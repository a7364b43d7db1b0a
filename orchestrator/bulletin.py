"""Who waits for news of a case, in this process. The news itself is read from the store."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class News:
    """What one who watches a case is told: ``any`` is set at each announcement, ``finished`` at a whole revision.

    Clear an event before reading the store, and nothing is missed.
    """

    any: asyncio.Event = field(default_factory=asyncio.Event)
    finished: asyncio.Event = field(default_factory=asyncio.Event)


class Bulletin:
    """Wakes those who watch a case when something was written to its log, and everyone when the service stops.

    Those who watch the queue are woken by any case.
    """

    def __init__(self) -> None:
        self._watchers: dict[str, set[News]] = {}
        self._of_queue: set[asyncio.Event] = set()
        self.closed = False

    def announce(self, case_id: str, *, finished: bool = False) -> None:
        """Something was written to the case's log; ``finished``: a revision became whole."""
        for news in self._watchers.get(case_id, ()):
            news.any.set()
            if finished:
                news.finished.set()
        self._wake_queue()

    def _wake_queue(self) -> None:
        for event in self._of_queue:
            event.set()

    @contextmanager
    def watching_queue(self) -> Iterator[asyncio.Event]:
        """Set when something was written to any case's log, as long as the context is open. Clear it before reading."""
        event = asyncio.Event()
        self._of_queue.add(event)
        try:
            yield event
        finally:
            self._of_queue.discard(event)

    @contextmanager
    def watching(self, case_id: str) -> Iterator[News]:
        """The news of a case, as long as the context is open."""
        news = News()
        self._watchers.setdefault(case_id, set()).add(news)
        try:
            yield news
        finally:
            self._watchers[case_id].discard(news)
            if not self._watchers[case_id]:
                del self._watchers[case_id]

    def announce_all(self) -> None:
        """Something may have been written to any case's log."""
        for case_id in self._watchers:
            self.announce(case_id, finished=True)
        self._wake_queue()

    def close(self) -> None:
        """Wakes everyone: the service stops."""
        self.closed = True
        self.announce_all()


async def within(event: asyncio.Event, seconds: float) -> bool:
    """Whether the event was set within so many seconds."""
    try:
        async with asyncio.timeout(seconds):
            return await event.wait()
    except TimeoutError:
        return False
