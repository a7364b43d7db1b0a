"""One small edit of the real files for each way of breaking a rule, with the line that the linter must name."""

from dataclasses import dataclass

MAIN = "infra/main.bicep"
_MODULES = "infra/modules"


@dataclass(frozen=True)
class Broken:
    """An edit: ``old``, which stands once in ``file``, becomes ``new``. ``at`` begins the line that is named then.

    ``named`` is the file that the linter names, where that is another.
    """

    rule: str
    file: str
    old: str
    new: str
    at: str
    named: str = ""


def _in(module: str) -> str:
    return f"{_MODULES}/{module}.bicep"


_VAULT = "resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = "


def _secret(decorator: str, value: str) -> str:
    """The vault with a parameter before it, which it uses."""
    return f"@description('x')\n{decorator}param adminPassword string = {value}\n\n{_VAULT}if (empty(adminPassword)) {{"


BROKEN = (
    Broken("grammar", _in("vault"), "family: 'A'", "family = 'A'", "      family ="),
    Broken("grammar", _in("vault"), "'standard'", "'standard", "      name: 'standard"),
    Broken("grammar", _in("vault"), "enableSoftDelete: true", "enableSoftDelete: true false", "    enableSoftDelete"),
    Broken("grammar", _in("vault"), "output id string", "} // spare\noutput id string", "} // spare"),
    Broken("grammar", _in("vault"), "output id string = vault.id", "output id string = (vault.id", "output id"),
    Broken("grammar", _in("vault"), "output id string", "let spare = 1\noutput id string", "let spare"),
    Broken("grammar", _in("vault"), "'standard'", "`standard`", "      name: `"),
    Broken("unused", _in("spare"), "", "// Spare.\n", "// Spare"),
    Broken(
        "environment",
        _in("lookup"),
        "{ name: 'PRIORAUTH_TELEMETRY', value: 'azure' }",
        "{ name: 'PRIORAUTH_TELEMETRY', value: 'azure' }\n{ name: 'PRIORAUTH_TELEMETRY', value: 'console' }",
        "{ name: 'PRIORAUTH_TELEMETRY'",
    ),
    Broken(
        "measured",
        _in("alerts"),
        "query: queue\n",
        "query: 'AppMetrics | where Name == \"priorauth.review.length\"'\n",
        "    query: 'AppMetrics | where Name == \"priorauth.review.length",
    ),
    Broken(
        "measured",
        _in("alerts"),
        'Name == "priorauth.agent.duration" | extend agent',
        'Name == "gen_ai.client.operation.duration" | extend agent',
        "// What wakes",
    ),
    Broken("undeclared", _in("vault"), "name: 'kv-${suffix}'", "name: 'kv-${suffix}${ending}'", "  name: 'kv-"),
    Broken("undeclared", _in("alerts"), "agent => '\"${agent}\"'", "agent => '\"${angent}\"'", "var known"),
    Broken("unused", _in("vault"), "output id string", "var spare = 'x'\noutput id string", "var spare"),
    Broken(
        "unused", _in("vault"), "output id string", "output spare string = vault.name\noutput id string", "output spare"
    ),
    Broken(
        "unused",
        _in("vault"),
        "output id string",
        "resource other 'Microsoft.KeyVault/vaults@2023-07-01' existing = {\n  name: 'x'\n}\noutput id string",
        "resource other",
    ),
    Broken(
        "twice",
        _in("vault"),
        "output id string",
        "output name string = vault.id\noutput id string",
        "output name string = vault.name",
    ),
    Broken(
        "undescribed", _in("vault"), "@description('What ends the name.')\nparam suffix", "param suffix", "param suffix"
    ),
    Broken(
        "missing-file",
        _in("endpoints"),
        "module vault 'endpoint.bicep'",
        "module vault 'endpoints/vault.bicep'",
        "module vault",
    ),
    Broken(
        "unknown-parameter",
        MAIN,
        "    purgeProtection: purgeProtection\n",
        "    purgeProtection: purgeProtection\n    days: 7\n",
        "    days: 7",
    ),
    Broken(
        "missing-parameter",
        MAIN,
        "    privateNetworking: privateNetworking\n    purgeProtection",
        "    purgeProtection",
        "module vault",
    ),
    Broken("wrong-type", MAIN, "    tags: tags\n    domain:", "    tags: 'x'\n    domain:", "    tags: 'x'"),
    Broken(
        "wrong-type",
        MAIN,
        "privateNetworking: privateNetworking\n    purge",
        "privateNetworking: location\n    purge",
        "    privateNetworking: loc",
    ),
    Broken("wrong-type", MAIN, "lookup: name\n", "lookup: network!.outputs.vaultZoneIds\n", "    lookup: network"),
    Broken(
        "wrong-type", MAIN, "param modelCapacity int = 50", "param modelCapacity int = 'many'", "param modelCapacity"
    ),
    Broken("unknown-output", MAIN, "= vault.outputs.name\n", "= vault.outputs.title\n", "output AZURE_KEY_VAULT_NAME"),
    Broken(
        "unknown-output",
        MAIN,
        "registryName: registry.outputs.name\n    vaultName",
        "registryName: registry.outputs.title\n    vaultName",
        "    registryName: registry.outputs.title",
    ),
    Broken("parameters-file", "infra/main.parameters.json", '"alertEmail"', '"alertMail"', "param alertEmail", MAIN),
    Broken(
        "one-version",
        _in("orchestrator"),
        "components@2020-02-02",
        "components@2018-05-01-preview",
        "resource insights",
    ),
    Broken("plain-secret", _in("vault"), _VAULT + "{", _secret("", "''"), "param adminPassword"),
    Broken("plain-secret", _in("vault"), _VAULT + "{", _secret("@secure()\n", "'letmein'"), "param adminPassword"),
    Broken(
        "secret-output",
        _in("storage"),
        "output name string = storage.name",
        "output name string = storage.listKeys().keys[0].value",
        "output name",
    ),
    Broken(
        "secret-output",
        _in("monitoring"),
        "= insights.name",
        "= insights.properties.ConnectionString",
        "output insightsName",
    ),
    Broken("local-auth", _in("foundry"), "disableLocalAuth: true", "disableLocalAuth: false", "    disableLocalAuth"),
    Broken("local-auth", _in("registry"), "adminUserEnabled: false", "adminUserEnabled: true", "    adminUserEnabled"),
    Broken("local-auth", _in("database"), "passwordAuth: 'Disabled'", "passwordAuth: 'Enabled'", "      passwordAuth"),
    Broken("local-auth", _in("storage"), "    allowSharedKeyAccess: false\n", "", "resource storage"),
    Broken(
        "local-auth", _in("vault"), "enableRbacAuthorization: true", "enableRbacAuthorization: false", "    enableRbac"
    ),
    Broken(
        "local-auth", _in("monitoring"), "disableLocalAuth: true", "disableLocalAuth: false", "      disableLocalAuth"
    ),
    Broken(
        "local-auth", _in("monitoring"), "DisableLocalAuth: true", "DisableLocalAuth: false", "    DisableLocalAuth"
    ),
    Broken(
        "local-auth", _in("environment"), "destination: 'azure-monitor'", "destination: 'log-analytics'", "    appLogs"
    ),
    Broken("local-auth", _in("foundry"), "authType: 'ManagedIdentity'", "authType: 'ApiKey'", "    authType"),
    Broken(
        "local-auth",
        _in("network"),
        "'Microsoft.Network/privateDnsZones@",
        "'Microsoft.Cache/redis@",
        "resource zones",
    ),
    Broken(
        "unknown-variable",
        _in("lookup"),
        "{ name: 'PRIORAUTH_TELEMETRY', value: 'azure' }",
        "{ name: 'PRIORAUTH_TELEMETRY', value: 'azure' }\n            { name: 'PRIORAUTH_PORT', value: '8080' }",
        "            { name: 'PRIORAUTH_PORT",
    ),
    Broken(
        "environment",
        _in("orchestrator"),
        "{ name: 'PRIORAUTH_ALLOW_UNAUTHENTICATED', value: '1' }",
        "{ name: 'PRIORAUTH_TENANT', value: 'default' }\n  { name: 'PRIORAUTH_ALLOW_UNAUTHENTICATED', value: '1' }",
        "  { name: 'PRIORAUTH_TENANT",
    ),
    Broken(
        "environment",
        _in("orchestrator"),
        "  { name: 'AZURE_CLIENT_ID', value: identityClientId }\n",
        "",
        "// The service",
    ),
    Broken(
        "told-plainly",
        _in("orchestrator"),
        "{ name: 'PRIORAUTH_WEBHOOK_SECRET', secretRef: 'webhook-secret' }",
        "{ name: 'PRIORAUTH_WEBHOOK_SECRET', value: webhookSecretName }",
        "  { name: 'PRIORAUTH_WEBHOOK_SECRET",
    ),
    Broken("registries", MAIN, "'coverage', 'synthesis'", "'coverage'", "var agents"),
    Broken("registries", MAIN, "'icd10', 'npi',", "'npi', 'icd10',", "var lookups"),
    Broken("registries", MAIN, "npi: lookup[1].outputs.uri", "npi: lookup[0].outputs.uri", "      npi:"),
    Broken(
        "registries",
        MAIN,
        "SERVICE_NPI_URI string = lookup[1]",
        "SERVICE_NPI_URI string = lookup[2]",
        "output SERVICE_NPI_URI",
    ),
    Broken("registries", MAIN, "[icd10Image, npiImage,", "[npiImage, icd10Image,", "var lookupImages"),
    Broken(
        "measured",
        _in("alerts"),
        "var queue = 'AppMetrics | where Name == \"priorauth.queue.depth\"'",
        "var queue = 'AppMetrics | where Name == \"priorauth.queue.length\"'",
        "var queue",
    ),
    Broken("contract", MAIN, "output AZURE_TENANT_ID string", "output AZURE_TENANT string", "// Everything"),
    Broken("asked", "azure.yaml", "hooks:\n", "hooks: # ${AZURE_REDIS_NAME}\n", "hooks:"),
    Broken("scope", MAIN, "targetScope = 'subscription'", "targetScope = 'managementGroup'", "targetScope"),
    Broken("scope", MAIN, "  scope: group\n  name: 'vault'", "  name: 'vault'", "module vault"),
    Broken(
        "roles",
        _in("roles"),
        "var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'",
        "var secretsUser = '00482a5a-887f-4fb3-b363-3b7fe8e74483'",
        "resource orchestratorReadsKey",
    ),
    Broken(
        "roles",
        _in("roles"),
        "  scope: project\n  name: guid(project.id, orchestratorPrincipalId",
        "  scope: account\n  name: guid(project.id, orchestratorPrincipalId",
        "resource orchestratorCallsAgents",
    ),
    Broken("roles", _in("roles"), "resource lookupsTell ", "resource lookupsTalk ", "resource lookupsTalk"),
    Broken(
        "roles",
        _in("roles"),
        "projectPrincipalId, acrPull)\n  properties: {\n    principalId: projectPrincipalId",
        "projectPrincipalId, acrPull)\n  properties: {\n    principalId: orchestratorPrincipalId",
        "resource projectPulls",
    ),
    Broken(
        "administrators",
        MAIN,
        "administratorPrincipalId: identities.outputs.orchestratorPrincipalId",
        "administratorPrincipalId: identities.outputs.lookupsPrincipalId",
        "    administratorPrincipalId",
    ),
)
