"""Due times: never before receipt, always on days that count, right over daylight saving."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from priorauth.business_days import due_after, is_left_out
from priorauth.case import Priority
from priorauth.clocks import ExtensionTaken, Moments, run_clock
from priorauth.deadlines import Deadline, Excluded, Ground, Start, Unit
from tests.building.jurisdictions import CLOCK_RULES, SURE, a_profile, applying

ZONES = st.sampled_from(
    ["America/New_York", "America/Chicago", "America/Phoenix", "America/Anchorage", "Pacific/Honolulu", "UTC"]
).map(ZoneInfo)
MOMENTS = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2035, 1, 1), timezones=st.just(dt.UTC))
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@st.composite
def deadlines(draw: st.DrawFn, *, unit: Unit | None = None, start: Start | None = None) -> Deadline:
    counted = unit or draw(st.sampled_from(Unit))
    excludes = st.just([]) if counted is Unit.BUSINESS_DAYS else st.lists(st.sampled_from(Excluded), unique=True)
    return Deadline.model_validate(
        SURE
        | {
            "priority": draw(st.sampled_from(Priority)),
            "value": draw(st.integers(1, 120 if counted is Unit.HOURS else 20)),
            "unit": counted,
            "start": start or draw(st.sampled_from([Start.RECEIPT, Start.COMPLETE])),
            "excludes": draw(excludes),
            "cap_hours": draw(st.none() | st.integers(1, 200)),
        }
    )


@given(MOMENTS, deadlines(), ZONES)
def test_nothing_is_due_before_it_starts(start: dt.datetime, line: Deadline, zone: ZoneInfo) -> None:
    assert due_after(start, line, zone) > start


@given(MOMENTS, deadlines(), ZONES)
def test_a_due_time_lies_on_a_day_that_counts_unless_a_cap_ends_it(
    start: dt.datetime, line: Deadline, zone: ZoneInfo
) -> None:
    due = due_after(start, line, zone)
    capped = line.cap_hours is not None and due == start + line.cap_hours * HOUR
    assert capped or not is_left_out(due.astimezone(zone).date(), line.days_left_out)


@given(MOMENTS, deadlines(unit=Unit.BUSINESS_DAYS), ZONES)
def test_so_many_business_days_lie_between(start: dt.datetime, line: Deadline, zone: ZoneInfo) -> None:
    due = due_after(start, line, zone).astimezone(zone).date()
    first = start.astimezone(zone).date()
    after = [first + number * DAY for number in range(1, (due - first).days + 1)]
    business = [day for day in after if not is_left_out(day, frozenset(Excluded))]
    assert len(business) <= line.value
    assert line.cap_hours is not None or len(business) in {line.value, line.value - 1}


@given(MOMENTS, st.integers(1, 30), ZONES)
def test_calendar_days_end_by_both_readings(start: dt.datetime, days: int, zone: ZoneInfo) -> None:
    """Neither more than so many times 24 hours, nor past the end of the last day; an hour less at the most."""
    line = Deadline.model_validate(SURE | {"priority": "standard", "value": days, "unit": "days", "start": "receipt"})
    due = due_after(start, line, zone)
    assert start + days * DAY - HOUR <= due <= start + days * DAY
    assert due.astimezone(zone).date() <= start.astimezone(zone).date() + days * DAY


@given(MOMENTS, st.integers(1, 500), ZONES)
def test_hours_are_hours_whatever_the_clocks_do(start: dt.datetime, hours: int, zone: ZoneInfo) -> None:
    line = Deadline.model_validate(
        SURE | {"priority": "expedited", "value": hours, "unit": "hours", "start": "receipt"}
    )
    assert due_after(start, line, zone) == start + hours * HOUR


@given(MOMENTS, deadlines(), st.integers(0, 10_000), ZONES)
def test_what_comes_later_is_due_no_earlier(start: dt.datetime, line: Deadline, minutes: int, zone: ZoneInfo) -> None:
    later = start + dt.timedelta(minutes=minutes)
    assert due_after(start, line, zone) <= due_after(later, line, zone)


@given(MOMENTS, st.sampled_from(Priority), ZONES)
def test_the_service_s_own_limit_is_the_federal_one(received: dt.datetime, priority: Priority, zone: ZoneInfo) -> None:
    clock = run_clock(applying(priority=priority), CLOCK_RULES, Moments(received_at=received), zone)
    limit = received + {Priority.STANDARD: 168, Priority.EXPEDITED: 72}[priority] * HOUR
    assert clock.due_at is not None
    assert limit - HOUR <= clock.due_at <= limit


@given(MOMENTS, st.lists(deadlines(), min_size=1, max_size=4), st.sampled_from(Priority), st.integers(0, 500), ZONES)
def test_a_clock_escalates_between_receipt_and_due_time_and_more_lines_never_make_it_later(
    received: dt.datetime, lines: list[Deadline], priority: Priority, after: int, zone: ZoneInfo
) -> None:
    moments = Moments(received_at=received, expedited_at=received + after * HOUR)
    stated = [line.model_dump(mode="json") for line in lines]
    clock = run_clock(applying(a_profile(*stated), priority=priority), CLOCK_RULES, moments, zone)
    fewer = run_clock(applying(a_profile(stated[0]), priority=priority), CLOCK_RULES, moments, zone)
    assert clock.due_at is not None
    assert fewer.due_at is not None
    assert clock.escalate_at is not None
    assert received <= clock.escalate_at
    assert received < clock.due_at
    assert clock.escalate_at < clock.due_at
    if {line.priority for line in lines[:1]} >= {priority}:
        assert clock.due_at <= fewer.due_at


@given(MOMENTS, deadlines(start=Start.RECEIPT), st.integers(0, 500), st.integers(0, 500), ZONES)
def test_a_request_for_information_never_moves_a_clock_that_counts_from_receipt(
    received: dt.datetime, line: Deadline, asked: int, complete: int, zone: ZoneInfo
) -> None:
    binding = applying(a_profile(line.model_dump(mode="json")), priority=line.priority)
    asked_at = received + asked * HOUR
    moments = Moments(received_at=received, asked_at=asked_at, came_at=(asked_at + complete * HOUR,))
    untouched = run_clock(binding, CLOCK_RULES, Moments(received_at=received), zone)
    assert run_clock(binding, CLOCK_RULES, moments, zone) == untouched


@given(MOMENTS, deadlines(), st.integers(0, 200), st.integers(1, 14), ZONES)
def test_an_extension_never_shortens(
    received: dt.datetime, line: Deadline, notice: int, days: int, zone: ZoneInfo
) -> None:
    rule = SURE | {"priorities": list(Priority), "days": 14, "grounds": ["enrollee_asks"], "notice": "In writing."}
    binding = applying(a_profile(line.model_dump(mode="json"), extensions=[rule]), priority=line.priority)
    taken = ExtensionTaken(ground=Ground.ENROLLEE_ASKS, days=days, noticed_at=received + notice * HOUR)
    before = run_clock(binding, CLOCK_RULES, Moments(received_at=received), zone).due_at
    after = run_clock(binding, CLOCK_RULES, Moments(received_at=received, extension=taken), zone).due_at
    assert before is not None
    assert after is not None
    assert before <= after <= before + days * DAY
    if line.priority is Priority.STANDARD:
        assert (after == before) == (taken.noticed_at > before)


@given(MOMENTS, st.lists(deadlines(), min_size=1, max_size=4), st.integers(0, 500), ZONES)
def test_an_expedited_decision_is_never_due_later_than_a_standard_one(
    received: dt.datetime, lines: list[Deadline], after: int, zone: ZoneInfo
) -> None:
    profile = a_profile(*(line.model_dump(mode="json") for line in lines))
    moments = Moments(received_at=received, expedited_at=received + after * HOUR)
    standard = run_clock(applying(profile), CLOCK_RULES, moments, zone).due_at
    expedited = run_clock(applying(profile, priority=Priority.EXPEDITED), CLOCK_RULES, moments, zone).due_at
    assert standard is not None
    assert expedited is not None
    assert received < expedited <= standard


@given(MOMENTS, deadlines(start=Start.COMPLETE), st.lists(st.integers(0, 900), max_size=5), ZONES)
def test_a_clock_that_counts_from_complete_information_is_due_within_its_time_of_something_that_came(
    received: dt.datetime, line: Deadline, came: list[int], zone: ZoneInfo
) -> None:
    standard = line.model_copy(update={"priority": Priority.STANDARD})
    binding = applying(a_profile(standard.model_dump(mode="json")))
    moments = Moments(
        received_at=received, asked_at=received, came_at=tuple(received + number * HOUR for number in sorted(came))
    )
    due = run_clock(binding, CLOCK_RULES, moments, zone).due_at
    assert due in {due_after(moment, line, zone) for moment in moments.came_at} | ({None} if not came else set())
