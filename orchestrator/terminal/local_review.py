"""A review without store and server: the composed pipeline, its agents under guard."""

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
    from orchestrator.guard import guarded

    async with compose(settings) as composed:
        pipeline = guarded(composed.pipeline, settings.agent_timeout_seconds, settings.case_timeout_seconds)

        async def review(case: Case, journal: Journal) -> Revision:
            return await pipeline.review(case, journal, number=1, assumptions=())

        yield review
