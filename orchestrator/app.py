"""The web application: composed, its store brought up to date, its unfinished cases taken up again."""

import datetime as dt
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from orchestrator.api import cases, compatible, compatible_single, library, pages, status
from orchestrator.api.describing import describe_api
from orchestrator.api.edge import BodyLimit, Door, Edge
from orchestrator.api.problems import install_problem_handlers
from orchestrator.binding import notice
from orchestrator.bulletin import Bulletin
from orchestrator.clock import utc_now
from orchestrator.failures import StoreUnavailable
from orchestrator.guard import guarded
from orchestrator.intake import Intake
from orchestrator.logs import fields
from orchestrator.readiness import Composed
from orchestrator.reviewing import Reviewer
from orchestrator.service import Service
from orchestrator.settings import Settings
from orchestrator.store.engine import Database
from orchestrator.store.migrations import migrate
from orchestrator.store.revisions import unfinished_cases
from orchestrator.telemetry import configure_telemetry
from orchestrator.worker import Worker

_log = logging.getLogger(__name__)
_ROUTES = (cases, library, status, pages, compatible, compatible_single)
Compose = Callable[[Settings], AbstractAsyncContextManager[Composed]]


def create_app(settings: Settings, compose: Compose | None = None, now: Callable[[], dt.datetime] = utc_now) -> FastAPI:
    """The service as an ASGI application. ``compose`` is :func:`orchestrator.bootstrap.compose` unless given."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with running(settings, compose or _default_compose(), now) as service:
            app.state.service = service
            yield

    app = FastAPI(
        title="Prior-authorization review",
        version=version(status.DISTRIBUTION),
        description="AI-assisted drafts of prior-authorization reviews. Every result needs clinical review.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    for routes in _ROUTES:
        app.include_router(routes.router)
    app.mount("/start", pages.assets, name="start")
    install_problem_handlers(app)
    for layer in (BodyLimit, Door, Edge):
        app.add_middleware(layer, settings=settings)
    describe_api(app)
    return app


def _default_compose() -> Compose:
    from orchestrator.bootstrap import compose

    return compose


@asynccontextmanager
async def running(
    settings: Settings, compose: Compose, now: Callable[[], dt.datetime] = utc_now
) -> AsyncIterator[Service]:
    """The service at work: store open, worker started with every unfinished case; at the end all is handed back.

    Raises :class:`StoreUnavailable`, and what composing raises.
    """
    configure_telemetry()
    async with _open_store(settings) as database, compose(settings) as composed:
        service, worker = _assemble(settings, composed, database, now)
        await _start(service, worker)
        try:
            yield service
        finally:
            service.bulletin.close()
            await worker.stop()


@asynccontextmanager
async def _open_store(settings: Settings) -> AsyncIterator[Database]:
    """The store, brought up to date."""
    url = make_url(settings.store_url)
    try:
        database = Database(settings.store_url)
        await migrate(database)
    except (SQLAlchemyError, OSError) as error:
        raise StoreUnavailable(url.get_backend_name(), type(error).__name__) from None
    try:
        yield database
    finally:
        await database.close()


def _assemble(
    settings: Settings, composed: Composed, database: Database, now: Callable[[], dt.datetime]
) -> tuple[Service, Worker]:
    bulletin = Bulletin()
    pipeline = guarded(composed.pipeline, settings.agent_timeout_seconds, settings.case_timeout_seconds)
    reviewer = Reviewer(database, pipeline, bulletin, now)
    worker = Worker(reviewer.review, settings.max_concurrent_reviews)
    intake = Intake(database, worker, bulletin, pipeline.versions, now, settings.max_waiting_cases)
    return Service(settings, composed, pipeline, database, bulletin, intake, now), worker


async def _start(service: Service, worker: Worker) -> None:
    unfinished = await service.database.read(unfinished_cases, service.settings.tenant)
    said = fields(
        version=version(status.DISTRIBUTION),
        store=service.database.kind,
        rule_book=service.composed.rule_book.digest,
        model=service.pipeline.agents.model,
        unfinished_cases=len(unfinished),
    )
    _log.info("service.started", extra=said)
    warning = notice(service.settings)
    if warning:
        _log.warning("service.unauthenticated", extra=fields(notice=warning))
    for work in unfinished:
        worker.put(work)
