"""What the services of ``docker-compose.yml`` must keep to: each rule gives a sentence for each that does not."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from infra.images.dockerfile import read_dockerfile
from infra.twin.plan import REPOSITORY
from mcp_servers.registry import SERVERS
from orchestrator.settings import NAMED, Settings
from priorauth.inputs import AgentName
from priorauth.settings import variables_of

Services = Mapping[str, Any]
LOOKUPS = {one.name.replace("_", "-"): one.name for one in SERVERS}
TELEMETRY = {"otel-collector", "trace-viewer"}
"""Of the profile; their images hold no shell and nothing else that could ask for their health, and nobody waits."""
EXPECTED = {"orchestrator", "postgres", *LOOKUPS, *(agent.value for agent in AgentName), *TELEMETRY}
SETTINGS = {*variables_of(Settings, NAMED), "OTEL_EXPORTER_OTLP_ENDPOINT"}
OF_POSTGRES = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"}
_ADDRESS = re.compile(r"(?:http|postgresql)://(?:[^@/]+@)?([a-z0-9-]+):(\d+)")
_SECRET = re.compile(r"KEY|SECRET|PASSWORD|TOKEN")


def problems_of_names(services: Services) -> Iterator[str]:
    """There is a service for each agent and each lookup, and none besides."""
    yield from (f"{name} is no part of the service" for name in sorted(services.keys() - EXPECTED))
    yield from (f"{name} has no service" for name in sorted(EXPECTED - services.keys()))


def problems_of_confinement(services: Services) -> Iterator[str]:
    """A service writes nowhere but where it is given a place, and can become nothing else."""
    for name, one in services.items():
        if not one.get("read_only"):
            yield f"{name} may write to its root"
        if one.get("cap_drop") != ["ALL"] or one.get("cap_add") or one.get("privileged"):
            yield f"{name} has capabilities"
        if "no-new-privileges:true" not in one.get("security_opt", []):
            yield f"{name} may gain privileges"
        if not one.get("restart"):
            yield f"{name} is not started again"


def problems_of_health(services: Services) -> Iterator[str]:
    """Each is asked for its health where it listens, and whoever needs another waits until that is healthy."""
    for name, one in services.items():
        port = _port_of(one)
        if name not in TELEMETRY and "healthcheck" not in one:
            yield f"{name} has no health check"
        elif port and f":{port}/" not in one["healthcheck"]["test"][-1]:
            yield f"the health of {name} is not asked at its port {port}"
        for other, waits in one.get("depends_on", {}).items():
            if waits["condition"] != "service_healthy":
                yield f"{name} does not wait until {other} is healthy"
        for other in sorted(_asked_by(one) - set(one.get("depends_on", {})) - TELEMETRY):
            yield f"{name} asks {other}, and does not wait for it"


def problems_of_settings(services: Services) -> Iterator[str]:
    """Every variable is a setting, and none holds a secret but the database's password of this machine."""
    for name, one in services.items():
        for variable in one.get("environment") or {}:
            if variable not in (OF_POSTGRES if name == "postgres" else SETTINGS):
                yield f"{name} is told {variable}, which is no setting"
            if _SECRET.search(variable) and variable not in OF_POSTGRES:
                yield f"{name} is told the secret {variable}"


def problems_of_addresses(services: Services) -> Iterator[str]:
    """An address is that of a service, at the port where it listens, and what it is called tells which."""
    for name, one in services.items():
        for variable, value in (one.get("environment") or {}).items():
            found = _ADDRESS.match(value or "")
            if found is None:
                continue
            asked, port = found.groups()
            if asked in TELEMETRY or asked == "postgres":
                continue
            if asked not in services or _port_of(services[asked]) != port:
                yield f"{name} is told {variable}, where nobody listens"
            elif asked.upper().replace("-", "_") not in variable:
                yield f"{name} is told {variable}, where {asked} is"


def problems_of_reach(services: Services) -> Iterator[str]:
    """Only this machine reaches a port, and only what has one has a way out; only the service reaches the database."""
    for name, one in services.items():
        if any(port.get("host_ip") != "127.0.0.1" for port in one.get("ports", [])):
            yield f"{name} can be reached from other machines"
        if ("outside" in one["networks"]) != bool(one.get("ports")):
            yield f"{name} has a way out without a port, or a port without one"
        if "store" in one["networks"] and name not in ("orchestrator", "postgres"):
            yield f"{name} reaches the database"


def problems_of_images(services: Services) -> Iterator[str]:
    """An image of ours is built once, and listens where its Dockerfile says; another's has a version."""
    built = [one["image"] for one in services.values() if "build" in one]
    yield from (f"{image} is built more than once" for image in sorted({one for one in built if built.count(one) > 1}))
    dockerfiles = {one["image"]: one["build"]["dockerfile"] for one in services.values() if "build" in one}
    for name, one in services.items():
        if one["image"] in dockerfiles:
            exposed = read_dockerfile(REPOSITORY / dockerfiles[one["image"]]).last("EXPOSE")
            if exposed is None or _port_of(one) != exposed.rest:
                yield f"{name} listens elsewhere than its image says"
        elif not re.search(r":\d[\w.-]*(@sha256:[0-9a-f]{64})?$", one["image"]):
            yield f"{name} has no version of its image {one['image']}"


def _port_of(service: Mapping[str, Any]) -> str | None:
    """Where a service of ours listens."""
    command = service.get("command") or []
    return command[command.index("--port") + 1] if "--port" in command else None


def _asked_by(service: Mapping[str, Any]) -> set[str]:
    found = (_ADDRESS.match(value or "") for value in (service.get("environment") or {}).values())
    return {one[1] for one in found if one}
