"""Whether the agents' traffic is placed in the virtual network: what the capability hosts of account and project say.

Paths, fields and the rule of one host for each: learn.microsoft.com, "Capability hosts"; that the platform makes the
account's with the account, from its network injection: the templates "private-network-standard-agent-setup" and
"private-network-agent-setup" of Microsoft's foundry-samples.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from infra.hooks.deployment import Deployment
from infra.hooks.programs import az_rest, field, items
from infra.hooks.waiting import Patience
from infra.hooks.words import HookFailed, say

MANAGEMENT = "https://management.azure.com"
API = "api-version=2025-06-01"
PROJECT = "priorauth"
_KIND, _READY, _FAILED = "agents", "Succeeded", ("Failed", "Canceled")
_ANEW = "azd down --purge && azd up"


@dataclass(frozen=True)
class CapabilityHost:
    """A capability host: its id, its kind in small letters, how far it is; an account's names its subnet."""

    id: str
    kind: str
    state: str
    subnet: str


def hosts_of(scope: str) -> Sequence[CapabilityHost]:
    """The capability hosts of an account or a project, by its id. Raises :class:`HookFailed`."""
    told = az_rest("GET", f"{MANAGEMENT}{scope}/capabilityHosts?{API}", MANAGEMENT)
    return [_host(one) for one in items(field(told, "value", list))]


def project_of(account: str) -> str:
    """The id of the project in an account."""
    return f"{account}/projects/{PROJECT}"


def check_placement(deployment: Deployment, patience: Patience) -> None:
    """Refuses to go on where the agents of a private network would run outside it. Raises :class:`HookFailed`."""
    subnet = deployment.output("AZURE_AGENTS_SUBNET_ID")
    account = deployment.output("AZURE_AI_ACCOUNT_ID")
    host = _only(account, "account", patience)
    if host.subnet.lower() != subnet.lower():
        where = host.subnet or "no subnet"
        raise HookFailed(f"Agents would not run in the network: their capability host names {where}.", _ANEW)
    _only(project_of(account), "project", patience)
    say(f"Hosted agents run on the subnet {subnet.rpartition('/')[2]}.")


def _only(scope: str, name: str, patience: Patience) -> CapabilityHost:
    """The one host of a scope, when it is ready: there can be no other, and without it nothing is placed."""
    began = time.monotonic()
    while True:
        found = next((one for one in hosts_of(scope) if one.kind == _KIND), None)
        if found is None:
            raise HookFailed(f"The Foundry {name} has no capability host: agents would not run in the network.", _ANEW)
        if found.state == _READY:
            return found
        if found.state in _FAILED or patience.is_over(began):
            raise HookFailed(f"The capability host of the Foundry {name} is {found.state}.", _ANEW)
        patience.pause()


def _host(told: object) -> CapabilityHost:
    properties = field(told, "properties", dict)
    subnet = properties.get("customerSubnet")
    return CapabilityHost(
        field(told, "id", str),
        str(properties.get("capabilityHostKind", "")).lower(),
        field(told, "properties.provisioningState", str),
        subnet if isinstance(subnet, str) else "",
    )
