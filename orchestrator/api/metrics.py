"""The yearly public metrics of prior authorization, as JSON, as a table and as a page."""

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Response

from orchestrator.api.problems import documented
from orchestrator.publishing.formats import MEDIA_TYPES, Format, write_metrics
from orchestrator.scope import Purpose
from orchestrator.service import Running
from orchestrator.store.metrics import read_metrics
from priorauth.case import LineOfBusiness
from priorauth.metric_definitions import FIRST_YEAR, YearOutOfRange
from priorauth.metrics import YearlyMetrics, only

router = APIRouter(prefix="/api/metrics", tags=["metrics"])


_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The metrics", "content": {"text/csv": {}, "text/html": {}}},
    **documented(YearOutOfRange),
}


@router.get("/prior-authorization", response_model=YearlyMetrics, responses=_ANSWERS)
async def get_metrics(
    service: Running,
    year: Annotated[int, Query(description=f"The year of the decisions, from {FIRST_YEAR} on")],
    line_of_business: Annotated[LineOfBusiness | None, Query(description="Only this one")] = None,
    format: Annotated[Format | None, Query(description="Before what Accept asks for")] = None,
    accept: Annotated[str, Header(description="text/csv, text/html or application/json")] = "",
) -> Response:
    """The nine elements of CMS-0057-F by line of business, every percentage with its counts and its definition."""
    now = service.now()
    regulations = service.intake.regulations
    metrics = await service.database.read(
        read_metrics, service.scope(Purpose.AUDIT), year, regulations.zone, now, regulations.programs
    )
    wanted = format or preferred(accept)
    headers = {"Vary": "Accept", "Cache-Control": "no-store"}
    if wanted is Format.CSV:
        headers["Content-Disposition"] = f'attachment; filename="prior-authorization-metrics-{year}.csv"'
    written = write_metrics(only(metrics, line_of_business), wanted)
    return Response(written, headers=headers, media_type=MEDIA_TYPES[wanted])


def preferred(accept: str, among: Iterable[Format] = Format) -> Format:
    """The format that an Accept header likes best (RFC 9110, 12.5.1); the first where it likes none of them better."""
    liked = dict(map(_quality, accept.split(",")))
    everything = liked.get("*/*", 0.0)

    def quality(one: Format) -> float:
        media_type = MEDIA_TYPES[one]
        return liked.get(media_type, liked.get(f"{media_type.partition('/')[0]}/*", everything))

    return max(among, key=quality)


def _quality(item: str) -> tuple[str, float]:
    """A media type and how much it is liked, from 0 to 1; what is no number likes it not at all."""
    media_type, *parameters = (part.strip().lower() for part in item.split(";"))
    given = next((one[2:] for one in parameters if one.startswith("q=")), "1")
    try:
        return media_type, float(given)
    except ValueError:
        return media_type, 0.0
