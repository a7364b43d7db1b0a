"""The store's migrations: the deployed revision runs them, and this waits until it has.

The service brings its store to the newest schema before it listens, one replica at a time under a lock of the database
(``orchestrator/store/migrations``). A job beside it would be a second way to the same end, with rights on the database
of its own, and ``az containerapp exec`` needs a terminal, which a pipeline does not have. So a revision that is ready
has migrated; one that could not does not become ready, and the revision before it goes on serving.
"""

import time
from pathlib import Path

from infra.hooks.deployment import Deployment, read_deployment
from infra.hooks.programs import az, field
from infra.hooks.service import Service
from infra.hooks.waiting import patience
from infra.hooks.words import HookFailed, say

STORE, POSTGRES = "store", "postgresql"


def migrate(_: Path) -> int:
    """Waits until the newest revision is ready and its store answers. Raises :class:`HookFailed`."""
    deployment = read_deployment()
    revision = _ready_revision(deployment)
    parts = Service(deployment.output("SERVICE_ORCHESTRATOR_URI")).parts()
    store = next((part for part in parts if part.kind == STORE), None)
    if store is None or not store.is_ready or store.detail != POSTGRES:
        told = store.detail if store else "it names none"
        said = f"The revision {revision} is ready, but not with its Postgres store: {told}."
        raise HookFailed(said, _logs(deployment))
    say(f"The revision {revision} is ready, and its store is migrated.")
    return 0


def _ready_revision(deployment: Deployment) -> str:
    """The newest revision, when it is ready (``latestReadyRevisionName``, the REST reference of Container Apps)."""
    name, group = deployment.output("SERVICE_ORCHESTRATOR_NAME"), deployment.output("AZURE_RESOURCE_GROUP")
    waiting, began = patience(), time.monotonic()
    while True:
        told = az("containerapp", "show", "--name", name, "--resource-group", group)
        newest = field(told, "properties.latestRevisionName", str)
        if told["properties"].get("latestReadyRevisionName") == newest:
            return newest
        if waiting.is_over(began):
            said = f"The revision {newest} was not ready after {waiting.seconds:g} s; migrating or starting failed."
            raise HookFailed(said, _logs(deployment))
        waiting.pause()


def _logs(deployment: Deployment) -> str:
    name, group = deployment.output("SERVICE_ORCHESTRATOR_NAME"), deployment.output("AZURE_RESOURCE_GROUP")
    return f"az containerapp logs show --name {name} --resource-group {group} --tail 50"
