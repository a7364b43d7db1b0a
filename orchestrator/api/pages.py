"""The start page, the list of calls and the examples, as files of the repository."""

from html import escape
from pathlib import Path

from fastapi import APIRouter, HTTPException, Response
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from orchestrator.api.answers import Links
from orchestrator.binding import notice
from orchestrator.people import BANNER
from orchestrator.service import Running
from orchestrator.settings import REPOSITORY

PAGES = REPOSITORY / "frontend" / "start"
EXAMPLES = REPOSITORY / "examples"
_NOTICE_PLACE = "<!-- notice -->"

router = APIRouter(tags=["pages"])
assets = StaticFiles(directory=PAGES)


@router.get("/start", response_class=HTMLResponse, include_in_schema=False)
async def start_page(service: Running) -> HTMLResponse:
    """The start page: a case as JSON, what happens to it, and the queue."""
    return _page("index.html", service)


@router.get("/docs", response_class=HTMLResponse, include_in_schema=False)
async def calls_page(service: Running) -> HTMLResponse:
    """The calls, read from the OpenAPI description."""
    return _page("docs.html", service)


def _page(name: str, service: Running) -> HTMLResponse:
    warnings = (notice(service.settings), BANNER)
    banner = "".join(f'<p class="notice" role="alert">{escape(warning)}</p>' for warning in warnings if warning)
    return HTMLResponse((PAGES / name).read_text("utf-8").replace(_NOTICE_PLACE, banner))


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
