"""A circuit breaker for each lookup's server: one that gives no answer again and again is left alone for a while."""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

Clock = Callable[[], float]


@dataclass
class Circuit:
    """Closed while the server answers; open after ``opens_after`` transient failures in a row, for ``cooling_seconds``.

    Then it lets one call through and waits for what becomes of it: an answer closes it, a failure opens it again.
    ``clock`` gives monotonic seconds.
    """

    opens_after: int = 5
    cooling_seconds: float = 10.0
    clock: Clock = time.monotonic
    failures: int = field(default=0, init=False)
    _open_until: float | None = field(default=None, init=False)
    _trying: bool = field(default=False, init=False)

    @property
    def closed(self) -> bool:
        """Whether any number of calls may pass."""
        return self._open_until is None

    @property
    def seconds_left(self) -> float:
        """How long no call will pass; 0 where the next one may."""
        return 0.0 if self._open_until is None else max(0.0, self._open_until - self.clock())

    def admit(self) -> bool:
        """Whether a call may be made now. Each call that was admitted ends in exactly one of the other methods."""
        if self._open_until is None:
            return True
        if self._trying or self.clock() < self._open_until:
            return False
        self._trying = True
        return True

    def answered(self) -> None:
        """The server is there, whatever it said."""
        self.failures, self._open_until, self._trying = 0, None, False

    def failed(self) -> None:
        """The server gave no answer, and might later."""
        self.failures += 1
        if self._trying or self.failures >= self.opens_after:
            self._open_until = self.clock() + self.cooling_seconds
        self._trying = False

    def abandoned(self) -> None:
        """The call was given up before anything was known of the server."""
        self._trying = False


@dataclass
class Circuits:
    """One circuit for each endpoint, shared by all runs that are given this object."""

    opens_after: int = 5
    cooling_seconds: float = 10.0
    clock: Clock = time.monotonic
    _circuits: dict[Hashable, Circuit] = field(default_factory=dict[Hashable, Circuit], init=False)

    def of(self, endpoint: Hashable) -> Circuit:
        """The circuit of an endpoint: a server in this process, or an address."""
        if endpoint not in self._circuits:
            self._circuits[endpoint] = Circuit(self.opens_after, self.cooling_seconds, self.clock)
        return self._circuits[endpoint]
