// Log Analytics, Application Insights on it, and the workbook. Nothing is taken in with a key.

@description('Where.')
param location string

@description('What ends the names.')
param suffix string

@description('What marks the resources.')
param tags object

@description('Days that logs and measures are kept. The record of a case is in the database, not here.')
param retentionDays int

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'log-${suffix}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${suffix}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    IngestionMode: 'LogAnalytics'
    DisableLocalAuth: true
  }
}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(workspace.id, 'priorauth')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Prior authorization review'
    category: 'workbook'
    version: 'Notebook/1.0'
    sourceId: workspace.id
    serializedData: loadTextContent('../dashboards/workbook.json')
  }
}

output workspaceId string = workspace.id
output insightsName string = insights.name
