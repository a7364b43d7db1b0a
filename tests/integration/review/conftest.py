"""The real review, composed as the service composes it, without store and web."""

from collections.abc import AsyncIterator, Iterator

import pytest

from orchestrator.bootstrap import Composition, compose
from orchestrator.settings import read_settings
from tests.scripted.endpoint import Endpoint, in_turn, serving
from tests.scripted.saying import Says


@pytest.fixture
async def composition() -> AsyncIterator[Composition]:
    async with compose(read_settings({})) as composed:
        yield composed


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    """A model's server, which says nothing until it has a script."""
    with serving(in_turn(Says())) as one:
        yield one


@pytest.fixture
async def modelled(endpoint: Endpoint) -> AsyncIterator[Composition]:
    """The review as the model of ``endpoint`` plays it."""
    async with compose(read_settings(endpoint.environment())) as composed:
        yield composed
