"""Whether the service is alive, and whether it can work."""

from importlib.metadata import version

from fastapi import APIRouter, Response

from orchestrator.api.answers import Health, Readiness
from orchestrator.binding import notice
from orchestrator.readiness import is_ready, read_parts
from orchestrator.service import Running

DISTRIBUTION = "priorauth-review"
router = APIRouter(tags=["status"])


@router.get("/health", response_model=Health)
async def health(service: Running) -> Health:
    """The process is alive. It says nothing about its parts."""
    settings = service.settings
    return Health(version=version(DISTRIBUTION), notice=notice(settings), max_body_bytes=settings.max_body_bytes)


@router.get("/ready", response_model=Readiness, responses={503: {"model": Readiness, "description": "Not ready"}})
async def ready(service: Running, response: Response) -> Readiness:
    """Store, rule book, agents and lookups, each with its state; 503 where a required one cannot be used."""
    parts = await read_parts(service.composed, service.database)
    response.status_code = 200 if is_ready(parts) else 503
    return Readiness(ready=is_ready(parts), parts=parts)
