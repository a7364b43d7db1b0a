"""The real review, composed as the service composes it, without store and web."""

from collections.abc import AsyncIterator

import pytest

from orchestrator.bootstrap import Composition, compose
from orchestrator.settings import read_settings


@pytest.fixture
async def composition() -> AsyncIterator[Composition]:
    async with compose(read_settings({})) as composed:
        yield composed
