"""One who sends cases and waits for their recommendations, and comes again where a server is gone."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from evaluation.load.wire import Cut, Wire

_COMING_AGAIN = frozenset({429, 500, 502, 503, 504})
_PAUSE_SECONDS = 0.25
_PAST_THE_LAST = "1000000"
"""A ``Last-Event-ID`` after every event: the stream tells nothing and ends with the recommendation. That costs the
server least: one request, no polls, and no event is read that nobody wants."""


class Refused(Exception):
    """A server said no for good, or said no more often than the client asks."""


@dataclass(slots=True)
class Told:
    """What a server said of a case, and how often it had to be asked again."""

    case_id: str
    again: int = 0


@dataclass(slots=True)
class Client:
    """Sends cases to servers in turn. ``patience`` is how often it comes again where it was refused or cut off.

    Watching goes first to the server that took the case: it reviews it, so it tells the end at once.
    """

    servers: Sequence[Wire]
    patience: int = 0
    _turn: int = field(default=0)

    async def review(self, body: bytes, key: str) -> Told:
        """Sends a case under an idempotency key and waits for its recommendation. Raises :class:`Refused`."""
        self._turn += 1
        place = self._turn
        told = Told("")
        await self._submit(told, body, key, place)
        await self._await_end(told, place)
        return told

    def close(self) -> None:
        """Closes all connections."""
        for server in self.servers:
            server.close()

    def _server(self, place: int) -> Wire:
        return self.servers[place % len(self.servers)]

    async def _submit(self, told: Told, body: bytes, key: str, place: int) -> None:
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        while True:
            try:
                answer = await self._server(place + told.again).ask("POST", "/api/cases", body, **headers)
            except Cut as cut:
                await self._come_again(told, str(cut))
                continue
            if answer.status == 202:
                told.case_id = json.loads(answer.body)["case_id"]
                return
            if answer.status not in _COMING_AGAIN:
                raise Refused(f"HTTP {answer.status}")
            await self._come_again(told, f"HTTP {answer.status}")

    async def _await_end(self, told: Told, place: int) -> None:
        """A stream that ended is asked once more where servers come and go: nothing to watch is the end."""
        path = f"/api/cases/{told.case_id}/events"
        while True:
            try:
                answer = await self._server(place + told.again).ask("GET", path, **{"Last-Event-ID": _PAST_THE_LAST})
            except Cut as cut:
                await self._come_again(told, str(cut))
                continue
            if answer.status == 204 or (answer.status == 200 and not self.patience):
                return
            if answer.status != 200:
                await self._come_again(told, f"HTTP {answer.status}")

    async def _come_again(self, told: Told, reason: str) -> None:
        told.again += 1
        if told.again > self.patience:
            raise Refused(reason)
        await asyncio.sleep(_PAUSE_SECONDS)
