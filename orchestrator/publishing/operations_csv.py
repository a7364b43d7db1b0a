"""The figures of daily operations, and the report of overrides, as comma-separated values: a row for each number."""

from collections.abc import Iterator

from orchestrator.publishing.tables import written
from priorauth.model_costs import CaseCosts
from priorauth.model_usage import plainly
from priorauth.operation_definitions import DEFINITIONS, Days, Figure
from priorauth.operations import OperationalMetrics, Turnaround
from priorauth.overrides import OverrideReport
from priorauth.shares import Share
from priorauth.spreads import Spread

_SHARE = ("part", "whole", "percent", "low_percent", "high_percent")
OPERATION_COLUMNS: tuple[str, ...] = (
    "first_day",
    "last_day",
    "line_of_business",
    "figure",
    "of",
    "value",
    "unit",
    *_SHARE,
    "definition",
)
OVERRIDE_COLUMNS: tuple[str, ...] = ("first_day", "last_day", "by", "key", "label", *_SHARE, "part_is", "whole_is")
_DIRECTION = "direction"
_ALL = "all"
Rows = Iterator[dict[str, object]]


def operations_csv(metrics: OperationalMetrics) -> str:
    """The figures, each with its definition; the agreement by policy in its order."""
    always = {**_of(metrics.days), "line_of_business": metrics.line_of_business or _ALL}
    rows = (always | row | {"definition": DEFINITIONS[Figure(str(row["figure"]))]} for row in _figures(metrics))
    return written(OPERATION_COLUMNS, rows)


def overrides_csv(days: Days, report: OverrideReport) -> str:
    """The report, in its order; each table says what is divided by what."""
    return written(OVERRIDE_COLUMNS, (_of(days) | row for row in _overrides(report)))


def _of(days: Days) -> dict[str, object]:
    return {"first_day": days.first, "last_day": days.last}


def _figures(metrics: OperationalMetrics) -> Rows:
    yield _count(Figure.RECEIVED, _ALL, metrics.received)
    yield _count(Figure.DECIDED, _ALL, metrics.decided)
    yield _count(Figure.BREACHED, _ALL, metrics.breached)
    for one in metrics.open_now:
        yield _count(Figure.OPEN, one.status.value, one.count)
        yield _count(Figure.OVERDUE, one.status.value, one.overdue)
    for turnaround in metrics.turnaround:
        yield from _turnaround(turnaround)
    yield from _spread(Figure.TO_RECOMMENDATION, _ALL, metrics.to_recommendation)
    yield from _recommendations(metrics)
    yield from (_count(Figure.DETERMINATIONS, one.outcome.value, one.count) for one in metrics.determinations)
    overrides = metrics.overrides
    yield {"figure": Figure.OVERRIDE_RATE, "of": "on_approve"} | _share(overrides.of_approvals)
    yield _count(Figure.OVERRIDE_RATE, "on_pend", overrides.on_pend)
    yield _count(Figure.OVERRIDE_RATE, "unknown", overrides.unknown)
    yield from (_count(Figure.REASONS, one.reason.value, one.count) for one in overrides.reasons)
    for policy in metrics.agreement.policies:
        yield {"figure": Figure.AGREEMENT, "of": policy.policy_id} | _share(policy.agreed)
    yield from (_count(Figure.MODELS, one.model, one.reviews, "reviews") for one in metrics.models.models)
    costs = metrics.model_costs
    yield from _costs(_ALL, costs.all)
    for month in costs.by_month:
        yield from _costs(month.month, month)
    for day in metrics.by_day:
        for figure, count in (
            (Figure.RECEIVED, day.received),
            (Figure.DECIDED, day.decided),
            (Figure.BREACHED, day.breached),
        ):
            yield _count(figure, day.day.isoformat(), count)


def _turnaround(one: Turnaround) -> Rows:
    priority = one.priority.value if one.priority else _ALL
    yield from _spread(Figure.TURNAROUND, priority, one.spread)
    yield {"figure": Figure.IN_TIME, "of": priority} | _share(one.in_time.in_time)
    yield _count(Figure.IN_TIME, f"{priority}: not notified", one.in_time.not_notified)
    yield _count(Figure.IN_TIME, f"{priority}: appealed", one.in_time.appealed)


def _costs(of: str, costs: CaseCosts) -> Rows:
    for name in ("cases", "unpriced_cases", "calls", "failed_calls", "estimated_calls", "tokens"):
        yield _count(Figure.MODEL_COST, f"{of}: {name}", getattr(costs, name), name.rpartition("_")[2])
    for name, usd in (("total", costs.total_usd), ("mean", costs.mean_usd)):
        value = "" if usd is None else plainly(usd)
        yield {"figure": Figure.MODEL_COST, "of": f"{of}: {name}", "value": value, "unit": "USD"}


def _recommendations(metrics: OperationalMetrics) -> Rows:
    said = metrics.recommendations
    yield _count(Figure.RECOMMENDATIONS, "approve", said.approve)
    yield from (_count(Figure.RECOMMENDATIONS, f"pend: {one.route.value}", one.count) for one in said.routes)
    yield _count(Figure.RECOMMENDATIONS, "none_yet", said.none_yet)
    yield {"figure": Figure.PEND_RATE, "of": _ALL} | _share(said.pend_rate)


def _overrides(report: OverrideReport) -> Rows:
    yield {"by": _ALL, "whole_is": "all determinations", "part_is": "overrides"} | _share(report.overrides)
    for one in report.directions:
        key = f"{one.recommended.value}: {one.decided}"
        yield {"by": _DIRECTION, "key": key, "whole_is": "determinations on the same recommendation"} | _share(one.rate)
    for table in report.tables:
        said = {"by": table.by.value, "part_is": table.numerator, "whole_is": table.denominator}
        yield from (said | {"key": one.key, "label": one.label} | _share(one.rate) for one in table.rates)


def _count(figure: Figure, of: str, value: int, unit: str = "cases") -> dict[str, object]:
    return {"figure": figure, "of": of, "value": value, "unit": unit}


def _spread(figure: Figure, of: str, spread: Spread) -> Rows:
    yield _count(figure, f"{of}: count", spread.count)
    for name in ("mean", "median", "p75", "p95"):
        hours: float | None = getattr(spread, f"{name}_hours")
        yield {"figure": figure, "of": f"{of}: {name}", "value": "" if hours is None else hours, "unit": "hours"}


def _share(share: Share) -> dict[str, object]:
    parts = (share.share, share.low, share.high)
    percents = ("" if one is None else round(100 * one, 2) for one in parts)
    return dict(zip(_SHARE, (share.part, share.whole, *percents), strict=True))
