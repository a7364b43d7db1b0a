// Everything that a deployment is made of, in one resource group. docs/reference/azure.md says what each is for, who may
// do what, and what only a real subscription can prove. `azd up` fills the parameters from main.parameters.json.
targetScope = 'subscription'

@description('The name of this deployment; the resource group is called after it.')
@minLength(1)
@maxLength(40)
param environmentName string

@description('The region. Foundry, its hosted agents and, with private networking, all else must be there.')
param location string

@description('The object id of whoever deploys, who gets the roles of infra/roles.yaml; empty gives nobody any.')
param principalId string = ''

@description('What whoever deploys is.')
@allowed(['User', 'ServicePrincipal', 'Group'])
param principalType string = 'User'

@description('Where the four agents run: hosted by Foundry, or in the orchestrator\'s own process.')
@allowed(['foundry', 'inprocess'])
param agentsIn string = 'foundry'

@description('What plays the agents: a model of Foundry, or the embedded one, which needs no quota and reads by rule.')
@allowed(['foundry', 'embedded'])
param model string = 'foundry'

@description('The model\'s name in the catalog; its deployment has the same.')
param modelName string = 'gpt-5-mini'

@description('The model\'s version in the catalog.')
param modelVersion string = '2025-08-07'

@description('Where prompts may be processed: anywhere, in the data zone of the region, or in the region.')
@allowed(['GlobalStandard', 'DataZoneStandard', 'Standard'])
param modelSku string = 'DataZoneStandard'

@description('Thousands of tokens that the model may take in and give out in a minute.')
@minValue(1)
param modelCapacity int = 50

@description('The fewest replicas of the orchestrator.')
@minValue(1)
param orchestratorReplicasMin int = 1

@description('The most replicas of the orchestrator; the queue is shared, so more of them review more cases at once.')
@minValue(1)
param orchestratorReplicasMax int = 3

@description('The fewest replicas of each lookup.')
@minValue(1)
param lookupReplicasMin int = 1

@description('The most replicas of each lookup; a lookup keeps nothing, so any of them answers.')
@minValue(1)
param lookupReplicasMax int = 2

@description('The size of the database\'s server.')
param databaseSku string = 'Standard_B2s'

@description('Days that the database\'s backups are kept.')
@minValue(7)
@maxValue(35)
param databaseBackupDays int = 14

@description('CIDR ranges, with commas, that may reach the workbench. There is no sign-in yet: whoever reaches it reads and changes every case. Empty closes it to all but its own environment.')
param allowedAddresses string = ''

@description('Whether everything is reached through a virtual network only. It must be chosen at the first deployment, for Foundry cannot move its agents into a network afterwards; deploying then works from inside that network only.')
param privateNetworking bool = false

@description('The virtual network\'s addresses: a /16 within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.')
param networkAddresses string = '10.60.0.0/16'

@description('Whether nobody can purge the vault for seven days after it was deleted. Then azd down leaves it behind for that time, and its name cannot be used again before.')
param purgeProtection bool = false

@description('The vault\'s secret that holds the PKCS#12 file that signs documents, in base64, without a password. Empty lets each replica make a key of its own at its start, which is lost with it.')
param signingSecretName string = ''

@description('The address that messages to your systems are posted to. Empty makes none.')
param webhookUrl string = ''

@description('The vault\'s secret that holds what those messages are signed with: whsec_ and 24 or more random bytes in base64. It must be there before the address is set.')
param webhookSecretName string = ''

@description('Seconds that one try of a message may take.')
@minValue(1)
param webhookTimeoutSeconds int = 10

@description('The address that alerts are written to; empty shows them in the portal only.')
param alertEmail string = ''

@description('Cases that may wait for a quarter of an hour before somebody is told.')
@minValue(1)
param alertWaitingCases int = 50

@description('Tokens that language models may use in a day before somebody is told.')
@minValue(1)
param alertTokensPerDay int = 5000000

@description('Gigabytes of logs and measures in a day before somebody is told.')
@minValue(1)
param alertGigabytesPerDay int = 5

@description('Days that logs and measures are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('The orchestrator\'s image, as azd knows it; empty before the first deployment.')
param orchestratorImage string = ''

@description('The image of the ICD-10-CM lookup.')
param icd10Image string = ''

@description('The image of the NPI lookup.')
param npiImage string = ''

@description('The image of the coverage lookup.')
param cmsCoverageImage string = ''

@description('The image of the PubMed lookup.')
param pubmedImage string = ''

@description('The image of the clinical trials lookup.')
param clinicalTrialsImage string = ''

var suffix = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }
var agents = ['compliance', 'clinical', 'coverage', 'synthesis']
var lookups = ['icd10', 'npi', 'cms_coverage', 'pubmed', 'clinical_trials']
var lookupImages = [icd10Image, npiImage, cmsCoverageImage, pubmedImage, clinicalTrialsImage]
var modelDeployment = model == 'foundry' ? modelName : ''

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identities 'modules/identities.bicep' = {
  scope: group
  name: 'identities'
  params: {
    location: location
    suffix: suffix
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  name: 'monitoring'
  params: {
    location: location
    suffix: suffix
    tags: tags
    retentionDays: logRetentionDays
  }
}

module network 'modules/network.bicep' = if (privateNetworking) {
  scope: group
  name: 'network'
  params: {
    location: location
    suffix: suffix
    tags: tags
    addresses: networkAddresses
  }
}

module registry 'modules/registry.bicep' = {
  scope: group
  name: 'registry'
  params: {
    location: location
    suffix: suffix
    tags: tags
    privateNetworking: privateNetworking
  }
}

module vault 'modules/vault.bicep' = {
  scope: group
  name: 'vault'
  params: {
    location: location
    suffix: suffix
    tags: tags
    privateNetworking: privateNetworking
    purgeProtection: purgeProtection
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  name: 'storage'
  params: {
    location: location
    suffix: suffix
    tags: tags
    privateNetworking: privateNetworking
  }
}

module database 'modules/database.bicep' = {
  scope: group
  name: 'database'
  params: {
    location: location
    suffix: suffix
    tags: tags
    sku: databaseSku
    backupDays: databaseBackupDays
    privateNetworking: privateNetworking
    administratorName: identities.outputs.orchestratorName
    administratorPrincipalId: identities.outputs.orchestratorPrincipalId
  }
}

module foundry 'modules/foundry.bicep' = {
  scope: group
  name: 'foundry'
  params: {
    location: location
    suffix: suffix
    tags: tags
    modelName: modelDeployment
    modelVersion: modelVersion
    modelSku: modelSku
    modelCapacity: modelCapacity
    agentsSubnetId: privateNetworking ? network!.outputs.agentsSubnetId : ''
    registryName: registry.outputs.name
  }
}

module endpoints 'modules/endpoints.bicep' = if (privateNetworking) {
  scope: group
  name: 'endpoints'
  params: {
    location: location
    tags: tags
    subnetId: network!.outputs.endpointsSubnetId
    foundryId: foundry.outputs.accountId
    foundryZoneIds: network!.outputs.foundryZoneIds
    registryId: registry.outputs.id
    registryZoneIds: network!.outputs.registryZoneIds
    databaseId: database.outputs.id
    databaseZoneIds: network!.outputs.databaseZoneIds
    storageId: storage.outputs.id
    storageZoneIds: network!.outputs.storageZoneIds
    vaultId: vault.outputs.id
    vaultZoneIds: network!.outputs.vaultZoneIds
  }
}

// The project's host comes after the account's, which is there when the account is, and after what agents reach the
// account by; nothing in the account may change meanwhile.
module capabilityHosts 'modules/capability-hosts.bicep' = if (privateNetworking) {
  scope: group
  name: 'capability-hosts'
  params: {
    accountName: foundry.outputs.accountName
    projectName: foundry.outputs.projectName
  }
  dependsOn: [endpoints, roles]
}

module roles 'modules/roles.bicep' = {
  scope: group
  name: 'roles'
  params: {
    registryName: registry.outputs.name
    vaultName: vault.outputs.name
    storageName: storage.outputs.name
    insightsName: monitoring.outputs.insightsName
    accountName: foundry.outputs.accountName
    projectName: foundry.outputs.projectName
    orchestratorPrincipalId: identities.outputs.orchestratorPrincipalId
    lookupsPrincipalId: identities.outputs.lookupsPrincipalId
    projectPrincipalId: foundry.outputs.projectPrincipalId
    deployerPrincipalId: principalId
    deployerPrincipalType: principalType
  }
}

module environment 'modules/environment.bicep' = {
  scope: group
  name: 'environment'
  params: {
    location: location
    suffix: suffix
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    subnetId: privateNetworking ? network!.outputs.appsSubnetId : ''
  }
}

module appsZone 'modules/apps-zone.bicep' = if (privateNetworking) {
  scope: group
  name: 'apps-zone'
  params: {
    tags: tags
    domain: environment.outputs.domain
    staticIp: environment.outputs.staticIp
    networkId: network!.outputs.id
  }
}

// Hosted agents run outside the environment. In public they reach the lookups over the internet, as anyone can: the
// lookups hold published data and the plan's policies, and are sent codes and search words, never a record. With private
// networking the same setting opens them to the virtual network only.
module lookup 'modules/lookup.bicep' = [for (name, index) in lookups: {
  scope: group
  name: 'lookup-${name}'
  params: {
    location: location
    tags: tags
    lookup: name
    environmentId: environment.outputs.id
    image: lookupImages[index]
    registryServer: registry.outputs.loginServer
    identityId: identities.outputs.lookupsId
    identityClientId: identities.outputs.lookupsClientId
    insightsName: monitoring.outputs.insightsName
    reachable: agentsIn == 'foundry'
    replicasMin: lookupReplicasMin
    replicasMax: lookupReplicasMax
  }
  dependsOn: [roles]
}]

module orchestrator 'modules/orchestrator.bicep' = {
  scope: group
  name: 'orchestrator'
  params: {
    location: location
    tags: tags
    environmentId: environment.outputs.id
    image: orchestratorImage
    registryServer: registry.outputs.loginServer
    identityId: identities.outputs.orchestratorId
    identityClientId: identities.outputs.orchestratorClientId
    identityName: identities.outputs.orchestratorName
    insightsName: monitoring.outputs.insightsName
    databaseHost: database.outputs.host
    databaseName: database.outputs.databaseName
    agentsIn: agentsIn
    projectEndpoint: foundry.outputs.projectEndpoint
    modelDeployment: modelDeployment
    lookupUris: {
      icd10: lookup[0].outputs.uri
      npi: lookup[1].outputs.uri
      cms_coverage: lookup[2].outputs.uri
      pubmed: lookup[3].outputs.uri
      clinical_trials: lookup[4].outputs.uri
    }
    allowedAddresses: empty(allowedAddresses) ? [] : split(allowedAddresses, ',')
    replicasMin: orchestratorReplicasMin
    replicasMax: orchestratorReplicasMax
    vaultName: vault.outputs.name
    signingSecretName: signingSecretName
    webhookUrl: webhookUrl
    webhookSecretName: webhookSecretName
    webhookTimeoutSeconds: webhookTimeoutSeconds
  }
  dependsOn: [roles]
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  name: 'alerts'
  params: {
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    orchestratorId: orchestrator.outputs.id
    lookupIds: [lookup[0].outputs.id, lookup[1].outputs.id, lookup[2].outputs.id, lookup[3].outputs.id, lookup[4].outputs.id]
    databaseId: database.outputs.id
    agents: agents
    email: alertEmail
    mostWaiting: alertWaitingCases
    mostTokensADay: alertTokensPerDay
    mostGigabytesADay: alertGigabytesPerDay
  }
}

output AZURE_LOCATION string = location
output AZURE_TENANT_ID string = tenant().tenantId
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = registry.outputs.loginServer
output AZURE_CONTAINER_REGISTRY_NAME string = registry.outputs.name
output AZURE_CONTAINER_APPS_ENVIRONMENT_NAME string = environment.outputs.name
output AZURE_AGENTS_SUBNET_ID string = privateNetworking ? network!.outputs.agentsSubnetId : ''
output AZURE_AI_ACCOUNT_ID string = foundry.outputs.accountId
output AZURE_AI_ACCOUNT_NAME string = foundry.outputs.accountName
output AZURE_AI_PROJECT_ENDPOINT string = foundry.outputs.projectEndpoint
output AZURE_AI_PROJECT_NAME string = foundry.outputs.projectName
output AZURE_AI_MODEL_DEPLOYMENT string = modelDeployment
output SERVICE_ORCHESTRATOR_URI string = orchestrator.outputs.uri
output SERVICE_ORCHESTRATOR_NAME string = orchestrator.outputs.name
output SERVICE_ICD10_URI string = lookup[0].outputs.uri
output SERVICE_NPI_URI string = lookup[1].outputs.uri
output SERVICE_CMS_COVERAGE_URI string = lookup[2].outputs.uri
output SERVICE_PUBMED_URI string = lookup[3].outputs.uri
output SERVICE_CLINICAL_TRIALS_URI string = lookup[4].outputs.uri
output POSTGRES_HOST string = database.outputs.host
output POSTGRES_DATABASE string = database.outputs.databaseName
output POSTGRES_USER string = identities.outputs.orchestratorName
output AZURE_KEY_VAULT_NAME string = vault.outputs.name
output AZURE_STORAGE_ACCOUNT_NAME string = storage.outputs.name
output AZURE_LOG_ANALYTICS_WORKSPACE_ID string = monitoring.outputs.workspaceId
output APPLICATIONINSIGHTS_NAME string = monitoring.outputs.insightsName
