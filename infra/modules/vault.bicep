// The key that signs documents and the secret that signs messages, put here by an operator. Azure keeps a deleted vault
// for seven days, whatever is set; `azd down --purge` ends that unless purge protection forbids it.

@description('Where.')
param location string

@description('What ends the name.')
param suffix string

@description('What marks the resource.')
param tags object

@description('Whether only the virtual network reaches it.')
param privateNetworking bool

@description('Whether nobody can end the seven days early. It cannot be turned off again.')
param purgeProtection bool

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'kv-${suffix}'
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
    enablePurgeProtection: purgeProtection ? true : null
    publicNetworkAccess: privateNetworking ? 'Disabled' : 'Enabled'
  }
}

output id string = vault.id
output name string = vault.name
