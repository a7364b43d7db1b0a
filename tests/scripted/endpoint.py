"""A server on the loopback that speaks chat completions and Responses, and says what a script has it say."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from priorauth.model_sources import ModelApi
from tests.scripted.saying import Fails, Said, pieces, usage_of, whole
from tests.scripted.turns import Turn, of_chat_completions, of_responses

Script = Callable[[Turn], Said]
_STARTS_WITHIN_SECONDS = 20.0


@dataclass
class Endpoint:
    """The server's address, what plays it, and every turn that it was asked."""

    script: Script
    url: str = ""
    turns: list[Turn] = field(default_factory=list[Turn])

    def application(self) -> Starlette:
        """The ASGI application."""
        return Starlette(
            routes=[
                Route("/v1/chat/completions", self._complete, methods=["POST"]),
                Route("/v1/responses", self._respond, methods=["POST"]),
            ]
        )

    async def _complete(self, request: Request) -> Response:
        return await self._answer(of_chat_completions(await request.json(), _key(request)))

    async def _respond(self, request: Request) -> Response:
        return await self._answer(of_responses(await request.json(), _key(request)))

    async def _answer(self, turn: Turn) -> Response:
        self.turns.append(turn)
        said = await asyncio.to_thread(self.script, turn)
        if isinstance(said, Fails):
            error = {"message": said.message, "type": said.code, "code": said.code, "param": None}
            used = {"usage": usage_of(turn.api, said.used)} if said.used else {}
            return JSONResponse({"error": error} | used, said.status, dict(said.headers))
        await asyncio.sleep(said.after_seconds)
        if turn.body.get("stream"):
            return StreamingResponse(pieces(turn.api, said), media_type="text/event-stream")
        return JSONResponse(whole(turn.api, said))

    def environment(self, api: ModelApi = ModelApi.CHAT_COMPLETIONS, **more: str) -> dict[str, str]:
        """The settings of a service whose agents are played by this server."""
        return {
            "PRIORAUTH_MODEL": "openai",
            "PRIORAUTH_MODEL_NAME": "scripted",
            "PRIORAUTH_MODEL_ENDPOINT": self.url,
            "PRIORAUTH_MODEL_API": api.value,
            "PRIORAUTH_MODEL_KEY": "sk-scripted",
        } | more


@contextmanager
def serving(script: Script) -> Iterator[Endpoint]:
    """The server, for as long as the context is open."""
    endpoint = Endpoint(script)
    config = uvicorn.Config(
        endpoint.application(), host="127.0.0.1", port=0, log_level="error", access_log=False, ws="none", lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        endpoint.url = f"http://127.0.0.1:{_port(server)}/v1"
        yield endpoint
    finally:
        server.should_exit = True
        thread.join(_STARTS_WITHIN_SECONDS)


def in_turn(*said: Said) -> Script:
    """A script that says one thing after the other, whatever it is told; the last one for ever."""
    left = list(said)

    def say(_: Turn) -> Said:
        return left.pop(0) if len(left) > 1 else left[0]

    return say


def _port(server: Any) -> int:
    until = time.monotonic() + _STARTS_WITHIN_SECONDS
    while not server.started:
        if time.monotonic() > until:
            raise TimeoutError("the scripted server did not start")
        time.sleep(0.01)
    return int(server.servers[0].sockets[0].getsockname()[1])


def _key(request: Request) -> str:
    return request.headers.get("authorization", "").removeprefix("Bearer ")
