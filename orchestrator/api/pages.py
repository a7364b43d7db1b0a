"""The list of calls and the examples, as files of the repository."""

from html import escape
from pathlib import Path

from fastapi import APIRouter, HTTPException, Response
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from orchestrator.api.answers import Links
from orchestrator.api.workbench import is_built
from orchestrator.binding import notice
from orchestrator.people import BANNER
from orchestrator.service import Running
from orchestrator.settings import REPOSITORY

PAGES = REPOSITORY / "frontend" / "calls"
EXAMPLES = REPOSITORY / "examples"
_NOTICE_PLACE = "<!-- notice -->"
_NOT_BUILT = (
    "The workbench was not built here. Install Node.js 20.9 or newer and start the service with 'make run', which "
    "builds it. The calls below work without it."
)

router = APIRouter(tags=["pages"])
assets = StaticFiles(directory=PAGES)


@router.get("/docs", response_class=HTMLResponse, include_in_schema=False)
async def calls_page(service: Running) -> HTMLResponse:
    """The calls, read from the OpenAPI description."""
    warnings = (notice(service.settings), BANNER, None if is_built() else _NOT_BUILT)
    banner = "".join(f'<p class="notice" role="alert">{escape(warning)}</p>' for warning in warnings if warning)
    return HTMLResponse((PAGES / "index.html").read_text("utf-8").replace(_NOTICE_PLACE, banner))


@router.get("/api/examples", response_model=Links)
async def list_examples() -> Links:
    """The example cases: each name with its address."""
    return {path.stem: f"/api/examples/{path.stem}" for path in _examples()}


@router.get("/api/examples/{name}")
async def get_example(name: str) -> Response:
    """The body of one example case."""
    for path in _examples():
        if path.stem == name:
            return Response(path.read_bytes(), media_type="application/json")
    raise HTTPException(404)


def _examples() -> list[Path]:
    return sorted(EXAMPLES.glob("*.json"))
