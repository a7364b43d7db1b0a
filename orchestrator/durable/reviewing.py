"""The review of a case, from what is stored to what is stored: begun, run, written, and in the worst case pended."""

import dataclasses
import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from orchestrator.bulletin import Bulletin
from orchestrator.guard import KeptFindings
from orchestrator.logs import fault_fields, fields
from orchestrator.pipeline import Pipeline
from orchestrator.ports import AgentRunner, OnCall
from orchestrator.scope import Purpose, Scope
from orchestrator.store.engine import Database
from orchestrator.store.findings import Step, StepFindings
from orchestrator.store.journal import Overtaken, StoredJournal
from orchestrator.store.revisions import Begun, begin_review
from orchestrator.store.turns import Turn
from orchestrator.telemetry import review_span
from priorauth.errors import AgentFailed, AgentFailure
from priorauth.findings import NotEvaluated
from priorauth.inputs import AgentInput, AgentName, AgentOutput
from priorauth.preflight import Preflight

_log = logging.getLogger(__name__)
ACTOR = "orchestrator"
MOST_ATTEMPTS = 4
MOST_TRIES = 5
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 15.0


class ReviewInterrupted(RuntimeError):
    """A review that faults around it have stopped again and again. It names the case and the last fault's type."""

    def __init__(self, case_id: str, fault: str) -> None:
        super().__init__(f"The review of case {case_id} was interrupted: {fault}.")


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Finishes all revisions of a turn that are unfinished, the oldest first.

    A fault of an agent pends the case at once. A fault around the agents (the store, the process itself) leaves the
    revision unfinished, and it is begun again: after a pause a few times, then whenever the queue is looked over.
    A revision that was begun
    :data:`MOST_ATTEMPTS` times and never ended, which a case that brings the process down would do for ever, is
    recommended to a person without the agents that are missing.
    """

    database: Database
    pipeline: Pipeline
    bulletin: Bulletin
    now: Callable[[], dt.datetime]

    async def review(self, turn: Turn) -> None:
        """Finishes what is unfinished of the turn. Raises :class:`ReviewInterrupted` where faults around it go on."""
        scope = Scope(turn.tenant, ACTOR, Purpose.REVIEW)
        try:
            async for attempt in self._attempts(turn):
                with attempt:
                    await self._review_once(scope, turn)
        except Overtaken:
            _log.warning("review.overtaken", extra=fields(case_id=turn.case_id))
        except Exception as error:  # noqa: BLE001 - the turn's edge: what broke says its type and nothing else
            raise ReviewInterrupted(turn.case_id, type(error).__name__) from None

    def _attempts(self, turn: Turn) -> AsyncRetrying:
        return AsyncRetrying(
            retry=retry_if_exception(lambda error: isinstance(error, Exception) and not isinstance(error, Overtaken)),
            stop=stop_after_attempt(MOST_TRIES),
            wait=wait_exponential_jitter(initial=FIRST_PAUSE_SECONDS, max=LONGEST_PAUSE_SECONDS, jitter=0.2),
            after=lambda state: _tell_interruption(turn, state),
            reraise=True,
        )

    async def _review_once(self, scope: Scope, turn: Turn) -> None:
        """A revision that is added behind the last of a turn gets a turn of its own."""
        followed = True
        while followed and (begun := await self._begin(scope, turn)) is not None:
            with review_span(turn.case_id, begun.number):
                followed = await self._review_revision(scope, begun)

    async def _begin(self, scope: Scope, turn: Turn) -> Begun | None:
        versions = self.pipeline.versions
        begun = await self.database.write(begin_review, scope, turn.case_id, turn.number, versions, self.now())
        if begun is not None:
            self.bulletin.announce(turn.case_id)
        return begun

    async def _review_revision(self, scope: Scope, begun: Begun) -> bool:
        """Whether another revision follows in the same turn."""
        case_id, kept = begun.case.case_id, _agents(begun.found)
        journal = StoredJournal(
            self.database,
            scope,
            case_id,
            begun.number,
            attempt=begun.attempt,
            kept=frozenset(kept),
            now=self.now,
            bulletin=self.bulletin,
        )
        agents = KeptFindings(self._agents_of(begun), kept)
        pipeline = dataclasses.replace(self.pipeline, agents=agents)
        try:
            revision = await pipeline.review(begun.case, journal, number=begun.number, assumptions=begun.assumptions)
        finally:
            await journal.close()
        outcome = revision.recommendation.outcome.value
        _log.info("review.completed", extra=fields(case_id=case_id, revision=begun.number, outcome=outcome))
        return journal.followed

    def _agents_of(self, begun: Begun) -> AgentRunner:
        if begun.attempt > MOST_ATTEMPTS:
            return GivenUp(self.pipeline.agents.model, begun.attempt - 1)
        return self.pipeline.agents


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Runs no agent any more, and says why."""

    model: str
    attempts: int

    async def run(self, agent: AgentName, inputs: AgentInput, on_call: OnCall) -> AgentOutput:
        """Raises :class:`AgentFailed`."""
        detail = f"the review was interrupted {self.attempts} times and is not tried again by itself."
        raise AgentFailed(agent.value, AgentFailure.UNAVAILABLE, detail)


def _tell_interruption(turn: Turn, state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    if error is not None:
        _log.error("review.interrupted", extra=fault_fields(error, case_id=turn.case_id, tries=state.attempt_number))


def _agents(found: Mapping[Step, StepFindings]) -> Mapping[AgentName, AgentOutput]:
    return {
        AgentName(step): findings
        for step, findings in found.items()
        if not isinstance(findings, Preflight | NotEvaluated)
    }
