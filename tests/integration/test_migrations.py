"""Stores that older versions wrote: they open, their cases are proven and read, and what was unfinished is finished."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, DateTime, LargeBinary, MetaData, create_engine, insert, make_url, text
from sqlalchemy import Table as CoreTable

from orchestrator.failures import StoreTooNew
from orchestrator.record.proof import case_ids, prove_case
from orchestrator.scope import Purpose, Scope
from orchestrator.store import migrations
from orchestrator.store.engine import Database
from orchestrator.store.migrations import check_schema, migrate, upgrade
from tests.integration.conftest import Serve
from tests.integration.sending import at_rest
from tests.integration.test_store import differences

STORES = Path(__file__).parent / "stores"
AUDITOR = Scope("default", "auditor", Purpose.AUDIT)
SCRIPT = ScriptDirectory(str(Path(migrations.__file__).parent))


def written() -> dict[str, Any]:
    """The rows that versions of old wrote, by the schema that they wrote them in."""
    stores = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(STORES.glob("*.json"))]
    return {revision: store["tables"] for store in stores for revision in store["written_at"]}


def _fill(connection: Connection, tables: dict[str, list[dict[str, Any]]]) -> None:
    """Puts rows into the tables as they were then; the code of today has no part in it."""
    then = MetaData()
    for name, rows in tables.items():
        table = CoreTable(name, then, autoload_with=connection)
        if rows:
            connection.execute(insert(table), [_values(table, row) for row in rows])


def _values(table: CoreTable, row: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(table.c[name].type, value, table) for name, value in row.items()}


def _value(kind: Any, value: Any, table: CoreTable) -> Any:
    if value is None:
        return None
    if isinstance(kind, DateTime):
        return dt.datetime.fromisoformat(value)
    return bytes.fromhex(value) if isinstance(kind, LargeBinary) else value


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables, of each kind in turn."""
    if request.param == "postgres":
        return request.getfixturevalue("postgres").fresh("template1")
    return f"sqlite:///{tmp_path / 'old.sqlite'}"


@pytest.fixture
def store_of(empty_url: str) -> Callable[[str], str]:
    """Makes the store as it was at a schema revision, with the rows that were written then."""

    def make(revision: str) -> str:
        url = make_url(empty_url)
        driver = "postgresql+psycopg" if url.get_backend_name() == "postgresql" else "sqlite"
        engine = create_engine(url.set(drivername=driver))
        with engine.begin() as connection:
            upgrade(connection, revision)
            _fill(connection, written()[revision])
        engine.dispose()
        return empty_url

    return make


def test_every_schema_but_the_newest_has_a_store_of_its_time() -> None:
    """With a new schema: add the rows that the version before it wrote, or name it where they stay the same."""
    older = {one.revision for one in SCRIPT.walk_revisions()} - {SCRIPT.get_current_head()}
    assert older <= set(written())


@pytest.mark.parametrize("revision", sorted(written()))
async def test_a_store_of_an_older_version_opens_and_its_work_goes_on(
    serve: Serve, store_of: Callable[[str], str], revision: str
) -> None:
    url = store_of(revision)
    async with serve(database_url=url) as client:
        queue = (await client.get("/api/cases")).json()["items"]
        assert len(queue) == len(written()[revision]["cases"]) == 4
        for item in queue:
            case = await at_rest(client, item["case_id"])
            assert case["status"] == ("determined" if item["status"] == "determined" else "recommended")
            assert case["revision"]["recommendation"]["outcome"] == "APPROVE"
            audit = (await client.get(case["links"]["audit"])).json()
            assert audit["verified"]
            assert audit["revisions"][0]["data_versions"] == {"icd10": ["2026"], "npi": ["2026"]}
            document = case["case"]["documents"][0]["links"]["self"]
            assert "hypoxemia" in (await client.get(document)).json()["text"]
            decided = item["status"] == "determined"
            assert (len(case["determinations"]), bool(case["issued"])) == (decided, decided)
        found = (await client.post("/api/cases/search", json={"text": "ada"})).json()["items"]
        assert len(found) == 1

    database = Database(url)
    proofs = [await database.read(prove_case, AUDITOR, one) for one in await database.read(case_ids, "default")]
    await database.close()
    assert [proof.breach for proof in proofs] == [None] * 4
    assert sum(proof.revisions for proof in proofs) == 5


@pytest.mark.parametrize("revision", sorted(written()))
async def test_an_older_schema_becomes_the_newest(store_of: Callable[[str], str], revision: str) -> None:
    database = Database(store_of(revision))
    await migrate(database)
    assert await database.read(differences) == []
    await database.close()


async def test_a_store_of_a_newer_version_is_refused_and_left_as_it_is(database: Database) -> None:
    await database.write(lambda session: session.execute(text("UPDATE alembic_version SET version_num = '9999'")))

    for opening in (migrate, check_schema):
        with pytest.raises(StoreTooNew, match="newer version of this program: its schema is '9999'"):
            await opening(database)

    version = text("SELECT version_num FROM alembic_version")
    assert await database.read(lambda session: session.scalar(version)) == "9999"
