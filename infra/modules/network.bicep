// One virtual network with a subnet each for the apps, for hosted agents' sessions, and for private endpoints, and the
// zones in which the endpoints' names are found.

@description('Where.')
param location string

@description('What ends the names.')
param suffix string

@description('What marks the resources.')
param tags object

@description('The network\'s addresses, a /16 within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.')
param addresses string

var zoneNames = [
  'privatelink.cognitiveservices.azure.com'
  'privatelink.openai.azure.com'
  'privatelink.services.ai.azure.com'
  'privatelink.azurecr.io'
  'privatelink.postgres.database.azure.com'
  'privatelink.blob.${environment().suffixes.storage}'
  'privatelink.vaultcore.azure.net'
]

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-${suffix}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addresses] }
    subnets: [
      {
        name: 'agents'
        properties: {
          addressPrefix: cidrSubnet(addresses, 24, 0)
          delegations: [
            {
              name: 'agents'
              properties: { serviceName: 'Microsoft.App/environments' }
            }
          ]
        }
      }
      {
        name: 'apps'
        properties: {
          addressPrefix: cidrSubnet(addresses, 24, 1)
          delegations: [
            {
              name: 'apps'
              properties: { serviceName: 'Microsoft.App/environments' }
            }
          ]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: cidrSubnet(addresses, 24, 2)
        }
      }
    ]
  }
}

resource zones 'Microsoft.Network/privateDnsZones@2020-06-01' = [for zone in zoneNames: {
  name: zone
  location: 'global'
  tags: tags
}]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01' = [for (zone, index) in zoneNames: {
  parent: zones[index]
  name: 'vnet'
  location: 'global'
  properties: {
    registrationEnabled: false
    virtualNetwork: { id: network.id }
  }
}]

output id string = network.id
output agentsSubnetId string = '${network.id}/subnets/agents'
output appsSubnetId string = '${network.id}/subnets/apps'
output endpointsSubnetId string = '${network.id}/subnets/endpoints'
output foundryZoneIds array = [zones[0].id, zones[1].id, zones[2].id]
output registryZoneIds array = [zones[3].id]
output databaseZoneIds array = [zones[4].id]
output storageZoneIds array = [zones[5].id]
output vaultZoneIds array = [zones[6].id]
