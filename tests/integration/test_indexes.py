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
from orchestrator.store.engine import Database
from orchestrator.store.messages import claim_messages
from orchestrator.store.metrics import read_metrics
from orchestrator.store.migrations import migrate
from orchestrator.store.turns import count_waiting, unconcluded_turns, unreviewed_turns

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
UTC = ZoneInfo("UTC")
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
