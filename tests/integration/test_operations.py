"""The figures of daily operations, from the store and over HTTP: which cases are counted, and as what."""

import csv
import datetime as dt
import io
from collections.abc import Sequence
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlalchemy import insert as insert_into
from sqlalchemy import update
from sqlalchemy.orm import Session

from orchestrator.people import HEADER
from orchestrator.scope import Purpose, Scope
from orchestrator.settings import Settings
from orchestrator.store.applied import read_applied
from orchestrator.store.conclusion_tables import ClockNoticeRow
from orchestrator.store.engine import Database
from orchestrator.store.operations import read_operations
from orchestrator.store.tables import CaseRow
from priorauth.acts import Appeal, Party
from priorauth.case import LineOfBusiness, Priority
from priorauth.determination import DeterminationOutcome, Level
from priorauth.operation_definitions import Days, chosen_days
from priorauth.operations import OperationalMetrics
from tests.building.decided import TENANT, Decided, insert
from tests.integration.conftest import Serve
from tests.integration.test_figures import decide_some

SCOPE = Scope(TENANT, "auditor", Purpose.AUDIT)
ZONE = ZoneInfo("America/New_York")
NOW = dt.datetime(2026, 6, 20, 16, tzinfo=dt.UTC)
JUNE = dt.datetime(2026, 6, 1, 14, tzinfo=dt.UTC)
DAYS = Days(first=dt.date(2026, 6, 1), last=dt.date(2026, 6, 10))
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
APPROVED, PARTIAL, ADVERSE = DeterminationOutcome
URL = "/api/metrics/operations"
OVERRIDES = "/api/metrics/overrides"


def first(hours: float, outcome: DeterminationOutcome = APPROVED) -> list[Any]:
    return [(Level.INITIAL, outcome, JUNE + hours * HOUR)]


def appeal() -> list[Any]:
    filed = Appeal(filed_by=Party.MEMBER, filed_at=JUNE + 2 * DAY, grounds="It is needed.", expedited=True)
    return [(filed, JUNE + 2 * DAY, Level.INITIAL)]


EXPEDITED, STANDARD = Priority.EXPEDITED, Priority.STANDARD
CASES: Sequence[Decided] = (
    Decided("in-time", JUNE, first(24)),
    Decided("late", JUNE, first(200, PARTIAL)),
    Decided("expedited", JUNE, first(10), priority=EXPEDITED),
    Decided(
        "appealed",
        JUNE,
        first(30, ADVERSE),
        priority=EXPEDITED,
        sent_priority=STANDARD,
        acts=appeal(),
        status="appealed",
    ),
    Decided("medicaid", JUNE, first(5), business=LineOfBusiness.MEDICAID),
    Decided("decided-before", JUNE - 9 * DAY, [(Level.INITIAL, APPROVED, JUNE - 8 * DAY)]),
    Decided("received-before", JUNE - 9 * DAY, first(1)),
    Decided("open", JUNE, status="recommended"),
    Decided("open-of-old", JUNE - 9 * DAY, status="escalated"),
    Decided("waiting", JUNE - 9 * DAY, status="information_requested"),
    Decided("deleted", JUNE, status="deleted"),
)


def tell_clocks(session: Session) -> None:
    """What the clock, the review and the appeal leave in the columns of some of the cases."""

    def of(case: str, **columns: Any) -> None:
        session.execute(update(CaseRow).where(CaseRow.id == case).values(**columns))

    for case in CASES:
        of(case.case_id, escalate_at=case.received_at + DAY)
    of("in-time", answered_at=JUNE + 25 * HOUR, recommendation="APPROVE")
    of("late", answered_at=JUNE + 201 * HOUR, recommendation="PEND", route="NEEDS_PHYSICIAN")
    of("appealed", level=Level.RECONSIDERATION.value, due_at=NOW + DAY)
    of("waiting", escalate_at=None)
    notices = [("late", "breached", JUNE + 7 * DAY), ("late", "escalated", JUNE + 7 * DAY)]
    notices += [("open-of-old", "breached", JUNE - 2 * DAY), ("medicaid", "breached", JUNE + DAY)]
    told = [{"tenant_id": TENANT, "case_id": one, "kind": kind, "due_at": due} for one, kind, due in notices]
    session.execute(insert_into(ClockNoticeRow), [one | {"noticed_at": NOW} for one in told])


async def figures(database: Database, scope: Scope = SCOPE, **given: Any) -> OperationalMetrics:
    return await database.read(partial(read_operations, **given), scope, DAYS, ZONE, NOW)


@pytest.fixture
async def stored(database: Database) -> Database:
    await database.write(insert, CASES)
    await database.write(tell_clocks)
    return database


async def test_the_cases_of_some_days(stored: Database):
    found = await figures(stored)
    assert (found.received, found.decided, found.breached) == (6, 6, 2)
    both, standard, expedited = found.turnaround
    assert [one.spread.count for one in (both, standard, expedited)] == [6, 5, 1]
    assert expedited.spread.median_hours == 10
    assert (standard.spread.median_hours, standard.spread.mean_hours) == (30, 95.2)
    told = both.in_time
    assert (told.in_time.part, told.in_time.whole, told.not_notified, told.appealed) == (1, 5, 0, 1)
    assert {one.outcome: one.count for one in found.determinations} == {APPROVED: 4, PARTIAL: 1, ADVERSE: 1}
    said = found.recommendations
    assert (said.approve, said.pend, said.none_yet, said.pend_rate.share) == (1, 1, 4, 0.5)
    assert found.to_recommendation.count == 6
    assert found.overrides.unknown == 6
    assert [(one.day.day, one.decided, one.received) for one in found.by_day if one.decided or one.received] == [
        (1, 3, 6),
        (2, 2, 0),
        (9, 1, 0),
    ]


async def test_what_is_open_now_is_of_any_day(stored: Database):
    found = await figures(stored)
    told = {one.status.value: (one.count, one.overdue) for one in found.open_now if one.count}
    assert told == {"recommended": (1, 1), "escalated": (1, 1), "information_requested": (1, 0), "appealed": (1, 0)}


async def test_one_line_of_business(stored: Database):
    found = await figures(stored, business=LineOfBusiness.MEDICAID)
    assert (found.received, found.decided, found.breached) == (1, 1, 1)
    assert not any(one.count for one in found.open_now)


async def test_another_tenants_cases_are_in_no_figure(stored: Database):
    found = await figures(stored, Scope("other", "auditor", Purpose.AUDIT))
    assert (found.received, found.decided, found.breached, found.agreement.read) == (0, 0, 0, 0)
    assert not any(one.count for one in found.open_now)


async def test_no_more_findings_are_read_than_tell_something(stored: Database):
    applied = await stored.read(read_applied, SCOPE, DAYS.bounds(ZONE), None, 2)
    assert len(applied) == 2


async def decided_some(serve: Serve, settings: Settings, **given: Any) -> dict[str, Any]:
    """The figures after four real determinations (:func:`tests.integration.test_figures.decide_some`)."""
    async with serve() as client:
        database = Database(settings.store_url)
        await decide_some(client, database, dt.datetime.now(dt.UTC))
        await database.close()
        answer = await client.get(URL, **given)
        assert answer.status_code == 200
        return answer.json()


async def test_real_determinations_are_told_with_their_policies(serve: Serve, settings: Settings):
    """Two as recommended, one against a recommendation to approve, one on a recommendation to pend."""
    found = await decided_some(serve, settings)
    assert (found["received"], found["decided"]) == (4, 4)
    assert (found["recommendations"]["approve"], found["recommendations"]["pend"]) == (3, 1)
    overrides = found["overrides"]
    assert (overrides["of_approvals"]["part"], overrides["of_approvals"]["whole"], overrides["on_pend"]) == (1, 3, 1)
    assert {one["reason"] for one in overrides["reasons"]} == {"CLINICAL_JUDGEMENT", "EVIDENCE_MISREAD"}
    agreement = found["agreement"]
    assert (agreement["read"], agreement["decided"]) == (4, 4)
    ours = next(one for one in agreement["policies"] if one["policy_id"] == "L33797")
    assert (ours["decided"], ours["on_pend"], ours["agreed"]["part"], ours["agreed"]["whole"]) == (4, 1, 2, 3)
    assert not ours["ranked"]
    assert found["models"]["reviews"] == 4
    today = found["by_day"][-1]
    assert (today["received"], today["decided"], len(found["by_day"])) == (4, 4, 30)


async def test_the_figures_are_served_as_a_table(serve: Serve, settings: Settings):
    async with serve() as client:
        database = Database(settings.store_url)
        await decide_some(client, database, dt.datetime.now(dt.UTC))
        await database.close()
        ways: list[dict[str, Any]] = [
            {"params": {"format": "csv"}},
            {"headers": {"Accept": "text/csv,application/json;q=0.5"}},
        ]
        for given in ways:
            answer = await client.get(URL, **given)
            assert answer.headers["content-type"] == "text/csv; charset=utf-8"
            assert answer.headers["vary"] == "Accept"
            rows = list(csv.DictReader(io.StringIO(answer.text)))
            assert all(row["definition"] for row in rows)
            rate = next(row for row in rows if row["figure"] == "override_rate")
            assert (rate["part"], rate["whole"], rate["percent"]) == ("1", "3", "33.33")
        answer = await client.get(OVERRIDES, params={"format": "csv"})
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert (rows[0]["by"], rows[0]["part"], rows[0]["whole"]) == ("all", "2", "4")
        assert {row["by"] for row in rows} == {"all", "direction", "policy", "criterion", "reason"}
        today = chosen_days(None, None, dt.datetime.now(ZONE).date())
        assert f"overrides-{today.first}-to-{today.last}.csv" in answer.headers["content-disposition"]


async def test_overrides_by_reviewer_are_for_those_who_may(serve: Serve, settings: Settings):
    async with serve() as client:
        database = Database(settings.store_url)
        await decide_some(client, database, dt.datetime.now(dt.UTC))
        await database.close()
        for person, sees in (("auditor", True), ("director", True), ("nurse", False), (None, False)):
            headers = {HEADER: person} if person else {}
            answer = (await client.get(OVERRIDES, headers=headers)).json()
            tables = {one["by"] for one in answer["report"]["tables"]}
            assert tables == {"policy", "criterion", "reason"} | ({"reviewer"} if sees else set())
            assert answer["withheld"] == ([] if sees else ["reviewer"])
            assert (answer["report"]["overrides"]["part"], answer["report"]["overrides"]["whole"]) == (2, 4)
        other = (await client.get(OVERRIDES, params={"line_of_business": "chip"})).json()
        assert other["report"]["overrides"]["whole"] == 0
        ours = (await client.get(OVERRIDES, params={"line_of_business": "medicare_advantage"})).json()
        assert ours["report"]["overrides"]["whole"] == 4


@pytest.mark.parametrize("url", [URL, OVERRIDES])
async def test_days_that_are_none_are_refused_with_a_sentence(client: httpx.AsyncClient, url: str):
    answer = await client.get(url, params={"from": "2026-06-02", "to": "2026-06-01"})
    assert (answer.status_code, answer.json()["code"]) == (422, "days_out_of_range")
    assert answer.json()["detail"].startswith("There are no figures from 2026-06-02 to 2026-06-01.")
    for wrong in ({"from": "yesterday"}, {"to": "2026-02-30"}, {"format": "html"}, {"line_of_business": "other"}):
        assert (await client.get(url, params=wrong)).status_code == 422
    assert (await client.get(url, headers={HEADER: "nobody"})).status_code == 403
    empty = await client.get(url, params={"from": "2025-01-01", "to": "2025-01-01"})
    assert empty.json()["days"] == {"first": "2025-01-01", "last": "2025-01-01"}
