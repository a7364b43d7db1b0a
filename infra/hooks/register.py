"""The four hosted agents: one image for all, a version of each made from its manifest, awaited until it is ready."""

from pathlib import Path

from infra.hooks.deployment import read_deployment
from infra.hooks.foundry import Project, definition_of, registered
from infra.hooks.image import image_in_registry
from infra.hooks.manifests import MODEL, read_manifests, resolved
from infra.hooks.parameters import read_choices
from infra.hooks.placement import check_placement
from infra.hooks.programs import CommandFailed
from infra.hooks.waiting import patience
from infra.hooks.words import HookFailed, say

AGENTS_IN = "agentsIn"
FOUNDRY = "foundry"
_FORBIDDEN = ("Forbidden", "Unauthorized", "PermissionDenied")
_SCOPE = "$(az cognitiveservices account show --name ACCOUNT --resource-group GROUP --query id --output tsv)"


def register(root: Path) -> int:
    """Registers what is not registered yet; running it again changes nothing. Raises :class:`HookFailed`."""
    deployment = read_deployment()
    choices = read_choices(root, deployment.values)
    if choices.text(AGENTS_IN) != FOUNDRY:
        say("The agents run in the orchestrator; none is registered in Foundry.")
        return 0
    if choices.yes("privateNetworking"):
        check_placement(deployment, patience())
    agents = read_manifests(root)
    values = {**deployment.values, MODEL: choices.text("model")}
    environments = {agent.name: resolved(agent, values) for agent in agents}
    registry, endpoint = "AZURE_CONTAINER_REGISTRY_NAME", "AZURE_CONTAINER_REGISTRY_ENDPOINT"
    image = image_in_registry(root, deployment.output(registry), deployment.output(endpoint))
    project = Project(deployment.output("AZURE_AI_PROJECT_ENDPOINT"))
    try:
        made = [registered(project, agent, definition_of(agent, image, environments[agent.name])) for agent in agents]
        for version in made:
            ready = project.when_ready(version, patience())
            say(f"{ready.agent} version {ready.number} is {ready.status}.")
    except CommandFailed as error:
        raise _told(error) from None
    return 0


def _told(error: CommandFailed) -> HookFailed:
    """Rights on the resources do not include those on the project's agents, which is worth a word."""
    if not any(word in error.sentence for word in _FORBIDDEN):
        return error
    said = f"{error.sentence} Owner and Contributor may not make agents; 'Foundry Project Manager' may."
    return HookFailed(
        said, f'az role assignment create --assignee YOU --role "Foundry Project Manager" --scope {_SCOPE}'
    )
