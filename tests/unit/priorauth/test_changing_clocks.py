"""Due times where clocks change, over holidays and the leap day, in the zones of the plan."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from priorauth.business_days import due_after
from priorauth.deadlines import Deadline
from tests.building.jurisdictions import a_deadline

NEW_YORK, CHICAGO, PHOENIX = ZoneInfo("America/New_York"), ZoneInfo("America/Chicago"), ZoneInfo("America/Phoenix")
ANCHORAGE, GUAM = ZoneInfo("America/Anchorage"), ZoneInfo("Pacific/Guam")
SEVEN_DAYS = a_deadline(value=7)
HOURS_72 = a_deadline(priority="expedited", value=72, unit="hours")
TWO_BUSINESS = a_deadline(value=2, unit="business_days")
HOURS_48_OFF = a_deadline(value=48, unit="hours", excludes=["weekends", "holidays"])


@pytest.mark.parametrize(
    ("line", "zone", "received", "due"),
    [
        # Clocks go forward on 8 March 2026 and back on 1 November: the same 168 hours, another time of the day.
        (SEVEN_DAYS, NEW_YORK, "2026-03-05 10:00:00", "2026-03-12 11:00:00"),
        (SEVEN_DAYS, NEW_YORK, "2026-10-29 10:00:00", "2026-11-05 09:00:00"),
        (SEVEN_DAYS, PHOENIX, "2026-03-05 10:00:00", "2026-03-12 10:00:00"),
        # Late in the evening, 168 hours would end on the eighth day.
        (SEVEN_DAYS, CHICAGO, "2026-03-05 23:30:00", "2026-03-12 23:59:59"),
        (HOURS_72, CHICAGO, "2026-03-07 12:00:00", "2026-03-10 13:00:00"),
        (HOURS_72, ANCHORAGE, "2026-10-31 12:00:00", "2026-11-03 11:00:00"),
        # Received in the hour that comes twice, the first time.
        (HOURS_72, NEW_YORK, "2026-11-01 01:30:00", "2026-11-04 00:30:00"),
        # Memorial Day, Juneteenth, Independence Day (observed on Friday the 3rd), Thanksgiving, Christmas, New Year.
        (TWO_BUSINESS, NEW_YORK, "2026-05-22 10:00:00", "2026-05-27 10:00:00"),
        (TWO_BUSINESS, NEW_YORK, "2026-06-18 10:00:00", "2026-06-23 10:00:00"),
        (TWO_BUSINESS, NEW_YORK, "2026-07-02 10:00:00", "2026-07-07 10:00:00"),
        (TWO_BUSINESS, NEW_YORK, "2026-11-25 10:00:00", "2026-11-30 10:00:00"),
        (TWO_BUSINESS, NEW_YORK, "2026-12-31 10:00:00", "2027-01-05 10:00:00"),
        (HOURS_48_OFF, CHICAGO, "2026-12-24 10:00:00", "2026-12-29 10:00:00"),
        (TWO_BUSINESS, GUAM, "2026-11-20 10:00:00", "2026-11-24 10:00:00"),
        # Over a weekend with a change of the clocks: the weekend does not count, however long it is.
        (HOURS_48_OFF, NEW_YORK, "2026-03-06 10:00:00", "2026-03-10 10:00:00"),
        (HOURS_48_OFF, NEW_YORK, "2026-10-30 10:00:00", "2026-11-03 10:00:00"),
        # The leap day is a day; a year without one goes from 28 February to 1 March.
        (SEVEN_DAYS, NEW_YORK, "2028-02-25 10:00:00", "2028-03-03 10:00:00"),
        (SEVEN_DAYS, NEW_YORK, "2027-02-25 10:00:00", "2027-03-04 10:00:00"),
        (TWO_BUSINESS, NEW_YORK, "2028-02-28 10:00:00", "2028-03-01 10:00:00"),
    ],
)
def test_when_it_is_due(line: dict[str, object], zone: ZoneInfo, received: str, due: str):
    start = dt.datetime.fromisoformat(received).replace(tzinfo=zone)
    found = due_after(start, Deadline.model_validate(line), zone)
    assert found.tzinfo is dt.UTC
    assert found.astimezone(zone).replace(tzinfo=None).isoformat(sep=" ") == due


def test_the_zone_of_the_stamp_does_not_matter_and_that_of_the_plan_does():
    start = dt.datetime(2026, 11, 21, 3, tzinfo=dt.UTC)
    line = Deadline.model_validate(TWO_BUSINESS)
    assert due_after(start, line, CHICAGO) == due_after(start.astimezone(GUAM), line, CHICAGO)
    # Friday evening in Chicago, and Saturday in Guam, where the time begins with Monday.
    assert due_after(start, line, CHICAGO) == dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC)
    assert due_after(start, line, GUAM) == dt.datetime(2026, 11, 24, 13, 59, 59, tzinfo=dt.UTC)
