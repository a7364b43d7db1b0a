"""Giving a case's record out of the store: written into a private folder, and recorded before the folder is there."""

import asyncio
import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from orchestrator.failures import FolderInTheWay, RecordUnreadable
from orchestrator.record.export import MANIFEST, Files, Origin, RecordRead, read_record, sha256, write_manifest
from orchestrator.scope import Scope
from orchestrator.store.engine import Database
from orchestrator.store.events import Happening, append_events
from priorauth.audit import EventType

_DISTRIBUTION = "priorauth-review"


async def export_record(
    database: Database, scope: Scope, case_id: str, folder: Path, now: Callable[[], dt.datetime]
) -> tuple[RecordRead, str]:
    """Writes the record of a case into a new folder: what was read, and the SHA-256 of its manifest.

    The files are written beside the folder first; then the event ``record.exported``, which names the manifest, is
    committed; then the folder gets its name. So no record leaves the store unrecorded, and what the event names can be
    compared with the folder at any time. The export itself ends at the event before.
    Raises ``CaseNotFound``, :class:`RecordUnreadable` and :class:`FolderInTheWay`.
    """
    try:
        record = await database.read(read_record, scope, case_id)
    except ValueError:
        raise RecordUnreadable(case_id) from None
    manifest = write_manifest(record, Origin(scope.actor, now(), database.kind, version(_DISTRIBUTION)))
    unfinished = await asyncio.to_thread(_write, folder, {**record.files, MANIFEST: manifest})
    try:
        told = {"manifest": sha256(manifest), "purpose": scope.purpose.value, "events": record.chain["events"]}
        await database.write(append_events, scope, case_id, [Happening(EventType.RECORD_EXPORTED, told, now())])
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return record, sha256(manifest)


def _write(folder: Path, files: Files) -> Path:
    """A folder beside the one that is wanted, with these files; both are readable by their owner alone."""
    if folder.exists() or folder.is_symlink():
        raise FolderInTheWay(str(folder), "there is something of this name, and an export overwrites nothing")
    try:
        unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise FolderInTheWay(str(folder), error.strerror or type(error).__name__) from None
    try:
        for path, content in files.items():
            _write_file(unfinished / path, content)
    except OSError as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise FolderInTheWay(str(folder), error.strerror or type(error).__name__) from None
    return unfinished


def _write_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
