"""Before ``azd down`` deletes the group: in a private network, what holds the agents' subnet goes first, in its order.

A subnet that Foundry's capability host is linked to cannot be deleted, and a deleted account keeps the link until it is
purged: so the project's host, the account's, the project and the account are deleted, the account is purged, and the
platform is waited for, which takes 20 minutes and at worst a day (learn.microsoft.com, "Set up private networking for
Foundry Agent Service", limitations and troubleshooting; deployment-tools/cleanup of Microsoft's foundry-samples). azd
runs this before it asks anybody (github.com/Azure/azure-dev/issues/3490): so it asks by itself where a terminal is.
"""

import sys
import time
from pathlib import Path

from infra.hooks.deployment import Deployment, read_deployment
from infra.hooks.placement import API, MANAGEMENT, hosts_of, project_of
from infra.hooks.programs import CommandFailed, az, az_rest
from infra.hooks.waiting import Patience, patience
from infra.hooks.words import HookFailed, say

_AGAIN = "azd down --purge"
_USUAL = Patience(seconds=2400, pause_seconds=20)


def predown(_: Path) -> int:
    """Releases the agents' subnet; what is gone already is no problem. Raises :class:`HookFailed`."""
    deployment = read_deployment()
    subnet = deployment.values.get("AZURE_AGENTS_SUBNET_ID", "")
    if not subnet:
        say("No subnet of this deployment is linked to Foundry; nothing has to go first.")
        return 0
    account, waiting = deployment.output("AZURE_AI_ACCOUNT_ID"), patience(_USUAL)
    if _is_there(account):
        _agree(deployment)
        project = project_of(account)
        hosts = [*(hosts_of(project) if _is_there(project) else ()), *hosts_of(account)]
        for resource in (*(host.id for host in hosts), project, account):
            _delete(resource, waiting)
    _purge(account, deployment, waiting)
    _await_release(subnet, waiting)
    return 0


def _agree(deployment: Deployment) -> None:
    """Where somebody sits there, they say so by the environment's name; elsewhere azd wants ``--force``."""
    name = deployment.values.get("AZURE_ENV_NAME", "")
    if not sys.stdin.isatty():
        return
    say("The Foundry account with its model and agents must be deleted for good before the rest can go.")
    say(f"Cases, documents and keys stay until azd asks for them. To go on, type the environment's name ({name}):")
    if sys.stdin.readline().strip() != name:
        raise HookFailed("Nothing was deleted.", _AGAIN)


def _is_there(resource: str) -> bool:
    try:
        az_rest("GET", f"{MANAGEMENT}{resource}?{API}", MANAGEMENT)
    except CommandFailed as error:
        if error.not_found:
            return False
        raise
    return True


def _delete(resource: str, waiting: Patience) -> None:
    """Delete a resource and wait until it is gone: Azure says yes at once and deletes in its own time."""
    name, began = "/".join(resource.split("/")[-2:]), time.monotonic()
    if not _is_there(resource):
        return
    az_rest("DELETE", f"{MANAGEMENT}{resource}?{API}", MANAGEMENT)
    while _is_there(resource):
        if waiting.is_over(began):
            raise HookFailed(f"{name} was not deleted after {waiting.seconds:g} s.", _AGAIN)
        waiting.pause()
    say(f"Deleted: {name}.")


def _purge(account: str, deployment: Deployment, waiting: Patience) -> None:
    """Purge the deleted account; while its deletion ends, Azure refuses that."""
    name, began = account.rpartition("/")[2], time.monotonic()
    group, place = deployment.output("AZURE_RESOURCE_GROUP"), deployment.output("AZURE_LOCATION")
    asked = ("--name", name, "--resource-group", group, "--location", place)
    while True:
        try:
            az("cognitiveservices", "account", "purge", *asked)
        except CommandFailed as error:
            if error.not_found:
                return
            if waiting.is_over(began):
                raise
            waiting.pause()
        else:
            say(f"The deleted Foundry account {name} is purged.")
            return


def _await_release(subnet: str, waiting: Patience) -> None:
    began = time.monotonic()
    while _is_linked(subnet):
        if waiting.is_over(began):
            said = f"The subnet {subnet.rpartition('/')[2]} is still linked to Foundry after {waiting.seconds:g} s;"
            raise HookFailed(f"{said} Azure may take a day. The rest stays until then.", _AGAIN)
        waiting.pause()
    say(f"The subnet {subnet.rpartition('/')[2]} is released.")


def _is_linked(subnet: str) -> bool:
    """Whether a service is linked to the subnet (``serviceAssociationLinks``); one that is gone is not."""
    try:
        told = az("network", "vnet", "subnet", "show", "--ids", subnet)
    except CommandFailed as error:
        if error.not_found:
            return False
        raise
    return bool(told.get("serviceAssociationLinks")) if isinstance(told, dict) else False
