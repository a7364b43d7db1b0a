"""A review without store and server: the composed pipeline, its agents under guard."""

import dataclasses
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from orchestrator.ports import Journal
from orchestrator.settings import Settings
from priorauth.case import Case
from priorauth.revision import Revision

Review = Callable[[Case, Journal], Awaitable[Revision]]
OpenReview = Callable[[Settings], AbstractAsyncContextManager[Review]]


@asynccontextmanager
async def open_review(settings: Settings) -> AsyncIterator[Review]:
    """The review of one case after another. Raises what :func:`orchestrator.bootstrap.compose` raises."""
    from orchestrator.bootstrap import compose
    from orchestrator.guard import GuardedAgents

    async with compose(settings) as composed:
        agents = GuardedAgents(composed.pipeline.agents, settings.agent_timeout_seconds)
        pipeline = dataclasses.replace(composed.pipeline, agents=agents)

        async def review(case: Case, journal: Journal) -> Revision:
            return await pipeline.review(case, journal, number=1, assumptions=())

        yield review
