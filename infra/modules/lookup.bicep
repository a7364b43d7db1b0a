// One lookup server. It is sent codes and search words, never a record, and answers from published data and the plan's
// policies, to anyone who reaches it: no caller signs in.

@description('Where.')
param location string

@description('What marks the resource.')
param tags object

@description('The lookup\'s name in its registry.')
param lookup string

@description('The environment that it runs in.')
param environmentId string

@description('The lookups\' image; empty before the first deployment, which a stand-in then waits for.')
param image string

@description('The registry that the image is in.')
param registryServer string

@description('The identity that it runs as.')
param identityId string

@description('The client id of that identity.')
param identityClientId string

@description('The Application Insights component that its telemetry goes to.')
param insightsName string

@description('Whether it is reached from outside the environment, as hosted agents must.')
param reachable bool

@description('The fewest replicas.')
param replicasMin int

@description('The most replicas.')
param replicasMax int

var name = replace(lookup, '_', '-')

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource app 'Microsoft.App/containerApps@2025-01-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': name })
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
        external: reachable
        targetPort: 8080
        transport: 'http'
        allowInsecure: false
      }
    }
    template: {
      containers: [
        {
          name: name
          image: empty(image) ? 'mcr.microsoft.com/k8se/quickstart:latest' : image
          args: ['serve', lookup, '--host', '0.0.0.0', '--port', '8080']
          resources: {
            cpu: json('0.25')
            memory: '0.5Gi'
          }
          env: [
            { name: 'PRIORAUTH_TELEMETRY', value: 'azure' }
            { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: insights.properties.ConnectionString }
            { name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING', value: 'Authorization=AAD;ClientId=${identityClientId}' }
          ]
          probes: [
            {
              type: 'Liveness'
              httpGet: {
                path: '/healthz'
                port: 8080
              }
              periodSeconds: 30
              failureThreshold: 3
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/healthz'
                port: 8080
              }
              periodSeconds: 10
              failureThreshold: 3
            }
          ]
        }
      ]
      scale: {
        minReplicas: replicasMin
        maxReplicas: replicasMax
      }
    }
  }
}

output id string = app.id
output uri string = 'https://${app.properties.configuration.ingress.fqdn}/mcp'
