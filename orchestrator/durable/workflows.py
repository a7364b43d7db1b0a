"""The durable queue of reviews, on ``dbos`` in the store itself. The one module that knows ``dbos``.

A turn is put in within the transaction that makes it necessary, so a case and its turn are committed together or not at
all. A claim gives it to one process; whoever loses it cannot record its outcome any more. Arguments are ids.

``dbos`` looks at a queue at a fixed interval. To wait for none it would have to look so often that an idle process used
a tenth of a core; so this process claims by itself, when it has room and something was put in (ADR 10). What it calls
for that, ``start_queued_workflows`` and ``execute_dequeued_workflow``, is what the poll of ``dbos`` calls, and not
public: the version is pinned, and a contract test holds it.
"""

import asyncio
import datetime as dt
import json
import logging
import uuid
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Self

from dbos import DBOS, DBOSClient, DBOSConfig, Queue, Serializer, WorkflowStatus
from dbos._core import execute_dequeued_workflow
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from orchestrator.store.engine import Database, open_engine
from orchestrator.store.turns import Turn, Work
from priorauth.case import Priority

APPLICATION = "priorauth"
APPLICATION_VERSION = "1"
"""Of the workflow's name and arguments. A process takes up the turns of its own version only: change it with care."""
QUEUE = "reviews"
_SECOND_BAND = 1 << 30
_EPOCH = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
_ACTIVE = ["ENQUEUED", "PENDING"]
_MOST_FORGOTTEN = 1_000

DoTurn = Callable[[Turn], Awaitable[None]]


class PlainJson(Serializer):
    """Arguments as JSON: readable in the database, and nothing that is executed when it is read."""

    def serialize(self, data: Any) -> str:
        """As JSON; of a fault only its type."""
        return json.dumps(data, default=lambda fault: type(fault).__name__)

    def deserialize(self, serialized_data: str) -> Any:
        """What was written."""
        return json.loads(serialized_data)

    def name(self) -> str:
        """What is noted beside each value."""
        return "priorauth_json"


@dataclass(frozen=True, slots=True)
class Workflows:
    """The open queue. ``claim`` and what changes it from outside a transaction run in the store's writing threads."""

    database: Database
    client: DBOSClient
    _dbos: DBOS
    _queue: Queue
    _engine: Engine | None

    @classmethod
    async def open(cls, database: Database, work: DoTurn, *, executor: str, here: int, overall: int | None) -> Self:
        """Brings the queue's tables up to date and takes ``work`` for what a turn does.

        At most ``here`` turns run in this process, and ``overall`` in all processes, at once. A process has one open
        queue.
        """

        _log_as_we_do()
        engine = None if database.password is None else open_engine(database.url, database.password)
        dbos = DBOS(config=_config(database, executor, engine))
        try:
            queue = await _launch({kind: _workflow_of(kind, work) for kind in Work}, here, overall)
        except BaseException:
            await database.beside_writers(_destroy)
            raise
        client = DBOSClient(
            system_database_engine=database.writing_engine,
            serializer=PlainJson(),
            application_name=APPLICATION,
            lazy=True,
            retry_connection_errors=False,
        )
        return cls(database, client, dbos, queue, engine)

    async def close(self) -> None:
        """Ends; what runs is not waited for. The event loop's threads were the queue's, and are its own again."""
        await self.database.beside_writers(_destroy)
        if self._engine is not None:
            self._engine.dispose()
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(thread_name_prefix="asyncio"))

    def put(self, session: Session, turn: Turn) -> None:
        """Puts a turn in the queue, in the session's transaction."""
        arguments = (turn.tenant, turn.case_id, turn.number, turn.priority.value, turn.due_at.isoformat())
        self.client.enqueue_in_transaction(
            session,
            {
                "workflow_name": turn.work.value,
                "queue_name": QUEUE,
                "workflow_id": workflow_id(turn),
                "app_version": APPLICATION_VERSION,
                "priority": rank(turn),
            },
            *arguments,
        )

    async def claim(self, executor: str, claimed: set[str]) -> int:
        """Takes the turns that this process has room for beside those ``claimed``, and begins them: how many.

        Their ids are added to ``claimed`` before their work begins. Raises what the store raises; a turn whose claim
        was committed and that did not begin is found by :meth:`hand_back`. Every turn names its version, so whether
        ours is the latest, which decides about those that name none, is not looked up.
        """
        return await self.database.beside_writers(self._claim, executor, claimed)

    def _claim(self, executor: str, claimed: set[str]) -> int:
        claims, token = self.client._sys_db, str(uuid.uuid4())
        taken, _ = claims.start_queued_workflows(
            self._queue, executor, APPLICATION_VERSION, None, len(claimed), owner_xid=token, is_latest_version=False
        )
        for status in claims.get_workflow_statuses(taken) if taken else ():
            claimed.add(status["workflow_uuid"])
            try:
                execute_dequeued_workflow(self._dbos, status, token)
            except BaseException:
                claimed.discard(status["workflow_uuid"])
                raise
        return len(taken)

    async def hand_back(self, living: Collection[str], mine: str, claimed: Collection[str]) -> int:
        """Puts back in the queue what no living process works on: how much that was.

        That is the work of executors that are not ``living``, and what is ``mine`` but is neither ``claimed`` nor runs.
        """
        return await self.database.beside_writers(self._hand_back, living, mine, claimed)

    def _hand_back(self, living: Collection[str], mine: str, claimed: Collection[str]) -> int:
        pending = self.client.list_workflows(status="PENDING", queue_name=QUEUE, load_input=False, load_output=False)
        known = {*claimed, *self._dbos._active_workflows_set.activeList()}
        lost = [one for one in pending if one.executor_id not in living or _is_stray(one, mine, known)]
        back = [
            self.client._sys_db.reenqueue_for_recovery(one.workflow_id, [one.executor_id or ""], QUEUE) for one in lost
        ]
        return sum(back)

    async def forget_done(self, before: dt.datetime) -> int:
        """Deletes turns that were done before a moment, a thousand at most: how many. Nobody asks for them any more."""
        return await self.database.beside_writers(self._forget_done, before)

    def _forget_done(self, before: dt.datetime) -> int:
        done = self.client.list_workflows(
            status="SUCCESS",
            queue_name=QUEUE,
            completed_before=before.isoformat(),
            limit=_MOST_FORGOTTEN,
            load_input=False,
            load_output=False,
        )
        if done:
            self.client.delete_workflows([one.workflow_id for one in done])
        return len(done)

    async def put_missing(self, turns: Sequence[Turn]) -> int:
        """Puts in those of the turns that neither wait nor run: how many those were."""
        if not turns:
            return 0
        missing = await self.database.beside_writers(self._missing, turns)
        for turn in missing:
            await self.database.write(self.put, turn)
        return len(missing)

    def _missing(self, turns: Sequence[Turn]) -> list[Turn]:
        """One that ended without having finished its work is forgotten here, since an id is taken once."""
        active = self.client.list_workflows(status=_ACTIVE, queue_name=QUEUE, load_input=False, load_output=False)
        known = {one.workflow_id for one in active}
        missing = [turn for turn in turns if workflow_id(turn) not in known]
        if missing:
            self.client.delete_workflows([workflow_id(turn) for turn in missing])
        return missing


def _workflow_of(kind: Work, work: DoTurn) -> Callable[..., Awaitable[None]]:
    async def workflow(tenant: str, case_id: str, number: int, priority: str, due_at: str) -> None:
        await work(Turn(tenant, case_id, number, Priority(priority), dt.datetime.fromisoformat(due_at), kind))

    return workflow


async def _launch(workflows: Mapping[Work, Callable[..., Awaitable[None]]], here: int, overall: int | None) -> Queue:
    """``dbos`` itself looks at no queue of ours; it keeps the limits, and its tables."""
    for kind, workflow in workflows.items():
        DBOS.workflow(name=kind.value, max_recovery_attempts=None)(workflow)
    DBOS.listen_queues([])
    DBOS.launch()
    return await DBOS.register_queue_async(
        QUEUE,
        worker_concurrency=min(here, overall) if overall else here,
        global_concurrency=overall,
        on_conflict="always_update",
    )


def _destroy() -> None:
    DBOS.destroy(destroy_registry=True)


def workflow_id(turn: Turn) -> str:
    """One per turn, so that none is in the queue twice."""
    own = f"{turn.case_id}.{turn.number}"
    return own if turn.work is Work.REVIEW else f"{own}.{turn.work.value}"


def rank(turn: Turn) -> int:
    """The place in the queue, low first: expedited before standard, then by the minute that the case is due."""
    minutes = int((turn.due_at - _EPOCH).total_seconds() // 60)
    within_band = min(max(minutes, 1), _SECOND_BAND - 1)
    return within_band if turn.priority is Priority.EXPEDITED else within_band + _SECOND_BAND - 1


def _is_stray(one: WorkflowStatus, mine: str, known: Collection[str]) -> bool:
    return one.executor_id == mine and one.workflow_id not in known


def _config(database: Database, executor: str, engine: Engine | None) -> DBOSConfig:
    """``engine`` where ``dbos`` could not sign in by the store's address alone."""
    return {
        "name": APPLICATION,
        "system_database_url": database.url,
        "system_database_engine": engine,
        "db_engine_kwargs": {"hide_parameters": True},
        "application_version": APPLICATION_VERSION,
        "executor_id": executor,
        "serializer": PlainJson(),
        "log_level": "WARNING",
        "use_listen_notify": False,
        "notification_listener_polling_interval_sec": 0.1,
    }


def _log_as_we_do() -> None:
    """Its warnings go where ours go. It makes a handler of its own unless it has one."""
    logger = logging.getLogger("dbos")
    logger.handlers = [logging.NullHandler()]
    logger.propagate = True
    logger.setLevel(logging.WARNING)
