// With private networking, the capability host of the agents' project: of the kind that agents need, and without a
// connection to a store, since ours are asked to keep nothing; what the platform keeps stays in its own stores. The
// account's host, which names the delegated subnet, is not made here: the platform makes it with the account, from its
// networkInjections, and refuses a second one of another name. infra/hooks reads both before any agent is registered
// (learn.microsoft.com/azure/foundry/agents/concepts/capability-hosts; .../concepts/networking-options, "BYO virtual
// network with platform-managed data resources"). A host cannot be changed, only deleted and made anew.

@description('The Foundry account.')
param accountName string

@description('The project that the agents are registered in.')
param projectName string

resource account 'Microsoft.CognitiveServices/accounts@2025-06-01' existing = {
  name: accountName
}

resource project 'Microsoft.CognitiveServices/accounts/projects@2025-06-01' existing = {
  parent: account
  name: projectName
}

resource host 'Microsoft.CognitiveServices/accounts/projects/capabilityHosts@2025-06-01' = {
  parent: project
  name: 'priorauth'
  properties: { capabilityHostKind: 'Agents' }
}
