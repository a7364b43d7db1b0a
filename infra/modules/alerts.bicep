// What wakes somebody. docs/operate.md has a runbook for each rule, by its name. Rules ask for measures that the service
// really emits (docs/how-to/telemetry.md), or that Azure keeps of its own resources.

@description('Where.')
param location string

@description('What marks the resources.')
param tags object

@description('The workspace that is asked.')
param workspaceId string

@description('The orchestrator\'s app.')
param orchestratorId string

@description('The lookups\' apps.')
param lookupIds array

@description('The database\'s server.')
param databaseId string

@description('The agents, by their names in the registry.')
param agents array

@description('The address that is written to; empty shows alerts in the portal only.')
param email string

@description('Cases that may wait for a quarter of an hour.')
param mostWaiting int

@description('Tokens that language models may use in a day: what they cost is this times their price.')
param mostTokensADay int

@description('Gigabytes of logs and measures in a day.')
param mostGigabytesADay int

var known = join(map(agents, agent => '"${agent}"'), ', ')
var queue = 'AppMetrics | where Name == "priorauth.queue.depth"'
var told = [
  {
    name: 'readiness-lost'
    says: 'No process has told how many cases wait for ten minutes: none works, or none reaches Application Insights.'
    severity: 0
    query: queue
    window: 'PT10M'
    operator: 'LessThan'
    threshold: 1
  }
  {
    name: 'error-rate'
    says: 'More than 5 % of the requests to the service failed in a quarter of an hour.'
    severity: 1
    query: 'AppRequests | where AppRoleName == "priorauth.orchestrator" | summarize failed = countif(toint(ResultCode) >= 500), requests = count() | where requests >= 20 and todouble(failed) / requests > 0.05'
    window: 'PT15M'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'queue-depth'
    says: 'More cases than are allowed have waited for a quarter of an hour.'
    severity: 2
    query: '${queue} | summarize least = min(Min) | where least > ${mostWaiting}'
    window: 'PT15M'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'queue-stalled'
    says: 'Cases wait, and for a quarter of an hour no review came to its end.'
    severity: 1
    query: 'AppMetrics | where Name in ("priorauth.queue.depth", "priorauth.review.duration") | summarize waiting = minif(Min, Name == "priorauth.queue.depth"), ended = sumif(ItemCount, Name == "priorauth.review.duration") | where waiting > 0 and ended == 0'
    window: 'PT15M'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'agent-failures'
    says: 'More than one run of an agent in ten failed in a quarter of an hour. Their cases pend with that reason.'
    severity: 1
    query: 'AppMetrics | where Name == "priorauth.agent.duration" | extend agent = tostring(Properties["priorauth.agent"]), failure = tostring(Properties["error.type"]) | where agent in (${known}) | summarize runs = sum(ItemCount), failed = sumif(ItemCount, isnotempty(failure)) by agent | where runs >= 3 and todouble(failed) / runs > 0.1'
    window: 'PT15M'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'lookup-failures'
    says: 'More than one call of a lookup in ten failed in a quarter of an hour. What it would have said is not evaluated.'
    severity: 1
    query: 'union (AppDependencies | where Name startswith "MCP send tools/call" | project part = Name, Success), (AppRequests | where AppRoleName startswith "priorauth.lookup-" | project part = AppRoleName, Success) | summarize failed = countif(Success == false), calls = count() by part | where calls >= 5 and todouble(failed) / calls > 0.1'
    window: 'PT15M'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'messages-given-up'
    says: 'A message to your systems was given up: nobody took it for about nine hours, or its receiver wants no more.'
    severity: 2
    query: 'AppMetrics | where Name == "priorauth.message.undelivered" | summarize given_up = sum(Sum) | where given_up > 0'
    window: 'PT15M'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'cost-per-day'
    says: 'Language models used more tokens in a day than are allowed.'
    severity: 2
    query: 'AppMetrics | where Name == "gen_ai.client.token.usage" | summarize tokens = sum(Sum) | where tokens > ${mostTokensADay}'
    window: 'P1D'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'logs-per-day'
    says: 'More logs and measures came in a day than are allowed, which Log Analytics bills by the gigabyte.'
    severity: 3
    query: 'Usage | where IsBillable == true | summarize gigabytes = sum(Quantity) / 1000 | where gigabytes > ${mostGigabytesADay}'
    window: 'P1D'
    operator: 'GreaterThan'
    threshold: 0
  }
]
var measured = [
  {
    name: 'database-down'
    says: 'The database answers nobody. Nothing is lost: what was accepted is stored, and is finished afterwards.'
    severity: 0
    metric: 'is_db_alive'
    aggregation: 'Maximum'
    operator: 'LessThan'
    threshold: 1
  }
  {
    name: 'database-storage'
    says: 'The database has used more than 80 % of its storage.'
    severity: 2
    metric: 'storage_percent'
    aggregation: 'Average'
    operator: 'GreaterThan'
    threshold: 80
  }
  {
    name: 'database-cpu'
    says: 'The database has used more than 80 % of its processors for a quarter of an hour.'
    severity: 2
    metric: 'cpu_percent'
    aggregation: 'Average'
    operator: 'GreaterThan'
    threshold: 80
  }
]
var ownErrors = [
  {
    name: 'statusCodeCategory'
    operator: 'Include'
    values: ['5xx']
  }
]
var apps = concat([{ name: '', id: orchestratorId }], map(lookupIds, id => { name: '-${last(split(id, '/'))}', id: id }))
var served = flatten(map(apps, app => [
  {
    name: 'server-errors${app.name}'
    says: 'The app answered more than five requests in a quarter of an hour with an error of its own (5xx).'
    id: app.id
    metric: 'Requests'
    aggregation: 'Total'
    threshold: 5
    dimensions: ownErrors
  }
  {
    name: 'restarts${app.name}'
    says: 'A replica of the app was started again more than three times.'
    id: app.id
    metric: 'RestartCount'
    aggregation: 'Maximum'
    threshold: 3
    dimensions: []
  }
]))

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'priorauth-operators'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'priorauth'
    enabled: true
    emailReceivers: empty(email) ? [] : [
      {
        name: 'operators'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource byQuery 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for rule in told: {
  name: rule.name
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: rule.name
    description: rule.says
    severity: rule.severity
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: rule.window == 'P1D' ? 'PT1H' : 'PT5M'
    windowSize: rule.window
    autoMitigate: true
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: rule.query
          timeAggregation: 'Count'
          operator: rule.operator
          threshold: rule.threshold
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: { actionGroups: [people.id] }
  }
}]

resource ofDatabase 'Microsoft.Insights/metricAlerts@2018-03-01' = [for rule in measured: {
  name: rule.name
  location: 'global'
  tags: tags
  properties: {
    description: rule.says
    severity: rule.severity
    enabled: true
    scopes: [databaseId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: rule.name
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.DBforPostgreSQL/flexibleServers'
          metricName: rule.metric
          timeAggregation: rule.aggregation
          operator: rule.operator
          threshold: rule.threshold
        }
      ]
    }
    actions: [
      { actionGroupId: people.id }
    ]
  }
}]

resource ofApps 'Microsoft.Insights/metricAlerts@2018-03-01' = [for rule in served: {
  name: rule.name
  location: 'global'
  tags: tags
  properties: {
    description: rule.says
    severity: 1
    enabled: true
    scopes: [rule.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: rule.name
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.App/containerApps'
          metricName: rule.metric
          dimensions: rule.dimensions
          timeAggregation: rule.aggregation
          operator: 'GreaterThan'
          threshold: rule.threshold
        }
      ]
    }
    actions: [
      { actionGroupId: people.id }
    ]
  }
}]
