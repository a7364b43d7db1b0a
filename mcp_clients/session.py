"""Connections to the lookups. Every call that goes through one of these clients is in the ledger, whoever makes it."""

import asyncio
import math
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import Any

from mcp import Client, ClientSession
from mcp.server import Server
from mcp.shared.dispatcher import ProgressFnT
from mcp_types import (
    CallToolRequest,
    CallToolRequestParams,
    CallToolResult,
    InputResponses,
    ListToolsResult,
    PaginatedRequestParams,
    RequestParamsMeta,
    Tool,
)

from mcp_clients.answers import P
from mcp_clients.cache import AnswerCache
from mcp_clients.circuit import Circuits
from mcp_clients.failures import CallFailure, failure_of, timed_out
from mcp_clients.judging import as_result
from mcp_clients.ledger import Answered, Failed, Ledger, NotAsked
from mcp_clients.patience import Patience
from mcp_clients.questions import JsonObject, Question
from mcp_clients.recording import Recorder, for_another_run
from mcp_clients.registry import Lookup, lookup_named
from mcp_clients.transport import Endpoint, label_of, reached

CLOSING_SECONDS = 2.0
"""How long a connection may take to say goodbye before it is cut."""

Ask = Callable[[ClientSession], Awaitable[CallToolResult]]


@dataclass(kw_only=True)
class RecordingClient(Client):
    """An ``mcp.Client`` whose every tool call is recorded, and answers with a typed failure where others raise.

    ``endpoint`` is where the lookup's server is, and None where there is none. ``out_of_reach`` says why this client is
    not connected to it; None where it is. A call of a client that is not connected, and a further try of any call, goes
    over a new connection.
    """

    recorder: Recorder
    endpoint: Endpoint | None = None
    out_of_reach: str | None = None
    _broken: bool = field(default=False, init=False)

    @property
    def sound(self) -> bool:
        """Whether further calls may go over this connection: it stands, and every call over it was answered."""
        return self.out_of_reach is None and not self._broken

    async def __aexit__(self, *raised: Any) -> None:
        """Also where a transport collapses while nobody calls."""
        self._broken = True
        await super().__aexit__(*raised)

    async def call_tool(
        self,
        name: str,
        arguments: dict[str, Any] | None = None,
        read_timeout_seconds: float | None = None,
        progress_callback: ProgressFnT | None = None,
        *,
        input_responses: InputResponses | None = None,
        request_state: str | None = None,
        meta: RequestParamsMeta | None = None,
    ) -> CallToolResult:
        """The server's answer, or ``{"outcome": "unavailable" | "refused" | "malformed", "detail": …}`` as a result.

        The answer's form is checked by our own types, so the session's check against the server's published schema,
        which compiles that schema anew for every session (20 ms a tool), is left out.
        """
        params = CallToolRequestParams(
            name=name,
            arguments=arguments,
            input_responses=input_responses,
            request_state=request_state,
            _meta=meta,
        )

        async def ask(session: ClientSession) -> CallToolResult:
            return await session.send_request(
                CallToolRequest(params=params),
                CallToolResult,
                request_read_timeout_seconds=read_timeout_seconds,
                progress_callback=progress_callback,
            )

        first = () if self.out_of_reach else (self._over_this_connection,)
        ways = chain(first, repeat(self._over_a_new_connection))
        return await self.recorder.call(name, arguments or {}, lambda: next(ways)(ask))

    async def _over_this_connection(self, ask: Ask) -> CallToolResult:
        try:
            return await ask(self.session)
        except BaseException:
            self._broken = True
            raise

    async def _over_a_new_connection(self, ask: Ask) -> CallToolResult:
        if self.endpoint is None:
            raise ConnectionError("there is no server")
        async with AsyncExitStack() as stack:
            client = Client(reached(self.endpoint, self.recorder.timeout_seconds))
            await _keep_open(client, stack)
            return await ask(client.session)

    def record_in(self, ledger: Ledger, until: float = math.inf) -> None:
        """Record the calls that begin from now on in another ledger; no try is begun that may end after ``until``."""
        self.recorder = for_another_run(self.recorder, ledger, until)

    async def ask(self, question: Question[P]) -> Answered[P] | Failed | NotAsked:
        """Ask a typed question, and say what the ledger then knows about it."""
        await self.call_tool(question.tool.name, dict(question.arguments))
        return self.recorder.ledger.find(question)


@asynccontextmanager
async def open_lookups(
    endpoints: Mapping[str, Endpoint],
    names: Iterable[str],
    ledger: Ledger,
    cache: AnswerCache | None = None,
    *,
    timeout_seconds: float = 10.0,
    circuits: Circuits | None = None,
    patience: Patience | None = None,
    until: float = math.inf,
) -> AsyncGenerator[dict[str, RecordingClient]]:
    """Clients of the named lookups, by name. ``timeout_seconds`` bounds each connecting and each try of a call.

    A lookup that cannot be reached, or for which there is no endpoint, is there all the same: it lists its tools. Each
    of its calls tries to reach the server and is recorded as unavailable where that fails. Where there is nobody to
    ask, and where ``circuits`` leave the server alone, nothing is sent and the question is withheld with the reason.
    """
    kept = AnswerCache(max_entries=0) if cache is None else cache
    shared = Circuits() if circuits is None else circuits
    wanted = {name: endpoints.get(name) for name in names}
    recorders = [
        Recorder(
            lookup=lookup_named(name),
            endpoint=endpoint,
            server=label_of(endpoint),
            ledger=ledger,
            cache=kept,
            timeout_seconds=timeout_seconds,
            circuit=shared.of(endpoint),
            patience=patience or Patience(),
            until=until,
            no_server="No server is configured for this lookup." if endpoint is None else None,
        )
        for name, endpoint in wanted.items()
    ]
    async with AsyncExitStack() as stack:
        opened = await asyncio.gather(*map(_open, recorders, wanted.values(), repeat(stack)))
        yield dict(zip(wanted, opened, strict=True))


async def _open(recorder: Recorder, endpoint: Endpoint | None, stack: AsyncExitStack) -> RecordingClient:
    if endpoint is None:
        return await _stand_in(recorder, None, recorder.no_server or "", stack)
    if not recorder.circuit.closed:
        return await _stand_in(recorder, endpoint, "The server gave no answer lately and is left alone.", stack)
    client = RecordingClient(reached(endpoint, recorder.timeout_seconds), recorder=recorder, endpoint=endpoint)
    failure = await _connect(client, recorder.timeout_seconds, stack)
    if failure is None:
        return client
    if failure.transient:
        recorder.circuit.failed()
    return await _stand_in(recorder, endpoint, failure.detail, stack)


async def _connect(client: Client, limit_seconds: float, stack: AsyncExitStack) -> CallFailure | None:
    """Why the server could not be connected to; None where it was."""
    try:
        async with asyncio.timeout(limit_seconds):
            await _keep_open(client, stack)
    except TimeoutError:
        return timed_out(limit_seconds)
    except Exception as error:  # noqa: BLE001 - the edge: what cannot be connected is an outage of one lookup
        return failure_of(error)
    return None


async def _keep_open(client: Client, stack: AsyncExitStack) -> None:
    """Connect in a task of its own: a transport that collapses later cancels that task, never the caller's."""
    connected: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    finished = asyncio.Event()

    async def live() -> None:
        async with client:
            connected.set_result(None)
            await finished.wait()

    task = asyncio.create_task(live())
    try:
        await asyncio.wait({task, connected}, return_when=asyncio.FIRST_COMPLETED)
        if task.cancelled():
            raise ConnectionError("the transport gave up")
        if task.done():
            task.result()
    except BaseException:  # also when cancelled: the task must not outlive the attempt
        task.cancel()
        raise
    stack.push_async_callback(_finish, task, finished)


async def _finish(task: asyncio.Task[None], finished: asyncio.Event) -> None:
    """Disconnect. How a transport ends spoils no call that was answered, so its last exception is only collected.

    A server that does not take the farewell is left without one: it may hold up nobody's deadline.
    """
    finished.set()
    task.add_done_callback(_collect)
    _, still_open = await asyncio.wait({task}, timeout=CLOSING_SECONDS)
    if still_open:
        task.cancel()
        await asyncio.wait({task}, timeout=CLOSING_SECONDS)


def _collect(task: asyncio.Task[None]) -> None:
    if not task.cancelled():
        task.exception()


async def _stand_in(
    recorder: Recorder, endpoint: Endpoint | None, detail: str, stack: AsyncExitStack
) -> RecordingClient:
    """A client that lists the lookup's tools without its server; ``detail`` says why there is no connection to it."""
    server = _silent_server(recorder.lookup, detail)
    client = RecordingClient(server, recorder=recorder, endpoint=endpoint, out_of_reach=detail)
    await _keep_open(client, stack)
    return client


def _silent_server(lookup: Lookup, detail: str) -> Server[Any]:
    async def list_tools(_: object, __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[_bare(tool.name, tool.parameters) for tool in lookup.tools])

    async def call_tool(_: object, __: CallToolRequestParams) -> CallToolResult:
        return as_result({"outcome": "unavailable", "data_version": None, "detail": detail})

    return Server(lookup.name, on_list_tools=list_tools, on_call_tool=call_tool)


def _bare(name: str, parameters: tuple[str, ...]) -> Tool:
    """A tool with its parameters' names only: enough for a framework to call it."""
    properties = {parameter: JsonObject() for parameter in parameters}
    return Tool(name=name, input_schema={"type": "object", "properties": properties})
