"""The web application: composed, its store brought up to date, its unfinished cases taken up again."""

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from orchestrator.api import (
    acting,
    assigning,
    cases,
    correcting,
    determining,
    identities,
    library,
    looking_up,
    metrics,
    operations,
    pages,
    permitting,
    requirements,
    revisions,
    status,
    uploading,
    vocabulary,
    worklist,
)
from orchestrator.api.compatible import decision, reviewing, single_agent
from orchestrator.api.describing import describe_api
from orchestrator.api.edge import BodyLimit, Door, Edge
from orchestrator.api.problems import install_problem_handlers
from orchestrator.api.workbench import workbench_routes
from orchestrator.binding import notice
from orchestrator.bulletin import Bulletin
from orchestrator.clock import utc_now
from orchestrator.desk import Desk
from orchestrator.documents.signing import signing_with
from orchestrator.documents.signing_key import SigningKey, open_signing_key, place_of
from orchestrator.downstream.courier import Address, Courier, delivering
from orchestrator.downstream.webhooks import key_of
from orchestrator.durable.concluding import Concluder
from orchestrator.durable.replica import Limits, Replica, working
from orchestrator.durable.reviewing import Reviewer
from orchestrator.durable.watching import ClockWatch, watching
from orchestrator.failures import StoreUnavailable
from orchestrator.guard import guarded
from orchestrator.intake import Intake
from orchestrator.readiness import Composed
from orchestrator.service import Service
from orchestrator.settings import Settings
from orchestrator.store.engine import Database, open_database
from orchestrator.store.migrations import migrate
from orchestrator.store.notices import Heard, hearing
from orchestrator.store.sole import held_alone
from orchestrator.store.turns import Work
from orchestrator.uploads.reading import FileReader
from priorauth.letters.writing import Correspondence
from priorauth.regulating import regulations_of
from telemetry.configuring import configure_telemetry, destinations_in
from telemetry.logs import fields
from telemetry.measures import watch_queue
from telemetry.web import traced

_log = logging.getLogger(__name__)
_ROUTES = (
    worklist,
    cases,
    determining,
    acting,
    permitting,
    assigning,
    correcting,
    revisions,
    library,
    vocabulary,
    requirements,
    looking_up,
    uploading,
    metrics,
    operations,
    identities,
    status,
    pages,
    reviewing,
    decision,
    single_agent,
)
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
    app.mount("/calls", pages.assets, name="calls")
    app.router.routes.extend(workbench_routes())
    install_problem_handlers(app)
    for layer in (BodyLimit, Door, Edge):
        app.add_middleware(layer, settings=settings)
    if settings.telemetry:
        app.add_middleware(traced)
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

    Raises :class:`StoreUnavailable`, ``SigningKeyUnusable``, and what composing raises.
    """
    configure_telemetry("orchestrator", destinations_in(settings.telemetry))
    async with _open_store(settings) as database, compose(settings) as composed:
        key = await asyncio.to_thread(open_signing_key, place_of(settings), now)
        bulletin = Bulletin()
        pipeline = guarded(composed.pipeline, settings.agent_timeout_seconds, settings.case_timeout_seconds)
        replica = Replica(database, settings.tenant, _limits(settings))
        if settings.telemetry:
            watch_queue(lambda: replica.waiting)
        regulations = regulations_of(composed.rule_book, settings)
        sign = signing_with(key)
        courier = _courier(settings, database, bulletin, now)
        letters = Correspondence(regulations, composed.rule_book.letters)
        tell = courier.news.set if courier else None
        reviewer = Reviewer(database, pipeline, bulletin, now, tell, settings.model_max)
        concluder = Concluder(database, bulletin, letters, now, sign, tell)
        works = {Work.REVIEW: reviewer.review, Work.CONCLUSION: concluder.conclude}
        async with (
            delivering(courier),
            watching(ClockWatch(database, settings.tenant, regulations, bulletin, now)),
            working(replica, lambda turn: works[turn.work](turn), alone=database.is_sqlite) as queue,
            hearing(database, Heard(partial(bulletin.announce, finished=True), replica.look, bulletin.announce_all)),
        ):
            intake = Intake(
                database,
                replica,
                queue,
                bulletin,
                pipeline.versions,
                now,
                settings.max_waiting_cases,
                regulations,
            )
            desk = Desk(database, bulletin, regulations, letters, now, intake.put, intake.announce)
            service = Service(settings, composed, pipeline, database, bulletin, intake, desk, now, sign, FileReader())
            _tell_start(service, key)
            try:
                yield service
            finally:
                bulletin.close()


def _courier(
    settings: Settings, database: Database, bulletin: Bulletin, now: Callable[[], dt.datetime]
) -> Courier | None:
    """Who delivers messages, where an operator has set an address. Raises :class:`WebhookSecretInvalid`."""
    if settings.webhook_url is None:
        return None
    address = Address(settings.webhook_url, key_of(settings.webhook_secret), settings.webhook_timeout_seconds)
    return Courier(database, settings.tenant, address, bulletin, now)


def _limits(settings: Settings) -> Limits:
    return Limits(settings.max_concurrent_reviews, settings.max_concurrent_reviews_overall, settings.lease_seconds)


@asynccontextmanager
async def _open_store(settings: Settings) -> AsyncIterator[Database]:
    """The store, brought up to date."""
    async with AsyncExitStack() as opened:
        try:
            opened.enter_context(_held(settings))
            database = open_database(settings)
            opened.push_async_callback(database.close)
            await migrate(database)
        except (SQLAlchemyError, OSError) as error:
            kind = make_url(settings.store_url).get_backend_name()
            raise StoreUnavailable(kind, type(error).__name__) from None
        yield database


@contextmanager
def _held(settings: Settings) -> Iterator[None]:
    """A SQLite store is served by one process, a Postgres store by any number."""
    url = make_url(settings.store_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        yield
        return
    with held_alone(Path(url.database)):
        yield


def _tell_start(service: Service, key: SigningKey) -> None:
    said = fields(
        version=version(status.DISTRIBUTION),
        store=service.database.kind,
        rule_book=service.composed.rule_book.digest,
        model=service.pipeline.agents.model,
        waiting=service.intake.replica.waiting,
        signing_certificate=key.fingerprint,
    )
    _log.info("service.started", extra=said)
    warning = notice(service.settings)
    if warning:
        _log.warning("service.unauthenticated", extra=fields(notice=warning))
