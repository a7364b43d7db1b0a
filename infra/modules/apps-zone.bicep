// The apps' names inside the virtual network: an internal environment has none in any public zone.

@description('What marks the resource.')
param tags object

@description('The environment\'s own domain.')
param domain string

@description('The environment\'s address in the network.')
param staticIp string

@description('The virtual network.')
param networkId string

resource zone 'Microsoft.Network/privateDnsZones@2020-06-01' = {
  name: domain
  location: 'global'
  tags: tags
}

resource link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01' = {
  parent: zone
  name: 'vnet'
  location: 'global'
  properties: {
    registrationEnabled: false
    virtualNetwork: { id: networkId }
  }
}

resource everyApp 'Microsoft.Network/privateDnsZones/A@2020-06-01' = {
  parent: zone
  name: '*'
  properties: {
    ttl: 3600
    aRecords: [
      { ipv4Address: staticIp }
    ]
  }
}
