"""The agents of a Foundry project, as its REST interface keeps them.

Paths and fields: azure-ai-projects 2.7.0, ``AgentsOperations``, ``AgentDetails``, ``AgentVersionDetails``; refusals and
statuses: https://learn.microsoft.com/azure/foundry/agents/how-to/manage-hosted-agent.
"""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Refusal(Exception):
    """What a program ends with instead of an answer."""

    def __init__(self, said: str, code: int = 1) -> None:
        super().__init__(said)
        self.code = code


@dataclass
class Foundry:
    """Agents with their versions. A new version is ``creating`` for as many looks as ``looks`` says."""

    agents: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    looks: int = 1
    becomes: str = "active"
    forbidden: bool = False
    changes: list[str] = field(default_factory=list)

    def answer(self, method: str, url: str, body: str | None) -> Any:
        """What the interface answers. Raises :class:`Refusal` as ``az rest`` tells of one."""
        parts = urlsplit(url)
        assert parse_qs(parts.query) == {"api-version": ["v1"]}
        name, _, version = parts.path.split("/agents/")[1].partition("/versions")
        if self.forbidden:
            raise Refusal('Forbidden({"error":{"code":"PermissionDenied","message":"It lacks agents/write."}})')
        if method == "POST":
            return self._create(name, json.loads(body or ""))
        found = self._find(name, version.strip("/"))
        if method == "DELETE":
            self.agents[name].remove(found)
            self.changes.append(f"delete {name} {found['version']}")
            return {"object": "agent.version.deleted", "name": name, "version": found["version"], "deleted": True}
        self._look(found)
        return found if version else {"object": "agent", "name": name, "versions": {"latest": found}}

    def put(self, name: str, status: str, definition: dict[str, Any]) -> None:
        """A version that is there from before."""
        self.agents.setdefault(name, []).append(self._new(name, definition) | {"status": status, "looks": 99})

    def _create(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        definition = body["definition"] | {"telemetry_config": None}
        definition["container_configuration"] = definition["container_configuration"] | {"registry_connection_id": None}
        version = self._new(name, definition)
        self.agents.setdefault(name, []).append(version)
        self.changes.append(f"create {name} {version['version']}")
        return version

    def _new(self, name: str, definition: dict[str, Any]) -> dict[str, Any]:
        number = 1 + max((int(one["version"]) for one in self.agents.get(name, [])), default=0)
        return {
            "object": "agent.version",
            "id": f"{name}:{number}",
            "name": name,
            "version": str(number),
            "status": "creating",
            "definition": definition,
            "metadata": {},
            "instance_identity": {"principal_id": f"principal-of-{name}", "client_id": f"client-of-{name}"},
            "looks": 0,
        }

    def _find(self, name: str, version: str) -> dict[str, Any]:
        versions = self.agents.get(name, [])
        found = versions[-1] if versions and not version else None
        found = found or next((one for one in versions if one["version"] == version), None)
        if found is None:
            raise Refusal('Not Found({"error":{"code":"not_found","message":"No such agent."}})')
        return found

    def _look(self, version: dict[str, Any]) -> None:
        version["looks"] += 1
        if version["status"] == "creating" and version["looks"] > self.looks:
            version["status"] = self.becomes
            if self.becomes == "failed":
                version["error"] = {"code": "image_pull_failed", "message": "The image could not be pulled."}
