"""``priorauth doctor`` on a real installation: what works, what does not, and what to do about it."""

import json
from pathlib import Path

import pytest

from agents.serving import DEFAULT_PORT
from orchestrator import cli, doctor
from orchestrator.documents.rendering import typefaces
from orchestrator.settings import Settings
from orchestrator.terminal import arguments
from orchestrator.terminal.exits import Exit
from priorauth.inputs import AgentName

NOBODY = "http://user:secret@127.0.0.1:9/mcp"


def told(capsys: pytest.CaptureFixture[str]) -> str:
    """What was printed, its lines put together."""
    return " ".join(capsys.readouterr().out.split())


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory without a store."""
    monkeypatch.setenv("PRIORAUTH_DATA_DIR", str(tmp_path))
    return tmp_path


def test_all_is_well(capsys: pytest.CaptureFixture[str], folder: Path):
    assert cli.main(["doctor"]) == Exit.DONE
    said = told(capsys)
    assert "✓ settings Readable. Model: embedded; agents run in this process." in said
    assert "✓ lookup npi NPI registry: answers with embedded data" in said
    assert "✓ agent synthesis Answers, played by embedded-1, in this process." in said
    assert "Everything that is needed works." in said
    assert list(folder.iterdir()) == []


def test_lookups_that_are_down_are_named_with_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PRIORAUTH_MCP_NPI_URL", NOBODY)
    monkeypatch.setenv("PRIORAUTH_MCP_PUBMED_URL", NOBODY)
    assert cli.main(["doctor", "--json"]) == Exit.FAILED
    said = capsys.readouterr().out
    parts = {one["part"]: one for one in json.loads(said)}
    assert not parts["lookup npi"]["works"]
    assert "PRIORAUTH_MCP_NPI_URL" in parts["lookup npi"]["advice"]
    assert (parts["lookup pubmed"]["works"], parts["lookup pubmed"]["required"]) == (False, False)
    assert parts["lookup icd10"]["works"]
    assert "secret" not in said


def test_agents_that_are_not_there_are_named_with_their_address(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PRIORAUTH_AGENTS", "http")
    for agent in AgentName:
        monkeypatch.setenv(f"PRIORAUTH_AGENT_{agent.value.upper()}_URL", "http://127.0.0.1:9")
    assert cli.main(["doctor"]) == Exit.FAILED
    said = told(capsys)
    assert "its server could not be reached. See that 'priorauth agent serve clinical' runs" in said
    assert "Does not work: agent compliance, agent clinical, agent coverage, agent synthesis." in said


def test_settings_that_cannot_be_used_are_the_whole_report(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PRIORAUTH_AGENTS", "somewhere")
    assert cli.main(["doctor"]) == Exit.FAILED
    assert told(capsys).startswith("✗ settings These settings cannot be used: PRIORAUTH_AGENTS: ")


def test_a_rule_book_with_problems_is_told_before_anything_is_composed(
    capsys: pytest.CaptureFixture[str], folder: Path
):
    assert cli.main(["doctor", "--rulebook", str(folder)]) == Exit.FAILED
    said = told(capsys)
    assert "✗ rule book It has problems: " in said
    assert "lookup" not in said


def test_codes_that_were_not_built_are_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PRIORAUTH_ICD10_DATABASE", "/nowhere/icd10.sqlite")
    assert cli.main(["doctor"]) == Exit.FAILED
    said = told(capsys)
    assert "The ICD-10-CM database icd10.sqlite is not there" in said
    assert "Does not work: lookups, agents." in said


def test_a_damaged_store_is_told(capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch):
    (folder / "priorauth.sqlite").write_bytes(b"no store at all" * 100)
    monkeypatch.setattr(doctor, "_agents", _no_agents)
    assert cli.main(["doctor"]) == Exit.FAILED
    assert "✗ store " in told(capsys)


async def _no_agents(_: Settings) -> list[doctor.Examined]:
    return []


def test_fonts_that_are_missing_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert typefaces.check_fonts() == ()
    monkeypatch.setattr(typefaces, "FONTS", tmp_path)
    (tmp_path / "DejaVuSans.ttf").write_bytes(b"no font")
    assert typefaces.check_fonts() == ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf")


def test_the_commands_name_the_agents_and_their_port():
    assert tuple(arguments.AGENTS) == tuple(agent.value for agent in AgentName)
    chosen = arguments.parser_of_commands().parse_args(["agent", "serve", "clinical"])
    assert (chosen.name, chosen.port) == ("clinical", DEFAULT_PORT)


def test_an_agent_whose_lookups_have_no_address_is_not_served(capsys: pytest.CaptureFixture[str]):
    assert cli.main(["agent", "serve", "clinical"]) == Exit.FAILED
    assert "PRIORAUTH_MCP_ICD10_URL" in capsys.readouterr().err


def test_an_agent_is_not_served_to_other_machines_unasked(capsys: pytest.CaptureFixture[str]):
    assert cli.main(["agent", "serve", "compliance", "--host", "0.0.0.0"]) == Exit.USAGE
    assert "does not listen" in capsys.readouterr().err
