"""The yearly metrics as comma-separated values: a row for each element and line of business, then what stands beside.

Every row says what is divided by what. Whoever opens the file in a spreadsheet gets text and numbers, and no formula.
"""

import csv
import io
from collections.abc import Iterator, Mapping

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
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet may run."""
Row = Mapping[str, object]


def metrics_csv(metrics: YearlyMetrics) -> str:
    """The table, with a header and line ends as RFC 4180 asks."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for line in metrics.lines:
        always = {
            "year": metrics.year,
            "complete": "yes" if metrics.complete else "no",
            "line_of_business": line.line_of_business or "not_stated",
            "covered": {True: "yes", False: "no", None: "unknown"}[line.coverage.covered],
        }
        told = (always | row for row in _rows(line))
        writer.writerows([harmless(row.get(name, "")) for name in COLUMNS] for row in told)
    return written.getvalue()


def harmless(value: object) -> object:
    """The value; text that a spreadsheet would take for a formula stands behind an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


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
