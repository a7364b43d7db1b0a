"""``priorauth audit delete`` and ``retention``: what they say; no byte of a deleted record is left in the files."""

import asyncio
import datetime as dt
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import update

from orchestrator.cli import main
from orchestrator.settings import Settings
from orchestrator.store import engine
from orchestrator.store.engine import Database
from orchestrator.store.tables import EventRow
from tests.building.postgres import PostgresServer
from tests.integration.conftest import Serve
from tests.integration.sending import a_submission, sent
from tests.integration.test_deletion import MARKERS, REASON, a_marked_submission
from tests.integration.test_export import alone


def bytes_of(folder: Path) -> bytes:
    """Every byte of a store's files: the database, its log, its index."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("priorauth.sqlite*")))


def marked(folder: Path) -> list[str]:
    """Which markers stand in the store's files, in any case."""
    content = bytes_of(folder).decode("utf-8", "replace").casefold()
    return [marker for marker in MARKERS if marker.casefold() in content]


@pytest.mark.parametrize("open_beside", [False, True])
async def test_the_command_leaves_no_byte_in_the_files(
    serve: Serve, settings: Settings, open_beside: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whether or not the service is at work on the same store."""
    command = ["--actor", "Privacy Officer", "--data-dir", str(settings.data_dir)]
    async with serve() as client:
        case = await sent(client, a_marked_submission())
        other = await sent(client, a_submission())
        assert marked(settings.data_dir) == list(MARKERS)
        if open_beside:
            assert (
                await asyncio.to_thread(main, ["audit", "delete", case["case_id"], "--reason", REASON, *command]) == 0
            )
            assert marked(settings.data_dir) == []
            assert (await client.get(case["links"]["self"])).status_code == 410
            await sent(client, a_submission())
    if not open_beside:
        assert await asyncio.to_thread(main, ["audit", "delete", case["case_id"], "--reason", REASON, *command]) == 0
    assert marked(settings.data_dir) == []
    capfd.readouterr()

    def commands() -> None:
        data = command[2:]
        assert main(["audit", "verify", *data]) == 0
        assert "The record of 1 case was lawfully deleted; the links are intact." in capfd.readouterr().out
        assert main(["audit", "delete", case["case_id"], "--reason", REASON, *command]) == 0
        assert "had been deleted before" in capfd.readouterr().out
        assert main(["audit", "delete", "PA-NONE", "--reason", REASON, *command]) == 2
        assert "There is no case PA-NONE" in capfd.readouterr().err
        assert main(["audit", "retention", "--older-than", "30", *data]) == 0
        assert capfd.readouterr().out == ""

    await asyncio.to_thread(commands)
    assert other["case_id"] not in capfd.readouterr().out


async def test_retention_as_a_command(serve: Serve, settings: Settings, capfd: pytest.CaptureFixture[str]) -> None:
    async with serve() as client:
        case_id = (await sent(client, a_marked_submission()))["case_id"]
    long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    database = Database(settings.store_url)
    await database.write(lambda session: session.execute(update(EventRow).values(at=long_ago)))
    await database.close()
    command = ["audit", "retention", "--older-than", "365", "--data-dir", str(settings.data_dir)]
    capfd.readouterr()

    def commands() -> None:
        assert main([*command, "--dry-run"]) == 0
        told = capfd.readouterr()
        assert (told.out, "nothing was" in told.err) == (f"{case_id}\n", True)
        assert marked(settings.data_dir) == list(MARKERS)
        assert main(command) == 0
        assert capfd.readouterr().out == f"{case_id}\n"
        assert marked(settings.data_dir) == []
        assert main(command) == 0
        assert capfd.readouterr().out == ""

    await asyncio.to_thread(commands)


@pytest.mark.parametrize(
    "arguments",
    [
        ["delete", "PA-1", "--actor", "A"],
        ["delete", "PA-1", "--reason", "R"],
        ["delete", "PA-1", "--reason", " ", "--actor", "A"],
        ["delete", "PA-1", "--reason", "R", "--actor", "A" * 201],
        ["retention", "--older-than", "0"],
        ["retention", "--older-than", "-1"],
        ["retention"],
    ],
)
def test_a_deletion_without_reason_actor_or_age_is_not_understood(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as finished:
        main(["audit", *arguments])
    assert finished.value.code == 2


async def test_bytes_that_could_not_be_overwritten_are_said(
    serve: Serve, settings: Settings, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """One who reads an older state keeps the log from being cut."""
    monkeypatch.setattr(engine, "_PRAGMAS", ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=200"))
    async with serve() as client:
        case = await sent(client, a_marked_submission())
    with sqlite3.connect(
        settings.data_dir / "priorauth.sqlite", isolation_level=None, check_same_thread=False
    ) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM cases").fetchone()
        command = ["--reason", REASON, "--actor", "A", "--data-dir", str(settings.data_dir)]
        assert await asyncio.to_thread(main, ["audit", "delete", case["case_id"], *command]) == 1
        assert "its bytes are still in the store's files" in capfd.readouterr().err.replace("\n", " ").replace(
            "  ", " "
        )
        reader.execute("COMMIT")
    reader.close()
    assert await asyncio.to_thread(main, ["audit", "delete", case["case_id"], *command]) == 0
    assert marked(settings.data_dir) == []


async def test_the_commands_work_on_postgres_and_say_what_it_does_by_itself(
    serve: Serve,
    settings: Settings,
    postgres: PostgresServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    url = postgres.fresh()
    async with serve(database_url=url) as client:
        case_id = (await sent(client, a_submission()))["case_id"]
    monkeypatch.setenv("DATABASE_URL", url)
    capfd.readouterr()

    def commands() -> None:
        assert main(["audit", "export", case_id, "--to", str(tmp_path / "record")]) == 0
        assert alone(tmp_path / "record")[0] == 0
        assert main(["audit", "delete", case_id, "--reason", REASON, "--actor", "A"]) == 0
        assert "overwrites the bytes at its next VACUUM" in " ".join(capfd.readouterr().err.split())
        assert main(["audit", "verify"]) == 0
        assert "The record of 1 case was lawfully deleted" in capfd.readouterr().out

    await asyncio.to_thread(commands)
