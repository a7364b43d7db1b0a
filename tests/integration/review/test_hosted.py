"""Agents hosted by a Foundry project, called both ways through its client; a project on the loopback stands in."""

import asyncio
import contextlib
import dataclasses
import json
import socket
import time
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx2
import pytest
import uvicorn
from azure.core.credentials import AccessToken
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agents.composing import worked_with
from agents.hosted import CalledBy, Project, agents_hosted_by
from agents.proven import ProvenAgents
from agents.responses import WorkedWith
from orchestrator.bootstrap import Composition
from orchestrator.settings import Settings, read_settings
from priorauth.inputs import AgentName
from priorauth.settings import SettingsInvalid
from tests.integration.review.reviewing import ListJournal, example_case
from tests.integration.review.test_remote import served

NAMES = {agent: f"priorauth-{agent.value}" for agent in AgentName}
MADE = WorkedWith(model="embedded-1", rule_book="sha256:1", code="1")


class Identity:
    """Signs in without asking anybody."""

    async def get_token(self, *scopes: str, **_: Any) -> AccessToken:
        assert scopes == ("https://ai.azure.com/.default",)
        return AccessToken("signed-in", int(time.time()) + 3600)


class QuietServer(uvicorn.Server):
    """Leaves the process's signals alone."""

    @contextlib.contextmanager
    def capture_signals(self) -> Any:
        yield


@dataclasses.dataclass
class ProjectServer:
    """What a project answers, as its library's own documentation describes the addresses."""

    agents: dict[str, httpx2.AsyncClient]
    asked: list[str] = dataclasses.field(default_factory=list[str])

    def application(self) -> Starlette:
        agent = "/api/projects/p/agents/{name}"
        return Starlette(
            routes=[
                Route(agent, self._state, methods=["GET"]),
                Route(f"{agent}/endpoint/protocols/openai/responses", self._at_endpoint, methods=["POST"]),
                Route("/api/projects/p/openai/v1/responses", self._by_reference, methods=["POST"]),
            ]
        )

    async def _state(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in self.agents:
            return JSONResponse({"error": {"code": "not_found", "message": "no such agent"}}, 404)
        return JSONResponse({"object": "agent", "name": name, "versions": {"latest": {"version": "1"}}})

    async def _at_endpoint(self, request: Request) -> Response:
        assert request.query_params["api-version"] == "v1"
        return await self._forwarded(request, request.path_params["name"])

    async def _by_reference(self, request: Request) -> Response:
        reference = json.loads(await request.body())["agent_reference"]
        assert reference["type"] == "agent_reference"
        return await self._forwarded(request, reference["name"])

    async def _forwarded(self, request: Request, name: str) -> Response:
        assert request.headers["authorization"] == "Bearer signed-in"
        self.asked.append(f"{request.url.path.rsplit('/', 2)[-2]} {name}")
        answer = await self.agents[name].post("/responses", content=await request.body())
        return Response(answer.content, answer.status_code, media_type="application/json")


@asynccontextmanager
async def a_project(agents: Any, tells: WorkedWith) -> AsyncGenerator[tuple[str, ProjectServer]]:
    """The endpoint of a project that hosts the four agents."""
    async with AsyncExitStack() as stack:
        clients = {NAMES[one]: await stack.enter_async_context(served(one, agents, tells)) for one in AgentName}
        project = ProjectServer(clients)
        server = QuietServer(uvicorn.Config(project.application(), log_level="error", access_log=False, ws="none"))
        listening = socket.create_server(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        serving = asyncio.create_task(server.serve([listening]))
        try:
            yield f"http://127.0.0.1:{port}/api/projects/p", project
        finally:
            server.should_exit = True
            await serving


@pytest.mark.parametrize("called_by", CalledBy)
async def test_a_review_is_the_same_by_hosted_agents(composition: Composition, called_by: CalledBy) -> None:
    made = worked_with(composition.rule_book, Settings())
    standards = composition.agents.kit.standards  # pyright: ignore[reportAttributeAccessIssue]
    case = example_case("01")
    here = await composition.pipeline.review(case, ListJournal(), number=1, assumptions=())
    async with (
        a_project(composition.agents, made) as (endpoint, project),
        agents_hosted_by(Project(endpoint, NAMES, called_by), made, 60, Identity()) as agents,
    ):
        assert set((await agents.states(10)).values()) == {None}
        pipeline = dataclasses.replace(composition.pipeline, agents=ProvenAgents(agents, standards))
        there = await pipeline.review(case, ListJournal(), number=1, assumptions=())
    assert there.recommendation == here.recommendation
    way = "openai" if called_by is CalledBy.ENDPOINT else "v1"
    assert sorted(project.asked) == sorted(f"{way} {name}" for name in NAMES.values())


async def test_an_agent_that_the_project_does_not_host_is_not_ready(composition: Composition) -> None:
    elsewhere = {agent: f"other-{agent.value}" for agent in AgentName}
    async with (
        a_project(composition.agents, MADE) as (endpoint, _),
        agents_hosted_by(Project(endpoint, elsewhere, CalledBy.ENDPOINT), MADE, 10, Identity()) as agents,
    ):
        states = await agents.states(10)
    assert set(states.values()) == {"its server is not ready: NotFoundError"}


async def test_a_library_that_would_write_the_record_to_the_console_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AZURE_AI_PROJECTS_CONSOLE_LOGGING", "true")
    with pytest.raises(SettingsInvalid, match="unset it"):
        async with agents_hosted_by(Project("http://127.0.0.1:9", NAMES, CalledBy.ENDPOINT), MADE, 1, Identity()):
            pass


def test_hosted_agents_need_their_project() -> None:
    with pytest.raises(SettingsInvalid, match="PRIORAUTH_FOUNDRY_PROJECT is missing"):
        read_settings({"PRIORAUTH_AGENTS": "foundry"})
    settings = read_settings({"PRIORAUTH_AGENTS": "foundry", "PRIORAUTH_FOUNDRY_PROJECT": "https://a/api/projects/p"})
    assert settings.agent_url(AgentName.CLINICAL) == "https://a/api/projects/p/agents/priorauth-clinical"
