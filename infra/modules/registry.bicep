// The images. No admin user; hosted agents' images are pulled with a token of Azure Resource Manager, so the registry
// takes those (learn.microsoft.com/azure/foundry/agents/concepts/hosted-agent-permissions).

@description('Where.')
param location string

@description('What ends the name.')
param suffix string

@description('What marks the resource.')
param tags object

@description('Whether only the virtual network reaches it; private endpoints need the Premium tier.')
param privateNetworking bool

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' = {
  name: 'cr${suffix}'
  location: location
  tags: tags
  sku: { name: privateNetworking ? 'Premium' : 'Basic' }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
    publicNetworkAccess: privateNetworking ? 'Disabled' : 'Enabled'
    policies: {
      azureADAuthenticationAsArmPolicy: { status: 'enabled' }
    }
  }
}

output id string = registry.id
output name string = registry.name
output loginServer string = registry.properties.loginServer
