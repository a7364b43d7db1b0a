"""Whether a deployment works, each part by itself: what is not seen to work is not proven, and that is a failure."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from infra.hooks.deployment import Deployment, read_deployment
from infra.hooks.foundry import ACTIVE, Project
from infra.hooks.manifests import HostedAgent, read_manifests
from infra.hooks.migrate import POSTGRES
from infra.hooks.parameters import read_choices
from infra.hooks.programs import az, az_rest, field, items
from infra.hooks.register import AGENTS_IN, FOUNDRY
from infra.hooks.sample import sampled
from infra.hooks.service import Part, Reviewed, Service
from infra.hooks.waiting import patience
from infra.hooks.words import HookFailed, Proven, say, table

Seen = TypeVar("Seen")
AGENTS = ("compliance", "clinical", "coverage", "synthesis")
LOOKUPS = ("icd10", "npi", "cms_coverage", "pubmed", "clinical_trials")
_LOGS_API = "https://api.loganalytics.io"
_ROLE = "priorauth.orchestrator"
"""Namespace and name of the service, as Azure's exporter puts them together."""
_SPANS = (
    "union isfuzzy=true AppRequests, AppDependencies | where TimeGenerated > ago(1h) "
    f"| where AppRoleName == '{_ROLE}' | summarize spans = count()"
)
_AGAIN = "azd hooks run postdeploy"


def verify(root: Path) -> int:
    """Prints a row for each part, and the address; 0 where every part was seen to work. Raises :class:`HookFailed`."""
    deployment = read_deployment()
    service = Service(deployment.output("SERVICE_ORCHESTRATOR_URI"))
    in_foundry = read_choices(root, deployment.values).text(AGENTS_IN) == FOUNDRY
    hosted = {agent.name: agent for agent in read_manifests(root)} if in_foundry else {}
    rows = tuple(_rows(root, deployment, service, hosted))
    table(rows)
    missing = [row.part for row in rows if not row.works]
    if missing:
        say(f"Not proven: {', '.join(missing)}. After mending: {_AGAIN}")
        return 1
    say(f"Every part works. The workbench: {service.address}/")
    return 0


def _rows(root: Path, deployment: Deployment, service: Service, hosted: dict[str, HostedAgent]) -> Iterator[Proven]:
    told = _attempt("service", service.parts)
    if isinstance(told, Proven):
        yield told
        return
    parts = {(part.kind, part.name): part for part in told}
    review = _attempt("sample review", lambda: sampled(service, root))
    yield _store(parts.get(("store", "store")))
    yield _plain("rule book", parts.get(("rule_book", "rule book")))
    for name in LOOKUPS:
        yield _plain(f"lookup {name}", parts.get(("lookup", name)))
    for name in AGENTS:
        yield _agent(name, parts.get(("agent", name)), review, deployment, hosted)
    yield review if isinstance(review, Proven) else _review(review)
    yield _attempt("workbench", lambda: _workbench(service))
    yield _attempt("telemetry", lambda: _telemetry(deployment))


def _attempt(part: str, look: Callable[[], Seen]) -> Seen | Proven:
    """What was seen; where looking failed, the row that says so."""
    try:
        return look()
    except HookFailed as error:
        return Proven(part, works=False, seen=error.sentence, mend=error.mend)


def _plain(name: str, part: Part | None) -> Proven:
    if part is None:
        return Proven(name, works=False, seen="The service does not name it.", mend=_AGAIN)
    seen = f"It answers: {part.detail}." if part.is_ready else f"It cannot be used: {part.detail}."
    return Proven(name, part.is_ready, seen, _AGAIN)


def _store(part: Part | None) -> Proven:
    row = _plain("store", part)
    if part is not None and part.is_ready and part.detail != POSTGRES:
        return Proven("store", works=False, seen=f"It is {part.detail}, which a restart loses.", mend="azd provision")
    return row


def _agent(
    name: str, part: Part | None, review: Reviewed | Proven, deployment: Deployment, hosted: dict[str, HostedAgent]
) -> Proven:
    """An agent works where the service reaches it, Foundry serves it, and the sample case has its findings."""
    row = _plain(f"agent {name}", part)
    if not row.works:
        return row
    seen = row.seen
    agent = next((one for one in hosted.values() if one.name.endswith(f"-{name}")), None)
    if agent is not None:
        where = _attempt(row.part, lambda: _in_foundry(row.part, agent, deployment))
        if not where.works:
            return where
        seen = f"{seen} {where.seen}"
    if isinstance(review, Proven):
        return Proven(row.part, works=False, seen=f"{seen} No case was reviewed with it.", mend=_AGAIN)
    if name in review.not_evaluated:
        return Proven(row.part, works=False, seen=f"{seen} It gave no findings for the sample case.", mend=_AGAIN)
    return Proven(row.part, works=True, seen=f"{seen} It gave findings for the sample case.")


def _in_foundry(part: str, agent: HostedAgent, deployment: Deployment) -> Proven:
    latest = Project(deployment.output("AZURE_AI_PROJECT_ENDPOINT")).latest(agent.name)
    mend = "azd hooks run postprovision"
    if latest is None:
        return Proven(part, works=False, seen=f"Foundry has no agent {agent.name}.", mend=mend)
    seen = f"{agent.name} version {latest.number} is {latest.status} in Foundry."
    return Proven(part, latest.status == ACTIVE, seen, mend)


def _review(review: Reviewed) -> Proven:
    seen = f"Case {review.case_id}: {review.outcome}, confidence {review.confidence}."
    if review.not_evaluated:
        seen = f"{seen} Without findings: {', '.join(review.not_evaluated)}."
    return Proven("sample review", not review.not_evaluated, seen, _AGAIN)


def _workbench(service: Service) -> Proven:
    page = service.page().lower()
    is_there = "<!doctype html" in page and "/_next/" in page
    seen = "Its first page is served." if is_there else "What is served is not the workbench."
    return Proven("workbench", is_there, seen, "azd deploy orchestrator")


def _telemetry(deployment: Deployment) -> Proven:
    """What the service sent within the hour, as the workspace has it; Azure takes some minutes to take it in."""
    workspace = az("monitor", "log-analytics", "workspace", "show", "--ids", deployment.output(_WORKSPACE))
    url = f"{_LOGS_API}/v1/workspaces/{field(workspace, 'customerId', str)}/query"
    waiting, began = patience(), time.monotonic()
    while (spans := _count(url)) == 0:
        if waiting.is_over(began):
            seen = f"The workspace has nothing of {_ROLE} within the hour."
            return Proven("telemetry", works=False, seen=seen, mend=_AGAIN)
        waiting.pause()
    return Proven("telemetry", works=True, seen=f"The workspace has {spans} spans of {_ROLE} within the hour.")


_WORKSPACE = "AZURE_LOG_ANALYTICS_WORKSPACE_ID"


def _count(url: str) -> int:
    """The one number that the query answers with (learn.microsoft.com, "Azure Monitor Log Analytics API", response)."""
    told = az_rest("POST", url, _LOGS_API, {"query": _SPANS})
    tables = list(items(field(told, "tables", list)))
    rows = field(tables[0], "rows", list) if tables else []
    return int(rows[0][0]) if rows else 0
