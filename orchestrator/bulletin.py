"""Who waits for news of a case, in this process. The news itself is read from the store."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Bulletin:
    """Wakes those who watch a case when something was written to its log, and everyone when the service stops."""

    def __init__(self) -> None:
        self._watchers: dict[str, dict[asyncio.Event, bool]] = {}
        self.closed = False

    def announce(self, case_id: str, *, finished: bool = False) -> None:
        """Something was written to the case's log; ``finished``: a revision became whole."""
        for watcher, only_finished in self._watchers.get(case_id, {}).items():
            if finished or not only_finished:
                watcher.set()

    @contextmanager
    def watching(self, case_id: str, *, only_finished: bool = False) -> Iterator[asyncio.Event]:
        """An event that is set at each announcement. Clear it before reading, and nothing is missed."""
        watcher = asyncio.Event()
        self._watchers.setdefault(case_id, {})[watcher] = only_finished
        try:
            yield watcher
        finally:
            del self._watchers[case_id][watcher]
            if not self._watchers[case_id]:
                del self._watchers[case_id]

    def close(self) -> None:
        """Wakes everyone: the service stops."""
        self.closed = True
        for case_id in self._watchers:
            self.announce(case_id, finished=True)


async def within(event: asyncio.Event, seconds: float) -> bool:
    """Whether the event was set within so many seconds."""
    try:
        async with asyncio.timeout(seconds):
            return await event.wait()
    except TimeoutError:
        return False
