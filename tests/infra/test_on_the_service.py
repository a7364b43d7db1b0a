"""The hooks against the service itself, as a process of its own: what they read is what it answers."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.e2e.processes import await_health, free_port
from tests.infra.azure.deployer import ROOT, Deployer
from tests.infra.test_proving import rows_of


@pytest.fixture
def served(deployer: Deployer, tmp_path: Path) -> Iterator[Deployer]:
    """A deployer whose deployment is the real service, on SQLite, with its agents and lookups in itself."""
    port = free_port()
    command = [sys.executable, "-m", "orchestrator.cli", "serve", "--port", str(port)]
    environment = os.environ | {"PRIORAUTH_DATA_DIR": str(tmp_path / "data"), "PYTHONPATH": str(ROOT)}
    with (
        (tmp_path / "log").open("wb") as log,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log) as process,
    ):
        try:
            address = f"http://127.0.0.1:{port}"
            with httpx.Client(base_url=address, timeout=30) as client:
                await_health(client, process)
            deployer.azure.environment |= {"SERVICE_ORCHESTRATOR_URI": address, "PRIORAUTH_AGENTS": "inprocess"}
            deployer.environment["PRIORAUTH_HOOKS_PATIENCE_SECONDS"] = "90"
            yield deployer
        finally:
            process.terminate()
            process.wait(30)


def test_a_case_is_reviewed_once_and_every_part_but_the_laptops_store_is_proven(served: Deployer) -> None:
    first, again = served.run("sample"), served.run("sample")
    assert first == again
    assert first[0] == 0
    assert first[1].startswith("The sample case PA-")
    assert " is reviewed: APPROVE, confidence 0." in first[1]
    code, text = served.run("verify")
    assert code == 1
    built = (ROOT / "frontend" / "out" / "index.html").is_file()
    wrong = [part for part, state in rows_of(text).items() if state != "works"]
    assert wrong == ["store", *([] if built else ["workbench"])]
    assert "It is sqlite, which a restart loses." in text
