"""What language models cost per case, by hand."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

from priorauth.model_costs import CaseCosts, CaseUse, model_costs
from priorauth.model_usage import ModelUsage
from priorauth.operation_definitions import Days

ZONE = ZoneInfo("America/New_York")
DAYS = Days(first=dt.date(2026, 5, 20), last=dt.date(2026, 7, 2))
MAY, JUNE = dt.datetime(2026, 6, 1, 3, 59, tzinfo=dt.UTC), dt.datetime(2026, 6, 1, 4, tzinfo=dt.UTC)
"""The last minute of May in New York, and the first of June."""


def use(case: str, at: dt.datetime, usd: str | None, **more: int) -> CaseUse:
    used = {"calls": 1, "read": 10, "written": 2, "unpriced": int(usd is None)} | more
    return CaseUse(case, at, ModelUsage(usd=Decimal(usd) if usd else None, **used))


def test_a_case_counts_once_and_in_each_month_of_its_calls():
    costs = model_costs(
        [
            use("a", MAY, "0.10"),
            use("a", JUNE, "0.20", failed=1, estimated=1),
            use("b", JUNE, "0.05"),
            use("c", JUNE, None),
            use("c", JUNE, "0.01"),
        ],
        DAYS,
        ZONE,
    )
    assert costs.all == CaseCosts(
        cases=3,
        unpriced_cases=1,
        calls=5,
        failed_calls=1,
        estimated_calls=1,
        tokens=60,
        total_usd=Decimal("0.36"),
        mean_usd=Decimal("0.175"),
    )
    assert [(one.month, one.cases, one.total_usd, one.mean_usd) for one in costs.by_month] == [
        ("2026-05", 1, Decimal("0.10"), Decimal("0.10")),
        ("2026-06", 3, Decimal("0.26"), Decimal("0.125")),
        ("2026-07", 0, None, None),
    ]


def test_a_mean_that_does_not_come_out_even_is_rounded_to_a_billionth():
    costs = model_costs([use("a", JUNE, "0.1"), use("b", JUNE, "0"), use("c", JUNE, "0")], DAYS, ZONE)
    assert costs.all.mean_usd == Decimal("0.033333333")
    assert '"mean_usd":"0.033333333"' in costs.model_dump_json()


def test_without_a_language_model_there_is_no_cost():
    costs = model_costs([], DAYS, ZONE)
    assert (costs.all.cases, costs.all.total_usd, costs.all.mean_usd) == (0, None, None)
