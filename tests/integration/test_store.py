"""The store on SQLite and on Postgres: whole cases, each in its tenant, and a log that shows when it was touched."""

import asyncio
import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import delete, func, inspect, select, text, update
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from orchestrator.case_ids import new_case_id
from orchestrator.failures import IdempotencyConflict, ReviewUnfinished, UnknownDocument
from orchestrator.record.export import read_record
from orchestrator.record.history import read_history
from orchestrator.scope import Purpose, Scope
from orchestrator.store.additions import add_documents, review_again
from orchestrator.store.base import Table
from orchestrator.store.cases import NewCase, Receipt, store_case
from orchestrator.store.documents import read_document
from orchestrator.store.engine import Database
from orchestrator.store.events import Happening, append_events, events_after, read_trail
from orchestrator.store.migrations import migrate
from orchestrator.store.queue import Filters, read_queue, read_reviewed
from orchestrator.store.revisions import begin_review, read_revision
from orchestrator.store.rows import get_case
from orchestrator.store.search import BESIDE_THE_METADATA
from orchestrator.store.tables import CaseKeyRow, CaseRow, EventPayloadRow, EventRow
from orchestrator.store.turns import unfinished_turns
from orchestrator.store.views import read_view
from priorauth.audit import EventType
from priorauth.errors import CaseNotFound
from priorauth.submission import accept, parse_submission
from tests.integration.deciding import REGULATIONS
from tests.integration.fakes import VERSIONS, no_queue
from tests.integration.sending import a_submission

NOW = dt.datetime(2026, 11, 22, 9, 30, 0, 123456, tzinfo=dt.UTC)
OURS = Scope("ours", "nurse", Purpose.REVIEW)
THEIRS = Scope("theirs", "nurse", Purpose.REVIEW)
AN_EVENT = Happening(EventType.AGENT_STARTED, {"agent": "clinical", "share": 0.1}, NOW)


def a_case(body: Any = None, *, at: dt.datetime = NOW, key: str | None = None, digest: str = "sha256:1") -> NewCase:
    submission = parse_submission(body or a_submission(), at.date())
    bare = submission.model_copy(update={"documents": ()})
    case = accept(bare, case_id=new_case_id(at), received_on=at.date())
    return NewCase(
        submission=submission,
        case=case,
        received_at=at,
        due_at=at + dt.timedelta(days=7),
        escalate_at=at + dt.timedelta(days=5),
        content_digest=digest,
        idempotency_key=key,
    )


async def stored(database: Database, scope: Scope = OURS, **more: Any) -> Receipt:
    return await store_case(database, scope, a_case(**more), no_queue)


async def test_migrating_twice_changes_nothing(database: Database):
    await migrate(database)
    await asyncio.gather(migrate(database), migrate(database))


def differences(session: Session) -> list[Any]:
    """Between the tables that are there and those that the code names."""
    named = {"include_name": lambda name, *_: not (name or "").startswith(BESIDE_THE_METADATA)}
    context = MigrationContext.configure(session.connection(), opts={"compare_type": True, **named})
    return compare_metadata(context, Table.metadata)


async def test_the_migrations_make_the_tables_that_the_code_names(database: Database):
    assert await database.read(differences) == []


async def test_every_table_belongs_to_a_tenant(database: Database):
    def keys(session: Session) -> dict[str, list[str]]:
        found = inspect(session.connection())
        names = (name for name in found.get_table_names() if not name.startswith(BESIDE_THE_METADATA))
        return {name: found.get_pk_constraint(name)["constrained_columns"] for name in names}

    tables = await database.read(keys)
    tables.pop("alembic_version")
    assert len(tables) == 16
    assert all(columns[0] == "tenant_id" for columns in tables.values())


async def test_sqlite_keeps_what_it_committed(tmp_path: Any):
    database = Database(f"sqlite:///{tmp_path / 'one.sqlite'}")
    await migrate(database)

    def pragmas(session: Session) -> tuple[Any, ...]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return tuple(session.scalar(text(f"PRAGMA {name}")) for name in names)

    assert await database.read(pragmas) == ("wal", 2, 1, 10_000)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
    await database.close()


async def test_a_case_is_stored_whole_or_not_at_all(database: Database, monkeypatch: pytest.MonkeyPatch):
    from orchestrator.store import cases

    def breaks(*_: Any) -> None:
        raise OSError("no space")

    monkeypatch.setattr(cases, "begin_chain", breaks)
    with pytest.raises(OSError, match="no space"):
        await stored(database, key="k")
    monkeypatch.undo()

    def counts(session: Session) -> int:
        counting = (select(func.count()).select_from(table) for table in Table.metadata.sorted_tables)
        return sum(session.scalar(count) or 0 for count in counting)

    assert await database.read(counts) == 0
    assert (await stored(database, key="k")).is_new


async def test_a_stored_case_reads_as_it_was_sent(database: Database):
    new = a_case()
    await store_case(database, OURS, new, no_queue)
    begun = await database.write(begin_review, OURS, new.case.case_id, 1, VERSIONS, NOW)
    assert begun is not None
    expected = accept(new.submission, case_id=new.case.case_id, received_on=NOW.date())
    assert begun.case == expected
    view = await database.read(read_view, OURS, new.case.case_id, REGULATIONS)
    assert view.row.received_at == NOW
    assert view.row.due_at == NOW + dt.timedelta(hours=168)
    assert view.submission.member == new.submission.member
    assert [document.text for document in view.case.documents] == [""]


async def test_a_naive_time_is_not_stored(database: Database):
    with pytest.raises(StatementError, match="needs its zone"):
        await store_case(database, OURS, replace(a_case(), due_at=NOW.replace(tzinfo=None)), no_queue)


async def test_another_tenants_case_is_no_case(database: Database):
    case_id = (await stored(database)).case_id
    seeing = partial(read_view, regulations=REGULATIONS)
    reads = (get_case, seeing, read_trail, read_revision, read_history, read_record)
    for read in reads:
        with pytest.raises(CaseNotFound):
            await database.read(read, THEIRS, case_id)
    with pytest.raises(CaseNotFound):
        await database.read(read_document, THEIRS, case_id, "d1")
    with pytest.raises(CaseNotFound):
        await database.write(add_documents, THEIRS, case_id, (), NOW, put=no_queue)
    with pytest.raises(CaseNotFound):
        await database.write(review_again, THEIRS, case_id, NOW, agent=None, versions=VERSIONS, put=no_queue)
    with pytest.raises(CaseNotFound):
        await database.write(append_events, THEIRS, case_id, [AN_EVENT])
    with pytest.raises(CaseNotFound):
        await database.write(begin_review, THEIRS, case_id, 1, VERSIONS, NOW)
    assert await database.read(events_after, THEIRS, case_id, 0) == ()
    assert await database.read(unfinished_turns, "theirs") == ()
    assert (await database.read(read_queue, THEIRS, Filters(text="ada"), cursor=None, limit=9)).cases == ()
    assert await database.read(read_reviewed, THEIRS, 9) == ()


async def test_what_is_not_there_is_said(database: Database):
    case_id = (await stored(database)).case_id
    with pytest.raises(ReviewUnfinished):
        await database.read(read_revision, OURS, case_id)
    with pytest.raises(UnknownDocument):
        await database.read(read_document, OURS, case_id, "d9")


async def test_a_key_belongs_to_its_tenant_and_body(database: Database):
    first = await stored(database, key="k")
    assert (await stored(database, key="k")).case_id == first.case_id
    assert (await stored(database, THEIRS, key="k")).case_id != first.case_id
    with pytest.raises(IdempotencyConflict):
        await stored(database, key="k", digest="sha256:2")


async def test_one_key_at_once_makes_one_case(database: Database):
    receipts = await asyncio.gather(*(stored(database, key="k") for _ in range(8)))
    assert len({receipt.case_id for receipt in receipts}) == 1
    assert [receipt.is_new for receipt in receipts].count(True) == 1


async def test_an_id_is_given_once_over_all_tenants(database: Database):
    new = a_case()
    await store_case(database, OURS, new, no_queue)
    with pytest.raises(IntegrityError):
        await store_case(database, THEIRS, new, no_queue)


async def test_writers_of_one_case_make_one_chain(database: Database):
    case_id = (await stored(database)).case_id
    writing = (database.write(append_events, OURS, case_id, [AN_EVENT, AN_EVENT]) for _ in range(10))
    await asyncio.gather(*writing)
    trail = await database.read(read_trail, OURS, case_id)
    assert [event.link.sequence for event in trail.events] == list(range(1, 22))
    assert trail.verified
    assert trail.events[-1].payload == dict(AN_EVENT.payload)
    assert [event.link.sequence for event in await database.read(events_after, OURS, case_id, 19)] == [20, 21]


@pytest.mark.parametrize(
    "touch",
    [
        update(EventPayloadRow).where(EventPayloadRow.sequence == 2).values(body='{"agent": "none"}'),
        update(EventRow).where(EventRow.sequence == 2).values(actor="somebody else"),
        update(EventRow).where(EventRow.sequence == 2).values(at=NOW + dt.timedelta(seconds=1)),
        update(CaseRow).values(event_head="sha256:0"),
        delete(CaseKeyRow),
        delete(EventPayloadRow).where(EventPayloadRow.sequence == 1),
    ],
)
async def test_a_chain_that_was_touched_does_not_hold(database: Database, touch: Any):
    case_id = (await stored(database)).case_id
    await database.write(append_events, OURS, case_id, [AN_EVENT])
    await database.write(lambda session: session.execute(touch))
    assert not (await database.read(read_trail, OURS, case_id)).verified


async def test_a_chain_whose_end_was_cut_off_does_not_hold(database: Database):
    case_id = (await stored(database)).case_id
    await database.write(append_events, OURS, case_id, [AN_EVENT])
    await database.write(lambda session: session.execute(delete(EventPayloadRow).where(EventPayloadRow.sequence == 2)))
    await database.write(lambda session: session.execute(delete(EventRow).where(EventRow.sequence == 2)))
    assert not (await database.read(read_trail, OURS, case_id)).verified


async def test_the_queue_is_by_due_time_and_pages_meet(database: Database):
    expected: list[tuple[dt.datetime, str]] = []
    for hour in (5, 1, 4, 1, 3, 2, 1):
        new = a_case(at=NOW + dt.timedelta(hours=hour))
        await store_case(database, OURS, new, no_queue)
        expected.append((new.due_at, new.case.case_id))
    await stored(database, THEIRS)
    found: list[tuple[dt.datetime, str]] = []
    cursor = None
    while True:
        page = await database.read(read_queue, OURS, Filters(), cursor=cursor, limit=3)
        found += [(row.due_at, row.id) for row in page.cases]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert found == sorted(expected)


async def test_a_page_that_is_exactly_full_is_the_last(database: Database):
    await stored(database)
    await stored(database)
    assert (await database.read(read_queue, OURS, Filters(), cursor=None, limit=2)).next_cursor is None


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("nguyen thi", True),
        ("HƯƠNG", True),
        ("huong", True),
        ("1EG4", True),
        ("%", False),
        ("_", False),
        ("nobody", False),
    ],
)
async def test_search_finds_names_without_marks_and_takes_nothing_for_a_pattern(
    database: Database, wanted: str, found: bool
):
    await stored(database, body=a_submission(member={"name": "Nguyễn Thị Hương", "member_id": "1EG4TE5MK73"}))
    page = await database.read(read_queue, OURS, Filters(text=wanted), cursor=None, limit=9)
    assert bool(page.cases) is found


async def test_no_parameter_of_a_statement_stands_in_its_error(database: Database):
    new = a_case(body=a_submission(member={"name": "Zweifelsohne-Marker"}))
    await store_case(database, OURS, new, no_queue)
    with pytest.raises(IntegrityError) as caught:
        await store_case(database, OURS, new, no_queue)
    assert "Zweifelsohne" not in str(caught.value.statement) + repr(caught.value)
