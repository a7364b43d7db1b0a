"""What was provisioned, as azd knows it: the templates' outputs, each needed by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from infra.hooks.programs import known_values
from infra.hooks.words import HookFailed

Output = Literal[
    "AZURE_AGENTS_SUBNET_ID",
    "AZURE_AI_ACCOUNT_ID",
    "AZURE_AI_PROJECT_ENDPOINT",
    "AZURE_CONTAINER_REGISTRY_ENDPOINT",
    "AZURE_CONTAINER_REGISTRY_NAME",
    "AZURE_LOCATION",
    "AZURE_LOG_ANALYTICS_WORKSPACE_ID",
    "AZURE_RESOURCE_GROUP",
    "SERVICE_ORCHESTRATOR_NAME",
    "SERVICE_ORCHESTRATOR_URI",
]
"""The outputs of main.bicep that the hooks use, beside those that the agents' manifests name."""


@dataclass(frozen=True)
class Deployment:
    """The values of the azd environment after provisioning."""

    values: Mapping[str, str]

    def output(self, name: Output) -> str:
        """An output of the templates. Raises :class:`HookFailed` where azd does not know it."""
        value = self.values.get(name, "")
        if not value:
            raise HookFailed(f"azd does not know {name}: this environment is not provisioned.", "azd provision")
        return value


def read_deployment() -> Deployment:
    """The chosen environment. Raises :class:`HookFailed`."""
    return Deployment(known_values())
