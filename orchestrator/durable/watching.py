"""Looks at the clocks of cases: what escalates or is breached is written to the log, whoever looks, once."""

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from orchestrator.bulletin import Bulletin
from orchestrator.scope import Purpose, Scope
from orchestrator.store.clocks import Place, clocks_to_look_at, look_at_clock
from orchestrator.store.engine import Database
from priorauth.regulations import Regulations
from telemetry.logs import fault_fields, fields

_log = logging.getLogger(__name__)
ACTOR = "orchestrator"
LOOK_SECONDS = 10.0
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class ClockWatch:
    """Passes over the clocks that have run out. Any number of processes may; each case is locked while it is seen to.

    It makes no determination: what a profile says of a missed deadline is recorded as what the profile says.
    """

    database: Database
    tenant: str
    regulations: Regulations
    bulletin: Bulletin
    now: Callable[[], dt.datetime]
    look_seconds: float = LOOK_SECONDS

    async def work(self) -> None:
        """For ever, once in ``look_seconds``. No fault ends it; the next pass may go well."""
        while True:
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001 - the worker's edge: a watch that ended would notice no breach
                _log.warning("clocks.not_read", extra=fault_fields(error))
            await asyncio.sleep(self.look_seconds)

    async def look(self) -> int:
        """One pass over all that is due: how many cases were seen to. A case that cannot be is left for the next."""
        now, seen = self.now(), 0
        after: Place | None = None
        while found := await self.database.read(clocks_to_look_at, self.tenant, now, after, _AT_ONCE):
            for _, case_id in found:
                seen += await self._look_at(case_id, now)
            after = found[-1]
        return seen

    async def _look_at(self, case_id: str, now: dt.datetime) -> bool:
        scope = Scope(self.tenant, ACTOR, Purpose.REVIEW)
        try:
            seen = await self.database.write(look_at_clock, scope, case_id, self.regulations, now)
        except Exception as error:  # noqa: BLE001 - one case's edge: the clocks of the others are looked at all the same
            _log.error("clock.not_looked_at", extra=fault_fields(error, case_id=case_id))
            return False
        if seen:
            self.bulletin.announce(case_id)
            _log.info("clock.looked_at", extra=fields(case_id=case_id))
        return seen


@asynccontextmanager
async def watching(watch: ClockWatch) -> AsyncIterator[None]:
    """Has the clocks looked at until the context ends."""
    working = asyncio.create_task(watch.work())
    try:
        yield
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
