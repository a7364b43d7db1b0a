"""Days that count: federal holidays, weekends, daylight saving."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from priorauth.business_days import days_after, due_after, federal_holidays, is_left_out
from priorauth.deadlines import Deadline, Excluded
from tests.building.jurisdictions import NEW_YORK, a_deadline

BUSINESS = frozenset(Excluded)


def at(written: str, zone: ZoneInfo = NEW_YORK) -> dt.datetime:
    return dt.datetime.fromisoformat(written).replace(tzinfo=zone)


def due(start: str, zone: ZoneInfo = NEW_YORK, **given: Any) -> str:
    line = Deadline.model_validate(a_deadline(**given))
    return due_after(at(start, zone), line, zone).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize(
    ("year", "days"),
    [
        # as published by the Office of Personnel Management
        (2026, "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25"),
        (2027, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24"),
        (2023, "01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25"),
        (2020, "01-01 01-20 02-17 05-25 07-03 09-07 10-12 11-11 11-26 12-25"),
    ],
)
def test_the_federal_holidays_of_a_year(year: int, days: str) -> None:
    assert sorted(day.strftime("%m-%d") for day in federal_holidays(year)) == days.split()


def test_new_year_on_a_saturday_is_observed_in_the_year_before() -> None:
    assert dt.date(2021, 12, 31) in federal_holidays(2022)
    assert is_left_out(dt.date(2021, 12, 31), BUSINESS)


@pytest.mark.parametrize(
    ("day", "excludes", "left_out"),
    [
        ("2026-11-28", {Excluded.WEEKENDS}, True),
        ("2026-11-28", {Excluded.HOLIDAYS}, False),
        ("2026-11-26", {Excluded.HOLIDAYS}, True),
        ("2026-11-26", {Excluded.WEEKENDS}, False),
        ("2026-11-27", BUSINESS, False),
        ("2026-11-26", frozenset(), False),
    ],
)
def test_the_days_that_a_profile_leaves_out(day: str, excludes: frozenset[Excluded], left_out: bool) -> None:
    assert is_left_out(dt.date.fromisoformat(day), excludes) is left_out


@pytest.mark.parametrize(
    ("start", "value", "due_on"),
    [
        ("2026-11-16 10:00", 3, "2026-11-19 10:00:00"),
        ("2026-11-20 10:00", 3, "2026-11-25 10:00:00"),
        ("2026-11-24 10:00", 3, "2026-11-30 10:00:00"),  # Thanksgiving and a weekend between
        ("2026-11-21 10:00", 3, "2026-11-25 23:59:59"),  # a Saturday: Monday is the first day
        ("2026-11-21 10:00", 5, "2026-11-30 23:59:59"),  # and Thanksgiving is left out
        ("2026-11-16 00:00", 5, "2026-11-20 23:59:59"),  # Friday's end, not Saturday
        ("2021-12-30 10:00", 1, "2022-01-03 10:00:00"),
    ],
)
def test_business_days(start: str, value: int, due_on: str) -> None:
    assert due(start, value=value, unit="business_days") == due_on


@pytest.mark.parametrize(
    ("start", "value", "due_on"),
    [
        ("2026-11-16 10:00", 48, "2026-11-18 10:00:00"),
        ("2026-11-20 15:00", 24, "2026-11-23 15:00:00"),
        ("2026-11-21 15:00", 24, "2026-11-24 00:00:00"),
        ("2026-11-25 09:00", 48, "2026-11-30 09:00:00"),
    ],
)
def test_hours_without_weekends_and_holidays(start: str, value: int, due_on: str) -> None:
    assert due(start, value=value, unit="hours", excludes=["weekends", "holidays"]) == due_on


def test_days_without_holidays_count_the_weekend() -> None:
    assert due("2026-11-24 10:00", value=3, excludes=["holidays"]) == "2026-11-28 10:00:00"


@pytest.mark.parametrize(
    ("start", "given", "due_on"),
    [
        # clocks go back on 1 November 2026: 24 hours a day end an hour earlier by the clock
        ("2026-10-30 17:05", {"value": 7}, "2026-11-06 16:05:00"),
        # clocks go forward on 14 March 2027
        ("2027-03-10 10:00", {"value": 7}, "2027-03-17 11:00:00"),
        ("2027-03-10 23:30", {"value": 7}, "2027-03-17 23:59:59"),
        ("2027-03-12 10:00", {"value": 72, "unit": "hours"}, "2027-03-15 11:00:00"),
        # of an hour that there is twice, the stated one
        ("2026-10-31 01:30", {"value": 24, "unit": "hours"}, "2026-11-01 01:30:00"),
        ("2027-03-12 10:00", {"value": 1, "unit": "business_days"}, "2027-03-15 10:00:00"),
    ],
)
def test_daylight_saving(start: str, given: dict[str, Any], due_on: str) -> None:
    assert due(start, **given) == due_on


def test_the_plan_s_time_zone_says_which_day_it_is() -> None:
    friday_night = "2026-11-20 22:00"
    moment = at(friday_night)
    line = Deadline.model_validate(a_deadline(value=1, unit="business_days"))
    assert due_after(moment, line, NEW_YORK) == at("2026-11-23 22:00")
    assert due_after(moment, line, ZoneInfo("UTC")) == dt.datetime(2026, 11, 23, 23, 59, 59, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("start", "due_on"), [("2026-11-16 10:00", "2026-11-18 10:00:00"), ("2026-11-20 10:00", "2026-11-23 10:00:00")]
)
def test_a_cap_counts_by_the_clock(start: str, due_on: str) -> None:
    assert due(start, value=2, unit="business_days", cap_hours=72) == due_on


def test_days_after_a_moment() -> None:
    assert days_after(at("2026-11-16 10:00"), 14, NEW_YORK) == at("2026-11-30 10:00")


@pytest.mark.parametrize(("given", "hours"), [({"value": 7}, 168), ({"value": 72, "unit": "hours"}, 72)])
def test_the_federal_times(given: dict[str, Any], hours: int) -> None:
    received = at("2026-11-16 10:00")
    due_at = due_after(received, Deadline.model_validate(a_deadline(**given)), NEW_YORK)
    assert due_at == received + dt.timedelta(hours=hours)
