"""What processes on one Postgres tell each other at once: that a case's log has grown, that a turn waits for anyone.

A notice is a hint and nothing more. It is sent by the transaction that it tells of; one that is lost, or an address
that passes none on (a pooler of transactions), costs the moment until the next look at the store. On SQLite, which one
process holds, nothing is sent.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import psycopg
from sqlalchemy import Update, bindparam, func, make_url, select
from sqlalchemy.orm import Session

from orchestrator.store.engine import PROCESS, Database
from telemetry.logs import fault_fields

_log = logging.getLogger(__name__)
_CHANNEL = "priorauth"
_LOG, _TURN = "log", "turn"
_NOTICE = "notice"
_AFTER_FAULT_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Heard:
    """What is done at a notice of another process. Where notices may have been missed, the last two are done."""

    log_grew: Callable[[str], None]
    turn_waits: Callable[[], None]
    any_log_may_have_grown: Callable[[], None]


def telling(statement: Update) -> Update:
    """The statement for Postgres, which also tells the other processes what :func:`log_grew` gives it to tell.

    They hear it when its transaction is committed. It costs no statement of its own.
    """
    return statement.returning(func.pg_notify(_CHANNEL, bindparam(_NOTICE)))


def log_grew(session: Session, case_id: str) -> Mapping[str, str]:
    """The parameters with which a :func:`telling` statement tells that a case's log has grown."""
    return {_NOTICE: f"{session.info[PROCESS]} {_LOG} {case_id}"}


def tell_turn_waits(session: Session) -> None:
    """Tells the other processes, when the session's transaction is committed, that a turn waits for any of them."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_notify(_CHANNEL, f"{session.info[PROCESS]} {_TURN} ")))


@asynccontextmanager
async def hearing(database: Database, heard: Heard) -> AsyncIterator[None]:
    """Hears the other processes, until the context ends."""
    if database.is_sqlite:
        yield
        return
    listening = asyncio.create_task(_listen_on(database, heard))
    try:
        yield
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def _listen_on(database: Database, heard: Heard) -> None:
    """For ever. No fault ends it; after one, the line is opened again."""
    while True:
        try:
            await _listen(database, heard)
        except (psycopg.Error, OSError) as error:
            _log.warning("notices.line_lost", extra=fault_fields(error))
            await asyncio.sleep(_AFTER_FAULT_SECONDS)


async def _listen(database: Database, heard: Heard) -> None:
    url = make_url(database.url).set(drivername="postgresql")
    if database.password is not None:
        url = url.set(password=await asyncio.to_thread(database.password))
    address = url.render_as_string(hide_password=False)
    async with await psycopg.AsyncConnection.connect(address, autocommit=True) as line:
        await line.execute(f"LISTEN {_CHANNEL}")
        heard.turn_waits()
        heard.any_log_may_have_grown()
        async for notice in line.notifies():
            _pass_on(notice.payload, database.process, heard)


def _pass_on(said: str, here: str, heard: Heard) -> None:
    """What is not said in our form is another program's, on a channel of the same name."""
    match said.split(" "):
        case [sender, *_] if sender == here:
            return
        case [_, kind, case_id] if kind == _LOG and case_id:
            heard.log_grew(case_id)
        case [_, kind, ""] if kind == _TURN:
            heard.turn_waits()
        case _:
            _log.info("notices.not_ours")
