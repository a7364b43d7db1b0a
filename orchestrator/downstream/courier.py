"""Brings messages to the address that an operator has set: with retries, a growing pause, and an end."""

import asyncio
import datetime as dt
import logging
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus

import httpx

from orchestrator.bulletin import Bulletin, within
from orchestrator.downstream.webhooks import request_of
from orchestrator.scope import Purpose, Scope
from orchestrator.store.engine import Database
from orchestrator.store.messages import Message, claim_messages, mark_delivered, mark_failed
from telemetry.logs import fault_fields, fields
from telemetry.measures import count_undelivered

_log = logging.getLogger(__name__)
ACTOR = "orchestrator"
MOST_TRIES = 12
"""With the pauses between them, a message is tried for about nine hours."""
FIRST_PAUSE, LONGEST_PAUSE = dt.timedelta(seconds=5), dt.timedelta(hours=1.5)
HELD_BESIDE_TRIES = dt.timedelta(seconds=30)
"""A message stays in one's hands for as long as two tries may take, and this: then whoever held it counts as dead."""
_AT_ONCE = 4
_LOOK_SECONDS = 5.0
_AFTER_FAULT_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where messages go, the key they are signed with, and how long one try may take."""

    url: str
    key: bytes
    timeout_seconds: float


@dataclass(slots=True)
class Courier:
    """Delivers what waits in the store. Any number of processes may; each message is in one's hands at a time."""

    database: Database
    tenant: str
    address: Address
    bulletin: Bulletin
    now: Callable[[], dt.datetime]
    transport: httpx.AsyncBaseTransport | None = None
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def work(self) -> None:
        """For ever: delivers what is due. No fault ends it; the next look may go well."""
        async with httpx.AsyncClient(transport=self.transport, timeout=self.address.timeout_seconds) as client:
            while True:
                self.news.clear()
                try:
                    found = await self._deliver_due(client)
                except Exception as error:  # noqa: BLE001 - the worker's edge: a courier that ended would deliver nothing more
                    _log.warning("messages.not_claimed", extra=fault_fields(error))
                    await asyncio.sleep(_AFTER_FAULT_SECONDS)
                    continue
                if not found:
                    await within(self.news, _LOOK_SECONDS)

    async def _deliver_due(self, client: httpx.AsyncClient) -> int:
        now = self.now()
        held_until = now + dt.timedelta(seconds=2 * self.address.timeout_seconds) + HELD_BESIDE_TRIES
        taken = await self.database.write(claim_messages, self.tenant, now, held_until, _AT_ONCE)
        await asyncio.gather(*(self._deliver(client, message) for message in taken))
        return len(taken)

    async def _deliver(self, client: httpx.AsyncClient, message: Message) -> None:
        failure, is_final = await self._send(client, message)
        scope = Scope(self.tenant, ACTOR, Purpose.DELIVERY)
        if failure is None:
            await self.database.write(mark_delivered, scope, message, self.now())
            _log.info("message.delivered", extra=fields(case_id=message.case_id, message=message.id))
        else:
            again = None if is_final or message.attempt >= MOST_TRIES else self.now() + pause_after(message.attempt)
            await self.database.write(mark_failed, scope, message, failure, again, self.now())
            told = fields(case_id=message.case_id, message=message.id, failure=failure, given_up=again is None)
            _log.warning("message.not_delivered", extra=told)
            if again is None:
                count_undelivered()
        self.bulletin.announce(message.case_id)

    async def _send(self, client: httpx.AsyncClient, message: Message) -> tuple[str | None, bool]:
        """Why the receiver did not take it, None where it did; and whether it wants none any more."""
        request = request_of(message, self.address.url, self.address.key, self.now())
        try:
            response = await client.send(request)
        except httpx.HTTPError as error:
            return type(error).__name__, False
        if response.is_success:
            return None, False
        return f"HTTP {response.status_code}", response.status_code == HTTPStatus.GONE


def pause_after(attempt: int) -> dt.timedelta:
    """How long to wait after a try: twice as long each time, up to the longest, less up to a fifth at random."""
    whole = min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE)
    return whole * random.uniform(0.8, 1.0)


@asynccontextmanager
async def delivering(courier: Courier | None) -> AsyncIterator[None]:
    """Has the courier work until the context ends; without one, nothing is delivered."""
    if courier is None:
        yield
        return
    working = asyncio.create_task(courier.work())
    try:
        yield
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
