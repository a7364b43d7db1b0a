"""The twin's processes: in their order, started again, stopped with all that they started; and what is said of one that
does not start. The processes are small web servers here.
"""

import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from evaluation.served import free_port
from infra.twin.plan import WEB, Part
from infra.twin.running import TwinFailed, running


def a_part(name: str, *after: str) -> Part:
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "http.server",
        "--bind",
        "127.0.0.1",
        "--directory",
        tempfile.gettempdir(),
        str(port),
    ]
    return Part(name, command, {}, f"http://127.0.0.1:{port}/", frozenset(after))


def test_a_part_is_started_when_those_before_it_are_healthy(tmp_path: Path) -> None:
    told: list[str] = []
    parts = [a_part(WEB, "first", "second"), a_part("second", "first"), a_part("first")]
    with running(parts, tmp_path, lambda part, _: told.append(part.name)) as twin:
        assert told == ["first", "second", WEB]
        assert twin.address == parts[0].health.rstrip("/")
        processes = {name: psutil.Process(one.pid) for name, one in twin.processes.items()}
        twin.kill("first")
        assert twin.dead() == ["first"]
        twin.start(lambda part, _: told.append(part.name))
        assert twin.dead() == []
    assert told == ["first", "second", WEB, "first"]
    assert [name for name, process in processes.items() if process.is_running()] == []


@pytest.mark.parametrize(
    ("code", "told"),
    [("print('no port'); raise SystemExit(3)", "web ended with 3. It said: no port"), ("", "said nothing")],
)
def test_of_a_part_that_does_not_start_the_last_words_are_told(tmp_path: Path, code: str, told: str) -> None:
    part = Part("web", [sys.executable, "-c", code], {}, "http://127.0.0.1:9/", frozenset())
    with pytest.raises(TwinFailed, match=told), running([a_part("first"), part], tmp_path):
        raise AssertionError("it started")
