"""Secrets and keys: none in plain parameters, none in outputs, and no resource that lets anybody in by one."""

import re

from tests.infra.bicep.findings import Said, Tree, resources, shown
from tests.infra.bicep.tokens import Token

_SECRET = re.compile(r"password|passwd|secret|credential|connectionstring|(token|key|sas)$", re.IGNORECASE)
_NAMES_ONLY = re.compile(r"(Name|Names|Id|Ids|Uri)$")
_GIVES_KEYS = re.compile(r"list(Keys|Secrets|Credentials|AccountSas|ServiceSas|AdminKeys|QueryKeys)$|getSecret$")

LOCAL_AUTH: dict[str, dict[tuple[str, ...], str]] = {
    "Microsoft.CognitiveServices/accounts": {("disableLocalAuth",): "true"},
    "Microsoft.ContainerRegistry/registries": {("adminUserEnabled",): "false", ("anonymousPullEnabled",): "false"},
    "Microsoft.DBforPostgreSQL/flexibleServers": {
        ("authConfig", "passwordAuth"): "Disabled",
        ("authConfig", "activeDirectoryAuth"): "Enabled",
    },
    "Microsoft.Storage/storageAccounts": {("allowSharedKeyAccess",): "false", ("allowBlobPublicAccess",): "false"},
    "Microsoft.KeyVault/vaults": {("enableRbacAuthorization",): "true"},
    "Microsoft.OperationalInsights/workspaces": {("features", "disableLocalAuth"): "true"},
    "Microsoft.Insights/components": {("DisableLocalAuth",): "true"},
    # a workspace as destination would be written to with its key
    "Microsoft.App/managedEnvironments": {("appLogsConfiguration", "destination"): "azure-monitor"},
    "Microsoft.CognitiveServices/accounts/projects/connections": {("authType",): "ManagedIdentity"},
}
"""What each kind of resource that has keys of its own must be set to, under its properties."""

NO_KEYS = frozenset(
    {
        "Microsoft.App/containerApps",
        "Microsoft.Authorization/roleAssignments",
        "Microsoft.CognitiveServices/accounts/capabilityHosts",
        "Microsoft.CognitiveServices/accounts/deployments",
        "Microsoft.CognitiveServices/accounts/projects",
        "Microsoft.CognitiveServices/accounts/projects/capabilityHosts",
        "Microsoft.DBforPostgreSQL/flexibleServers/administrators",
        "Microsoft.DBforPostgreSQL/flexibleServers/databases",
        "Microsoft.DBforPostgreSQL/flexibleServers/firewallRules",
        "Microsoft.Insights/actionGroups",
        "Microsoft.Insights/diagnosticSettings",
        "Microsoft.Insights/metricAlerts",
        "Microsoft.Insights/scheduledQueryRules",
        "Microsoft.Insights/workbooks",
        "Microsoft.ManagedIdentity/userAssignedIdentities",
        "Microsoft.Network/privateDnsZones",
        "Microsoft.Network/privateDnsZones/A",
        "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
        "Microsoft.Network/privateEndpoints",
        "Microsoft.Network/privateEndpoints/privateDnsZoneGroups",
        "Microsoft.Network/virtualNetworks",
        "Microsoft.Resources/resourceGroups",
        "Microsoft.Storage/storageAccounts/blobServices",
        "Microsoft.Storage/storageAccounts/blobServices/containers",
    }
)
"""The kinds of resources that have no keys of their own."""


def plain_secret(tree: Tree) -> Said:
    """A parameter that is called like a secret and is not secure, or a secure one with a value in the file."""
    for file in tree.files.values():
        for one in file.of("param"):
            secure = "secure" in {name for name, _ in one.decorators}
            if _looks_secret(one.name) and not secure:
                yield file.name, one.line, f"the parameter {one.name} is called like a secret and has no @secure()"
            if secure and shown(one.value) not in ("not set", ""):
                yield file.name, one.line, f"the secure parameter {one.name} has a value in the file"


def secret_output(tree: Tree) -> Said:
    """An output that is called like a secret or made of one, and any call that gives out keys."""
    for file in tree.files.values():
        secure = {one.name for one in file.of("param") if "secure" in {name for name, _ in one.decorators}}
        for one in file.declarations:
            words = {atom.text for atoms in one.levels for atom in atoms if isinstance(atom, Token)}
            given = sorted(word for word in words if _GIVES_KEYS.search(word))
            if given:
                yield file.name, one.line, f"{one.name} asks for keys: {', '.join(given)}"
            told = sorted(words & secure | {word for word in words if word == "ConnectionString"})
            if one.kind == "output" and (_looks_secret(one.name) or told):
                yield file.name, one.line, f"the output {one.name} tells a secret"


def local_auth(tree: Tree) -> Said:
    """A resource that lets somebody in with a key or a password, or of whose kind nobody said that it cannot."""
    for file, one, kind in resources(tree):
        if kind not in LOCAL_AUTH and kind not in NO_KEYS:
            yield file.name, one.line, f"whether a {kind} has keys of its own stands in no table"
        for path, wanted in LOCAL_AUTH.get(kind, {}).items():
            found = one.body.at("properties", *path)
            if shown(found) != wanted:
                line = found.line if found else one.line
                yield file.name, line, f"{one.name}: {'.'.join(path)} is {shown(found)}; it must be {wanted}"


def _looks_secret(name: str) -> bool:
    return bool(_SECRET.search(name)) and not _NAMES_ONLY.search(name)
