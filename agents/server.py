"""One agent as a server: the Responses protocol at ``/responses``, and ``/readiness`` beside it.

Nothing of a request or of an answer is stored or logged. Whoever does not wait for an answer any more stops the work.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from http import HTTPStatus
from typing import Any

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agents.envelope import open_envelope
from agents.responses import ResponseRequest, WorkedWith, completed, failed
from agents.runtime import InProcessAgents
from priorauth.errors import AgentFailed
from priorauth.inputs import INPUTS, AgentInput, AgentName, AgentOutput
from priorauth.model_budget import Allowance
from priorauth.model_usage import AgentUsage, Made, agent_usage

_LOGGER = logging.getLogger(__name__)
MOST_BYTES = 64 * 1024 * 1024
"""The largest request that is read: a long record with the facts that were found in it."""


class _Unreadable(Exception):
    """A request that is none for this agent. Its message holds nothing of the request."""


Compose = Callable[[], AbstractAsyncContextManager[InProcessAgents]]


class AgentServer:
    """Serves one agent. ``worked_with`` stands in every answer."""

    def __init__(self, agent: AgentName, compose: Compose, worked_with: WorkedWith) -> None:
        self._agent = agent
        self._compose = compose
        self._worked_with = worked_with

    def application(self) -> Starlette:
        """The ASGI application. The agent is composed when it begins to serve."""
        return Starlette(
            routes=[
                Route("/readiness", self._readiness, methods=["GET"]),
                Route("/responses", self._respond, methods=["POST"]),
            ],
            lifespan=self._composed,
        )

    @asynccontextmanager
    async def _composed(self, _: Starlette) -> AsyncGenerator[None]:
        async with self._compose() as self._agents:
            yield

    async def _readiness(self, _: Request) -> Response:
        return JSONResponse({"status": "ready", "agent": self._agent.value} | self._worked_with.metadata)

    async def _respond(self, request: Request) -> Response:
        used = list[AgentUsage]()

        def heed(call: Made) -> None:
            if isinstance(call, AgentUsage):
                used.append(call)

        try:
            inputs, left = self._inputs(await _body(request))
            findings = await _unless_left(request, self._agents.run(self._agent, inputs, heed, left))
        except _Unreadable as error:
            return _refused(HTTPStatus.BAD_REQUEST, "invalid_request_error", str(error))
        except AgentFailed as error:
            return JSONResponse(failed(error, self._worked_with, agent_usage(used)))
        except ClientDisconnect:
            return Response(status_code=HTTPStatus.NO_CONTENT)
        except Exception as error:  # noqa: BLE001 - the agent server's edge: no fault's own words leave it, nor reach a log
            _LOGGER.error("agent %s: unexpected %s", self._agent.value, type(error).__name__)
            return _refused(HTTPStatus.INTERNAL_SERVER_ERROR, "server_error", "The agent met an unexpected fault.")
        return JSONResponse(completed(findings, self._worked_with, agent_usage(used)))

    def _inputs(self, body: bytes) -> tuple[AgentInput, Allowance]:
        """What the agent is given, and what its model may use."""
        try:
            asked = ResponseRequest.model_validate_json(body)
            envelope = open_envelope(asked.message)
            if envelope.agent != self._agent.value:
                raise _Unreadable(f"This is the {self._agent.value} agent; the envelope is addressed to another.")
            return INPUTS[self._agent].model_validate(envelope.inputs), asked.left
        except ValidationError as error:
            count = error.error_count()
            raise _Unreadable(
                f"The request does not have the form of the protocol or of the envelope: {count} problems."
            ) from None
        except ValueError as error:
            raise _Unreadable(f"The request cannot be used: {error}.") from None


async def _body(request: Request) -> bytes:
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > MOST_BYTES:
            raise _Unreadable(f"The request is longer than {MOST_BYTES} bytes.")
    return bytes(received)


async def _unless_left(request: Request, work: Coroutine[Any, Any, AgentOutput]) -> AgentOutput:
    """What the work gives; it is cancelled where nobody waits for it any more. Raises ClientDisconnect then."""
    working, leaving = asyncio.create_task(work), asyncio.create_task(_left(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return working.result()
    finally:
        for task in (working, leaving):
            task.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _refused(status: HTTPStatus, kind: str, message: str) -> JSONResponse:
    return JSONResponse({"error": {"message": message, "type": kind, "code": kind, "param": None}}, status)
