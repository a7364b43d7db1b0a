"""The recorder: what stands between a caller and a lookup's server, so that every call is in the ledger."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from mcp_types import CallToolResult, TextContent
from pydantic import TypeAdapter, ValidationError
from rfc8785 import CanonicalizationError

from mcp_clients import failures
from mcp_clients.cache import AnswerCache
from mcp_clients.failures import CallFailure
from mcp_clients.ledger import Ledger, LedgerEntry
from mcp_clients.questions import Arguments, JsonObject, LookupTool
from mcp_clients.registry import Lookup
from priorauth.canonical import digest
from priorauth.ledger import LookupCall, LookupOutcome

_JSON_OBJECT: TypeAdapter[JsonObject] = TypeAdapter(JsonObject)
_LONGEST_DETAIL = 300

Send = Callable[[], Awaitable[CallToolResult]]


def utc_now() -> datetime:
    """The wall clock, for the ledger's times only; nothing is decided by it."""
    return datetime.now(UTC)


def as_result(answer: JsonObject) -> CallToolResult:
    """A tool result that carries the answer, structured and as text; never an error, so that frameworks pass it on."""
    return CallToolResult(content=[TextContent(type="text", text=json.dumps(answer))], structured_content=answer)


@dataclass(frozen=True)
class _Begun:
    """A call that was begun. ``started`` is ``time.perf_counter()`` seconds."""

    id: str
    tool: str
    digest: str
    key: str
    started_at: datetime
    started: float


@dataclass(frozen=True)
class _Ended:
    """How a call ended: the answer where there is one, and what the ledger says of it."""

    outcome: LookupOutcome
    detail: str
    data_version: str | None = None
    identifiers: tuple[str, ...] = ()
    answer: JsonObject | None = None

    @classmethod
    def in_failure(cls, failure: CallFailure) -> "_Ended":
        return cls(failure.outcome, failure.detail)

    def as_result(self) -> CallToolResult:
        failure: JsonObject = {"outcome": self.outcome.value, "detail": self.detail, "data_version": self.data_version}
        return as_result(failure if self.answer is None else self.answer)


@dataclass(frozen=True)
class Recorder:
    """Asks one lookup's server through ``send``, within ``timeout_seconds``, and records what became of it.

    ``endpoint`` tells servers apart in the cache; ``server`` is the name or address that the ledger shows, without
    credentials. A tool that the registry does not name is refused here and never sent.
    """

    lookup: Lookup
    endpoint: Hashable
    server: str
    ledger: Ledger
    cache: AnswerCache
    timeout_seconds: float
    now: Callable[[], datetime] = utc_now

    async def call(self, tool_name: str, arguments: Arguments, send: Send) -> CallToolResult:
        """The answer, or a typed failure as an ordinary result. Only cancellation is raised, after it is recorded."""
        tool = self.lookup.tool(tool_name)
        begun = self._begin(tool_name, tool, arguments)
        if tool is None:
            return self._end(begun, _Ended.in_failure(failures.refused("This lookup has no tool of that name.")))
        if not begun.digest:
            return self._end(begun, _Ended.in_failure(failures.refused("The arguments are not JSON values.")))
        return await self._answer(begun, tool, arguments, send)

    async def _answer(self, begun: _Begun, tool: LookupTool[Any], arguments: Arguments, send: Send) -> CallToolResult:
        place = (self.endpoint, tool.name, begun.digest)
        kept = self.cache.get(place)
        if kept is not None:
            return self._end(begun, _read(tool, arguments, kept), cached=True)
        try:
            ended = await self._ask(tool, arguments, send)
        except asyncio.CancelledError:
            self._end(begun, _Ended.in_failure(failures.CANCELLED))
            raise
        if ended.answer is not None:
            self.cache.put(place, ended.answer)
        return self._end(begun, ended)

    async def _ask(self, tool: LookupTool[Any], arguments: Arguments, send: Send) -> _Ended:
        try:
            async with asyncio.timeout(self.timeout_seconds):
                result = await send()
        except TimeoutError:
            return _Ended.in_failure(failures.timed_out(self.timeout_seconds))
        except Exception as error:  # noqa: BLE001 - the edge: what a transport raises is an outage, never a crash
            return _Ended.in_failure(failures.failure_of(error))
        return _judge(tool, arguments, result)

    def _begin(self, tool_name: str, tool: LookupTool[Any] | None, arguments: Arguments) -> _Begun:
        try:
            arguments_digest = digest(dict(arguments))
            key = "" if tool is None else tool.key(arguments)
        except CanonicalizationError:
            arguments_digest, key = "", ""
        return _Begun(
            self.ledger.begin(self.lookup.name), tool_name, arguments_digest, key, self.now(), time.perf_counter()
        )

    def _end(self, begun: _Begun, ended: _Ended, *, cached: bool = False) -> CallToolResult:
        call = LookupCall(
            id=begun.id,
            lookup=self.lookup.name,
            tool=begun.tool,
            arguments_digest=begun.digest,
            server=self.server,
            data_version=ended.data_version,
            started_at=begun.started_at,
            duration_ms=round((time.perf_counter() - begun.started) * 1000, 3),
            outcome=ended.outcome,
            cached=cached,
            identifiers=ended.identifiers,
            detail=ended.detail,
        )
        self.ledger.record(LedgerEntry(call=call, question=begun.key, answer=ended.answer))
        return ended.as_result()


def _judge(tool: LookupTool[Any], arguments: Arguments, result: CallToolResult) -> _Ended:
    """What a tool result is worth. An error result's text is not passed on: it may quote the arguments."""
    if result.is_error:
        return _Ended.in_failure(failures.refused("The server answered with an error."))
    structured = _structured(result)
    if structured is None:
        return _Ended.in_failure(failures.NO_STRUCTURE)
    return _read(tool, arguments, tool.in_our_shape(arguments, structured))


def _read(tool: LookupTool[Any], arguments: Arguments, raw: JsonObject) -> _Ended:
    try:
        answer = tool.read(raw)
    except ValidationError:
        return _Ended.in_failure(failures.WRONG_FORM)
    ended = _Ended(answer.outcome, answer.detail[:_LONGEST_DETAIL], answer.data_version)
    return ended if answer.outcome.failed else replace(ended, identifiers=tool.held_by(answer), answer=raw)


def _structured(result: CallToolResult) -> JsonObject | None:
    """The structured content, or the object that the first text block spells out: older servers send only text."""
    try:
        if result.structured_content is not None:
            return _JSON_OBJECT.validate_python(result.structured_content)
        texts = [block.text for block in result.content if isinstance(block, TextContent)]
        return _JSON_OBJECT.validate_json(texts[0]) if texts else None
    except ValidationError:
        return None
