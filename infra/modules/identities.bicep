// The identities that the apps run as. Hosted agents get theirs from Foundry when they are registered.

@description('Where.')
param location string

@description('What ends the names.')
param suffix string

@description('What marks the resources.')
param tags object

resource orchestrator 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-orchestrator-${suffix}'
  location: location
  tags: tags
}

resource lookups 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-lookups-${suffix}'
  location: location
  tags: tags
}

output orchestratorId string = orchestrator.id
output orchestratorName string = orchestrator.name
output orchestratorClientId string = orchestrator.properties.clientId
output orchestratorPrincipalId string = orchestrator.properties.principalId
output lookupsId string = lookups.id
output lookupsClientId string = lookups.properties.clientId
output lookupsPrincipalId string = lookups.properties.principalId
