// The service with its workbench. Nobody signs in to it yet: it is reached from the addresses that are allowed, and
// where none are, from nowhere outside its environment.

@description('Where.')
param location string

@description('What marks the resource.')
param tags object

@description('The environment that it runs in.')
param environmentId string

@description('Its image; empty before the first deployment, which a stand-in then waits for.')
param image string

@description('The registry that the image is in.')
param registryServer string

@description('The identity that it runs as.')
param identityId string

@description('The client id of that identity.')
param identityClientId string

@description('The name of that identity, as which it signs in to the database.')
param identityName string

@description('The Application Insights component that its telemetry goes to.')
param insightsName string

@description('The server of the database.')
param databaseHost string

@description('The database.')
param databaseName string

@description('Where the agents run: foundry or inprocess.')
param agentsIn string

@description('The endpoint of the Foundry project.')
param projectEndpoint string

@description('The model\'s deployment; empty for the embedded model.')
param modelDeployment string

@description('The addresses of the five lookups, by their names.')
param lookupUris object

@description('The addresses, as CIDR ranges, that may reach the workbench.')
param allowedAddresses array

@description('The fewest replicas; one at least keeps the queue moving.')
param replicasMin int

@description('The most replicas.')
param replicasMax int

@description('The vault of the key that signs documents and of the secret that signs messages.')
param vaultName string

@description('The secret that holds that key; empty lets each replica make its own.')
param signingSecretName string

@description('Where messages to other systems go; empty makes none.')
param webhookUrl string

@description('The secret that messages are signed with.')
param webhookSecretName string

@description('Seconds that one try of a message may take.')
param webhookTimeoutSeconds int

var signs = !empty(signingSecretName)
var tells = !empty(webhookUrl)

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: vaultName
}

var always = [
  { name: 'DATABASE_URL', value: 'postgresql://${identityName}@${databaseHost}:5432/${databaseName}' }
  { name: 'PRIORAUTH_DATABASE_IDENTITY', value: 'azure' }
  { name: 'PRIORAUTH_DATA_DIR', value: '/tmp/priorauth' }
  { name: 'PRIORAUTH_ALLOW_UNAUTHENTICATED', value: '1' }
  { name: 'PRIORAUTH_AGENTS', value: agentsIn }
  { name: 'PRIORAUTH_FOUNDRY_PROJECT', value: projectEndpoint }
  { name: 'PRIORAUTH_MCP_ICD10_URL', value: lookupUris.icd10 }
  { name: 'PRIORAUTH_MCP_NPI_URL', value: lookupUris.npi }
  { name: 'PRIORAUTH_MCP_CMS_COVERAGE_URL', value: lookupUris.cms_coverage }
  { name: 'PRIORAUTH_MCP_PUBMED_URL', value: lookupUris.pubmed }
  { name: 'PRIORAUTH_MCP_CLINICAL_TRIALS_URL', value: lookupUris.clinical_trials }
  { name: 'PRIORAUTH_TELEMETRY', value: 'azure' }
  { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: insights.properties.ConnectionString }
  { name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING', value: 'Authorization=AAD;ClientId=${identityClientId}' }
  { name: 'AZURE_CLIENT_ID', value: identityClientId }
]
var model = empty(modelDeployment) ? [
  { name: 'PRIORAUTH_MODEL', value: 'embedded' }
] : [
  { name: 'PRIORAUTH_MODEL', value: 'foundry' }
  { name: 'PRIORAUTH_MODEL_NAME', value: modelDeployment }
  { name: 'PRIORAUTH_MODEL_ENDPOINT', value: '${projectEndpoint}/openai/v1' }
]
var signing = signs ? [
  { name: 'PRIORAUTH_SIGNING_KEY', value: '/mnt/signing/key.p12' }
] : []
var messages = tells ? [
  { name: 'PRIORAUTH_WEBHOOK_URL', value: webhookUrl }
  { name: 'PRIORAUTH_WEBHOOK_SECRET', secretRef: 'webhook-secret' }
  { name: 'PRIORAUTH_WEBHOOK_TIMEOUT_SECONDS', value: '${webhookTimeoutSeconds}' }
] : []
var signingSecrets = signs ? [
  {
    name: 'signing-key'
    keyVaultUrl: '${vault.properties.vaultUri}secrets/${signingSecretName}'
    identity: identityId
  }
] : []
var messageSecrets = tells ? [
  {
    name: 'webhook-secret'
    keyVaultUrl: '${vault.properties.vaultUri}secrets/${webhookSecretName}'
    identity: identityId
  }
] : []

resource app 'Microsoft.App/containerApps@2025-01-01' = {
  name: 'orchestrator'
  location: location
  tags: union(tags, { 'azd-service-name': 'orchestrator' })
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      registries: [
        {
          server: registryServer
          identity: identityId
        }
      ]
      ingress: {
        external: !empty(allowedAddresses)
        targetPort: 8000
        transport: 'http'
        allowInsecure: false
        ipSecurityRestrictions: [for (addresses, index) in allowedAddresses: {
          name: 'allowed-${index}'
          action: 'Allow'
          ipAddressRange: trim(addresses)
        }]
      }
      secrets: concat(signingSecrets, messageSecrets)
    }
    template: {
      containers: [
        {
          name: 'orchestrator'
          image: empty(image) ? 'mcr.microsoft.com/k8se/quickstart:latest' : image
          resources: {
            cpu: json('1.0')
            memory: '2Gi'
          }
          env: concat(always, model, signing, messages)
          volumeMounts: signs ? [
            {
              volumeName: 'signing'
              mountPath: '/mnt/signing'
            }
          ] : []
          probes: [
            {
              type: 'Startup'
              httpGet: {
                path: '/health'
                port: 8000
              }
              periodSeconds: 10
              failureThreshold: 10
            }
            {
              type: 'Liveness'
              httpGet: {
                path: '/health'
                port: 8000
              }
              periodSeconds: 30
              failureThreshold: 3
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/health'
                port: 8000
              }
              periodSeconds: 10
              failureThreshold: 3
            }
          ]
        }
      ]
      volumes: signs ? [
        {
          name: 'signing'
          storageType: 'Secret'
          secrets: [
            {
              secretRef: 'signing-key'
              path: 'key.p12'
            }
          ]
        }
      ] : []
      scale: {
        minReplicas: replicasMin
        maxReplicas: replicasMax
      }
    }
  }
}

output id string = app.id
output name string = app.name
output uri string = 'https://${app.properties.configuration.ingress.fqdn}'
