"""What language models cost per case: in some days, and in each month of them. Money is exact, as decimals are."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from priorauth.model_usage import Dollars, ModelUsage, together
from priorauth.operation_definitions import Days
from priorauth.value import Value

_BILLIONTH = Decimal("1e-9")


@dataclass(frozen=True, slots=True)
class CaseUse:
    """What language models used for a case, of some of its calls; ``at`` is when the first of them was told of."""

    case_id: str
    at: dt.datetime
    used: ModelUsage


class CaseCosts(Value):
    """What ``cases`` for which a language model was called cost.

    ``unpriced_cases`` have a call for whose model no price was known: what is known of them is in ``total_usd``, and
    they are in no mean. Both amounts are None where nothing has a price.
    """

    cases: int
    unpriced_cases: int
    calls: int
    failed_calls: int
    estimated_calls: int
    tokens: int
    total_usd: Dollars | None
    mean_usd: Dollars | None


class MonthCosts(CaseCosts):
    """One month, as ``2026-11``: its calls alone, so a case may be in two."""

    month: str


class ModelCosts(Value):
    """The costs of some days, and of the days of each month of them in the plan's time zone."""

    all: CaseCosts
    by_month: tuple[MonthCosts, ...]


def model_costs(uses: Iterable[CaseUse], days: Days, zone: ZoneInfo) -> ModelCosts:
    """The costs of the days from what was used in them."""
    used = tuple(uses)
    months: dict[str, list[CaseUse]] = {_month(day): [] for day in days.each()}
    for one in used:
        months[_month(one.at.astimezone(zone))].append(one)
    return ModelCosts(
        all=CaseCosts.model_validate(_costs(used)),
        by_month=tuple(MonthCosts.model_validate({"month": name} | _costs(ours)) for name, ours in months.items()),
    )


def _month(day: dt.date) -> str:
    return f"{day:%Y-%m}"


def _costs(uses: Sequence[CaseUse]) -> dict[str, object]:
    by_case: dict[str, list[ModelUsage]] = {}
    for one in uses:
        by_case.setdefault(one.case_id, []).append(one.used)
    cases = [together(several) for several in by_case.values()]
    total = together(cases)
    priced = [one.usd for one in cases if not one.unpriced and one.usd is not None]
    return {
        "cases": len(cases),
        "unpriced_cases": len(cases) - len(priced),
        "calls": total.calls,
        "failed_calls": total.failed,
        "estimated_calls": total.estimated,
        "tokens": total.read + total.written,
        "total_usd": total.usd,
        "mean_usd": (sum(priced, Decimal(0)) / len(priced)).quantize(_BILLIONTH) if priced else None,
    }
