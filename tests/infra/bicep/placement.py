"""Where the agents' traffic runs with private networking: an endpoint alone does not place it in the network.

The account must be injected into a subnet that is theirs alone and delegated to Container Apps, and the project must
have a capability host (learn.microsoft.com, "Set up private networking for Foundry Agent Service"; "Capability hosts").
"""

import re
from collections.abc import Iterator

from tests.infra.bicep.findings import MAIN, Said, Tree, resources, shown
from tests.infra.bicep.tree import Declaration, Value

_ACCOUNT = "Microsoft.CognitiveServices/accounts"
_HOSTS = f"{_ACCOUNT}/capabilityHosts", f"{_ACCOUNT}/projects/capabilityHosts"
_NETWORK = "Microsoft.Network/virtualNetworks"
_DELEGATED = "Microsoft.App/environments"
_CONDITION = "privateNetworking"
_STORES = ("threadStorageConnections", "vectorStoreConnections", "storageConnections")


def placement(tree: Tree) -> Said:
    """Agents that would run outside the network, on a subnet that is not theirs, or with no capability host."""
    yield from _injection(tree)
    yield from _subnet(tree)
    yield from _hosts(tree)


def _injection(tree: Tree) -> Said:
    wanted = {"scenario": "agent", "subnetArmId": "agentsSubnetId", "useMicrosoftManagedNetwork": "false"}
    for file, one, kind in resources(tree):
        if kind != _ACCOUNT:
            continue
        given = one.body.at("properties", "networkInjections")
        told = (
            [{key: shown(value) for key, value in group.entries.items()} for group in given.objects()] if given else []
        )
        if told != [wanted]:
            line = given.line if given else one.line
            yield file.name, line, f"{one.name} is not injected into the agents' subnet alone"


def _subnet(tree: Tree) -> Said:
    """What main.bicep gives as the agents' subnet: it must be delegated, and nothing else may be given it."""
    given = [(call, name, value) for call, name, value in _given(tree) if name == "agentsSubnetId"]
    if not given:
        yield MAIN, 1, "no module is given the agents' subnet"
    for call, _, value in given:
        subnet = _subnet_named(tree, value)
        if _DELEGATED not in _delegations(tree, subnet):
            yield MAIN, value.line, f"the agents' subnet {subnet or shown(value)} is not delegated to {_DELEGATED}"
        for other, name, used in _given(tree):
            if (other, name) != (call, "agentsSubnetId") and subnet and _subnet_named(tree, used) == subnet:
                yield MAIN, used.line, f"{other.name} is given the agents' subnet {subnet}, which must be theirs alone"


def _hosts(tree: Tree) -> Said:
    """The platform makes the account's host; the project's is made here, once, and only in a private network."""
    made = [(file, one, kind) for file, one, kind in resources(tree) if kind in _HOSTS]
    of_project = [one for _, one, kind in made if kind == _HOSTS[1]]
    if len(of_project) != 1:
        yield MAIN, 1, f"{len(of_project)} capability hosts are made for the project; it must have one"
    for file, one, kind in made:
        if kind == _HOSTS[0]:
            yield file.name, one.line, f"{one.name} is a second host of the account, beside the platform's: a conflict"
        if shown(one.body.at("properties", "capabilityHostKind")) != "Agents":
            yield file.name, one.line, f"{one.name} is no host of the kind Agents"
        for name in _STORES:
            if one.body.at("properties", name):
                yield file.name, one.line, f"{one.name} has {name}: agents are asked to store nothing"
        for call in (call for _, call, below in tree.calls if below is file):
            if (shown(call.condition.group.items[0]) if call.condition and call.condition.group else "") != _CONDITION:
                yield MAIN, call.line, f"{call.name} is not made with {_CONDITION} only"
            if "endpoints" not in {word.words for word in _items(call.body.at("dependsOn"))}:
                yield MAIN, call.line, f"{call.name} does not wait for the endpoints"


def _given(tree: Tree) -> Iterator[tuple[Declaration, str, Value]]:
    """Each parameter that main.bicep gives to a module."""
    for file, call, _ in tree.calls:
        params = call.body.at("params")
        if file.name == MAIN and params and params.group:
            yield from ((call, name, value) for name, value in params.group.entries.items())


def _subnet_named(tree: Tree, value: Value) -> str:
    """The subnet that a value is the id of, through the output of the network's module; empty where it is none."""
    asked = re.search(r"\bnetwork (?:! )?\. outputs \. (\w+)", value.words)
    call = next((call for _, call, _ in tree.calls if call.name == "network"), None)
    below = next((below for _, one, below in tree.calls if one is call), None)
    told = below.named(asked[1], "output") if asked and below else None
    found = re.fullmatch(r"\$\{network\.id\}/subnets/(\w+)", shown(told.value)) if told else None
    return found[1] if found else ""


def _delegations(tree: Tree, subnet: str) -> set[str]:
    """The services that a subnet of the network is delegated to."""
    networks = (one for _, one, kind in resources(tree) if kind == _NETWORK)
    subnets = (part for one in networks for part in _items(one.body.at("properties", "subnets")))
    named = (part for part in subnets if shown(part.at("name")) == subnet)
    delegations = (one for part in named for one in _items(part.at("properties", "delegations")))
    return {shown(one.at("properties", "serviceName")) for one in delegations}


def _items(value: Value | None) -> tuple[Value, ...]:
    return value.group.items if value and value.group else ()
