"""Whether the service can work: each of its parts, named, with its state."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from enum import StrEnum
from typing import Protocol

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from orchestrator.lookups import Lookups
from orchestrator.pipeline import Pipeline
from orchestrator.ports import Bench
from orchestrator.store.engine import Database
from priorauth.rulebook import RuleBook
from priorauth.value import Value

_PATIENCE_SECONDS = 5.0


class Probed(Protocol):
    """What is known of an agent or a lookup that was just asked whether it is there."""

    @property
    def name(self) -> str:
        """Its name in its registry."""
        ...

    @property
    def required(self) -> bool:
        """Whether the service is not ready without it."""
        ...

    @property
    def ready(self) -> bool:
        """Whether it answered."""
        ...

    @property
    def detail(self) -> str:
        """With what it works, or why it does not."""
        ...


class Composed(Protocol):
    """What :func:`orchestrator.bootstrap.compose` gives: rules, review, the authors' bench, lookups, and probes."""

    @property
    def rule_book(self) -> RuleBook:
        """The rules in force."""
        ...

    @property
    def pipeline(self) -> Pipeline:
        """The review."""
        ...

    @property
    def bench(self) -> Bench:
        """Where authors try policies."""
        ...

    @property
    def lookups(self) -> Lookups:
        """The lookups, for a question outside any review."""
        ...

    @property
    def probe_agents(self) -> Callable[[], Awaitable[Sequence[Probed]]]:
        """Asks every agent whether it is there."""
        ...

    @property
    def probe_lookups(self) -> Callable[[], Awaitable[Sequence[Probed]]]:
        """Asks every lookup whether it is there."""
        ...


class PartKind(StrEnum):
    """What the service is made of."""

    STORE = "store"
    RULE_BOOK = "rule_book"
    AGENT = "agent"
    LOOKUP = "lookup"


class PartState(StrEnum):
    """Whether a part can be used now."""

    READY = "ready"
    UNAVAILABLE = "unavailable"


class Part(Value):
    """One part with its state. ``detail`` names versions, or says what is wrong."""

    name: str
    kind: PartKind
    state: PartState
    required: bool = True
    detail: str = ""


def is_ready(parts: Iterable[Part]) -> bool:
    """Whether every required part can be used."""
    return all(part.state is PartState.READY for part in parts if part.required)


async def read_parts(composed: Composed, database: Database) -> tuple[Part, ...]:
    """Every part of the service. Store, agents and lookups are asked now; the rules were read at the start."""
    store, agents, lookups = await asyncio.gather(
        _store(database),
        _probed(PartKind.AGENT, composed.probe_agents),
        _probed(PartKind.LOOKUP, composed.probe_lookups),
    )
    rules = composed.rule_book
    said = f"{len(rules.policies)} policies, {rules.digest}"
    return (store, _part("rule book", PartKind.RULE_BOOK, True, said), *agents, *lookups)


async def _store(database: Database) -> Part:
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await database.read(lambda session: session.scalar(text("SELECT 1")))
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        return _part("store", PartKind.STORE, False, f"{database.kind}: {type(error).__name__}")
    return _part("store", PartKind.STORE, True, database.kind)


async def _probed(kind: PartKind, probe: Callable[[], Awaitable[Sequence[Probed]]]) -> list[Part]:
    return [_part(one.name, kind, one.ready, one.detail, required=one.required) for one in await probe()]


def _part(name: str, kind: PartKind, ready: bool, detail: str, *, required: bool = True) -> Part:
    state = PartState.READY if ready else PartState.UNAVAILABLE
    return Part(name=name, kind=kind, state=state, required=required, detail=detail)
