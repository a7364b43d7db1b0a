"""``priorauth audit``: whether the store is what was written."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from orchestrator.failures import NoStore, StoreUnavailable
from orchestrator.scope import Purpose, Scope
from orchestrator.settings import Settings
from orchestrator.store.engine import Database
from orchestrator.store.proof import Proof, case_ids, prove_case
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.lines import plain
from orchestrator.terminal.screen import Screen
from orchestrator.terminal.wording import counted

ACTOR = "command line"


def verify_store(settings: Settings, screen: Screen) -> Exit:
    """Proves every case of the store; names the first broken place of each that is not what was written.

    Raises :class:`NoStore` and ``StoreUnavailable``: a store that is not there is never proven, and never made.
    """
    url = make_url(settings.store_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise NoStore(str(url.database))
    try:
        proofs = asyncio.run(_prove(settings))
    except SQLAlchemyError as error:
        raise StoreUnavailable(url.get_backend_name(), type(error).__name__) from None
    return _tell(proofs, screen)


async def _prove(settings: Settings) -> Sequence[Proof]:
    database, scope = Database(settings.store_url), Scope(settings.tenant, ACTOR, Purpose.AUDIT)
    try:
        ids = await database.read(case_ids, settings.tenant)
        return [await database.read(prove_case, scope, case_id) for case_id in ids]
    finally:
        await database.close()


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
    screen.show([plain(f"Untouched: {cases} with {', '.join(parts)}.")])
    return Exit.DONE
