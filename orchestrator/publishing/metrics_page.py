"""The yearly metrics as one HTML page that needs nothing else: no script, no picture, readable and printable."""

from pathlib import Path

from mako.template import Template

from priorauth.metric_counts import COUNTED
from priorauth.metric_definitions import DEFINITIONS, Measure
from priorauth.metrics import YearlyMetrics

_TEMPLATE = Path(__file__).with_name("metrics.html.mako")


def metrics_page(metrics: YearlyMetrics) -> str:
    """The page. Every value is escaped as it is filled in."""
    template = Template(_TEMPLATE.read_text(encoding="utf-8"), default_filters=["h"], strict_undefined=True)
    covered = [line for line in metrics.lines if line.coverage.covered]
    others = [line for line in metrics.lines if not line.coverage.covered]
    page = template.render(
        metrics=metrics, covered=covered, others=others, services=DEFINITIONS[Measure.SERVICES], counted=COUNTED
    )
    return str(page).lstrip()
