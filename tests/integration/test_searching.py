"""Searching the store: parts of words, in their tenant, with the database's index for it and without."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from orchestrator.store import search
from orchestrator.store.engine import Database
from orchestrator.store.migrations import migrate
from orchestrator.store.queue import Filters, read_queue
from orchestrator.store.rows import get_case
from orchestrator.store.search import MOST_LISTED
from tests.integration.sending import a_submission
from tests.integration.test_store import OURS, THEIRS, stored


@pytest.fixture(params=[MOST_LISTED, 1])
def most_listed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cases are listed by a text, or gone through because too many have it."""
    monkeypatch.setattr(search, "MOST_LISTED", request.param)


@pytest.mark.usefixtures("most_listed")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("hoang", {"Thị Hoàng Ng", "Hoang Li"}),
        ("ang l", {"Hoang Li"}),
        ("ng", {"Thị Hoàng Ng"}),
        ("THỊ  hoàng", {"Thị Hoàng Ng"}),
        ("li ", {"Hoang Li"}),
        ("123456", {"Hoang Li"}),
        ('oan" OR "g', set[str]()),
        ("o_n", set[str]()),
        ("%", set[str]()),
    ],
)
async def test_a_text_finds_the_cases_of_its_tenant(database: Database, words: str, expected: set[str]):
    for scope, name, member_id in (
        (OURS, "Thị Hoàng Ng", "A"),
        (OURS, "Hoang Li", "X-123456"),
        (OURS, "Ada Example", "B"),
        (THEIRS, "Hoang Li Ng", "X-123456"),
    ):
        member = {"name": name, "birth_date": "1955-02-18", "member_id": member_id}
        await stored(database, scope, body=a_submission(member=member))
    page = await database.read(read_queue, OURS, Filters(text=words), cursor=None, limit=10)
    assert {row.member_name for row in page.cases} == expected


async def test_searching_knows_a_name_that_was_corrected_and_a_case_that_is_gone(database: Database):
    receipt = await stored(database)

    async def found(words: str) -> int:
        return len((await database.read(read_queue, OURS, Filters(text=words), cursor=None, limit=10)).cases)

    def rename(session: Session) -> None:
        get_case(session, OURS, receipt.case_id).search_text = search.search_text("Bo Corrected")

    assert (await found("exampl"), await found("correct")) == (1, 0)
    await database.write(rename)
    assert (await found("exampl"), await found("correct")) == (0, 1)


async def test_searching_goes_through_the_cases_where_the_database_has_no_index_for_it(tmp_path: Path):
    one = Database(f"sqlite:///{tmp_path / 'plain.sqlite'}")
    await migrate(one)
    await stored(one)

    def without_index(session: Session) -> None:
        for statement in ("DROP TRIGGER case_search_insert", "DROP TABLE case_search"):
            session.execute(text(statement))

    await one.write(without_index)
    page = await one.read(read_queue, OURS, Filters(text="exampl"), cursor=None, limit=10)
    assert len(page.cases) == 1
    await one.close()
