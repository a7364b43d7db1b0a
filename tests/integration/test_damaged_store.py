"""A store whose files were damaged or lost is refused in plain words, and no empty one is put in its place."""

import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestrator.cli import main
from orchestrator.failures import StoreDamaged
from orchestrator.settings import REPOSITORY, Settings
from orchestrator.store import migrations
from orchestrator.store.engine import Database
from orchestrator.store.migrations import migrate
from orchestrator.store.opening import prepare_file
from tests.integration.conftest import Serve
from tests.integration.fakes import CUE, MARKER
from tests.integration.sending import a_note, a_submission, sent, service_of

PAGE = 4096
NAME = "priorauth.sqlite"


def _garbage(store: Path) -> None:
    store.write_bytes(random.Random(7).randbytes(PAGE) + store.read_bytes()[PAGE:])


def _flipped(store: Path) -> None:
    content = bytearray(store.read_bytes())
    middle = len(content) // PAGE // 2 * PAGE
    content[middle : middle + PAGE] = bytes(byte ^ 0xFF for byte in content[middle : middle + PAGE])
    store.write_bytes(content)


def _halved(store: Path) -> None:
    content = store.read_bytes()
    store.write_bytes(content[: len(content) // PAGE // 2 * PAGE])


def _emptied(store: Path) -> None:
    store.write_bytes(b"")


def _lost(store: Path) -> None:
    store.with_name(NAME + "-wal").write_bytes(b"what was committed last")
    store.unlink()


def _other(store: Path) -> None:
    store.write_text("Not a database, but a letter.\n" * 400, encoding="utf-8")


DAMAGES = [_garbage, _flipped, _halved, _emptied, _lost, _other]


@pytest.fixture
async def store(serve: Serve, settings: Settings) -> Path:
    """The file of a store with a case of some pages."""
    async with serve() as client:
        await sent(client, a_submission(documents=a_note(f"{MARKER} has {CUE}. " + "She has nothing else. " * 9000)))
    return settings.data_dir / NAME


@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_damaged_store_is_refused_at_the_start_and_left_as_it_is(
    serve: Serve, store: Path, damage: Callable[[Path], None]
) -> None:
    damage(store)
    before = {path.name: path.read_bytes() for path in store.parent.iterdir()}

    with pytest.raises(StoreDamaged) as refused:
        async with serve():
            pass

    assert "No empty store was put in its place" in str(refused.value)
    assert MARKER not in str(refused.value)
    after = {path.name: path.read_bytes() for path in store.parent.iterdir()}
    assert after.get(NAME) == before.get(NAME)
    assert after.get(NAME + "-wal", b"") == before.get(NAME + "-wal", b"")


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_command_says_it_and_ends(store: Path, damage: Callable[[Path], None]) -> None:
    damage(store)
    command = [sys.executable, "-m", "orchestrator.cli", "serve", "--port", "0", "--data-dir", str(store.parent)]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False, cwd=REPOSITORY)
    said = " ".join(done.stderr.decode().split())
    assert done.returncode == 1
    assert "priorauth: The store is damaged:" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("damage", [_garbage, _flipped, _halved, _other])
def test_the_audit_of_a_damaged_store_says_it(
    store: Path, damage: Callable[[Path], None], capfd: pytest.CaptureFixture[str]
) -> None:
    damage(store)
    assert main(["audit", "verify", "--data-dir", str(store.parent)]) == 1
    assert "priorauth: The store is damaged:" in capfd.readouterr().err


async def test_a_page_that_breaks_while_the_service_runs_is_said(serve: Serve, settings: Settings) -> None:
    async with serve() as client:
        case = await sent(client, a_submission(documents=a_note(f"{MARKER} has {CUE}. " + "And more. " * 60_000)))
        await service_of(client).database.overwrite_deleted()
        _halved(settings.data_dir / NAME)
        response = await client.get(f"{case['links']['self']}/documents/d1")
    assert (response.status_code, response.json()["code"]) == (500, "store_damaged")
    assert MARKER not in response.text


async def test_a_store_that_lacks_a_table_is_refused(serve: Serve, store: Path) -> None:
    with sqlite3.connect(store) as connection:
        connection.execute("DROP TABLE event_payloads")
    connection.close()
    with pytest.raises(StoreDamaged, match="it has no table event_payloads"):
        async with serve():
            pass


async def test_a_large_store_is_not_read_whole_and_that_is_said(
    serve: Serve, store: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(migrations, "_CHECKED_WHOLE_BYTES", PAGE)
    _flipped(store)
    async with serve() as client:
        assert (await client.get("/health")).is_success
    assert "store.not_read_whole" in caplog.text


async def test_a_new_store_is_never_an_empty_file(tmp_path: Path) -> None:
    file = tmp_path / "folder" / NAME
    prepare_file(str(file))
    assert file.stat().st_size == PAGE
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == [NAME]
    prepare_file(str(file))
    database = Database(f"sqlite:///{file}")
    await migrate(database)
    await database.close()


def test_of_two_that_begin_a_store_the_first_makes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / NAME

    def later(_: str, path: Path) -> None:
        path.write_bytes(b"the other's")
        raise FileExistsError

    monkeypatch.setattr(os, "link", later)
    prepare_file(str(file))
    assert file.read_bytes() == b"the other's"
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
