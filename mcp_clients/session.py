"""Connections to the lookups. Every call that goes through one of these clients is in the ledger, whoever makes it."""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any

from mcp import Client
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
from mcp_clients.failures import failure_of, timed_out
from mcp_clients.ledger import Answered, Failed, Ledger, NotAsked
from mcp_clients.questions import JsonObject, Question
from mcp_clients.recording import Recorder, as_result
from mcp_clients.registry import Lookup, lookup_named
from mcp_clients.transport import Endpoint, label_of, reached


@dataclass(kw_only=True)
class RecordingClient(Client):
    """An ``mcp.Client`` whose every tool call is recorded, and answers with a typed failure where others raise.

    ``out_of_reach`` says why the lookup cannot be asked at all; None where it can.
    """

    recorder: Recorder
    out_of_reach: str | None = None

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

        async def send() -> CallToolResult:
            return await self.session.send_request(
                CallToolRequest(params=params),
                CallToolResult,
                request_read_timeout_seconds=read_timeout_seconds,
                progress_callback=progress_callback,
            )

        return await self.recorder.call(name, arguments or {}, send)

    def record_in(self, ledger: Ledger) -> None:
        """Record the calls that begin from now on in another ledger."""
        self.recorder = replace(self.recorder, ledger=ledger)

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
) -> AsyncGenerator[dict[str, RecordingClient]]:
    """Clients of the named lookups, by name. ``timeout_seconds`` bounds each connecting and each call.

    A lookup that cannot be reached, or for which there is no endpoint, is there all the same: it lists its tools, and
    its calls are recorded as unavailable with the reason.
    """
    kept = AnswerCache(max_entries=0) if cache is None else cache
    wanted = {name: endpoints.get(name) for name in names}
    recorders = [
        Recorder(lookup_named(name), endpoint, label_of(endpoint), ledger, kept, timeout_seconds)
        for name, endpoint in wanted.items()
    ]
    async with AsyncExitStack() as stack:
        opened = await asyncio.gather(*map(_open, recorders, wanted.values(), repeat(stack)))
        yield dict(zip(wanted, opened, strict=True))


async def _open(recorder: Recorder, endpoint: Endpoint | None, stack: AsyncExitStack) -> RecordingClient:
    if endpoint is None:
        return await _stand_in(recorder, "No server is configured for this lookup.", stack)
    client = RecordingClient(reached(endpoint, recorder.timeout_seconds), recorder=recorder)
    try:
        async with asyncio.timeout(recorder.timeout_seconds):
            await _keep_open(client, stack)
    except TimeoutError:
        return await _stand_in(recorder, timed_out(recorder.timeout_seconds).detail, stack)
    except Exception as error:  # noqa: BLE001 - the edge: what cannot be connected is an outage of one lookup
        return await _stand_in(recorder, failure_of(error).detail, stack)
    return client


async def _keep_open(client: RecordingClient, stack: AsyncExitStack) -> None:
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
    """Disconnect. How a transport ends spoils no call that was answered, so its last exception is only collected."""
    finished.set()
    await asyncio.wait({task})
    if not task.cancelled():
        task.exception()


async def _stand_in(recorder: Recorder, detail: str, stack: AsyncExitStack) -> RecordingClient:
    """A client of a server in this process that says for each of the lookup's tools why it cannot be asked."""
    server = _silent_server(recorder.lookup, detail)
    client = RecordingClient(server, recorder=recorder, out_of_reach=detail)
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
