"""The language model that is asked for: whether its region has it, sells it so, and has quota left for it."""

from collections.abc import Iterator
from dataclasses import dataclass

from infra.hooks.needs import Looking
from infra.hooks.programs import CommandFailed, az, field, items, number
from infra.hooks.words import Problem

_EMBEDDED, _FOUNDRY = "embedded", "foundry"
_HOSTING = (
    *("australiaeast", "brazilsouth", "canadacentral", "canadaeast", "centralus", "eastus2", "francecentral"),
    *("germanywestcentral", "japaneast", "koreacentral", "northcentralus", "norwayeast", "polandcentral"),
    *("southafricanorth", "southeastasia", "southindia", "spaincentral", "swedencentral", "switzerlandnorth"),
    *("uksouth", "westus", "westus3"),
)
"""Where Foundry hosts agents, by the list that azd's extension azure.ai.agents carried in 2026. It grows, and no call
tells it, so a region beside it is worth a note and no refusal.
"""


@dataclass(frozen=True)
class Wanted:
    """A model deployment as it was chosen. ``capacity`` is in thousands of tokens a minute."""

    region: str
    name: str
    version: str
    sku: str
    capacity: int

    @property
    def label(self) -> str:
        """What a sentence calls it."""
        return f"{self.name} {self.version}".strip()


@dataclass(frozen=True)
class Offer:
    """A model as a region offers it: its version, and the ways to buy it, each with its quota's name."""

    version: str
    skus: dict[str, str]


def model(looking: Looking) -> Iterator[Problem]:
    """Region, model, version, way to buy and quota, as far as each can be looked at."""
    if looking.choices.text("model") == _EMBEDDED:
        return
    region = looking.choices.text("location")
    if not region:
        yield Problem("No region is chosen for this azd environment.", "azd env set AZURE_LOCATION swedencentral")
        return
    wanted = _wanted(looking, region)
    if isinstance(wanted, Problem):
        yield wanted
        return
    offers = _offers(wanted)
    yield from _offered(wanted, offers, looking)
    yield from _quota(wanted, offers, looking)


def hosting(looking: Looking) -> Iterator[str]:
    """A note where hosted agents may not be offered in the region."""
    region = looking.choices.text("location")
    if looking.choices.text("agentsIn") == _FOUNDRY and region and region not in _HOSTING:
        yield f"The region {region} is not on the list of those where Foundry hosts agents, which may have grown:"
        yield "https://learn.microsoft.com/azure/foundry/agents/concepts/limits-quotas-regions; else choose another, or"
        yield looking.choices.command("agentsIn", "inprocess")


def _wanted(looking: Looking, region: str) -> Wanted | Problem:
    choices = looking.choices
    capacity = choices.text("modelCapacity")
    if not capacity.isdecimal() or int(capacity) == 0:
        said = f"The model's capacity '{capacity}' is no number of thousand tokens a minute."
        return Problem(said, choices.command("modelCapacity", "50"))
    sku = choices.text("modelSku")
    return Wanted(region, choices.text("modelName"), choices.text("modelVersion"), sku, int(capacity))


def _offers(wanted: Wanted) -> list[Offer]:
    """Every version of the model in the region. The quota's name stands beside each way to buy (``usageName``)."""
    listed = items(az("cognitiveservices", "model", "list", "--location", wanted.region))
    models = (one for one in listed if field(one, "model.name", str) == wanted.name)
    return [
        Offer(
            field(one, "model.version", str),
            {sku.get("name", ""): sku.get("usageName") or "" for sku in field(one, "model", dict).get("skus") or ()},
        )
        for one in models
    ]


def _offered(wanted: Wanted, offers: list[Offer], looking: Looking) -> Iterator[Problem]:
    choices = looking.choices
    seen = f'az cognitiveservices model list --location {wanted.region} --query "[].model.name" --output tsv'
    if not offers:
        said = f"The region {wanted.region} does not have the model {wanted.name}: choose another region or model."
        yield Problem(said, seen)
        return
    versions = sorted({one.version for one in offers})
    if wanted.version and wanted.version not in versions:
        said = (
            f"The region {wanted.region} has {wanted.name} in the version {', '.join(versions)}, not {wanted.version}."
        )
        yield Problem(said, choices.command("modelVersion", versions[-1]))
        return
    skus = sorted({sku for one in offers if wanted.version in ("", one.version) for sku in one.skus})
    if wanted.sku not in skus:
        told = ", ".join(skus) or "no kind at all"
        said = f"In {wanted.region} {wanted.label} is sold as {told}, not as {wanted.sku}."
        yield Problem(said, choices.command("modelSku", skus[0]) if skus else seen)


def _quota(wanted: Wanted, offers: list[Offer], looking: Looking) -> Iterator[Problem]:
    named = [one.skus.get(wanted.sku, "") for one in offers if wanted.version in ("", one.version)]
    usage = next((name for name in named if name), f"OpenAI.{wanted.sku}.{wanted.name}")
    listed = items(az("cognitiveservices", "usage", "list", "--location", wanted.region))
    found = next((one for one in listed if field(one, "name.value", str).lower() == usage.lower()), None)
    mend = "https://learn.microsoft.com/azure/foundry/openai/quotas-limits tells how to ask for more"
    if found is None:
        yield Problem(f"This subscription has no quota {usage} in {wanted.region}.", mend)
        return
    used, limit = number(found, "currentValue"), number(found, "limit")
    left = int(limit - used) + _ours_already(wanted, looking)
    if left < wanted.capacity:
        said = (
            f"Of the quota {usage} in {wanted.region}, {max(left, 0)} of {int(limit)} thousand tokens a minute are left"
        )
        lower = looking.choices.command("modelCapacity", str(left)) if left > 0 else mend
        yield Problem(f"{said}, and {wanted.capacity} are asked for.", lower)


def _ours_already(wanted: Wanted, looking: Looking) -> int:
    """What an earlier deployment of this environment took of the same quota: deploying again takes no more."""
    name, group = looking.values.get("AZURE_AI_ACCOUNT_NAME"), looking.values.get("AZURE_RESOURCE_GROUP")
    if not name or not group:
        return 0
    try:
        listed = az("cognitiveservices", "account", "deployment", "list", "--name", name, "--resource-group", group)
    except CommandFailed as error:
        if error.not_found:
            return 0
        raise
    ours = (one for one in items(listed) if field(one, "properties.model.name", str) == wanted.name)
    return sum(field(one, "sku.capacity", int) for one in ours if field(one, "sku.name", str) == wanted.sku)
