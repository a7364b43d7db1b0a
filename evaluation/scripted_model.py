"""``python -m evaluation.scripted_model PORT``: a model's server whose latency is known, in a process of its own.

It plays every agent as the embedded model does, after a wait that is set, and keeps how long each turn took it, from
the request's arrival to its answer. So what it takes to read the record is the model's time, not the service's.
"""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agents.kit import AgentKit, ModelNames
from agents.reading.reader import Reader
from evaluation.records import REPOSITORY
from evaluation.served import free_port
from orchestrator.settings import read_settings
from priorauth.inputs import AgentName
from priorauth.model_sources import ModelApi
from priorauth.regulating import regulations_of
from priorauth.rulebook import read_rule_book
from tests.scripted.endpoint import Script
from tests.scripted.honest import honest
from tests.scripted.saying import Says, whole
from tests.scripted.turns import Turn, of_chat_completions

_STARTS_WITHIN_SECONDS = 60.0
_PAUSE_SECONDS = 0.05


@dataclass
class _Server:
    """The script, how long it waits with each answer, and the seconds of each turn since it was last asked for them."""

    script: Script
    wait_seconds: float = 0.0
    turns: list[tuple[str, float]] = field(default_factory=list[tuple[str, float]])

    def application(self) -> Starlette:
        """The ASGI application."""
        return Starlette(
            routes=[
                Route("/v1/chat/completions", self._complete, methods=["POST"]),
                Route("/wait/{seconds:float}", self._wait, methods=["PUT"]),
                Route("/turns", self._told, methods=["DELETE"]),
            ]
        )

    async def _complete(self, request: Request) -> Response:
        began = time.perf_counter()
        turn = of_chat_completions(await request.json(), "")
        agent, said = await asyncio.to_thread(self._played, turn)
        await asyncio.sleep(self.wait_seconds)
        answer = JSONResponse(whole(ModelApi.CHAT_COMPLETIONS, said))
        self.turns.append((agent, time.perf_counter() - began))
        return answer

    def _played(self, turn: Turn) -> tuple[str, Says]:
        said = self.script(turn)
        if not isinstance(said, Says):
            raise TypeError("this model never fails")
        return turn.agent, said

    async def _wait(self, request: Request) -> Response:
        self.wait_seconds = request.path_params["seconds"]
        return Response()

    async def _told(self, _: Request) -> Response:
        told, self.turns = self.turns, []
        return JSONResponse(told)


@dataclass(frozen=True)
class ScriptedModel:
    """The server, as who measures sees it."""

    client: httpx.Client

    @property
    def settings(self) -> Mapping[str, str]:
        """The settings of a process whose agents it plays."""
        return {
            "PRIORAUTH_MODEL": "openai",
            "PRIORAUTH_MODEL_NAME": "scripted",
            "PRIORAUTH_MODEL_ENDPOINT": f"{str(self.client.base_url).rstrip('/')}/v1",
        }

    def wait(self, seconds: float) -> None:
        """Has every further turn take so long, beside what the script needs."""
        self.client.put(f"/wait/{seconds}").raise_for_status()

    def critical_path(self) -> float:
        """Seconds of the longest chain of turns since it was last asked: of one review, if there was one alone.

        Compliance is beside clinical and coverage, which follow each other; synthesis follows all.
        """
        spent = dict.fromkeys((name.value for name in AgentName), 0.0)
        for agent, seconds in self.client.delete("/turns").raise_for_status().json():
            spent[agent] += seconds
        beside = max(spent[AgentName.COMPLIANCE], spent[AgentName.CLINICAL] + spent[AgentName.COVERAGE])
        return beside + spent[AgentName.SYNTHESIS]


@contextmanager
def scripted_model() -> Iterator[ScriptedModel]:
    """The server in a process of its own, until the context ends."""
    port = free_port()
    command = (sys.executable, "-m", "evaluation.scripted_model", str(port))
    with subprocess.Popen(command, cwd=REPOSITORY) as process:
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
                _await(client, process)
                yield ScriptedModel(client)
        finally:
            process.terminate()


def _await(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _STARTS_WITHIN_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            client.delete("/turns").raise_for_status()
            return
        except httpx.TransportError:
            time.sleep(_PAUSE_SECONDS)
    raise RuntimeError("the scripted model did not start")


def main() -> None:
    """Serves on the port that is named, until it is stopped."""
    settings = read_settings({})
    book = read_rule_book(settings.rulebook)
    reader = Reader(book.skills.vocabulary, book.skills.clinical.scale)
    kit = AgentKit(book, reader, ModelNames.all_alike("openai:scripted"), regulations_of(book, settings))
    server = _Server(honest(kit))
    uvicorn.run(server.application(), host="127.0.0.1", port=int(sys.argv[1]), log_level="error", access_log=False)


if __name__ == "__main__":
    main()
