"""Where a process kills itself, with the signal that no process survives, to be taken up again by another.

Only a case that the process itself took in brings it down, so the next process finishes what the one before left.
"""

import asyncio
import os
import signal
from collections.abc import Callable
from typing import Any

from priorauth.inputs import AgentName

NO_POINT = ""
WRITTEN_SECONDS = 0.3
"""After this long, what was told to the journal is written."""
IN_AGENTS = tuple(f"in {agent.value}" for agent in AgentName)
AFTER_AGENTS = tuple(f"after {agent.value}" for agent in AgentName if agent is not AgentName.SYNTHESIS)
AT_ONCE_AFTER = tuple(f"at once after {agent.value}" for agent in AgentName if agent is not AgentName.SYNTHESIS)
IN_DELIVERY = ("before delivered", "delivered", "noted")
IN_DETERMINATION = ("determined", "before issued", "issued", *IN_DELIVERY)
IN_ACT = ("acted", "before issued", "delivered")
POINTS = ("stored", "claimed", "begun", *IN_AGENTS, *AFTER_AGENTS, *AT_ONCE_AFTER, "before recommended", "recommended")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class KillPoint:
    """One of :data:`POINTS`, or none."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._mine: set[str] = set()
        self._delay = 0.0

    async def in_agent(self, agent: AgentName, case_id: str) -> None:
        """In the middle of an agent, when its start is written, the process dies."""
        if self._is_at(f"in {agent.value}", case_id):
            await asyncio.sleep(WRITTEN_SECONDS)
            die()
        await asyncio.sleep(self._delay)

    async def after_agent(self, agent: AgentName, case_id: str) -> None:
        """An agent ended: the process dies at once, or when the findings are written and others have begun."""
        if self._is_at(f"at once after {agent.value}", case_id):
            die()
        if self._is_at(f"after {agent.value}", case_id):
            self._delay = 2 * WRITTEN_SECONDS
            asyncio.get_running_loop().call_later(WRITTEN_SECONDS, die)

    def install(self) -> None:
        """Puts the points that are not in an agent where they belong."""
        from orchestrator import desk, intake
        from orchestrator.downstream.courier import Courier
        from orchestrator.durable.concluding import Concluder
        from orchestrator.durable.reviewing import Reviewer
        from orchestrator.store.journal import StoredJournal

        self._wrap(intake, "store_case", after=self._stored)
        self._wrap(Reviewer, "review", before=lambda _, turn: self._at("claimed", turn.case_id))
        self._wrap(Reviewer, "_review_revision", before=lambda _, __, begun: self._at("begun", begun.case.case_id))
        self._wrap(
            StoredJournal,
            "recommended",
            before=lambda _, revision: self._at("before recommended", revision.case.case_id),
            after=lambda _, __, revision: self._at("recommended", revision.case.case_id),
        )

        self._wrap(desk, "determine", after=lambda made, *_: self._at("determined", made.case_id))
        self._wrap(desk.Desk, "act", after=lambda _, __, ___, case_id, *____: self._at("acted", case_id))
        self._wrap(
            Concluder,
            "_write",
            before=lambda _, __, one: self._at("before issued", one.case_id),
            after=lambda _, __, ___, one: self._at("issued", one.case_id),
        )

        self._wrap(
            Courier,
            "_send",
            before=lambda _, __, message: self._at_message("before delivered", message),
            after=lambda _, __, ___, message: self._at_message("delivered", message),
        )
        self._wrap(Courier, "_deliver", after=lambda _, __, ___, message: self._at_message("noted", message))

    def _at_message(self, name: str, message: Any) -> None:
        """The message of a review's end is not what is looked at here."""
        if message.type != "recommendation.ready":
            self._at(name, message.case_id)

    def _stored(self, receipt: Any, *_: Any) -> None:
        if receipt.is_new:
            self._mine.add(receipt.case_id)
        self._at("stored", receipt.case_id)

    def _at(self, name: str, case_id: str) -> None:
        if self._is_at(name, case_id):
            die()

    def _is_at(self, name: str, case_id: str) -> bool:
        return name == self._name and case_id in self._mine

    @staticmethod
    def _wrap(owner: Any, name: str, *, before: Callable[..., None] | None = None, after: Any = None) -> None:
        whole = getattr(owner, name)

        async def wrapped(*args: Any, **more: Any) -> Any:
            if before:
                before(*args)
            result = await whole(*args, **more)
            if after:
                after(result, *args)
            return result

        setattr(owner, name, wrapped)
