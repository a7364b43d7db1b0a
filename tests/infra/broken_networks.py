"""One small edit of the real files for each way of placing the agents' traffic outside their subnet."""

from tests.infra.broken_trees import MAIN, Broken

_FOUNDRY, _NETWORK = "infra/modules/foundry.bicep", "infra/modules/network.bicep"
_HOSTS = "infra/modules/capability-hosts.bicep"
_KIND = "properties: { capabilityHostKind: 'Agents' }"
_DELEGATED = "'agents'\n              properties: { serviceName: 'Microsoft.App/environments' }"
_SUBNET = "agentsSubnetId: privateNetworking ? network!.outputs.agentsSubnetId"
_SECOND = """resource second 'Microsoft.CognitiveServices/accounts/capabilityHosts@2025-06-01' = {
  parent: account
  name: 'second'
  properties: { capabilityHostKind: 'Agents' }
}

resource host """


def _broken(file: str, old: str, new: str, at: str, named: str = "") -> Broken:
    return Broken("placement", file, old, new, at, named)


BROKEN_NETWORKS = (
    _broken(_HOSTS, "accounts/projects/capabilityHosts@", "accounts/deployments@", "// Ever", MAIN),
    _broken(_HOSTS, "'Agents'", "'Hub'", "resource host"),
    _broken(_HOSTS, _KIND, _KIND.replace(" }", ", storageConnections: ['x'] }"), "resource host"),
    _broken(_HOSTS, "resource host ", _SECOND, "resource second"),
    _broken(
        MAIN,
        "capability-hosts.bicep' = if (privateNetworking) {",
        "capability-hosts.bicep' = if (agentsIn == 'foundry') {",
        "module capabilityHosts",
    ),
    _broken(MAIN, "dependsOn: [endpoints, roles]", "dependsOn: [roles]", "module capabilityHosts"),
    _broken(MAIN, _SUBNET, _SUBNET.replace(".agentsSubnetId", ".endpointsSubnetId"), "    agentsSubnetId:"),
    _broken(MAIN, _SUBNET, _SUBNET.replace(".agentsSubnetId", ".appsSubnetId"), "    subnetId: privateNetworking"),
    _broken(_NETWORK, _DELEGATED, _DELEGATED.replace("App/env", "Web/env"), "    agentsSubnetId:", MAIN),
    _broken(_FOUNDRY, "networkInjections: isPrivate", "networkInjection: isPrivate", "resource account"),
    _broken(_FOUNDRY, "useMicrosoftManagedNetwork: false", "useMicrosoftManagedNetwork: true", "    networkInjections"),
    _broken(_FOUNDRY, "subnetArmId: agentsSubnetId", "subnetArmId: registryName", "    networkInjections"),
)
