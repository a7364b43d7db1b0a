"""What the five servers share: from a table of tools and a source of data to an MCP server.

Built on the protocol's low-level server: the high-level one reconfigures the process's root logger when it is
constructed, and answers bad arguments with an error text that quotes them. Nothing here logs an argument.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from mcp.server import Server
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INTERNAL_ERROR,
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as ListedTool
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mcp_servers.answers import Answered, AnyReply, Asked, F, NothingFound, NotInSnapshot, Refused, Reply

_LOGGER = logging.getLogger(__name__)
_READ_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

S = TypeVar("S")
Q = TypeVar("Q", bound=Asked)


@dataclass(frozen=True)
class Tool(Generic[S, Q, F]):
    """A tool: its name, the type of its arguments (whose docstring describes it), and the function that answers."""

    name: str
    asked: type[Q]
    found: type[F]
    answer: Callable[[S, Q], Reply[F]]


def lookup_server(
    name: str, title: str, tools: Sequence[Tool[S, Any, Any]], source: S, data_version: str
) -> Server[Any]:
    """A server that answers from ``source``; every answer carries ``data_version``, and so does the server itself."""
    by_name = {tool.name: tool for tool in tools}

    async def list_tools(_: object, __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[_listing(tool) for tool in tools])

    async def call_tool(_: object, params: CallToolRequestParams) -> CallToolResult:
        tool = by_name.get(params.name)
        if tool is None:
            raise MCPError(INVALID_PARAMS, "This server has no tool of that name.")
        reply = _answer(tool, source, params.arguments or {})
        return _as_result(reply.model_copy(update={"data_version": data_version}))

    return Server(name, version=data_version, title=title, on_list_tools=list_tools, on_call_tool=call_tool)


def _answer(tool: Tool[S, Any, Any], source: S, arguments: dict[str, Any]) -> AnyReply:
    try:
        return tool.answer(source, tool.asked.model_validate(arguments))
    except ValidationError as error:
        return Refused(detail=_what_is_wrong(error))
    except Exception as error:  # noqa: BLE001 - the edge: no fault of ours may carry arguments to a log or a caller
        _LOGGER.error("The tool %s failed: %s", tool.name, type(error).__name__)
        raise MCPError(INTERNAL_ERROR, "The server failed to answer.") from None


def _what_is_wrong(error: ValidationError) -> str:
    """The arguments that do not fit and why, without a word of the caller's."""
    problems = error.errors(include_url=False, include_input=False, include_context=False)
    return " ".join(dict.fromkeys(map(_problem, problems)))


def _problem(problem: ErrorDetails) -> str:
    if problem["type"] == "extra_forbidden":
        return "There is an argument that this tool does not have."
    return f"{'.'.join(map(str, problem['loc'])) or 'arguments'}: {problem['msg']}."


def _as_result(reply: AnyReply) -> CallToolResult:
    content = TextContent(type="text", text=reply.model_dump_json())
    return CallToolResult(content=[content], structured_content=reply.model_dump(mode="json"))


@cache
def _listing(tool: Tool[Any, Any, Any]) -> ListedTool:
    """How the tool is listed. Schemas are made when they are first asked for: they cost more than all the rest."""
    return ListedTool(
        name=tool.name,
        description=tool.asked.__doc__,
        input_schema=tool.asked.model_json_schema(),
        output_schema=_one_of(Answered[tool.found], NothingFound, NotInSnapshot, Refused),
        annotations=_READ_ONLY,
    )


def _one_of(*replies: type[AnyReply]) -> dict[str, Any]:
    """The schema of any of the replies, put together from each one's own: half the time of their union's."""
    definitions: dict[str, Any] = {}
    choices: list[dict[str, Any]] = []
    for reply in replies:
        schema = dict(_schema(reply))
        definitions |= schema.pop("$defs", {})
        choices.append(schema)
    return {"type": "object", "anyOf": choices, "$defs": definitions}


@cache
def _schema(reply: type[AnyReply]) -> dict[str, Any]:
    return reply.model_json_schema(mode="serialization")
