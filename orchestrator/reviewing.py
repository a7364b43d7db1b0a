"""The review of a case, from what is stored to what is stored: begun, run, written, and in the worst case pended."""

import dataclasses
import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from orchestrator.bulletin import Bulletin
from orchestrator.guard import KeptFindings
from orchestrator.logs import fields
from orchestrator.pipeline import Pipeline
from orchestrator.ports import AgentRunner, OnCall
from orchestrator.scope import Purpose, Scope
from orchestrator.store.engine import Database
from orchestrator.store.findings import Step, StepFindings
from orchestrator.store.journal import StoredJournal
from orchestrator.store.revisions import Begun, UnfinishedCase, begin_review
from orchestrator.telemetry import review_span
from priorauth.errors import AgentFailed, AgentFailure
from priorauth.findings import NotEvaluated
from priorauth.inputs import AgentInput, AgentName, AgentOutput
from priorauth.preflight import Preflight

_log = logging.getLogger(__name__)
ACTOR = "orchestrator"
MOST_ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Finishes all revisions of a case that are unfinished, the oldest first.

    A fault of an agent pends the case at once. A fault around the agents (the store, the process itself) leaves the
    revision unfinished, to be begun again by the worker or at the next start. A revision that was begun
    :data:`MOST_ATTEMPTS` times and never ended, which a case that brings the process down would do for ever, is
    recommended to a person without the agents that are missing.
    """

    database: Database
    pipeline: Pipeline
    bulletin: Bulletin
    now: Callable[[], dt.datetime]

    async def review(self, work: UnfinishedCase) -> None:
        """Finishes what is unfinished of the case. A revision that is added meanwhile is put in the queue by itself."""
        scope = Scope(work.tenant, ACTOR, Purpose.REVIEW)
        begun = await self._begin(scope, work.case_id)
        while begun is not None:
            with review_span(work.case_id, begun.number):
                await self._review_revision(scope, begun)
            begun = None if begun.is_newest else await self._begin(scope, work.case_id)

    async def _begin(self, scope: Scope, case_id: str) -> Begun | None:
        begun = await self.database.write(begin_review, scope, case_id, self.pipeline.versions, self.now())
        self.bulletin.announce(case_id)
        return begun

    async def _review_revision(self, scope: Scope, begun: Begun) -> None:
        case_id, kept = begun.case.case_id, _agents(begun.found)
        journal = StoredJournal(
            self.database,
            scope,
            case_id,
            begun.number,
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


def _agents(found: Mapping[Step, StepFindings]) -> Mapping[AgentName, AgentOutput]:
    return {
        AgentName(step): findings
        for step, findings in found.items()
        if not isinstance(findings, Preflight | NotEvaluated)
    }
