"""The lookups as the framework's tools, lent to one run at a time.

Connecting to a server and listing its tools costs more than all calls of a case, so a connection is kept after a run
that ended well and lent again: for good to a server in this process, and for some minutes to one at an address, which
may be replaced by another that has other tools.
"""

import asyncio
import math
import time
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from agent_framework import MCPStreamableHTTPTool

from mcp_clients.cache import AnswerCache
from mcp_clients.circuit import Circuits
from mcp_clients.ledger import Ledger
from mcp_clients.patience import Patience
from mcp_clients.session import Endpoint, RecordingClient, open_lookups

KEPT_SECONDS = 300.0
"""How long after it was opened a connection to an address is still lent again."""


@dataclass(frozen=True)
class _Connected:
    """A lookup's tool, usable until ``connection`` is closed; ``until`` says when it is not to be lent again."""

    client: RecordingClient
    tool: MCPStreamableHTTPTool
    connection: AsyncExitStack
    until: float


@dataclass
class Toolbox:
    """The tools of the lookups at ``endpoints``; ``call_timeout`` is in seconds. Close it with :meth:`close`.

    Answers are kept in ``cache``, and servers that give none are left alone by ``circuits``, for all runs together.
    """

    endpoints: Mapping[str, Endpoint]
    call_timeout: float
    cache: AnswerCache = field(default_factory=AnswerCache)
    circuits: Circuits = field(default_factory=Circuits)
    patience: Patience = field(default_factory=Patience)
    clock: Callable[[], float] = time.monotonic
    _idle: dict[str, list[_Connected]] = field(default_factory=dict[str, list[_Connected]])

    @asynccontextmanager
    async def lent(
        self, lookups: Iterable[str], ledger: Ledger, until: float = math.inf
    ) -> AsyncGenerator[list[MCPStreamableHTTPTool]]:
        """The named lookups' tools for one run, whose calls are recorded in ``ledger``.

        No call is tried again that may then end after ``until``, in the seconds of ``time.monotonic``. New
        connections are made together, for servers may be slow.
        """
        async with AsyncExitStack() as run:

            async def take(name: str) -> MCPStreamableHTTPTool:
                return await run.enter_async_context(self._lent(name, ledger, until))

            yield await asyncio.gather(*map(take, lookups))

    async def close(self) -> None:
        """Disconnects what is kept."""
        while self._idle:
            _, idle = self._idle.popitem()
            for connected in idle:
                await connected.connection.aclose()

    def clients(
        self, names: list[str], ledger: Ledger, until: float = math.inf
    ) -> AbstractAsyncContextManager[dict[str, RecordingClient]]:
        """Clients of the named lookups, newly connected, whose calls are recorded in ``ledger``."""
        return open_lookups(
            self.endpoints,
            names,
            ledger,
            self.cache,
            timeout_seconds=self.call_timeout,
            circuits=self.circuits,
            patience=self.patience,
            until=until,
        )

    @asynccontextmanager
    async def _lent(self, name: str, ledger: Ledger, until: float) -> AsyncGenerator[MCPStreamableHTTPTool]:
        """A run that fails may leave a call under way, so what it had is closed and not lent again."""
        connected = await self._kept(name) or await self._connect(name, ledger)
        connected.client.record_in(ledger, until)
        try:
            yield connected.tool
        except BaseException:
            await connected.connection.aclose()
            raise
        if connected.client.sound:
            self._idle.setdefault(name, []).append(connected)
        else:
            await connected.connection.aclose()

    async def _kept(self, name: str) -> _Connected | None:
        """The connection that was lent last, so that those that few runs need grow old."""
        while idle := self._idle.get(name):
            connected = idle.pop()
            if connected.client.sound and self.clock() < connected.until:
                return connected
            await connected.connection.aclose()
        return None

    async def _connect(self, name: str, ledger: Ledger) -> _Connected:
        kept_for = KEPT_SECONDS if isinstance(self.endpoints.get(name), str) else math.inf
        async with AsyncExitStack() as connection:
            until = self.clock() + kept_for
            client = (await connection.enter_async_context(self.clients([name], ledger, math.inf)))[name]
            tool = await connection.enter_async_context(_tool(name, client))
            return _Connected(client, tool, connection.pop_all(), until)


def _tool(name: str, client: RecordingClient) -> MCPStreamableHTTPTool:
    """The ledger keeps the answers, so the framework need not keep them again."""
    return MCPStreamableHTTPTool(
        name,
        mcp_client=client,
        load_prompts=False,
        approval_mode="never_require",
        max_host_payload_size_bytes=None,
    )
