"""The yearly metrics, from the store: which requests are counted, and as what."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pytest

from orchestrator.scope import Purpose, Scope
from orchestrator.store.engine import Database
from orchestrator.store.metrics import read_metrics
from priorauth.acts import Appeal, Closing, Party, PriorityChange, TimeExtension, Withdrawal
from priorauth.case import LineOfBusiness, Priority, Timing
from priorauth.deadlines import Ground
from priorauth.determination import DeterminationOutcome, Level
from priorauth.metric_definitions import Apart, Measure
from priorauth.metrics import LineMetrics
from tests.building.decided import Act, Decided, insert

SCOPE = Scope("default", "auditor", Purpose.AUDIT)
ZONE = ZoneInfo("America/New_York")
NOW = dt.datetime(2027, 3, 1, tzinfo=dt.UTC)
JUNE = dt.datetime(2026, 6, 1, 14, tzinfo=dt.UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
APPROVED, PARTIAL, ADVERSE = DeterminationOutcome
MA = LineOfBusiness.MEDICARE_ADVANTAGE


def first(outcome: DeterminationOutcome = APPROVED, after: dt.timedelta = DAY, since: dt.datetime = JUNE):
    return (Level.INITIAL, outcome, since + after)


def extension(level: Level = Level.INITIAL) -> Act:
    return TimeExtension(ground=Ground.ENROLLEE_ASKS, days=14, reason="The member asked."), JUNE, level


def appeal() -> Act:
    filed = Appeal(filed_by=Party.MEMBER, filed_at=JUNE + 2 * DAY, grounds="It is needed.", expedited=True)
    return filed, JUNE + 2 * DAY, Level.INITIAL


def change(to: Priority, level: Level = Level.INITIAL) -> Act:
    return PriorityChange(to=to, reason="As asked."), JUNE, level


def withdrawal(at: dt.datetime = JUNE) -> Act:
    return Withdrawal(by=Party.PROVIDER, reason="Not needed any more."), at, Level.INITIAL


CASES: Sequence[Decided] = (
    Decided("plain", JUNE, [first()]),
    Decided("extended", JUNE, [first(PARTIAL, 10 * DAY)], acts=[extension()]),
    Decided("extended-on-appeal", JUNE, [first(ADVERSE, 2 * DAY)], acts=[appeal(), extension(Level.RECONSIDERATION)]),
    Decided(
        "overturned-and-expedited-on-appeal",
        JUNE,
        [first(ADVERSE, 3 * DAY), (Level.RECONSIDERATION, APPROVED, JUNE + 300 * DAY)],
        priority=Priority.EXPEDITED,
        sent_priority=Priority.STANDARD,
        acts=[appeal()],
    ),
    Decided(
        "upgraded-then-appealed",
        JUNE,
        [first(ADVERSE, 30 * HOUR), (Level.RECONSIDERATION, ADVERSE, JUNE + 3 * DAY)],
        sent_priority=Priority.STANDARD,
        acts=[change(Priority.EXPEDITED), appeal(), change(Priority.STANDARD, Level.RECONSIDERATION)],
    ),
    Decided("expedited", JUNE, [first(after=10 * HOUR)], priority=Priority.EXPEDITED, sent_priority=Priority.STANDARD),
    Decided("drugs", JUNE, [first()], codes=["J9271", "J1100"]),
    Decided("drug-and-infusion", JUNE, [first()], codes=["J9271", "96413"]),
    Decided("after-the-fact", JUNE, [first()], timing=Timing.RETROSPECTIVE),
    Decided("other-year", JUNE, [(Level.INITIAL, APPROVED, NOW)]),
    Decided("withdrawn", JUNE, status="withdrawn", acts=[withdrawal()]),
    Decided(
        "withdrawn-and-closed",
        JUNE,
        status="closed",
        acts=[withdrawal(), (Closing(reason="Done."), NOW, Level.INITIAL)],
    ),
    Decided("withdrawn-next-year", JUNE, status="withdrawn", acts=[withdrawal(NOW)]),
    Decided("appeal-withdrawn", JUNE, [first(ADVERSE)], status="withdrawn", acts=[appeal(), withdrawal()]),
    Decided("open", JUNE, status="recommended"),
    Decided("open-and-in-time", dt.datetime(2026, 12, 31, tzinfo=dt.UTC), status="recommended"),
    Decided("of-next-year", NOW - DAY, status="recommended"),
    Decided("deleted", JUNE, status="deleted"),
    Decided("medicaid", JUNE, [first(after=30 * DAY)], business=LineOfBusiness.MEDICAID),
    Decided("unknown", JUNE, [first()], business=None),
)


@pytest.fixture
async def lines(database: Database) -> dict[LineOfBusiness | None, LineMetrics]:
    await database.write(insert, CASES)
    metrics = await database.read(read_metrics, SCOPE, 2026, ZONE, NOW)
    return {line.line_of_business: line for line in metrics.lines}


async def test_the_decided_requests_of_a_year(lines: dict[LineOfBusiness | None, LineMetrics]):
    """Standard: plain, extended, two appealed ones sent as standard, drug-and-infusion, appeal-withdrawn."""
    standard, expedited = lines[MA].counts
    assert standard.model_dump(exclude={"priority"}) == {
        "decided": 6,
        "approved": 2,
        "partially_approved": 1,
        "denied": 3,
        "extended": 1,
        "extended_approved": 0,
        "extended_partially_approved": 1,
        "appealed": 3,
        "appeals_overturned": 1,
        "appeals_upheld": 0,
        "appeals_undecided": 2,
    }
    assert (expedited.decided, expedited.approved, expedited.appealed, expedited.appeals_upheld) == (2, 1, 1, 1)
    assert (lines[LineOfBusiness.MEDICAID].decided, lines[None].decided, lines[LineOfBusiness.CHIP].decided) == (
        1,
        1,
        0,
    )


async def test_the_percentages_and_times_of_a_year(lines: dict[LineOfBusiness | None, LineMetrics]):
    said = {one.definition.measure: (one.numerator, one.denominator, one.percent) for one in lines[MA].proportions}
    assert said[Measure.STANDARD_APPROVED] == (3, 6, 50.0)
    assert said[Measure.STANDARD_DENIED] == (3, 6, 50.0)
    assert said[Measure.STANDARD_APPEALED] == (1, 3, 33.33)
    assert said[Measure.EXTENDED] == (1, 8, 12.5)
    assert said[Measure.EXPEDITED_APPROVED] == (1, 2, 50.0)
    standard, expedited = lines[MA].times
    assert standard.average is not None
    assert standard.median is not None
    assert (standard.average.said, standard.median.said) == ("3.00 days", "1.50 days")
    assert expedited.average is not None
    assert expedited.average.said == "20.00 hours"


async def test_what_is_counted_apart(lines: dict[LineOfBusiness | None, LineMetrics]):
    """At the year's end "other-year", "withdrawn-next-year" and "open" were pending and overdue."""
    assert {one.kind: one.count for one in lines[MA].apart} == {
        Apart.WITHDRAWN: 2,
        Apart.PENDING: 4,
        Apart.OVERDUE: 3,
        Apart.DRUGS: 1,
        Apart.RETROSPECTIVE: 1,
    }


async def test_another_tenants_requests_are_not_counted(database: Database):
    await database.write(insert, CASES)
    other = Scope("other", "auditor", Purpose.AUDIT)
    metrics = await database.read(read_metrics, other, 2026, ZONE, NOW)
    assert {line.decided for line in metrics.lines} == {0}
    assert {one.count for line in metrics.lines for one in line.apart} == {0}
