"""``priorauth audit delete`` and ``retention``: records that are lawfully deleted."""

import asyncio
import datetime as dt
from collections.abc import Sequence

from orchestrator.clock import utc_now
from orchestrator.failures import CaseDeleted
from orchestrator.record.deletion import delete_quiet, delete_record, quiet_cases
from orchestrator.scope import Purpose, Scope
from orchestrator.settings import Settings
from orchestrator.store.engine import Database
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.lines import plain
from orchestrator.terminal.screen import Screen
from orchestrator.terminal.stored import opened
from orchestrator.terminal.wording import counted

_AT_ONCE = 50
"""Records that one transaction deletes: other writers wait for no more than these."""


def delete_case(case_id: str, reason: str, actor: str, settings: Settings, screen: Screen) -> Exit:
    """Deletes the record of a case. Of one that was deleted before, the bytes are overwritten again.

    Raises what :func:`opened` raises, ``CaseNotFound`` and ``ReviewUnfinished``.
    """
    scope = Scope(settings.tenant, actor, Purpose.RETENTION)
    return asyncio.run(_delete_case(case_id, reason, scope, settings, screen))


async def _delete_case(case_id: str, reason: str, scope: Scope, settings: Settings, screen: Screen) -> Exit:
    async with opened(settings, to_write=True) as database:
        try:
            await database.write(delete_record, scope, case_id, reason, utc_now())
            screen.show([plain(f"Deleted the record of case {case_id}. The links of its events are left.")])
        except CaseDeleted:
            screen.show([plain(f"The record of case {case_id} had been deleted before.")])
        return await _overwrite(database, screen)


def apply_retention(days: int, actor: str, dry_run: bool, settings: Settings, screen: Screen) -> Exit:
    """Names and deletes the records of all cases that are not under review and whose last event is so many days old.

    Raises what :func:`opened` raises.
    """
    scope = Scope(settings.tenant, actor, Purpose.RETENTION)
    return asyncio.run(_apply_retention(days, scope, dry_run, settings, screen))


async def _apply_retention(days: int, scope: Scope, dry_run: bool, settings: Settings, screen: Screen) -> Exit:
    since = utc_now() - dt.timedelta(days=days)
    async with opened(settings, to_write=not dry_run) as database:
        if dry_run:
            ids = await database.read(quiet_cases, settings.tenant, since)
        else:
            ids = await _delete_all(database, scope, since, days)
        for case_id in ids:
            screen.data(case_id)
        said = "would be deleted; nothing was" if dry_run else "deleted"
        screen.tell([plain(f"{counted(len(ids), 'record')} without an event for {counted(days, 'day')}: {said}.")])
        return await _overwrite(database, screen) if ids and not dry_run else Exit.DONE


async def _delete_all(database: Database, scope: Scope, since: dt.datetime, days: int) -> Sequence[str]:
    reason, deleted = f"retention: no event for {counted(days, 'day')}", list[str]()
    while some := await database.write(delete_quiet, scope, since, reason, utc_now(), _AT_ONCE):
        deleted += some
    return deleted


async def _overwrite(database: Database, screen: Screen) -> Exit:
    if not database.is_sqlite:
        screen.tell(
            [plain("The database overwrites the bytes at its next VACUUM; its logs and backups keep them longer.")]
        )
        return Exit.DONE
    if await database.overwrite_deleted():
        return Exit.DONE
    screen.complain(
        "The record is deleted, but its bytes are still in the store's files: there was no room to write them anew, or "
        "another process was at work. Run 'priorauth audit delete' on the same case again."
    )
    return Exit.FAILED
