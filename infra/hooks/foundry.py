"""The hosted agents of a Foundry project, over its REST interface, signed in to by ``az``.

Paths and fields are those of ``AgentsOperations`` and ``HostedAgentDefinition`` of the package azure-ai-projects 2.7.0,
and of learn.microsoft.com, "Manage hosted agents", which calls them with ``az rest --resource https://ai.azure.com``.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from infra.hooks.manifests import HostedAgent
from infra.hooks.programs import CommandFailed, az_rest, field
from infra.hooks.waiting import Patience
from infra.hooks.words import HookFailed, say

_AUDIENCE = "https://ai.azure.com"
_API = "api-version=v1"
_IDLE_SECONDS = 120
"""How long a session is kept that nobody asks: the least that ``SessionConfiguration`` of the same package allows. A
session is one request of ours, and a subscription may have few of them in a region at once."""
ACTIVE, FAILED, CREATING = "active", "failed", "creating"


@dataclass(frozen=True)
class Version:
    """A version of a hosted agent: what it was made from, whether it is ready, and the identity that it runs as."""

    agent: str
    number: str
    status: str
    definition: Mapping[str, Any]
    error: str = ""
    identity: str = ""


@dataclass(frozen=True)
class Project:
    """A Foundry project, by its endpoint."""

    endpoint: str

    def latest(self, agent: str) -> Version | None:
        """The newest version of an agent; None where there is no such agent. Raises :class:`HookFailed`."""
        try:
            told = self._ask("GET", f"/agents/{agent}")
        except CommandFailed as error:
            if error.not_found:
                return None
            raise
        return _version(agent, field(told, "versions.latest", dict))

    def version(self, agent: str, number: str) -> Version:
        """One version of an agent. Raises :class:`HookFailed`."""
        return _version(agent, self._ask("GET", f"/agents/{agent}/versions/{number}"))

    def create(self, agent: HostedAgent, definition: Mapping[str, Any]) -> Version:
        """A new version of an agent, which makes the agent where there is none. Raises :class:`HookFailed`."""
        body = {"definition": definition, "description": agent.description}
        return _version(agent.name, self._ask("POST", f"/agents/{agent.name}/versions", body))

    def drop(self, version: Version) -> None:
        """Delete a version. Raises :class:`HookFailed`."""
        self._ask("DELETE", f"/agents/{version.agent}/versions/{version.number}")

    def when_ready(self, version: Version, patience: Patience) -> Version:
        """The version when it is active. Raises :class:`HookFailed` where it fails, or is not in time."""
        began = time.monotonic()
        while version.status == CREATING:
            if patience.is_over(began):
                said = f"{version.agent} version {version.number} was not ready after {patience.seconds:g} s."
                raise HookFailed(said, "azd hooks run postprovision")
            patience.pause()
            version = self.version(version.agent, version.number)
        if version.status != ACTIVE:
            why = version.error or "the platform gave no reason"
            raise HookFailed(f"{version.agent} version {version.number} is {version.status}: {why}.", _mend(version))
        return version

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        url = f"{self.endpoint.rstrip('/')}{path}?{_API}"
        return az_rest(method, url, _AUDIENCE, body)


def _mend(version: Version) -> str:
    """Microsoft's pages differ on whose identity pulls the image; the project's has the role from the templates."""
    if "pull" in version.error and version.identity:
        scope = "--scope $(az acr show --name $AZURE_CONTAINER_REGISTRY_NAME --query id --output tsv)"
        who = f"--assignee-object-id {version.identity} --assignee-principal-type ServicePrincipal"
        return f"az role assignment create --role AcrPull {who} {scope}"
    return "the agent's page in the Foundry portal shows its logs; then: azd hooks run postprovision"


def definition_of(agent: HostedAgent, image: str, environment: Mapping[str, str]) -> dict[str, Any]:
    """What a version of an agent is made from."""
    return {
        "kind": "hosted",
        "cpu": agent.cpu,
        "memory": agent.memory,
        "environment_variables": dict(environment),
        "container_configuration": {"image": image},
        "protocol_versions": [dict(protocol) for protocol in agent.protocols],
        "session_configuration": {"idle_timeout_seconds": _IDLE_SECONDS},
    }


def registered(project: Project, agent: HostedAgent, definition: Mapping[str, Any]) -> Version:
    """The agent's version with this definition: the one that is there, or a new one. Raises :class:`HookFailed`.

    The service makes no new version of an unchanged definition (learn.microsoft.com, "Hosted agents", versioning), so
    one that failed is taken away before it is made again.
    """
    latest = project.latest(agent.name)
    same = latest is not None and _is_same(definition, latest.definition)
    if latest is not None and same and latest.status in (ACTIVE, CREATING):
        return latest
    if latest is not None and same and latest.status == FAILED:
        say(f"{agent.name}: version {latest.number} failed; it is made again.")
        project.drop(latest)
    return project.create(agent, definition)


def _is_same(wanted: Mapping[str, Any], there: Mapping[str, Any]) -> bool:
    """Whether a definition holds what is wanted; what the service adds to it makes no difference."""
    return all(_holds(there.get(name), value) for name, value in wanted.items())


def _holds(there: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict) and "image" in wanted:
        return isinstance(there, dict) and there.get("image") == wanted["image"]
    return bool(there == wanted)


def _version(agent: str, told: Any) -> Version:
    error = told.get("error") if isinstance(told, dict) else None
    why = error.get("message", "") if isinstance(error, dict) else ""
    identity = told.get("instance_identity") if isinstance(told, dict) else None
    return Version(
        agent,
        field(told, "version", str),
        field(told, "status", str),
        field(told, "definition", dict),
        str(why).rstrip("."),
        str(identity.get("principal_id", "")) if isinstance(identity, dict) else "",
    )
