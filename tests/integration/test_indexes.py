"""What every submission asks of the store is answered from an index, as SQLite's planner sees it without statistics."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.orm import Session

from orchestrator.scope import Purpose, Scope
from orchestrator.store.cases import same_content
from orchestrator.store.clocks import clocks_to_look_at
from orchestrator.store.counting import count_queue
from orchestrator.store.engine import Database
from orchestrator.store.messages import claim_messages
from orchestrator.store.metrics import read_metrics
from orchestrator.store.migrations import migrate
from orchestrator.store.next_case import next_case
from orchestrator.store.operations import read_operations
from orchestrator.store.queue import Filters, read_queue
from orchestrator.store.turns import count_waiting, unconcluded_turns, unreviewed_turns
from priorauth.case import Priority
from priorauth.findings import Route
from priorauth.lifecycle import CaseStatus
from priorauth.operation_definitions import Days
from priorauth.people import Person, Role

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
UTC = ZoneInfo("UTC")
NURSE = Scope("default", "nurse", Purpose.REVIEW, Person(id="nurse", name="A Nurse", role=Role.NURSE_REVIEWER))
AUDITOR = Scope("default", "auditor", Purpose.AUDIT)


@pytest.fixture
async def sqlite_database(tmp_path: Any):
    one = Database(f"sqlite:///{tmp_path / 'store.sqlite'}")
    await migrate(one)
    yield one
    await one.close()


@contextmanager
def asked(connection: Connection) -> Iterator[list[tuple[str, Any]]]:
    """The statements that run on a connection, with their parameters."""
    statements: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        statements.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    yield statements
    event.remove(connection, "before_cursor_execute", note)


def plan_of(session: Session, question: Callable[[Session], object]) -> str:
    (plan,) = plans_of(session, question)
    return plan


def plans_of(session: Session, question: Callable[[Session], object]) -> list[str]:
    """The plan of each statement of a question, in their order."""
    connection = session.connection()
    with asked(connection) as statements:
        question(session)
    plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", given).all() for one, given in statements]
    return ["; ".join(row[3] for row in rows) for rows in plans]


@pytest.mark.parametrize(
    ("question", "plan"),
    [
        (
            lambda session: same_content(session, "default", "sha256:1"),
            "SEARCH cases USING INDEX ix_cases_tenant_id_content_digest_id (tenant_id=? AND content_digest=?)",
        ),
        (
            lambda session: count_waiting(session, "default"),
            "SEARCH revisions USING INDEX ix_revisions_unfinished (tenant_id=? AND started_at=?)",
        ),
        (
            lambda session: unreviewed_turns(session, "default"),
            "SCAN revisions USING INDEX ix_revisions_unfinished",
        ),
        (
            lambda session: unconcluded_turns(session, "default"),
            "SCAN determinations USING INDEX ix_determinations_unconcluded",
        ),
        (
            lambda session: claim_messages(session, "default", NOW, NOW, 4),
            "SEARCH messages USING INDEX ix_messages_waiting (tenant_id=? AND next_try_at<?)",
        ),
        (
            lambda session: clocks_to_look_at(session, "default", NOW, None, 4),
            "SEARCH cases USING COVERING INDEX ix_cases_clocks (tenant_id=? AND next_look_at<?)",
        ),
        (
            lambda session: clocks_to_look_at(session, "default", NOW, (NOW, "PA-1"), 4),
            "SEARCH cases USING COVERING INDEX ix_cases_clocks (tenant_id=? AND (next_look_at,id)>(?,?)",
        ),
    ],
    ids=[
        "same content",
        "how many wait",
        "what is unreviewed",
        "what is unconcluded",
        "which messages are due",
        "which clocks ran out",
        "which other clocks ran out",
    ],
)
async def test_a_question_of_every_submission_or_start_reads_an_index(
    sqlite_database: Database, question: Callable[[Session], object], plan: str
):
    assert plan in await sqlite_database.read(plan_of, question)


async def test_the_planner_has_no_statistics(sqlite_database: Database):
    tables = text("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
    assert await sqlite_database.read(lambda session: session.scalar(tables)) == 0


async def test_the_metrics_find_a_years_decisions_by_their_time_and_what_belongs_to_each_by_its_key(
    sqlite_database: Database,
):
    plans = await sqlite_database.read(plans_of, lambda session: read_metrics(session, AUDITOR, 2026, UTC, NOW))
    by_time = "first_decision USING INDEX ix_determinations_tenant_id_decided_at (tenant_id=? AND decided_at>?"
    (decided,) = (plan for plan in plans if by_time in plan)
    assert decided.count("SEARCH ") == 8
    assert "SCAN" not in decided


async def test_the_metrics_read_no_table_whole(sqlite_database: Database):
    """What was withdrawn is found among the acts, of which few cases have any; what is pending among all cases."""
    plans = await sqlite_database.read(plans_of, lambda session: read_metrics(session, AUDITOR, 2026, UTC, NOW))
    tables = ("cases", "acts", "determinations", "first_decision", "service_lines")
    steps = [step for plan in plans for step in plan.split("; ")]
    assert len(plans) == 3
    assert not [step for step in steps if step.startswith("SCAN") and step.split()[1] in tables]


async def test_the_figures_of_some_days_find_them_by_their_times(sqlite_database: Database):
    """Neither the cases nor the decisions nor what was found of them are gone through."""
    days = Days(first=dt.date(2026, 6, 1), last=dt.date(2026, 6, 30))
    plans = await sqlite_database.read(
        plans_of, lambda session: read_operations(session, AUDITOR, days, UTC, NOW, None)
    )
    assert any(
        "cases USING INDEX ix_cases_tenant_id_received_at (tenant_id=? AND received_at>?" in one for one in plans
    )
    by_time = "first_decision USING INDEX ix_determinations_tenant_id_decided_at (tenant_id=? AND decided_at>?"
    assert sum(by_time in plan for plan in plans) == 2
    assert not [plan for plan in plans if "SCAN" in plan]


@pytest.mark.parametrize(
    ("filters", "plan"),
    [
        (Filters(route=Route.NEEDS_PHYSICIAN), "ix_cases_route (tenant_id=? AND route=?)"),
        (
            Filters(route=Route.NEEDS_PHYSICIAN, due_before=NOW, priority=Priority.EXPEDITED),
            "ix_cases_route (tenant_id=? AND route=? AND due_at<?)",
        ),
        (Filters(running=True, due_before=NOW), "ix_cases_running (tenant_id=? AND due_at<?)"),
        (Filters(running=True), "ix_cases_running (tenant_id=?)"),
    ],
    ids=["a route", "a route with a time and a priority", "overdue", "with time left"],
)
async def test_a_page_of_the_queue_is_read_in_the_order_of_an_index(
    sqlite_database: Database, filters: Filters, plan: str
):
    def question(session: Session) -> object:
        return read_queue(session, NURSE, filters, cursor=None, limit=50)

    found = await sqlite_database.read(plan_of, question)
    assert plan in found
    assert "TEMP B-TREE" not in found


@pytest.mark.parametrize(
    ("filters", "plan"),
    [
        (Filters(), "(tenant_id=? AND status=?)"),
        (
            Filters(priority=Priority.EXPEDITED),
            "COVERING INDEX ix_cases_tenant_id_status_priority_due_at_id (tenant_id=? AND status=? AND priority=?)",
        ),
        (Filters(assignee="nurse"), "COVERING INDEX ix_cases_assignee (tenant_id=? AND assignee=?)"),
        (Filters(status=CaseStatus.RECOMMENDED, assignee="nurse"), "COVERING INDEX ix_cases_assignee"),
        (Filters(route=Route.NEEDS_PHYSICIAN, priority=Priority.EXPEDITED), "COVERING INDEX ix_cases_route"),
        (Filters(running=True), "COVERING INDEX ix_cases_running (tenant_id=?)"),
        (Filters(running=True, due_before=NOW), "COVERING INDEX ix_cases_running (tenant_id=? AND due_at<?)"),
    ],
    ids=["all", "a priority", "a person", "a person's at a status", "a route", "with time left", "overdue"],
)
async def test_counts_read_indexes_and_no_case(sqlite_database: Database, filters: Filters, plan: str):
    plans = await sqlite_database.read(plans_of, lambda session: count_queue(session, NURSE, filters, NOW))
    assert len(plans) == 2
    assert "COVERING INDEX ix_cases_running" in plans[0]
    assert plan in plans[1]
    reads = [step for one in plans for step in one.split("; ") if " cases " in step]
    assert all(step.startswith("SEARCH cases USING COVERING INDEX") for step in reads)


async def test_the_next_case_is_looked_for_in_each_status_by_due_time(sqlite_database: Database):
    plans = await sqlite_database.read(plans_of, lambda session: next_case(session, NURSE, None))
    assert len(plans) == 7
    assert all(plan.startswith("SEARCH cases USING") and "TEMP B-TREE" not in plan for plan in plans)
