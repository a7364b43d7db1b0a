"""Whether the addresses of a private network can be used for Foundry's agents and the apps, before it is made.

Ranges, sizes and regions: learn.microsoft.com, "Set up private networking for Foundry Agent Service", and the template
22-private-network-agent-setup of Microsoft's foundry-samples, which lists the regions (read November 2026).
"""

import ipaddress
from collections.abc import Iterator

from infra.hooks.needs import Looking
from infra.hooks.words import Problem

_OURS = tuple(map(ipaddress.IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
_RESERVED = tuple(map(ipaddress.IPv4Network, ("172.30.0.0/16", "172.31.0.0/16")))
_SMALLEST = 22
"""The prefix of the smallest network that three subnets of 256 addresses fit into."""
_CLASS_A = (
    *("australiaeast", "brazilsouth", "canadaeast", "eastus", "eastus2", "francecentral", "germanywestcentral"),
    *("italynorth", "japaneast", "southafricanorth", "southcentralus", "southindia", "spaincentral"),
    *("swedencentral", "uaenorth", "uksouth", "westus", "westus3"),
)
_OTHER = "192.168.0.0/16"


def network(looking: Looking) -> Iterator[Problem]:
    """The addresses are private, large enough, and none that the platform keeps for itself."""
    if not looking.choices.yes("privateNetworking"):
        return
    told, mend = looking.choices.text("networkAddresses"), looking.choices.command("networkAddresses", _OTHER)
    try:
        wanted = ipaddress.IPv4Network(told)
    except ValueError:
        yield Problem(f"The network's addresses '{told}' are no range of addresses.", mend)
        return
    if not any(wanted.subnet_of(ours) for ours in _OURS):
        said = "lie outside 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16, the private ranges"
        yield Problem(f"The network's addresses {told} {said}.", mend)
    if wanted.prefixlen > _SMALLEST:
        yield Problem(f"The network's addresses {told} are too few: three subnets of 256 must fit.", mend)
    for kept in _RESERVED:
        if wanted.overlaps(kept):
            yield Problem(f"The network's addresses {told} overlap {kept}, which Azure keeps for itself.", mend)


def class_a(looking: Looking) -> Iterator[str]:
    """A note where agents may not be placed in a network of addresses that begin with 10."""
    choices, region = looking.choices, looking.choices.text("location")
    begins_with_ten = choices.text("networkAddresses").startswith("10.")
    if choices.yes("privateNetworking") and begins_with_ten and region and region not in _CLASS_A:
        yield f"The region {region} is not on the list of those where agents take a network within 10.0.0.0/8, which"
        yield "may have grown: https://learn.microsoft.com/azure/foundry/agents/how-to/virtual-networks; else choose"
        yield choices.command("networkAddresses", _OTHER)
