"""A deployer's machine for the tests of the hooks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.infra.azure.deployer import Deployer, deploying


@pytest.fixture
def deployer(tmp_path: Path) -> Iterator[Deployer]:
    with deploying(tmp_path) as one:
        yield one
