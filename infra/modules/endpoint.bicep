// A private endpoint, and its names in the private zones.

@description('Where.')
param location string

@description('What marks the resource.')
param tags object

@description('What is reached through it; ends its name.')
param name string

@description('The resource that is reached.')
param targetId string

@description('Which part of it: account, registry, postgresqlServer, blob, vault.')
param group string

@description('The subnet that it takes its address from.')
param subnetId string

@description('The zones that hold its names.')
param zoneIds array

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'pe-${name}'
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [
      {
        name: name
        properties: {
          privateLinkServiceId: targetId
          groupIds: [group]
        }
      }
    ]
  }
}

resource names 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = {
  parent: endpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [for (zoneId, index) in zoneIds: {
      name: 'zone-${index}'
      properties: { privateDnsZoneId: zoneId }
    }]
  }
}
