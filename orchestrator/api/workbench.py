"""The reviewer's workbench: the files that ``frontend/`` exports, each page with a policy for its inline scripts."""

import base64
import gzip
import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from orchestrator.api.edge import content_security_policy
from orchestrator.settings import REPOSITORY

EXPORT = REPOSITORY / "frontend" / "out"
_ASSETS = "_next"
_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)


def is_built(export: Path = EXPORT) -> bool:
    """Whether the workbench was exported."""
    return (export / "index.html").is_file()


def workbench_routes(export: Path = EXPORT) -> Iterator[BaseRoute]:
    """One route for each file of the export; where none was built, the way to the list of calls, which says so.

    No route takes more than its own file, so an address that is nobody's stays a 404 of the service.
    """
    if not is_built(export):
        yield Route("/", _to_calls)
        return
    yield Mount(f"/{_ASSETS}", _Assets(directory=export / _ASSETS))
    for file in sorted(path for path in export.rglob("*") if path.is_file()):
        place = file.relative_to(export)
        if place.parts[0] != _ASSETS:
            yield Route(f"/{place.as_posix().removesuffix('index.html')}", _serving(file))


class _Assets(StaticFiles):
    """Scripts and styles, whose names change with what they hold."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file, to be kept for good. Raises HTTPException 404 for what is not there."""
        response = await super().get_response(path, scope)
        if isinstance(response, FileResponse):
            response = _in_gzip(Path(response.path), response, Headers(scope=scope))
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def _serving(file: Path):
    """What answers with a file; a page may run the inline scripts that were built into it, and no other."""
    page = file.suffix == ".html"
    policy = content_security_policy(_script_hashes(file.read_text("utf-8"))) if page else None
    headers = {"Content-Security-Policy": policy} if policy else {}

    async def serve(request: Request) -> Response:
        return _in_gzip(file, FileResponse(file, headers=headers), request.headers)

    return serve


def _in_gzip(file: Path, whole: FileResponse, asked: Headers) -> Response:
    """A file as :func:`_packed` for whom takes that, a third of its size on the way; else the file as it is."""
    if "gzip" not in asked.get("accept-encoding", ""):
        return whole
    kept = {name: value for name, value in whole.headers.items() if name not in ("content-length", "etag")}
    return Response(_packed(file), headers=kept | {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"})


@cache
def _packed(file: Path) -> bytes:
    """A file in gzip, packed once: the export does not change while the service runs."""
    return gzip.compress(file.read_bytes(), mtime=0)


async def _to_calls(_: Request) -> Response:
    return RedirectResponse("/docs")


def _script_hashes(page: str) -> tuple[str, ...]:
    """The CSP source of each inline script of a page, each once."""
    digests = (hashlib.sha256(script.encode()).digest() for script in _INLINE_SCRIPT.findall(page) if script)
    return tuple(dict.fromkeys(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests))
