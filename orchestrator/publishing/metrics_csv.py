"""The yearly metrics as comma-separated values: a row for each element and line of business, then what stands beside.

Every row says what is divided by what.
"""

from collections.abc import Iterator

from orchestrator.publishing.tables import written
from priorauth.metric_counts import COUNTED
from priorauth.metric_definitions import DEFINITIONS, Measure
from priorauth.metrics import LineMetrics, Proportion, Span, TimeToDecision, YearlyMetrics

COLUMNS: tuple[str, ...] = (
    "year",
    "complete",
    "line_of_business",
    "covered",
    "element",
    "measure",
    "title",
    "numerator",
    "denominator",
    "partially_approved_in_numerator",
    "percent",
    "average",
    "average_unit",
    "median",
    "median_unit",
    "said",
    "numerator_is",
    "denominator_is",
    "note",
)


def metrics_csv(metrics: YearlyMetrics) -> str:
    """The table."""
    return written(COLUMNS, (_always(metrics, line) | row for line in metrics.lines for row in _rows(line)))


def _always(metrics: YearlyMetrics, line: LineMetrics) -> dict[str, object]:
    """What every row of a line of business says."""
    return {
        "year": metrics.year,
        "complete": "yes" if metrics.complete else "no",
        "line_of_business": line.line_of_business or "not_stated",
        "covered": {True: "yes", False: "no", None: "unknown"}[line.coverage.covered],
    }


def _rows(line: LineMetrics) -> Iterator[dict[str, object]]:
    if not line.coverage.covered:
        yield {"measure": "decided", "title": "Decided requests", "numerator": line.decided, "note": line.coverage.note}
        return
    rows = [_services(line), *map(_proportion, line.proportions), *map(_time, line.times)]
    yield from sorted(rows, key=lambda row: (row["element"] is None, row["element"] or 0))
    for one in line.apart:
        yield {"measure": one.kind.value, "title": one.definition, "numerator": one.count}
    for counts in line.counts:
        priority = counts.priority.value
        for name, said in COUNTED.items():
            title = f"{priority.capitalize()} requests: {said[0].lower()}{said[1:]}"
            yield {"measure": f"{priority}_{name}_count", "title": title, "numerator": getattr(counts, name)}


def _services(line: LineMetrics) -> dict[str, object]:
    definition = DEFINITIONS[Measure.SERVICES]
    said = "; ".join(dict.fromkeys(one.service for one in line.services)) or "none in the rule book"
    named = {"element": definition.element, "measure": definition.measure.value, "title": definition.title}
    return named | {"said": said, "note": definition.note}


def _proportion(one: Proportion) -> dict[str, object]:
    definition = one.definition
    return {
        "element": definition.element,
        "measure": definition.measure.value,
        "title": definition.title,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "partially_approved_in_numerator": "" if one.partial is None else one.partial,
        "percent": "" if one.percent is None else one.percent,
        "said": one.said,
        "numerator_is": definition.numerator,
        "denominator_is": definition.denominator,
        "note": definition.note,
    }


def _time(one: TimeToDecision) -> dict[str, object]:
    definition = one.definition
    return {
        "element": definition.element,
        "measure": definition.measure.value,
        "title": definition.title,
        "denominator": one.requests,
        "said": one.said,
        "denominator_is": definition.denominator,
        "note": definition.note,
        **_span("average", one.average),
        **_span("median", one.median),
    }


def _span(name: str, span: Span | None) -> dict[str, object]:
    return {name: span.value, f"{name}_unit": span.unit} if span else {}
