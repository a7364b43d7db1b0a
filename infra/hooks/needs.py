"""What must be there before anything is made: each need looked at by itself, so that all problems are told at once."""

import ipaddress
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.hooks.parameters import Choices, longest_name
from infra.hooks.programs import CommandFailed, az, azd, field, items
from infra.hooks.words import Problem

OLDEST_AZ, OLDEST_AZD = (2, 80, 0), (1, 23, 0)
"""As learn.microsoft.com, "Manage hosted agents", asks for; Python is checked when the hooks start."""
PROVIDERS: Mapping[str, str] = {
    "Microsoft.App": "managedEnvironments",
    "Microsoft.CognitiveServices": "accounts",
    "Microsoft.ContainerRegistry": "registries",
    "Microsoft.DBforPostgreSQL": "flexibleServers",
    "Microsoft.Insights": "components",
    "Microsoft.KeyVault": "vaults",
    "Microsoft.ManagedIdentity": "userAssignedIdentities",
    "Microsoft.OperationalInsights": "workspaces",
    "Microsoft.Storage": "storageAccounts",
}
"""The resource providers, each with the kind of resource that the region must have of it."""
NETWORK, _NETWORKS = "Microsoft.Network", "virtualNetworks"
_ASSIGNS = {"User Access Administrator", "Role Based Access Control Administrator"}
_AZURES_LONGEST_NAME = 64
_EVERYWHERE = 0


@dataclass(frozen=True)
class Account:
    """Who is signed in, and to which subscription."""

    subscription: str
    name: str
    state: str
    user: str
    is_person: bool


@dataclass(frozen=True)
class Looking:
    """What the checks work with."""

    root: Path
    values: Mapping[str, str]
    choices: Choices
    account: Account


def account() -> Account:
    """The account that ``az`` is signed in to. Raises :class:`HookFailed`."""
    told = az("account", "show")
    kind = field(told, "user.type", str)
    return Account(
        field(told, "id", str),
        field(told, "name", str),
        field(told, "state", str),
        field(told, "user.name", str),
        kind == "user",
    )


def tools() -> Iterator[Problem]:
    """``az`` is new enough. Raises :class:`HookFailed` where it is missing."""
    version = field(az("version"), "azure-cli", str)
    if _numbers(version) < OLDEST_AZ:
        yield Problem(f"az is {version}; {_dotted(OLDEST_AZ)} or newer is needed.", "az upgrade")


def deployer_tool() -> Iterator[Problem]:
    """``azd`` is new enough, and signed in."""
    version = field(azd("version"), "azd.version", str)
    if _numbers(version) < OLDEST_AZD:
        where = (
            "winget upgrade Microsoft.Azd"
            if sys.platform == "win32"
            else "curl -fsSL https://aka.ms/install-azd.sh | bash"
        )
        yield Problem(f"azd is {version}; {_dotted(OLDEST_AZD)} or newer is needed.", where)
    try:
        signed_in = field(azd("auth", "login", "--check-status"), "status", str) == "success"
    except CommandFailed:
        signed_in = False
    if not signed_in:
        yield Problem("Nobody is signed in to azd.", "azd auth login")


def subscription(looking: Looking) -> Iterator[Problem]:
    """The subscription is the one that azd deploys to, and can be used."""
    wanted, signed_in = looking.values.get("AZURE_SUBSCRIPTION_ID", ""), looking.account
    if not wanted:
        command = f"azd env set AZURE_SUBSCRIPTION_ID {signed_in.subscription}"
        yield Problem("No subscription is chosen for this azd environment.", command)
    elif wanted.lower() != signed_in.subscription.lower():
        said = f"azd deploys to the subscription {wanted}, but az is signed in to {signed_in.subscription}"
        yield Problem(f"{said} ({signed_in.name}).", f"az account set --subscription {wanted}")
    if signed_in.state != "Enabled":
        told = f"The subscription {signed_in.name} is {signed_in.state}, not Enabled."
        yield Problem(told, "az account list --query \"[?state=='Enabled']\" --output table")


def names(looking: Looking) -> Iterator[Problem]:
    """The environment's name can be part of the names of resources."""
    name, longest = looking.values.get("AZURE_ENV_NAME", ""), longest_name(looking.root, _AZURES_LONGEST_NAME)
    fitting = re.sub(r"[^a-z0-9]+", "-", name.lower())[:longest].strip("-") or "priorauth-dev"
    if not re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", name):
        said = f"The environment's name '{name}' holds more than small letters, digits and hyphens"
        yield Problem(f"{said}, and becomes part of the resources' names.", f"azd env new {fitting}")
    if len(name) > longest:
        said = f"The environment's name '{name}' has {len(name)} characters; {longest} fit"
        yield Problem(f"{said} into the resources' names.", f"azd env new {fitting}")


def addresses(looking: Looking) -> Iterator[Problem]:
    """Who may reach the workbench is said, and is not everybody: there is no sign-in."""
    choices = looking.choices
    told = re.findall(r"[^\s,\[\]\"']+", choices.text("allowedAddresses"))
    mend = choices.command("allowedAddresses", "203.0.113.7/32")
    if not told and not choices.yes("privateNetworking"):
        said = (
            "No addresses may reach the workbench, so nobody could, and the deployment could not be verified from here"
        )
        yield Problem(f"{said}: name yours.", mend)
    for one in told:
        try:
            network = ipaddress.ip_network(one)
        except ValueError:
            yield Problem(f"'{one}' among the allowed addresses is no address range.", mend)
            continue
        if network.prefixlen == _EVERYWHERE:
            said = f"'{one}' among the allowed addresses is the whole internet, and the workbench has no sign-in"
            yield Problem(f"{said}: whoever reaches it reads and changes every case.", mend)


def messages(looking: Looking) -> Iterator[Problem]:
    """Messages to other systems have a secret if they have an address; without it the service would not start."""
    choices = looking.choices
    address, secret = choices.text("webhookUrl"), choices.text("webhookSecretName")
    mend = choices.command("webhookSecretName", "webhook-secret")
    if address and not re.fullmatch(r"https?://[^\s/]\S*", address):
        told = choices.command("webhookUrl", "https://example.org/prior-authorizations")
        yield Problem("What messages are to be posted to is no address on the web.", told)
    if address and not secret:
        said = "Messages have an address and no secret of the vault that signs them, and the service would not start"
        yield Problem(f"{said}.", mend)
    if secret and not re.fullmatch(r"[A-Za-z0-9-]{1,127}", secret):
        said = "What is set as the name of the secret that signs messages is no name in a vault (letters, digits, "
        yield Problem(f"{said}hyphens). The secret itself belongs into the vault and nowhere else.", mend)


def providers(looking: Looking) -> Iterator[Problem]:
    """The resource providers are registered and offered in the region, with that of networks where they are private."""
    wanted = {**PROVIDERS, **({NETWORK: _NETWORKS} if looking.choices.yes("privateNetworking") else {})}
    told = {field(one, "namespace", str).lower(): one for one in items(az("provider", "list"))}
    for name, kind in wanted.items():
        provider = told.get(name.lower(), {"registrationState": "NotRegistered"})
        state = field(provider, "registrationState", str)
        if state != "Registered":
            said = f"The resource provider {name} is {state} in this subscription."
            yield Problem(said, f"az provider register --namespace {name} --wait")
        region, places = looking.choices.text("location"), _places(provider, kind)
        if region and places and region not in places:
            shown = f"az provider show --namespace {name} --query \"resourceTypes[?resourceType=='{kind}'].locations\""
            yield Problem(f"The region {region} does not offer {name}/{kind}: choose another region.", shown)


def _places(provider: Any, kind: str) -> set[str]:
    """Where a kind of resource is offered, by the regions' short names; nothing where Azure does not say."""
    kinds = provider.get("resourceTypes") or () if isinstance(provider, dict) else ()
    offered = next((one for one in kinds if one.get("resourceType", "").lower() == kind.lower()), {})
    return {place.lower().replace(" ", "") for place in offered.get("locations") or ()}


def permissions(looking: Looking) -> Iterator[Problem]:
    """Who deploys may make resources and assign roles: Owner, or Contributor and an administrator of access."""
    person = looking.account
    scope = f"/subscriptions/{looking.values.get('AZURE_SUBSCRIPTION_ID') or person.subscription}"
    who = looking.values.get("AZURE_PRINCIPAL_ID") or _object_id(person)
    asked = ("--assignee", who, "--scope", scope, "--include-groups", "--include-inherited")
    roles = {field(one, "roleDefinitionName", str) for one in items(az("role", "assignment", "list", *asked))}
    if not roles and not person.is_person:
        said = f"No role of {person.user} can be seen in this subscription; what it is there may be told"
        yield Problem(f"{said} by its object id only.", "azd env set AZURE_PRINCIPAL_ID OBJECT_ID")
        return
    mend = f"az role assignment create --assignee {who} --scope {scope} --role"
    if "Owner" in roles:
        return
    if "Contributor" not in roles:
        yield Problem(f"{person.user} may not make resources in this subscription.", f"{mend} Contributor")
    if not roles & _ASSIGNS:
        said = f"{person.user} may not assign roles in this subscription, and the identities of the parts need some."
        yield Problem(said, f'{mend} "User Access Administrator"')


def _object_id(person: Account) -> str:
    """A person's, as the directory knows it; a pipeline may not ask the directory, and is named as it signed in."""
    return field(az("ad", "signed-in-user", "show"), "id", str) if person.is_person else person.user


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(str(part) for part in version)
