"""This process among those that serve one store: it takes turns, shows that it lives, and takes over from the dead.

A process that dies leaves its lease to run out. The others notice, end it, and put its turns back in the queue. One
that was only asleep finds its lease gone, stops what it works on, and goes on under a new one; whatever it still tries
to write for a turn that another has taken is refused by the journal and by the queue.
"""

import asyncio
import datetime as dt
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from orchestrator.bulletin import within
from orchestrator.clock import utc_now
from orchestrator.durable.workflows import DoTurn, Workflows, workflow_id
from orchestrator.store import replicas
from orchestrator.store.engine import Database
from orchestrator.store.notices import tell_turn_waits
from orchestrator.store.turns import Turn, count_waiting, unfinished_turns
from telemetry.logs import fault_fields, fields

_log = logging.getLogger(__name__)
_LOOK_SECONDS = 0.5
"""How often a process with room looks for turns that others have put in. Its own are told to it."""
_GATHERING_SECONDS = 0.02
"""For so long a process that is at work waits for more room: to claim two turns costs what it costs to claim one."""
_AFTER_FAULT_SECONDS = 0.5
_PATIENCE_SECONDS = 5.0
_KEPT = dt.timedelta(hours=1)
"""For how long the queue keeps what is done, for an operator who looks into it."""
_RENEWALS_PER_LEASE = 4
_RENEWALS_PER_LOOK_OVER = 20


@dataclass(frozen=True, slots=True)
class Limits:
    """``here`` turns run at once in this process, ``overall`` in all; a lease holds for ``lease_seconds``."""

    here: int
    overall: int | None
    lease_seconds: float


@dataclass(slots=True)
class Replica:
    """This process at work. :func:`working` opens and ends it."""

    database: Database
    tenant: str
    limits: Limits
    waiting: int = 0
    """How many revisions wait for their review, as last counted and with what was put in here since."""
    _id: str = field(default_factory=lambda: secrets.token_hex(8))
    _running: dict[str, asyncio.Task[Any]] = field(default_factory=dict[str, "asyncio.Task[Any]"])
    _claimed: set[str] = field(default_factory=set[str])
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    """A turn that is being claimed must not look like one that nobody works on."""

    def expect(self) -> None:
        """A turn was put in here, and committed."""
        self.waiting += 1
        self._news.set()

    def look(self) -> None:
        """There may be turns that others have put in."""
        self._news.set()

    def offer(self, session: Session) -> None:
        """Tells the others of a turn that the session puts in, where there is no room for it here."""
        if len(self._claimed) >= self.limits.here:
            tell_turn_waits(session)

    def doing(self, do: DoTurn) -> DoTurn:
        """``do`` as what a turn does, counted while it runs."""

        async def work(turn: Turn) -> None:
            task, own = asyncio.current_task(), workflow_id(turn)
            if task is not None:
                self._running[own] = task
            try:
                await do(turn)
            finally:
                self._running.pop(own, None)
                self._claimed.discard(own)
                self._news.set()

        return work

    async def begin(self, workflows: Workflows, *, alone: bool) -> None:
        """Shows that this process is alive. ``alone``: no other can be, so what others left is taken over at once."""
        await self.database.write(replicas.take_lease, self.tenant, self._id, self.limits.lease_seconds)
        if alone:
            await self.database.write(replicas.end_other_leases, self.tenant, self._id)
        await self._take_over(workflows)
        await self._look_over(workflows)

    async def end(self, workflows: Workflows) -> None:
        """Waits a little for what runs, stops the rest, and gives it back to the others or the next start."""
        await self._stop(_PATIENCE_SECONDS)
        try:
            await self.database.write(replicas.end_lease, self.tenant, self._id)
            if await self._hand_back(workflows):
                await self.database.write(tell_turn_waits)
        except SQLAlchemyError as error:
            _log.warning("replica.not_handed_back", extra=fault_fields(error))

    async def take_turns(self, workflows: Workflows) -> None:
        """For ever: takes turns while there is room. No fault ends it; the next look may go well."""
        while True:
            told = await within(self._news, _LOOK_SECONDS)
            if self._claimed:
                await asyncio.sleep(_GATHERING_SECONDS)
            self._news.clear()
            try:
                await self._claim(workflows)
                if not told:
                    self.waiting = await self.database.read(count_waiting, self.tenant)
            except Exception as error:  # noqa: BLE001 - the worker's edge: a process that claims no more would be dead
                _log.warning("queue.not_claimed", extra=fault_fields(error))
                await asyncio.sleep(_AFTER_FAULT_SECONDS)
                self._news.set()

    async def _claim(self, workflows: Workflows) -> None:
        room = self.limits.here - len(self._claimed)
        if room > 0:
            async with self._one_at_a_time:
                taken = await workflows.claim(self._id, self._claimed)
            self.waiting = max(0, self.waiting - taken)
            if taken == room:
                self._news.set()

    async def stay_alive(self, workflows: Workflows) -> None:
        """For ever: renews the lease, takes over from the dead, and now and then looks the queue over.

        No fault ends it. After one, the queue is looked over as soon as the store answers again.
        """
        renewals, away = 0, False
        while True:
            await asyncio.sleep(self.limits.lease_seconds / _RENEWALS_PER_LEASE)
            renewals += 1
            try:
                await self._renew()
                await self._take_over(workflows)
                if away or renewals % _RENEWALS_PER_LOOK_OVER == 0:
                    await self._look_over(workflows)
                away = False
            except Exception as error:  # noqa: BLE001 - the worker's edge: a process whose lease runs out is taken for dead
                away = True
                _log.warning("lease.not_renewed", extra=fault_fields(error))

    async def _renew(self) -> None:
        if await self.database.write(replicas.renew_lease, self.tenant, self._id, self.limits.lease_seconds):
            return
        _log.warning("lease.lost", extra=fields(replica=self._id, running=len(self._running)))
        await self._stop(0)
        self._id = secrets.token_hex(8)
        await self.database.write(replicas.take_lease, self.tenant, self._id, self.limits.lease_seconds)

    async def _take_over(self, workflows: Workflows) -> None:
        dead = await self.database.write(replicas.end_expired_leases, self.tenant)
        count = await self._hand_back(workflows)
        if dead or count:
            _log.warning("lease.taken_over", extra=fields(replicas=list(dead), turns=count))
            self._news.set()

    async def _hand_back(self, workflows: Workflows) -> int:
        async with self._one_at_a_time:
            living = await self.database.read(replicas.living_replicas, self.tenant)
            return await workflows.hand_back(living, self._id, frozenset(self._claimed))

    async def _look_over(self, workflows: Workflows) -> None:
        """Puts in what is unfinished and has no turn, of an older store or given up for its faults, and tidies up."""
        count = await workflows.put_missing(await self.database.read(unfinished_turns, self.tenant))
        if count:
            _log.warning("queue.mended", extra=fields(turns=count))
            self._news.set()
        await workflows.forget_done(utc_now() - _KEPT)

    async def _stop(self, patience_seconds: float) -> None:
        tasks = list(self._running.values())
        if tasks:
            _, unfinished = await asyncio.wait(tasks, timeout=patience_seconds)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)


@asynccontextmanager
async def working(replica: Replica, do: DoTurn, *, alone: bool) -> AsyncIterator[Workflows]:
    """The queue, with the replica at work on it until the context ends."""
    limits = replica.limits
    workflows = await Workflows.open(
        replica.database, replica.doing(do), executor=secrets.token_hex(8), here=limits.here, overall=limits.overall
    )
    try:
        await replica.begin(workflows, alone=alone)
        loops = [asyncio.create_task(replica.take_turns(workflows)), asyncio.create_task(replica.stay_alive(workflows))]
        try:
            yield workflows
        finally:
            for loop in loops:
                loop.cancel()
            await asyncio.gather(*loops, return_exceptions=True)
            await replica.end(workflows)
    finally:
        await workflows.close()
