"""``priorauth audit verify`` and ``export``: whether all is as it was written, and a case's record for an auditor."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from orchestrator.clock import utc_now
from orchestrator.record.disclosure import export_record
from orchestrator.record.export import RecordRead
from orchestrator.record.proof import Proof, case_ids, prove_case
from orchestrator.record.verify import check
from orchestrator.scope import Purpose, Scope
from orchestrator.settings import Settings
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.lines import plain
from orchestrator.terminal.screen import Screen
from orchestrator.terminal.stored import opened
from orchestrator.terminal.wording import counted

ACTOR = "command line"


def verify_store(settings: Settings, screen: Screen) -> Exit:
    """Proves every case of the store; names the first broken place of each that is not what was written.

    Raises what :func:`opened` raises.
    """
    return _tell(asyncio.run(_prove(settings)), screen)


async def _prove(settings: Settings) -> Sequence[Proof]:
    scope = Scope(settings.tenant, ACTOR, Purpose.AUDIT)
    async with opened(settings, to_write=False) as database:
        ids = await database.read(case_ids, settings.tenant)
        return [await database.read(prove_case, scope, case_id) for case_id in ids]


def _tell(proofs: Sequence[Proof], screen: Screen) -> Exit:
    broken = [proof for proof in proofs if proof.breach]
    for proof in broken:
        screen.data(f"{proof.case_id}: {proof.breach}.")
    cases = counted(len(proofs), "case")
    if broken:
        screen.complain(f"{len(broken):,} of {cases} not as written; the first place of each is named.")
        return Exit.FAILED
    parts = (
        counted(sum(proof.events for proof in proofs), "event"),
        counted(sum(proof.documents for proof in proofs), "document"),
        counted(sum(proof.revisions for proof in proofs), "revision"),
    )
    deleted = sum(proof.deleted for proof in proofs)
    screen.show([plain(f"Untouched: {cases} with {', '.join(parts)}.")])
    if deleted:
        screen.show([plain(f"The record of {counted(deleted, 'case')} was lawfully deleted; the links are intact.")])
    return Exit.DONE


def verify_folder(folder: Path, screen: Screen) -> Exit:
    """Verifies an exported record with this program's own copy of the verifier; the folder's own is not run."""
    problems = check(str(folder))
    for problem in problems:
        screen.data(f"{folder.name}: {problem}.")
    if problems:
        screen.complain(f"{counted(len(problems), 'place')} of {folder} not as exported.")
        return Exit.FAILED
    screen.show([plain(f"As exported: {folder}.")])
    return Exit.DONE


def export_case(case_id: str, folder: Path | None, actor: str, settings: Settings, screen: Screen) -> Exit:
    """Writes a case's record into a new folder, named after the case unless another is given, and records that.

    Raises what :func:`opened` and :func:`export_record` raise.
    """
    wanted = folder or Path(case_id)
    record, manifest = asyncio.run(_export(case_id, wanted, actor, settings))
    screen.show([plain(f"Exported {counted(len(record.files) + 1, 'file')} of case {case_id} to {wanted}.")])
    screen.show([plain(f"SHA-256 of its manifest: {manifest.removeprefix('sha256:')}")])
    if record.breach:
        screen.complain(f"The record is not as written, and the folder says so: {record.breach}.")
        return Exit.FAILED
    return Exit.DONE


async def _export(case_id: str, folder: Path, actor: str, settings: Settings) -> tuple[RecordRead, str]:
    async with opened(settings, to_write=True) as database:
        scope = Scope(settings.tenant, actor, Purpose.AUDIT)
        return await export_record(database, scope, case_id, folder, utc_now)
