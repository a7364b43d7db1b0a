"""The review of a case, from what is stored to what is stored: begun, run, written, and in the worst case pended."""

import dataclasses
import datetime as dt
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from orchestrator.allotting import Allotted, Spent
from orchestrator.bulletin import Bulletin
from orchestrator.durable.trying import try_again
from orchestrator.guard import KeptFindings
from orchestrator.pipeline import Pipeline
from orchestrator.ports import AgentRunner
from orchestrator.scope import Purpose, Scope
from orchestrator.store.engine import Database
from orchestrator.store.findings import Step, StepFindings
from orchestrator.store.journal import Overtaken, StoredJournal
from orchestrator.store.model_usage import read_spent
from orchestrator.store.revisions import Begun, begin_review
from orchestrator.store.turns import Turn
from priorauth.errors import AgentFailed, AgentFailure
from priorauth.findings import NotEvaluated
from priorauth.inputs import AgentInput, AgentName, AgentOutput
from priorauth.model_budget import UNLIMITED, Allowance, ModelLimits
from priorauth.model_usage import OnCall
from priorauth.preflight import Preflight
from telemetry.logs import fields
from telemetry.measures import measure_review
from telemetry.spans import review_span

_log = logging.getLogger(__name__)
ACTOR = "orchestrator"
MOST_ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Finishes all revisions of a turn that are unfinished, the oldest first.

    A fault of an agent pends the case at once. A fault around the agents (the store, the process itself) leaves the
    revision unfinished, and it is begun again: after a pause a few times, then whenever the queue is looked over.
    A revision that was begun
    :data:`MOST_ATTEMPTS` times and never ended, which a case that brings the process down would do for ever, is
    recommended to a person without the agents that are missing. ``limits`` are those of language models.
    """

    database: Database
    pipeline: Pipeline
    bulletin: Bulletin
    now: Callable[[], dt.datetime]
    tell: Callable[[], None] | None = None
    limits: ModelLimits = field(default_factory=ModelLimits)

    async def review(self, turn: Turn) -> None:
        """Finishes what is unfinished of the turn. Raises ``TurnInterrupted`` where faults around it go on."""
        scope = Scope(turn.tenant, ACTOR, Purpose.REVIEW)
        try:
            await try_again(turn, lambda: self._review_once(scope, turn), unless=Overtaken)
        except Overtaken:
            _log.warning("review.overtaken", extra=fields(case_id=turn.case_id))

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
            tell=self.tell,
        )
        agents = self._allotted(scope, case_id, KeptFindings(self._agents_of(begun), kept))
        pipeline = dataclasses.replace(self.pipeline, agents=agents)
        began = time.perf_counter()
        try:
            revision = await pipeline.review(begun.case, journal, number=begun.number, assumptions=begun.assumptions)
        finally:
            await journal.close()
        outcome = revision.recommendation.outcome.value
        measure_review(time.perf_counter() - began, outcome)
        _log.info("review.completed", extra=fields(case_id=case_id, revision=begun.number, outcome=outcome))
        return journal.followed

    def _allotted(self, scope: Scope, case_id: str, agents: AgentRunner) -> AgentRunner:
        """The agents, told what their models may still use for this case."""

        async def spent() -> Spent:
            return await self.database.read(read_spent, scope, case_id, self.now())

        return Allotted(agents, self.limits, spent)

    def _agents_of(self, begun: Begun) -> AgentRunner:
        if begun.attempt > MOST_ATTEMPTS:
            return GivenUp(self.pipeline.agents.model, begun.attempt - 1)
        return self.pipeline.agents


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Runs no agent any more, and says why."""

    model: str
    attempts: int

    async def run(
        self, agent: AgentName, inputs: AgentInput, on_call: OnCall, left: Allowance = UNLIMITED
    ) -> AgentOutput:
        """Raises :class:`AgentFailed`."""
        detail = f"the review was interrupted {self.attempts} times and is not tried again by itself."
        raise AgentFailed(agent.value, AgentFailure.UNAVAILABLE, detail)


def _agents(found: Mapping[Step, StepFindings]) -> Mapping[AgentName, AgentOutput]:
    return {
        AgentName(step): findings
        for step, findings in found.items()
        if not isinstance(findings, Preflight | NotEvaluated)
    }
