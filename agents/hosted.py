"""The agents as hosted agents of a Foundry project: the same client and protocol, at the project's addresses.

Signing in is the environment's Azure identity; there is no key. An agent is called at its own endpoint, or by reference
at the project's, which is the older form.
"""

import os
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from openai import DefaultAsyncHttpxClient

from agents.remote import TRIES_AGAIN, Place, RemoteAgents
from agents.responses import WorkedWith
from priorauth.inputs import AgentName
from priorauth.settings import SettingsInvalid

_TELLING = "AZURE_AI_PROJECTS_CONSOLE_LOGGING"
_API_VERSION = "v1"


class CalledBy(StrEnum):
    """How a hosted agent is called."""

    ENDPOINT = "endpoint"
    REFERENCE = "reference"


@dataclass(frozen=True)
class Project:
    """A Foundry project: its endpoint, what its agents are called there, and how they are called."""

    endpoint: str
    names: Mapping[AgentName, str]
    called_by: CalledBy


@asynccontextmanager
async def agents_hosted_by(
    project: Project, expected: WorkedWith, timeout_seconds: float, credential: Any = None
) -> AsyncGenerator[RemoteAgents]:
    """The project's agents, for as long as the context is open. ``timeout_seconds`` bounds one try of a request.

    ``credential`` signs in; the environment's identity unless given. Raises :class:`SettingsInvalid` where the packages
    for it are not installed, and where the project's library is told to write what is sent to the console.
    """
    if os.environ.get(_TELLING, "").lower() == "true":
        raise SettingsInvalid(f"{_TELLING} has clinical text written to the console; unset it.")
    connect, identity = _packages()
    async with AsyncExitStack() as opened:
        signs_in = credential or await opened.enter_async_context(identity())
        client = await opened.enter_async_context(connect(project.endpoint, signs_in, allow_preview=True))
        http = await opened.enter_async_context(DefaultAsyncHttpxClient(timeout=timeout_seconds))
        limits = {"timeout": timeout_seconds, "max_retries": TRIES_AGAIN, "http_client": http}
        yield RemoteAgents({agent: _place(agent, project, client, limits) for agent in AgentName}, expected)


def _packages() -> tuple[Any, Any]:
    """The project's client and the identity; importing them takes four seconds, which only this way needs."""
    try:
        from azure.ai.projects.aio import AIProjectClient
        from azure.identity.aio import DefaultAzureCredential
    except ModuleNotFoundError:
        raise SettingsInvalid(
            "PRIORAUTH_AGENTS=foundry needs azure-ai-projects and azure-identity, which are not installed: "
            "install this package with its extra `azure`."
        ) from None
    return AIProjectClient, DefaultAzureCredential


def _place(agent: AgentName, project: Project, client: Any, limits: Mapping[str, Any]) -> Place:
    name = project.names[agent]
    state_at = f"{project.endpoint.rstrip('/')}/agents/{name}?api-version={_API_VERSION}"
    if project.called_by is CalledBy.ENDPOINT:
        return Place(client.get_openai_client(agent_name=name, **limits), state_at, tells=False)
    reference = {"agent_reference": {"type": "agent_reference", "name": name}}
    return Place(client.get_openai_client(**limits), state_at, tells=False, extra_body=reference)
