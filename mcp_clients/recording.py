"""The recorder: what stands between a caller and a lookup's server, so that every call is in the ledger."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from mcp_types import CallToolResult
from rfc8785 import CanonicalizationError

from mcp_clients import failures
from mcp_clients.cache import AnswerCache
from mcp_clients.circuit import Circuit
from mcp_clients.failures import CallFailure
from mcp_clients.judging import Ended, judge
from mcp_clients.ledger import Ledger, LedgerEntry, Withheld
from mcp_clients.patience import Patience
from mcp_clients.questions import Arguments, LookupTool
from mcp_clients.registry import Lookup
from priorauth.canonical import digest
from priorauth.ledger import LookupCall

Send = Callable[[], Awaitable[CallToolResult]]
"""Sends a question once; called again, it sends it again."""


def utc_now() -> datetime:
    """The wall clock, for the ledger's times only; nothing is decided by it."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class _Asked:
    """A question as it is asked: its tool and arguments, the arguments' digest, and the question's key."""

    tool: LookupTool[Any]
    arguments: Arguments
    digest: str
    key: str


@dataclass(frozen=True)
class _Begun:
    """A call that was begun. ``started`` is ``time.perf_counter()`` seconds."""

    id: str
    started_at: datetime
    started: float


@dataclass(frozen=True)
class Recorder:
    """Asks one lookup's server through ``send``, within ``timeout_seconds``, and records what became of it.

    ``endpoint`` tells servers apart in the cache; ``server`` is the name or address that the ledger shows, without
    credentials. A failure that may pass is tried again with ``patience``, up to ``until`` (monotonic seconds); every
    try is a call of its own in the ledger. What is not sent is withheld: a tool that the registry does not name,
    arguments that are not JSON, any question where ``no_server`` says why there is nobody to ask, and those that the
    ``circuit`` does not let pass.
    """

    lookup: Lookup
    endpoint: Hashable
    server: str
    ledger: Ledger
    cache: AnswerCache
    timeout_seconds: float
    now: Callable[[], datetime] = utc_now
    circuit: Circuit = field(default_factory=Circuit)
    patience: Patience = field(default_factory=Patience)
    until: float = math.inf
    no_server: str | None = None

    async def call(self, tool_name: str, arguments: Arguments, send: Send) -> CallToolResult:
        """The answer, or a typed failure as an ordinary result. Only cancellation is raised, after it is recorded."""
        tool = self.lookup.tool(tool_name)
        if tool is None:
            return self._withhold("", failures.refused("This lookup has no tool of that name.")).as_result()
        try:
            asked = _Asked(tool, arguments, digest(dict(arguments)), tool.key(arguments))
        except CanonicalizationError:
            return self._withhold("", failures.refused("The arguments are not JSON values.")).as_result()
        return (self._remembered(asked) or await self._ask(asked, send)).as_result()

    def _remembered(self, asked: _Asked) -> Ended | None:
        kept = self.cache.get(self._place(asked))
        return None if kept is None else self._end(asked, self._begin(), kept, cached=True)

    async def _ask(self, asked: _Asked, send: Send) -> Ended:
        ended = await self.patience.ask(
            lambda: self._try(asked, send), _asked_pause, until=self.until, longest_try=self.timeout_seconds
        )
        if ended.answer is not None:
            self.cache.put(self._place(asked), ended)
        return ended

    async def _try(self, asked: _Asked, send: Send) -> Ended:
        if self.no_server is not None:
            return self._withhold(asked.key, failures.withheld(self.no_server))
        if not self.circuit.admit():
            return self._withhold(asked.key, failures.withheld(self._left_alone()))
        begun = self._begin()
        try:
            ended = await self._send(asked, send)
        except BaseException:
            self.circuit.abandoned()
            self._end(asked, begun, Ended.in_failure(failures.CANCELLED))
            raise
        if ended.transient:
            self.circuit.failed()
        else:
            self.circuit.answered()
        return self._end(asked, begun, ended)

    async def _send(self, asked: _Asked, send: Send) -> Ended:
        try:
            async with asyncio.timeout(self.timeout_seconds):
                result = await send()
        except TimeoutError:
            return Ended.in_failure(failures.timed_out(self.timeout_seconds))
        except Exception as error:  # noqa: BLE001 - the edge: what a transport raises is an outage, never a crash
            return Ended.in_failure(failures.failure_of(error))
        return judge(asked.tool, asked.arguments, result)

    def _left_alone(self) -> str:
        """Why the circuit lets nothing through, and until when."""
        left = self.circuit.seconds_left
        until = self.now() + timedelta(seconds=left)
        when = f"before {until:%H:%M:%S} UTC" if left else "until one call has tried it"
        failed = self.circuit.failures
        return f"The {self.lookup.title} lookup gave no answer {failed} times in a row and is not asked again {when}."

    def _withhold(self, question: str, failure: CallFailure) -> Ended:
        self.ledger.withhold(Withheld(self.lookup.name, question, failure.detail))
        return Ended.in_failure(failure)

    def _place(self, asked: _Asked) -> tuple[Hashable, str, str]:
        return (self.endpoint, asked.tool.name, asked.digest)

    def _begin(self) -> _Begun:
        return _Begun(self.ledger.begin(self.lookup.name), self.now(), time.perf_counter())

    def _end(self, asked: _Asked, begun: _Begun, ended: Ended, *, cached: bool = False) -> Ended:
        call = LookupCall(
            id=begun.id,
            lookup=self.lookup.name,
            tool=asked.tool.name,
            arguments_digest=asked.digest,
            server=self.server,
            data_version=ended.data_version,
            started_at=begun.started_at,
            duration_ms=round((time.perf_counter() - begun.started) * 1000, 3),
            outcome=ended.outcome,
            cached=cached,
            identifiers=ended.identifiers,
            detail=ended.detail,
        )
        self.ledger.record(LedgerEntry(call=call, question=asked.key, answer=ended.answer))
        return ended


def _asked_pause(ended: Ended) -> float | None:
    """The pause that the server asks for before the next try; None where another would only fail likewise."""
    return ended.retry_after if ended.transient else None


def for_another_run(recorder: Recorder, ledger: Ledger, until: float) -> Recorder:
    """The recorder of the same server for another run."""
    return replace(recorder, ledger=ledger, until=until)
