"""``make compose-local``: what it tells, and that nothing of it is left when it is told to stop."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from infra.twin.plan import REPOSITORY


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_nothing_is_left_of_a_twin_that_is_told_to_stop(by: signal.Signals) -> None:
    """Told in the middle of its start, when some run and some do not."""
    command = [sys.executable, "-m", "infra.twin", "--port", "0"]
    with tempfile.TemporaryDirectory(prefix="twin-") as folder:
        environment = os.environ | {"TMPDIR": folder, "XDG_RUNTIME_DIR": folder}
        with subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, text=True) as twin:
            assert twin.stdout is not None
            lines = iter(twin.stdout.readline, "")
            assert any("healthy after" in line and "postgres" not in line for line in lines)
            parts = psutil.Process(twin.pid).children(recursive=True)
            stores = processes_in(folder)
            twin.send_signal(by)
            assert [*lines][-1] == "Stopped: every process has ended, and nothing of it is kept.\n"
        assert twin.returncode == 0
        assert parts
        assert stores
        assert [one for one in (*parts, *stores) if runs(one)] == []
        assert [*Path(folder).glob("priorauth-*")] == []


def runs(process: psutil.Process) -> bool:
    """One that has ended and that its parent, the system's first process, has not asked about runs no more."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def processes_in(folder: str) -> list[psutil.Process]:
    """The processes that were told of a folder: a database's own, which is no child of who started it."""
    return [
        one for one in psutil.process_iter(["cmdline"]) if any(folder in word for word in one.info["cmdline"] or ())
    ]
