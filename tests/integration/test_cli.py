"""The command line as a process and in this process, with the real agents."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest

from orchestrator import cli
from orchestrator.settings import REPOSITORY
from orchestrator.terminal.exits import MEANINGS, Exit
from orchestrator.terminal.serve import listening
from priorauth.revision import Revision

EXAMPLES = sorted((REPOSITORY / "examples").glob("*.json"))
HEAVY = ("agent_framework", "fastapi", "sqlalchemy", "mcp")
LIMIT_SECONDS = 60


def run(*arguments: str, standard_input: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "orchestrator.cli", *arguments],
        input=standard_input,
        capture_output=True,
        cwd=REPOSITORY,
        env={**os.environ, **environment},
        timeout=LIMIT_SECONDS,
        check=False,
    )


@pytest.mark.parametrize("arguments", [["--help"], ["check"], ["explain", "NCD-240.2"], ["review", "missing.json"]])
def test_what_needs_no_agents_imports_none(arguments: Sequence[str]):
    program = (
        "import sys; from orchestrator import cli\n"
        f"try: cli.main({arguments!r})\n"
        "except SystemExit: pass\n"
        f"sys.exit([name for name in {HEAVY!r} if name in sys.modules] or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, cwd=REPOSITORY, timeout=LIMIT_SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def test_the_help_documents_every_exit_code(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    shown = capsys.readouterr().out
    assert set(MEANINGS) == set(Exit)
    assert all(f"{code.value}  {meaning}" in shown for code, meaning in MEANINGS.items())


def test_one_example_is_reviewed_in_plain_text():
    done = run("review", str(EXAMPLES[0]))
    assert done.returncode == Exit.DONE, done.stderr.decode()
    said = done.stdout.decode()
    assert "✓ APPROVE" in said
    assert "\x1b" not in said + done.stderr.decode()
    assert all(len(line) <= 100 for line in said.splitlines())
    assert "review      APPROVE after" in done.stderr.decode()


def test_standard_input_and_the_whole_typed_result():
    done = run("review", "--json", "-", standard_input=EXAMPLES[0].read_bytes())
    assert done.returncode == Exit.DONE, done.stderr.decode()
    revision = Revision.model_validate_json(done.stdout)
    assert revision.case.case_id == "local-1"
    assert revision.recommendation.not_evaluated == ()


def test_many_lines_with_a_bad_one_in_the_middle(tmp_path: Path):
    good = [json.dumps(json.loads(path.read_text(encoding="utf-8"))) for path in EXAMPLES[:2]]
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join([good[0], '{"member": {"birth_date": "2999-01-01"}}', good[1]]), encoding="utf-8")
    done = run("review", "--jsonl", str(path))
    assert done.returncode == Exit.NOT_ACCEPTED
    first, second, third = done.stdout.decode().splitlines()
    assert Revision.model_validate_json(first).case.case_id == "local-1"
    assert json.loads(second)["error"]["problems"][0]["path"] == "/member/birth_date"
    assert Revision.model_validate_json(third).case.case_id == "local-3"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["review"],
        ["review", "a.json", "--jsonl", "b"],
        ["decide"],
        ["serve", "--port", "70000"],
        ["serve", "--host", "0.0.0.0"],
        ["explain", "NCD-9"],
    ],
)
def test_a_command_line_that_is_not_understood(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    try:
        code = cli.main(arguments)
    except SystemExit as stopped:
        code = stopped.code
    assert code == Exit.USAGE
    assert capsys.readouterr().err.startswith(("usage: priorauth", "priorauth: "))


def test_settings_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("PRIORAUTH_MAX_BODY_BYTES", "many")
    assert cli.main(["check"]) == Exit.FAILED
    said = capsys.readouterr().err
    assert "PRIORAUTH_MAX_BODY_BYTES: " in said
    assert "Traceback" not in said


def test_a_rule_book_with_problems_stops_a_review(tmp_path: Path):
    done = run("review", str(EXAMPLES[0]), "--rulebook", str(tmp_path))
    assert done.returncode == Exit.FAILED
    assert "priorauth: The rule book has" in done.stderr.decode()
    assert "  skills/clinical-review/SKILL.md:1: the file is missing" in done.stderr.decode()


def test_an_unexpected_fault_is_told_without_its_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def fail(*_: object) -> int:
        raise LookupError("clinical text")

    monkeypatch.setitem(cli.__dict__["_COMMANDS"], "check", fail)
    assert cli.main(["check"]) == Exit.FAILED
    said = capsys.readouterr().err
    assert "An unexpected fault (LookupError) ended the command, at:\n  cli.py:" in said
    assert "clinical text" not in said


def test_an_interrupt_is_a_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def interrupt(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(cli.__dict__["_COMMANDS"], "check", interrupt)
    assert cli.main(["check"]) == Exit.INTERRUPTED
    assert capsys.readouterr().err == "priorauth: Interrupted.\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_service_is_served_until_a_signal(tmp_path: Path, number: signal.Signals):
    with listening("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "orchestrator.cli",
        "serve",
        "--port",
        str(port),
        "--data-dir",
        str(tmp_path / "d"),
    ]
    with subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.PIPE) as process:
        try:
            assert becomes_ready(port)
        finally:
            process.send_signal(number)
        said = (process.stderr.read() if process.stderr else b"").decode()
    assert process.returncode == Exit.DONE, said
    assert f"Starting at http://127.0.0.1:{port}" in said
    assert said.endswith("Stopped. What was accepted is stored, and is finished at the next start.\n")
    assert "Traceback" not in said


def becomes_ready(port: int) -> bool:
    until = time.monotonic() + LIMIT_SECONDS
    while time.monotonic() < until:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/ready", timeout=LIMIT_SECONDS).status_code == httpx.codes.OK:
                return True
        except httpx.TransportError:
            time.sleep(0.05)
    return False


def test_a_service_that_cannot_start_ends_in_a_sentence(tmp_path: Path):
    done = run("serve", "--port", "0", "--data-dir", str(tmp_path), PRIORAUTH_RULEBOOK=str(tmp_path))
    assert done.returncode == Exit.FAILED
    assert "priorauth: The rule book has" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
