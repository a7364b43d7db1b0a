// The private endpoint of each part that is reached through the virtual network only.

@description('Where.')
param location string

@description('What marks the resources.')
param tags object

@description('The subnet that the endpoints take their addresses from.')
param subnetId string

@description('The Foundry account.')
param foundryId string

@description('The zones of its names.')
param foundryZoneIds array

@description('The registry.')
param registryId string

@description('The zones of its names.')
param registryZoneIds array

@description('The database\'s server.')
param databaseId string

@description('The zones of its names.')
param databaseZoneIds array

@description('The storage account.')
param storageId string

@description('The zones of its names.')
param storageZoneIds array

@description('The vault.')
param vaultId string

@description('The zones of its names.')
param vaultZoneIds array

module foundry 'endpoint.bicep' = {
  name: 'endpoint-foundry'
  params: {
    location: location
    tags: tags
    name: 'foundry'
    targetId: foundryId
    group: 'account'
    subnetId: subnetId
    zoneIds: foundryZoneIds
  }
}

module registry 'endpoint.bicep' = {
  name: 'endpoint-registry'
  params: {
    location: location
    tags: tags
    name: 'registry'
    targetId: registryId
    group: 'registry'
    subnetId: subnetId
    zoneIds: registryZoneIds
  }
}

module database 'endpoint.bicep' = {
  name: 'endpoint-database'
  params: {
    location: location
    tags: tags
    name: 'database'
    targetId: databaseId
    group: 'postgresqlServer'
    subnetId: subnetId
    zoneIds: databaseZoneIds
  }
}

module storage 'endpoint.bicep' = {
  name: 'endpoint-storage'
  params: {
    location: location
    tags: tags
    name: 'storage'
    targetId: storageId
    group: 'blob'
    subnetId: subnetId
    zoneIds: storageZoneIds
  }
}

module vault 'endpoint.bicep' = {
  name: 'endpoint-vault'
  params: {
    location: location
    tags: tags
    name: 'vault'
    targetId: vaultId
    group: 'vault'
    subnetId: subnetId
    zoneIds: vaultZoneIds
  }
}
