"""Each single thing that can stand in the way of a deployment, with the sentence and the command that tell of it."""

from collections.abc import Callable
from typing import Any

from tests.infra.azure.deployer import Deployer

Fault = Callable[[Deployer], Any]


def nested(deployer: Deployer, command: str, **changed: Any) -> None:
    """Change fields of what a command answers."""
    deployer.azure.answers[command] |= changed


def _environment(**changed: str) -> Fault:
    return lambda deployer: deployer.azure.environment.update(changed)


def _without_role(name: str) -> Fault:
    def take(deployer: Deployer) -> None:
        roles = deployer.azure.answers["az role assignment list"]
        roles[:] = [role for role in roles if role["roleDefinitionName"] != name]

    return take


def _nowhere_but(place: str) -> Fault:
    def move(deployer: Deployer) -> None:
        told = deployer.azure.answers["az provider list"]
        database = next(one for one in told if one["namespace"] == "Microsoft.DBforPostgreSQL")
        database["resourceTypes"][0]["locations"] = [place]

    return move


def _private_network(addresses: str) -> Fault:
    def choose(deployer: Deployer) -> None:
        deployer.azure.environment.update(PRIVATE_NETWORKING="true", NETWORK_ADDRESSES=addresses)
        for one in deployer.azure.answers["az provider list"]:
            one["registrationState"] = "Registered"

    return choose


FAULTS: dict[str, tuple[Fault, str, str]] = {
    "az is old": (
        lambda one: nested(one, "az version", **{"azure-cli": "2.79.0"}),
        "az is 2.79.0; 2.80.0 or newer is needed.",
        "az upgrade",
    ),
    "azd is old": (
        lambda one: nested(one, "azd version", azd={"version": "1.9.3", "commit": "0"}),
        "azd is 1.9.3; 1.23.0 or newer is needed.",
        "curl -fsSL https://aka.ms/install-azd.sh | bash",
    ),
    "azd is signed out": (
        lambda one: nested(one, "azd auth login", status="unauthenticated"),
        "Nobody is signed in to azd.",
        "azd auth login",
    ),
    "another subscription": (
        lambda one: nested(one, "az account show", id="55555555-5555-5555-5555-555555555555"),
        "azd deploys to the subscription 22222222-2222-2222-2222-222222222222, but az is signed in to "
        "55555555-5555-5555-5555-555555555555 (Prior authorization).",
        "az account set --subscription 22222222-2222-2222-2222-222222222222",
    ),
    "no subscription": (
        _environment(AZURE_SUBSCRIPTION_ID=""),
        "No subscription is chosen for this azd environment.",
        "azd env set AZURE_SUBSCRIPTION_ID 22222222-2222-2222-2222-222222222222",
    ),
    "subscription is disabled": (
        lambda one: nested(one, "az account show", state="Warned"),
        "The subscription Prior authorization is Warned, not Enabled.",
        "az account list --query \"[?state=='Enabled']\" --output table",
    ),
    "name with capitals": (
        _environment(AZURE_ENV_NAME="PriorAuth"),
        "The environment's name 'PriorAuth' holds more than small letters, digits and hyphens, and becomes part of "
        "the resources' names.",
        "azd env new priorauth",
    ),
    "name too long": (
        _environment(AZURE_ENV_NAME="a" * 41),
        f"The environment's name '{'a' * 41}' has 41 characters; 40 fit into the resources' names.",
        f"azd env new {'a' * 40}",
    ),
    "nobody may come": (
        _environment(ALLOWED_ADDRESSES=""),
        "No addresses may reach the workbench, so nobody could, and the deployment could not be verified from here: "
        "name yours.",
        "azd env set ALLOWED_ADDRESSES 203.0.113.7/32",
    ),
    "everybody may come": (
        _environment(ALLOWED_ADDRESSES="0.0.0.0/0"),
        "'0.0.0.0/0' among the allowed addresses is the whole internet, and the workbench has no sign-in: whoever "
        "reaches it reads and changes every case.",
        "azd env set ALLOWED_ADDRESSES 203.0.113.7/32",
    ),
    "no address": (
        _environment(ALLOWED_ADDRESSES="203.0.113.7/32, office"),
        "'office' among the allowed addresses is no address range.",
        "azd env set ALLOWED_ADDRESSES 203.0.113.7/32",
    ),
    "messages that nothing signs": (
        _environment(WEBHOOK_URL="https://plan.example/told?key=abc"),
        "Messages have an address and no secret of the vault that signs them, and the service would not start.",
        "azd env set WEBHOOK_SECRET_NAME webhook-secret",
    ),
    "messages to no address": (
        _environment(WEBHOOK_URL="plan.example/told", WEBHOOK_SECRET_NAME="webhook-secret"),
        "What messages are to be posted to is no address on the web.",
        "azd env set WEBHOOK_URL https://example.org/prior-authorizations",
    ),
    "the secret where its name belongs": (
        _environment(WEBHOOK_URL="https://plan.example/told", WEBHOOK_SECRET_NAME="whsec_c2VjcmV0"),
        "What is set as the name of the secret that signs messages is no name in a vault (letters, digits, hyphens). "
        "The secret itself belongs into the vault and nowhere else.",
        "azd env set WEBHOOK_SECRET_NAME webhook-secret",
    ),
    "provider not registered": (
        lambda one: one.azure.answers["az provider list"][0].update(registrationState="NotRegistered"),
        "The resource provider Microsoft.App is NotRegistered in this subscription.",
        "az provider register --namespace Microsoft.App --wait",
    ),
    **{
        f"network of {told}": (
            _private_network(told),
            f"The network's addresses {said}",
            "azd env set NETWORK_ADDRESSES 192.168.0.0/16",
        )
        for told, said in (
            ("10.60.0.1/16", "'10.60.0.1/16' are no range of addresses."),
            (
                "100.64.0.0/16",
                "100.64.0.0/16 lie outside 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16, the private ranges.",
            ),
            ("192.168.4.0/23", "192.168.4.0/23 are too few: three subnets of 256 must fit."),
            ("172.31.0.0/16", "172.31.0.0/16 overlap 172.31.0.0/16, which Azure keeps for itself."),
        )
    },
    "region without the database": (
        _nowhere_but("Canada Central"),
        "The region swedencentral does not offer Microsoft.DBforPostgreSQL/flexibleServers: choose another region.",
        "az provider show --namespace Microsoft.DBforPostgreSQL --query "
        "\"resourceTypes[?resourceType=='flexibleServers'].locations\"",
    ),
    "network provider not registered": (
        _environment(PRIVATE_NETWORKING="true"),
        "The resource provider Microsoft.Network is NotRegistered in this subscription.",
        "az provider register --namespace Microsoft.Network --wait",
    ),
    "may make nothing": (
        _without_role("Contributor"),
        "deployer@plan.example may not make resources in this subscription.",
        "az role assignment create --assignee 33333333-3333-3333-3333-333333333333 --scope "
        "/subscriptions/22222222-2222-2222-2222-222222222222 --role Contributor",
    ),
    "may assign no roles": (
        _without_role("User Access Administrator"),
        "deployer@plan.example may not assign roles in this subscription, and the identities of the parts need some.",
        "az role assignment create --assignee 33333333-3333-3333-3333-333333333333 --scope "
        '/subscriptions/22222222-2222-2222-2222-222222222222 --role "User Access Administrator"',
    ),
    "roles cannot be read": (
        lambda one: one.azure.errors.update({"az role assignment list": "(AuthorizationFailed) not authorized."}),
        "'az role assignment list' failed: (AuthorizationFailed) not authorized.",
        "",
    ),
    "no region": (
        _environment(AZURE_LOCATION=""),
        "No region is chosen for this azd environment.",
        "azd env set AZURE_LOCATION swedencentral",
    ),
    "region without the version": (
        _environment(MODEL_VERSION="2026-01-01"),
        "The region swedencentral has gpt-5-mini in the version 2025-08-07, not 2026-01-01.",
        "azd env set MODEL_VERSION 2025-08-07",
    ),
    "quota is used": (
        lambda one: one.azure.answers["az cognitiveservices usage list"][0].update(currentValue=280.0),
        "Of the quota OpenAI.DataZoneStandard.gpt-5-mini in swedencentral, 20 of 300 thousand tokens a minute are "
        "left, and 50 are asked for.",
        "azd env set MODEL_CAPACITY 20",
    ),
    "quota is missing": (
        lambda one: one.azure.answers.update({"az cognitiveservices usage list": []}),
        "This subscription has no quota OpenAI.DataZoneStandard.gpt-5-mini in swedencentral.",
        "https://learn.microsoft.com/azure/foundry/openai/quotas-limits tells how to ask for more",
    ),
    "capacity is no number": (
        _environment(MODEL_CAPACITY="some"),
        "The model's capacity 'some' is no number of thousand tokens a minute.",
        "azd env set MODEL_CAPACITY 50",
    ),
    "az tells something else": (
        lambda one: one.azure.answers.update({"az cognitiveservices usage list": {"value": []}}),
        "Azure answered with something else than a list.",
        "az upgrade",
    ),
}
