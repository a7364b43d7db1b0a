"""A bounded memory of answers, so that the same question is not sent twice within its time to live."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from mcp_clients.judging import Ended

CacheKey = tuple[Hashable, str, str]
"""The endpoint (a server object or an address), the tool's name, and the digest of the arguments."""


@dataclass(frozen=True)
class _Kept:
    ended: Ended
    expires_at: float


class AnswerCache:
    """Answers of calls that did not fail, the least recently used dropped first.

    ``max_entries`` 0 keeps nothing; ``ttl_seconds`` is the time to live; ``clock`` gives monotonic seconds. It holds
    digests of arguments, never the arguments.
    """

    def __init__(
        self, max_entries: int = 1024, ttl_seconds: float = 900.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._max_entries = max_entries
        self._ttl_seconds = ttl_seconds
        self._clock = clock
        self._kept: OrderedDict[CacheKey, _Kept] = OrderedDict()

    def get(self, key: CacheKey) -> Ended | None:
        """How the call that was kept for the key ended, read and judged, unless it has expired."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        if kept.expires_at <= self._clock():
            del self._kept[key]
            return None
        self._kept.move_to_end(key)
        return kept.ended

    def put(self, key: CacheKey, ended: Ended) -> None:
        """Keep the end of a call that was answered. The caller never puts a failure."""
        self._kept[key] = _Kept(ended, self._clock() + self._ttl_seconds)
        self._kept.move_to_end(key)
        while len(self._kept) > self._max_entries:
            self._kept.popitem(last=False)
