"""A year of requests whose metrics were computed by hand, and what must never be said of too few."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from priorauth.case import LineOfBusiness, Priority
from priorauth.determination import DeterminationOutcome
from priorauth.metric_counts import COUNTED, Counts, DecidedRequest, Undecided
from priorauth.metric_definitions import APART, COVERAGE, DEFINITIONS, Apart, Measure, YearOutOfRange, bounds_of
from priorauth.metrics import NONE, LineMetrics, Proportion, YearlyMetrics, only, yearly_metrics
from tests.building.programs import a_listing, a_program

NEW_YORK = ZoneInfo("America/New_York")
NOW = dt.datetime(2027, 2, 1, 12, tzinfo=dt.UTC)
NOON = dt.datetime(2026, 6, 1, 16, tzinfo=dt.UTC)
MA = LineOfBusiness.MEDICARE_ADVANTAGE
APPROVED, PARTIAL, ADVERSE = DeterminationOutcome


def request(hours: float = 24, outcome: DeterminationOutcome = APPROVED, **given: Any) -> DecidedRequest:
    """A standard request of Medicare Advantage that was decided so many hours after noon of a day in June."""
    stated: dict[str, Any] = {"line_of_business": MA, "priority": Priority.STANDARD, "received_at": NOON}
    decided_at = given.pop("decided_at", NOON + dt.timedelta(hours=hours))
    return DecidedRequest(**stated | {"decided_at": decided_at, "outcome": outcome} | given)


def a_year() -> list[DecidedRequest]:
    """Ten standard requests: 6 approved, 1 in part, 3 denied; and three expedited: 2 approved, 1 denied."""
    expedited = {"priority": Priority.EXPEDITED}
    return [
        request(24),
        request(24),
        request(48),
        request(48),
        request(72),
        request(24 * 20, extended=True),
        request(24 * 16, PARTIAL, extended=True, appealed=True, reconsidered=PARTIAL),
        request(96, ADVERSE, appealed=True, reconsidered=APPROVED),
        request(120, ADVERSE, appealed=True),
        request(168, ADVERSE, extended=True),
        request(10, **expedited),
        request(20, **expedited),
        request(72, ADVERSE, **expedited, appealed=True, reconsidered=PARTIAL),
    ]


def metrics_of(*requests: DecidedRequest, year: int = 2026, now: dt.datetime = NOW, **given: Any) -> YearlyMetrics:
    return yearly_metrics(year, NEW_YORK, now, requests, **given)


def line_of(metrics: YearlyMetrics, business: LineOfBusiness | None = MA) -> LineMetrics:
    return next(line for line in metrics.lines if line.line_of_business == business)


def proportion(line: LineMetrics, measure: Measure) -> Proportion:
    return next(one for one in line.proportions if one.definition.measure is measure)


@pytest.mark.parametrize(
    ("measure", "numerator", "denominator", "partial", "said"),
    [
        (Measure.STANDARD_APPROVED, 7, 10, 1, "70.00% (of few requests)"),
        (Measure.STANDARD_DENIED, 3, 10, None, "30.00% (of few requests)"),
        (Measure.STANDARD_PARTIAL, 1, 10, None, "10.00% (of few requests)"),
        (Measure.STANDARD_APPEALED, 1, 3, None, "33.33% (of few requests)"),
        (Measure.EXTENDED, 2, 13, 1, "15.38% (of few requests)"),
        (Measure.ALL_EXTENDED, 3, 13, None, "23.08% (of few requests)"),
        (Measure.EXPEDITED_APPROVED, 2, 3, 0, "66.67% (of few requests)"),
        (Measure.EXPEDITED_DENIED, 1, 3, None, "33.33% (of few requests)"),
        (Measure.EXPEDITED_PARTIAL, 0, 3, None, "0.00% (of few requests)"),
    ],
)
def test_a_year_computed_by_hand(measure: Measure, numerator: int, denominator: int, partial: int | None, said: str):
    found = proportion(line_of(metrics_of(*a_year())), measure)
    assert (found.numerator, found.denominator, found.partial, found.said) == (numerator, denominator, partial, said)


def test_the_times_of_a_year_computed_by_hand():
    """Standard: 24 24 48 48 72 480 384 96 120 168 hours, 1,464 in all; in order, the middle two are 72 and 96."""
    standard, expedited = line_of(metrics_of(*a_year())).times
    assert standard.average is not None
    assert standard.median is not None
    assert (standard.requests, standard.average.said, standard.median.said) == (10, "6.10 days", "3.50 days")
    assert standard.average.seconds == 1_464 * 360
    assert expedited.average is not None
    assert expedited.median is not None
    assert (expedited.requests, expedited.average.said, expedited.median.said) == (3, "34.00 hours", "20.00 hours")


def test_every_count_is_told_so_that_another_reading_can_be_computed():
    standard, expedited = line_of(metrics_of(*a_year())).counts
    assert standard.model_dump(exclude={"priority"}) == {
        "decided": 10,
        "approved": 6,
        "partially_approved": 1,
        "denied": 3,
        "extended": 3,
        "extended_approved": 1,
        "extended_partially_approved": 1,
        "appealed": 3,
        "appeals_overturned": 1,
        "appeals_upheld": 1,
        "appeals_undecided": 1,
    }
    assert (expedited.decided, expedited.appealed, expedited.appeals_overturned) == (3, 1, 1)


def test_an_empty_whole_is_no_percentage():
    line = line_of(metrics_of())
    assert {one.said for one in line.proportions} == {NONE}
    assert {one.percent for one in line.proportions} == {None}
    assert [(one.requests, one.average, one.median) for one in line.times] == [(0, None, None)] * 2
    assert len(line.counts) == 2


def test_enough_requests_carry_no_mark():
    line = line_of(metrics_of(*[request() for _ in range(30)]))
    assert proportion(line, Measure.STANDARD_APPROVED).said == "100.00%"


def test_days_are_hours_where_they_are_under_one():
    line = line_of(metrics_of(request(23.5), request(36), request(0.5)))
    assert line.times[0].average is not None
    assert line.times[0].median is not None
    assert (line.times[0].average.said, line.times[0].median.said) == ("20.00 hours", "23.50 hours")


@pytest.mark.parametrize(
    ("decided_at", "counted"),
    [
        ("2026-01-01T04:59:59+00:00", 0),
        ("2026-01-01T05:00:00+00:00", 1),
        ("2027-01-01T04:59:59+00:00", 1),
        ("2027-01-01T05:00:00+00:00", 0),
    ],
)
def test_the_year_is_that_of_the_decision_in_the_plans_zone(decided_at: str, counted: int):
    line = line_of(metrics_of(request(decided_at=dt.datetime.fromisoformat(decided_at))))
    assert line.decided == counted


def test_lines_that_the_rule_does_not_cover_have_no_figures():
    businesses: list[LineOfBusiness | None] = [LineOfBusiness.COMMERCIAL, LineOfBusiness.MEDICARE_FFS, None]
    found = metrics_of(*(request(line_of_business=one) for one in businesses))
    for business in businesses:
        line = line_of(found, business)
        assert not line.coverage.covered
        assert line.coverage.note
        assert (line.decided, line.counts, line.proportions, line.times, line.apart) == (1, (), (), (), ())
    assert line_of(found).decided == 0


def test_what_is_set_aside_or_undecided_is_counted_apart():
    undecided = [Undecided(MA, Apart.WITHDRAWN, 4), Undecided(MA, Apart.PENDING, 7), Undecided(MA, Apart.OVERDUE, 2)]
    drugs = request(set_aside=Apart.DRUGS)
    line = line_of(metrics_of(request(), drugs, request(set_aside=Apart.RETROSPECTIVE), undecided=undecided))
    assert line.decided == 1
    assert {one.kind: one.count for one in line.apart} == {
        Apart.WITHDRAWN: 4,
        Apart.PENDING: 7,
        Apart.OVERDUE: 2,
        Apart.DRUGS: 1,
        Apart.RETROSPECTIVE: 1,
    }


@pytest.mark.parametrize(
    ("first", "then", "overturned"),
    [
        (ADVERSE, APPROVED, True),
        (ADVERSE, PARTIAL, True),
        (PARTIAL, APPROVED, True),
        (PARTIAL, PARTIAL, False),
        (ADVERSE, ADVERSE, False),
        (ADVERSE, None, False),
    ],
)
def test_an_appeal_is_overturned_where_the_member_gets_more(
    first: DeterminationOutcome, then: DeterminationOutcome | None, overturned: bool
):
    assert request(outcome=first, appealed=True, reconsidered=then).overturned is overturned


@pytest.mark.parametrize("year", [2019, 2028])
def test_a_year_without_metrics_is_refused(year: int):
    with pytest.raises(YearOutOfRange, match=rf"no metrics of {year}. Ask for a year from 2020 to 2027\."):
        metrics_of(year=year)


def test_a_year_that_is_not_over_says_so():
    assert not metrics_of(year=2027).complete
    assert metrics_of(year=2026).complete
    last_hours = dt.datetime(2027, 1, 1, 3, tzinfo=dt.UTC)
    assert not metrics_of(year=2026, now=last_hours).complete
    with pytest.raises(YearOutOfRange):
        metrics_of(year=2027, now=last_hours)


def test_one_line_of_business_alone():
    found = metrics_of(*a_year())
    assert only(found, None) == found
    assert only(found, MA).lines == (line_of(found),)


def test_every_measure_is_defined_once_and_the_nine_elements_are_in_order():
    assert list(DEFINITIONS) == list(Measure)
    assert [one.element for one in DEFINITIONS.values()] == [*range(1, 10), None, None, None]
    assert set(COVERAGE) == {*LineOfBusiness, None}
    assert list(APART) == list(Apart)
    assert list(COUNTED) == [name for name in Counts.model_fields if name != "priority"]
    assert bounds_of(2026, NEW_YORK)[0].isoformat() == "2026-01-01T05:00:00+00:00"


def test_services_are_those_that_a_program_asked_for_in_the_year():
    listings = [
        a_listing(),
        a_listing(codes=["63655"], since=dt.date(2022, 1, 1), source="Other list"),
        a_listing(service="Left before", codes=["11111"], until=dt.date(2025, 12, 31)),
        a_listing(service="Left within", codes=["22222"], until=dt.date(2026, 1, 1)),
        a_listing(service="Comes later", codes=["33333"], since=dt.date(2027, 1, 1)),
        a_listing(service="Suspended", codes=["44444"], standing="suspended"),
        a_listing(service="Sometimes", codes=["55555"], condition="Only at home."),
    ]
    asks = a_program(*listings, lines_of_business=["medicare_advantage"])
    over = a_program(id="OVER", ends=dt.date(2025, 12, 31), lines_of_business=["medicare_advantage"])
    other = a_program(id="OTHER")
    found = line_of(metrics_of(programs=[asks, over, other])).services
    assert [(one.service, one.since, one.until, one.condition) for one in found] == [
        ("Stimulator", dt.date(2021, 7, 1), None, None),
        ("Left within", dt.date(2021, 7, 1), dt.date(2026, 1, 1), None),
        ("Sometimes", dt.date(2021, 7, 1), None, "Only at home."),
    ]
    assert found[0].source == "List; Other list"
