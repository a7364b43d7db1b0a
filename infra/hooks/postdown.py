"""After ``azd down``: what Azure only set aside is deleted for good, and what is left is named.

A deleted Cognitive Services account keeps its name and its quota for 48 hours, a deleted vault its name for days
(learn.microsoft.com, "Recover or purge deleted Azure AI services resources" and "Key Vault recovery"). Identities go
with the resource group, and no app registration is ever made.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from infra.hooks.programs import az, field, items, known_values
from infra.hooks.words import HookFailed, say


@dataclass(frozen=True)
class SetAside:
    """A deleted resource that Azure still keeps, and of which group it was."""

    name: str
    location: str
    group: str
    until: str = ""


def postdown(_: Path) -> int:
    """Purges what this environment's group left behind; 1 where anything stays. Raises :class:`HookFailed`."""
    values = known_values()
    name = values.get("AZURE_ENV_NAME", "")
    if not name:
        raise HookFailed("azd does not say which environment was taken down.", "azd env select")
    group = f"rg-{name}"
    left = [*_accounts(group), *_vaults(group), *_group(group)]
    if left:
        say("Left behind:")
        for one in left:
            say(f"  {one}")
        return 1
    say(f"Nothing is left of {group}. Kept by Azure without cost: the record of the deployments in the subscription,")
    say("and the deleted log workspace, recoverable for 14 days.")
    return 0


def _accounts(group: str) -> Iterator[str]:
    """Purge the Foundry accounts of a group; say which stay."""
    listed = items(az("cognitiveservices", "account", "list-deleted"))
    for one in _of_group(group, (_account(told) for told in listed)):
        asked = ("--name", one.name, "--resource-group", one.group, "--location", one.location)
        try:
            az("cognitiveservices", "account", "purge", *asked)
            say(f"The deleted Foundry account {one.name} is purged.")
        except HookFailed as error:
            yield f"the deleted Foundry account {one.name}: {error.sentence}"


def _vaults(group: str) -> Iterator[str]:
    """Purge the vaults of a group; say which stay, and until when."""
    listed = items(az("keyvault", "list-deleted", "--resource-type", "vault"))
    for one in _of_group(group, (_vault(told) for told in listed)):
        if one.until:
            yield f"the deleted vault {one.name}, which purge protection keeps until {one.until}"
            continue
        try:
            az("keyvault", "purge", "--name", one.name, "--location", one.location)
            say(f"The deleted vault {one.name} is purged.")
        except HookFailed as error:
            yield f"the deleted vault {one.name}: {error.sentence}"


def _group(group: str) -> Iterator[str]:
    if az("group", "exists", "--name", group) is True:
        yield f"the resource group {group}: az group delete --name {group}"


def _of_group(group: str, found: Iterator[SetAside]) -> Iterator[SetAside]:
    return (one for one in found if one.group.lower() == group.lower())


def _account(told: object) -> SetAside:
    return SetAside(field(told, "name", str), field(told, "location", str), _group_in(field(told, "id", str)))


def _vault(told: object) -> SetAside:
    """``purgeProtectionEnabled`` stands in the answer where the vault has it."""
    kept = isinstance(told, dict) and bool(told.get("properties", {}).get("purgeProtectionEnabled"))
    until = field(told, "properties.scheduledPurgeDate", str) if kept else ""
    group = _group_in(field(told, "properties.vaultId", str))
    return SetAside(field(told, "name", str), field(told, "properties.location", str), group, until)


def _group_in(resource: str) -> str:
    """The resource group in a resource's id; empty where it names none."""
    parts = resource.split("/")
    named = [after for before, after in pairwise(parts) if before.lower() == "resourcegroups"]
    return named[0] if named else ""
