"""What a deployment promises: outputs that others ask for, roles of the written table, and the place of everything."""

import re
from collections.abc import Mapping
from typing import Any

from tests.infra.bicep.findings import MAIN, Said, Tree, resources, shown
from tests.infra.bicep.tokens import Kind, Token
from tests.infra.bicep.tree import BicepFile, Declaration, Value

OUTPUTS = frozenset(
    {
        "AZURE_LOCATION",
        "AZURE_TENANT_ID",
        "AZURE_RESOURCE_GROUP",
        "AZURE_CONTAINER_REGISTRY_ENDPOINT",
        "AZURE_CONTAINER_REGISTRY_NAME",
        "AZURE_CONTAINER_APPS_ENVIRONMENT_NAME",
        "AZURE_AGENTS_SUBNET_ID",
        "AZURE_AI_ACCOUNT_ID",
        "AZURE_AI_ACCOUNT_NAME",
        "AZURE_AI_PROJECT_ENDPOINT",
        "AZURE_AI_PROJECT_NAME",
        "AZURE_AI_MODEL_DEPLOYMENT",
        "SERVICE_ORCHESTRATOR_URI",
        "SERVICE_ORCHESTRATOR_NAME",
        "SERVICE_ICD10_URI",
        "SERVICE_NPI_URI",
        "SERVICE_CMS_COVERAGE_URI",
        "SERVICE_PUBMED_URI",
        "SERVICE_CLINICAL_TRIALS_URI",
        "POSTGRES_HOST",
        "POSTGRES_DATABASE",
        "POSTGRES_USER",
        "AZURE_KEY_VAULT_NAME",
        "AZURE_STORAGE_ACCOUNT_NAME",
        "AZURE_LOG_ANALYTICS_WORKSPACE_ID",
        "APPLICATIONINSIGHTS_NAME",
    }
)
"""What a deployment tells azd and the hooks."""
_FILLED_BY_AZD = re.compile(
    r"AZURE_(ENV_NAME|SUBSCRIPTION_ID|PRINCIPAL_ID|PRINCIPAL_TYPE|CLIENT_ID)|SERVICE_[A-Z0-9_]+_IMAGE_NAME|AZURE_ENV_.*"
)
_ASKED = re.compile(r"\b(?:AZURE|SERVICE|POSTGRES|APPLICATIONINSIGHTS)_[A-Z0-9_]+\b")
_NO_OUTPUT = frozenset({"APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING"})


def contract(tree: Tree) -> Said:
    """An output that the contract has and main.bicep has not, or the other way round."""
    made = {one.name: one for one in tree.main.of("output")}
    for name in sorted(OUTPUTS - set(made)):
        yield MAIN, 1, f"there is no output {name}"
    for name in sorted(set(made) - OUTPUTS):
        yield MAIN, made[name].line, f"the output {name} is in no contract"


def asked(tree: Tree) -> Said:
    """A name that azure.yaml, a hook or an agent's manifest asks for and that neither main.bicep nor azd gives."""
    made = {one.name for one in tree.main.of("output")}
    for name, text in tree.askers.items():
        for at, line in enumerate(text.splitlines(), 1):
            for word in _ASKED.findall(line):
                if word not in made | _NO_OUTPUT and not _FILLED_BY_AZD.fullmatch(word):
                    yield name, at, f"no output of main.bicep is called {word}"


def scope(tree: Tree) -> Said:
    """A file that is deployed to another place than it says: main.bicep to the subscription, all else to the group."""
    for file in tree.files.values():
        declared = next(file.of("targetScope"), None)
        told = shown(declared.value) if declared else "resourceGroup"
        wanted = "subscription" if file.name == MAIN else "resourceGroup"
        if told != wanted:
            yield (
                file.name,
                declared.line if declared else 1,
                f"it is deployed to the {told}; it must be to the {wanted}",
            )
    for file, call, _ in tree.calls:
        if file.name == MAIN and shown(call.body.at("scope")) != "group":
            yield file.name, call.line, f"{call.name} is not deployed to the resource group"


def roles(tree: Tree) -> Said:
    """An assignment that infra/roles.yaml has otherwise or not at all, or that it has and nothing makes."""
    written = {one["name"]: one for one in tree.roles["roles"]}
    made = {one.name: (file, one) for file, one, kind in resources(tree) if kind.endswith("/roleAssignments")}
    for name in sorted(set(written) - set(made)):
        yield "infra/roles.yaml", 1, f"nothing makes the assignment {name}"
    for name, (file, one) in made.items():
        if name not in written:
            yield file.name, one.line, f"the assignment {name} is not in infra/roles.yaml"
            continue
        for what, found, wanted in _differences(file, one, written[name]):
            yield file.name, one.line, f"{name}: {what} is {found}; infra/roles.yaml has {wanted}"


def administrators(tree: Tree) -> Said:
    """An administrator of the database that infra/roles.yaml has not, or the other way round."""
    wanted = [f"identities . outputs . {one['who']}PrincipalId" for one in tree.roles["database"]]
    call = next((call for _, call, _ in tree.calls if call.name == "database"), None)
    given = call.body.at("params", "administratorPrincipalId") if call else None
    made = [one for _, one, kind in resources(tree) if kind.endswith("flexibleServers/administrators")]
    if len(made) != len(wanted) or [shown(given)] != wanted:
        line = given.line if given else 1
        yield MAIN, line, f"the database's administrator is {shown(given)}; infra/roles.yaml has {', '.join(wanted)}"


def _differences(file: BicepFile, one: Declaration, row: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    principal = shown(one.body.at("properties", "principalId"))
    told = {
        "who": principal.removesuffix("PrincipalId"),
        "scope": shown(one.body.at("scope")),
        "id": _role_id(file, one.body.at("properties", "roleDefinitionId")),
    }
    return [(what, found, row[what]) for what, found in told.items() if found != row[what]]


def _role_id(file: BicepFile, value: Value | None) -> str:
    """The id in ``subscriptionResourceId('…/roleDefinitions', name)``, through the variable that holds it."""
    arguments = value.atoms[1] if value and len(value.atoms) == 2 else None
    if arguments is None or isinstance(arguments, Token) or len(arguments.items) != 2:
        return shown(value)
    last = arguments.items[1].atoms[0]
    declared = file.named(last.text, "var") if isinstance(last, Token) and last.kind is Kind.NAME else None
    return shown(declared.value if declared else arguments.items[1])
