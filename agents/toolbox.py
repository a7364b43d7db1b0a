"""The lookups as the framework's tools, lent to one run at a time.

Connecting to a server and listing its tools costs more than all calls of a case. A server in this process cannot go
away, so its connection is kept and lent again; one at an address is connected to anew for each run.
"""

import math
from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from agent_framework import MCPStreamableHTTPTool

from mcp_clients.cache import AnswerCache
from mcp_clients.circuit import Circuits
from mcp_clients.ledger import Ledger
from mcp_clients.patience import Patience
from mcp_clients.session import Endpoint, RecordingClient, open_lookups


@dataclass(frozen=True)
class _Connected:
    """A lookup's tool, usable until ``connection`` is closed."""

    client: RecordingClient
    tool: MCPStreamableHTTPTool
    connection: AsyncExitStack


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
    _idle: dict[str, list[_Connected]] = field(default_factory=dict[str, list[_Connected]])

    @asynccontextmanager
    async def lent(
        self, lookups: Iterable[str], ledger: Ledger, until: float = math.inf
    ) -> AsyncGenerator[list[MCPStreamableHTTPTool]]:
        """The named lookups' tools for one run, whose calls are recorded in ``ledger``.

        No call is tried again that may then end after ``until``, in the seconds of ``time.monotonic``.
        """
        names = tuple(lookups)
        kept = [name for name in names if self._is_in_process(name)]
        async with AsyncExitStack() as run:
            tools = [await run.enter_async_context(self._lent_again(name, ledger, until)) for name in kept]
            tools += await self._open([name for name in names if name not in kept], ledger, until, run)
            yield tools

    async def close(self) -> None:
        """Disconnects what is kept."""
        while self._idle:
            _, idle = self._idle.popitem()
            for connected in idle:
                await connected.connection.aclose()

    def _is_in_process(self, name: str) -> bool:
        return not isinstance(self.endpoints.get(name, ""), str)

    async def _open(
        self, names: list[str], ledger: Ledger, until: float, run: AsyncExitStack
    ) -> list[MCPStreamableHTTPTool]:
        """Connected together, for they may be slow."""
        clients = await run.enter_async_context(self.clients(names, ledger, until))
        return [await run.enter_async_context(_tool(name, client)) for name, client in clients.items()]

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
    async def _lent_again(self, name: str, ledger: Ledger, until: float) -> AsyncGenerator[MCPStreamableHTTPTool]:
        """A run that fails may leave a call under way, so what it had is closed and not lent again."""
        idle = self._idle.setdefault(name, [])
        connected = idle.pop() if idle else await self._connect(name, ledger)
        connected.client.record_in(ledger, until)
        try:
            yield connected.tool
        except BaseException:
            await connected.connection.aclose()
            raise
        if connected.client.out_of_reach is None:
            idle.append(connected)
        else:
            await connected.connection.aclose()

    async def _connect(self, name: str, ledger: Ledger) -> _Connected:
        async with AsyncExitStack() as connection:
            client = (await connection.enter_async_context(self.clients([name], ledger, math.inf)))[name]
            tool = await connection.enter_async_context(_tool(name, client))
            return _Connected(client, tool, connection.pop_all())


def _tool(name: str, client: RecordingClient) -> MCPStreamableHTTPTool:
    """The ledger keeps the answers, so the framework need not keep them again."""
    return MCPStreamableHTTPTool(
        name,
        mcp_client=client,
        load_prompts=False,
        approval_mode="never_require",
        max_host_payload_size_bytes=None,
    )
