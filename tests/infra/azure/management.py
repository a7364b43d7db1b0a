"""The resources that a private network hangs on, as Azure keeps them: hosts, project, account, and the linked subnet.

Requests and answers: https://learn.microsoft.com/azure/foundry/agents/concepts/capability-hosts; the order of deleting,
and that the subnet stays linked until some time after the purge:
https://learn.microsoft.com/azure/foundry/agents/how-to/virtual-networks and ``deployment-tools/cleanup`` of
https://github.com/microsoft-foundry/foundry-samples; that an account with projects cannot be deleted, likewise.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.infra.azure.foundry import Refusal

GROUP = "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-priorauth-dev/providers"
ACCOUNT = f"{GROUP}/Microsoft.CognitiveServices/accounts/ai-abc"
PROJECT = f"{ACCOUNT}/projects/priorauth"
ACCOUNTS_HOST = f"{ACCOUNT}/capabilityHosts/ai-abc@aml_aiagentservice"
PROJECTS_HOST = f"{PROJECT}/capabilityHosts/priorauth"
SUBNET = f"{GROUP}/Microsoft.Network/virtualNetworks/vnet-abc/subnets/agents"


def private_network() -> dict[str, dict[str, Any]]:
    """What a deployment in a private network has, everything well."""
    agents = {"capabilityHostKind": "Agents", "provisioningState": "Succeeded"}
    return {
        ACCOUNT: {"location": "swedencentral"},
        PROJECT: {"location": "swedencentral"},
        ACCOUNTS_HOST: dict(agents, customerSubnet=SUBNET),
        PROJECTS_HOST: dict(agents),
    }


@dataclass
class Management:
    """Resources by their ids. What is deleted, or linked, is seen for as many more looks as ``looks`` says."""

    resources: dict[str, dict[str, Any]] = field(default_factory=dict)
    is_private: bool = False
    looks: int = 1
    linked: bool = True
    purged: bool = False
    deleted: list[str] = field(default_factory=list)
    refusals: int = 1
    _going: dict[str, int] = field(default_factory=dict)
    _links: int = 0

    def answer(self, method: str, url: str) -> Any:
        """What the interface answers. Raises :class:`Refusal` as ``az rest`` tells of one."""
        parts = urlsplit(url)
        assert parse_qs(parts.query) == {"api-version": ["2025-06-01"]}
        scope = parts.path.removesuffix("/capabilityHosts")
        if method == "GET" and scope != parts.path:
            return {"value": [self._shown(name) for name in self._below(f"{parts.path}/")]}
        found = self._find(parts.path)
        if method == "DELETE":
            self._delete(found)
            return None
        return self._shown(found)

    def subnet(self, name: str) -> Any:
        """The subnet, with its links while there are any. Raises :class:`Refusal`."""
        assert name == SUBNET
        if self.purged and self.linked:
            self._links += 1
            self.linked = self._links <= self.looks
        links = [{"name": "legionservicelink", "linkedResourceType": "Microsoft.App/environments"}]
        return {"id": name, "serviceAssociationLinks": links if self.linked else None}

    def purge(self, name: str) -> None:
        """Purge the account. Raises :class:`Refusal` while its deletion ends, and where there is none."""
        assert name == "ai-abc"
        if ACCOUNT in self.resources:
            raise Refusal("(ResourceNotFound) The deleted account could not be found.")
        if self.refusals:
            self.refusals -= 1
            raise Refusal("(RequestConflict) Its provisioning state is not terminal.")
        self.purged = True

    def _find(self, name: str) -> str:
        if name in self._going:
            self._going[name] -= 1
            if self._going[name] < 0:
                self.resources.pop(name, None)
        if name not in self.resources:
            raise Refusal('Not Found({"error":{"code":"ResourceNotFound","message":"No such resource."}})')
        return name

    def _delete(self, name: str) -> None:
        if list(self._below(f"{name}/")):
            raise Refusal('Conflict({"error":{"code":"CannotDeleteResource","message":"Nested resources exist."}})')
        self.deleted.append(name)
        self._going[name] = self.looks

    def _below(self, place: str) -> list[str]:
        return [name for name in self.resources if name.startswith(place)]

    def _shown(self, name: str) -> dict[str, Any]:
        return {"id": name, "name": name.rpartition("/")[2], "properties": self.resources[name]}
