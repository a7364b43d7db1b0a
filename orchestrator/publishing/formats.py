"""The forms in which metrics are published."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from orchestrator.publishing.metrics_csv import metrics_csv
from orchestrator.publishing.metrics_page import metrics_page
from priorauth.metrics import YearlyMetrics


class Format(StrEnum):
    """How metrics are written."""

    JSON = "json"
    CSV = "csv"
    HTML = "html"


MEDIA_TYPES: Mapping[Format, str] = {
    Format.JSON: "application/json",
    Format.CSV: "text/csv",
    Format.HTML: "text/html",
}
_WRITERS: Mapping[Format, Callable[[YearlyMetrics], str]] = {
    Format.JSON: YearlyMetrics.model_dump_json,
    Format.CSV: metrics_csv,
    Format.HTML: metrics_page,
}


def write_metrics(metrics: YearlyMetrics, wanted: Format) -> str:
    """The metrics in this form."""
    return _WRITERS[wanted](metrics)
