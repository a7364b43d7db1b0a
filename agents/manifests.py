"""The agents as Foundry is told of them: an ``agent.yaml`` for each, made from the one list of agents.

The fields are those of a ContainerAgent of the AgentSchema, as the page "agent.yaml schema reference" of the Foundry
documentation lists them. Values in ``${...}`` are the deployment's, known when it stands.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from agents.registry import AGENTS
from agents.spec import AgentSpec
from priorauth.inputs import AgentName
from priorauth.setting_types import PREFIX
from priorauth.settings import REPOSITORY

FOLDER = REPOSITORY / "agents" / "hosting"
HOSTED_PREFIX = "priorauth-"
"""Before the agent's name in the project; ``PRIORAUTH_FOUNDRY_AGENT_PREFIX`` is the same unless it was changed."""
_HEADER = "# Made from agents/registry.py by: python -m agents manifests\n"
_PROTOCOLS = ({"protocol": "responses", "version": "2.0.0"},)
_RESOURCES = {"cpu": "1", "memory": "2Gi"}
_EVERY_AGENT = {
    f"{PREFIX}MODEL": "${PRIORAUTH_MODEL}",
    f"{PREFIX}MODEL_NAME": "${AZURE_AI_MODEL_DEPLOYMENT}",
    f"{PREFIX}MODEL_ENDPOINT": "${AZURE_AI_PROJECT_ENDPOINT}/openai/v1",
}
"""They are signed in by the identity that the platform gives each. They tell no telemetry: what they would send it with
is not theirs, and the service measures and traces each of their runs.
"""


def manifest(spec: AgentSpec[Any, Any, Any]) -> dict[str, object]:
    """The manifest of an agent. Beside the model it knows the addresses of its own lookups and of no other."""
    lookups = {f"{PREFIX}MCP_{name.upper()}_URL": f"${{SERVICE_{name.upper()}_URI}}" for name in spec.lookups}
    return {
        "kind": "hosted",
        "name": f"{HOSTED_PREFIX}{spec.name.value}",
        "description": f"The {spec.name.value} agent of prior authorization review. It finds; it decides nothing.",
        "protocols": [dict(protocol) for protocol in _PROTOCOLS],
        "resources": dict(_RESOURCES),
        "environment_variables": [{"name": name, "value": value} for name, value in (_EVERY_AGENT | lookups).items()],
    }


def manifest_texts(folder: Path = FOLDER) -> Mapping[Path, str]:
    """Each manifest's file with what stands in it."""
    return {
        folder / spec.name.value / "agent.yaml": _HEADER + yaml.safe_dump(manifest(spec), sort_keys=False, width=120)
        for spec in AGENTS.values()
    }


def write_manifests(folder: Path = FOLDER) -> None:
    """Write every manifest."""
    for path, text in manifest_texts(folder).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def stale_manifests(folder: Path = FOLDER) -> Iterator[str]:
    """What is not as the list of agents says: manifests that differ or are missing, and folders of no agent."""
    for path, text in manifest_texts(folder).items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            yield f"{path.parent.name}/{path.name} is not what the list of agents says."
    known = {agent.value for agent in AgentName}
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        if place.name not in known:
            yield f"{place.name} belongs to no agent."
