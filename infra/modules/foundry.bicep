// The Foundry account, its project, the model's deployment, and what hosted agents need of the project: the registry to
// pull from. With private networking their sessions run on the delegated subnet: the account is made with that network,
// which cannot be changed later, and the platform makes the account's capability host from it. The project's stands in
// capability-hosts.bicep.

@description('Where.')
param location string

@description('What ends the name.')
param suffix string

@description('What marks the resource.')
param tags object

@description('The model\'s name in the catalog; empty deploys none.')
param modelName string

@description('The model\'s version in the catalog.')
param modelVersion string

@description('How it is deployed; DataZoneStandard keeps prompts in the data zone of the region.')
param modelSku string

@description('Thousands of tokens a minute.')
param modelCapacity int

@description('The delegated subnet that the agents\' sessions run on; empty without private networking.')
param agentsSubnetId string

@description('The registry that hosted agents\' images are in.')
param registryName string

var isPrivate = !empty(agentsSubnetId)

#disable-next-line BCP036 // the type says that networkInjections is an object; Microsoft's own templates send a list
resource account 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: 'ai-${suffix}'
  location: location
  tags: tags
  kind: 'AIServices'
  sku: { name: 'S0' }
  identity: { type: 'SystemAssigned' }
  properties: {
    allowProjectManagement: true
    customSubDomainName: 'ai-${suffix}'
    disableLocalAuth: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      defaultAction: isPrivate ? 'Deny' : 'Allow'
      bypass: 'AzureServices'
    }
    networkInjections: isPrivate ? [
      {
        scenario: 'agent'
        subnetArmId: agentsSubnetId
        useMicrosoftManagedNetwork: false
      }
    ] : null
  }
}

resource deployment 'Microsoft.CognitiveServices/accounts/deployments@2025-06-01' = if (!empty(modelName)) {
  parent: account
  name: empty(modelName) ? 'none' : modelName
  sku: {
    name: modelSku
    capacity: modelCapacity
  }
  properties: {
    model: {
      format: 'OpenAI'
      name: modelName
      version: modelVersion
    }
    versionUpgradeOption: 'NoAutoUpgrade'
  }
}

resource project 'Microsoft.CognitiveServices/accounts/projects@2025-06-01' = {
  parent: account
  name: 'priorauth'
  location: location
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: { displayName: 'Prior authorization review' }
  dependsOn: [deployment] // the account takes one change at a time
}

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = {
  name: registryName
}

resource images 'Microsoft.CognitiveServices/accounts/projects/connections@2025-06-01' = {
  parent: project
  name: 'images'
  properties: {
    category: 'ContainerRegistry'
    target: registry.properties.loginServer
    authType: 'ManagedIdentity'
    isSharedToAll: true
    credentials: {
      clientId: project.identity.principalId
      resourceId: registry.id
    }
    metadata: { ResourceId: registry.id }
  }
}

output accountId string = account.id
output accountName string = account.name
output projectName string = project.name
output projectPrincipalId string = project.identity.principalId
output projectEndpoint string = 'https://${account.name}.services.ai.azure.com/api/projects/${project.name}'
