"""The progress of one revision, written as it happens: findings and events of a step in one transaction."""

import asyncio
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel
from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from orchestrator.bulletin import Bulletin, within
from orchestrator.scope import Scope
from orchestrator.store.acts import kinds_at_level
from orchestrator.store.base import table_of
from orchestrator.store.engine import Database
from orchestrator.store.events import Happening, append_events
from orchestrator.store.findings import PREFLIGHT, Step, keep_findings
from orchestrator.store.labels import service_label
from orchestrator.store.messages import put_message
from orchestrator.store.model_usage import add_usage
from orchestrator.store.rows import get_case
from orchestrator.store.tables import RevisionRow
from priorauth.audit import EventType
from priorauth.findings import ComplianceFindings, NotEvaluated
from priorauth.inputs import AgentName, AgentOutput
from priorauth.ledger import LookupCall
from priorauth.lifecycle import CaseStatus, after_review, check_transition
from priorauth.model_usage import AgentUsage
from priorauth.preflight import Preflight
from priorauth.revision import Revision

_MOMENT_SECONDS = 0.1
_COMPLETE = (
    update(table_of(RevisionRow))
    .where(RevisionRow.tenant_id == bindparam("tenant"), RevisionRow.case_id == bindparam("case"))
    .where(RevisionRow.number == bindparam("revision"), RevisionRow.completed_at.is_(None))
    .values(completed_at=bindparam("at"), digest=bindparam("made"))
    .returning(RevisionRow.number)
)


_IS_MINE = (
    select(RevisionRow.number)
    .where(RevisionRow.tenant_id == bindparam("tenant"), RevisionRow.case_id == bindparam("case"))
    .where(RevisionRow.number == bindparam("revision"), RevisionRow.attempts == bindparam("attempt"))
)


class JournalClosed(RuntimeError):
    """The review that this journal belongs to is over, or its revision is whole already."""


class Overtaken(RuntimeError):
    """Another process has begun the same review since: this one may write nothing more."""


@dataclass(slots=True)
class _Batch:
    """What is written together; ``wanted`` is set where it must not wait for more."""

    happenings: list[Happening] = field(default_factory=list[Happening])
    found: dict[Step, BaseModel] = field(default_factory=dict[Step, BaseModel])
    used: list[AgentUsage] = field(default_factory=list[AgentUsage])
    whole: Revision | None = None
    digest: str = ""
    wanted: asyncio.Event = field(default_factory=asyncio.Event)


class StoredJournal:
    """The store's :class:`orchestrator.ports.Journal`.

    What is told gathers in a batch and is written in one transaction: after a moment, so that those who watch see it
    and a crash takes no more along, or at once where it is the recommendation. A batch waits for the one before; where
    one could not be written, none after it is, and the revision is begun again. Agents in ``kept`` do not run, so
    nothing is written of them. ``tell`` wakes whoever delivers messages, if anybody does.
    """

    def __init__(
        self,
        database: Database,
        scope: Scope,
        case_id: str,
        number: int,
        *,
        attempt: int,
        kept: frozenset[AgentName],
        now: Callable[[], dt.datetime],
        bulletin: Bulletin,
        tell: Callable[[], None] | None = None,
    ) -> None:
        self._database = database
        self._scope = scope
        self._case_id = case_id
        self._number = number
        self._attempt = attempt
        self._kept = kept
        self._now = now
        self._bulletin = bulletin
        self._tell = tell
        self._batch = _Batch()
        self._newest: asyncio.Task[None] | None = None
        self._closed = False
        self.followed = False
        """Whether the case had a newer revision when this one became whole."""

    async def close(self) -> None:
        """Refuses whatever comes after the end of the review, and gives up what was not written yet."""
        self._closed = True
        if self._newest is not None:
            self._newest.cancel()
            await asyncio.gather(self._newest, return_exceptions=True)

    def preflight_completed(self, result: Preflight) -> None:
        """The pre-flight and its result."""
        counts = {
            "malformed_diagnoses": len(result.malformed_diagnoses),
            "malformed_procedures": len(result.malformed_procedures),
        }
        self._note(EventType.PREFLIGHT_COMPLETED, counts, {PREFLIGHT: result})

    def agent_started(self, agent: AgentName) -> None:
        """An agent began its work."""
        if agent not in self._kept:
            self._note(EventType.AGENT_STARTED, {"agent": agent.value})

    def lookup_called(self, agent: AgentName, call: LookupCall) -> None:
        """A lookup call ended; one that ends after its review is over is told to nobody."""
        if not self._closed:
            self._note(EventType.LOOKUP_CALLED, {"agent": agent.value, **_of_call(call)})

    def model_called(self, used: AgentUsage) -> None:
        """A call of a language model ended; one that ends after its review is over is told to nobody."""
        if not self._closed:
            self._gathering().used.append(used)

    def agent_completed(self, agent: AgentName, output: AgentOutput) -> None:
        """An agent's findings."""
        if agent not in self._kept:
            self._note(EventType.AGENT_COMPLETED, {"agent": agent.value}, {agent.value: output})

    def agent_failed(self, agent: AgentName, failure: NotEvaluated) -> None:
        """Why an agent gave no findings."""
        payload = {"agent": agent.value, "failure": failure.failure.value, "reason": failure.reason}
        self._note(EventType.AGENT_FAILED, payload, {agent.value: failure})

    async def recommended(self, revision: Revision) -> None:
        """The revision is whole. Its digest is computed beside the event loop, which a long record would hold up."""
        digest = await asyncio.to_thread(lambda: revision.digest)
        found = {AgentName.SYNTHESIS.value: revision.synthesis}
        self._note(EventType.RECOMMENDATION_READY, _of_recommendation(revision, digest), found)
        self._batch.whole, self._batch.digest = revision, digest
        self._batch.wanted.set()
        if self._newest is not None:
            await asyncio.shield(self._newest)
        self._closed = True

    def _note(
        self, kind: EventType, payload: Mapping[str, object], found: Mapping[Step, BaseModel] | None = None
    ) -> None:
        if self._closed:
            raise JournalClosed
        batch = self._gathering()
        batch.happenings.append(Happening(kind, {"revision": self._number, **payload}, self._now()))
        batch.found.update(found or {})

    def _gathering(self) -> _Batch:
        """The batch that gathers now; with its first entry it begins to wait for its writing."""
        batch = self._batch
        if not batch.happenings and not batch.used:
            self._newest = asyncio.create_task(self._write(batch, self._newest))
        return batch

    async def _write(self, batch: _Batch, before: asyncio.Task[None] | None) -> None:
        await within(batch.wanted, _MOMENT_SECONDS)
        if before is not None:
            await before
        self._batch = _Batch()
        await self._database.write(self._store, batch)
        self._bulletin.announce(self._case_id, finished=batch.whole is not None)
        if batch.whole is not None and self._tell is not None:
            self._tell()

    def _store(self, session: Session, batch: _Batch) -> None:
        if batch.happenings:
            append_events(session, self._scope, self._case_id, batch.happenings)
        self._check_attempt(session)
        if batch.used:
            add_usage(session, self._scope, self._case_id, self._number, self._attempt, batch.used, self._now())
        if batch.found:
            keep_findings(session, self._scope, self._case_id, self._number, batch.found)
        if batch.whole:
            self._finish(session, batch.whole, batch.digest, self._now())

    def _check_attempt(self, session: Session) -> None:
        """Under the lock of the case, which whoever begins the revision anew takes too."""
        one = {"tenant": self._scope.tenant, "case": self._case_id, "revision": self._number, "attempt": self._attempt}
        if session.connection().execute(_IS_MINE, one).one_or_none() is None:
            raise Overtaken

    def _finish(self, session: Session, revision: Revision, digest: str, at: dt.datetime) -> None:
        """Completes the revision, once, and the case where it has no newer one."""
        one = {"tenant": self._scope.tenant, "case": self._case_id, "revision": self._number}
        if session.connection().execute(_COMPLETE, {**one, "at": at, "made": digest}).one_or_none() is None:
            raise JournalClosed
        case = get_case(session, self._scope, self._case_id, lock=True)
        if case.newest_revision != self._number:
            self.followed = True
            return
        status = after_review(kinds_at_level(session, self._scope, case))
        check_transition(CaseStatus(case.status), status)
        recommendation = revision.recommendation
        case.status = status.value
        case.recommendation = recommendation.outcome.value
        case.route = recommendation.route.value if recommendation.route else None
        case.confidence_level = recommendation.confidence.level.value
        case.service_label = service_label(revision.case, _category(revision))
        case.reviewed_at = at
        if self._tell is not None:
            told = {"revision": revision.number, **_of_recommendation(revision, digest)}
            put_message(session, self._scope, self._case_id, EventType.RECOMMENDATION_READY.value, told, at)


def _of_call(call: LookupCall) -> dict[str, object]:
    """What is told of a call. What it asked stands only as a digest, what it answered only in the findings."""
    return call.model_dump(mode="json", exclude={"identifiers", "detail"})


def _of_recommendation(revision: Revision, digest: str) -> dict[str, object]:
    recommendation = revision.recommendation
    return {
        "recommendation": recommendation.outcome.value,
        "route": recommendation.route.value if recommendation.route else None,
        "stopping_gate": recommendation.stopping_gate.value if recommendation.stopping_gate else None,
        "confidence": recommendation.confidence.value,
        "confidence_level": recommendation.confidence.level.value,
        "digest": digest,
    }


def _category(revision: Revision) -> str | None:
    """The category word of the first line, where the compliance tables know it."""
    if not isinstance(revision.compliance, ComplianceFindings) or not revision.case.services:
        return None
    first = revision.case.services[0].line
    return next((one.category for one in revision.compliance.service_types if one.line == first), None)
