"""What the five servers share: answers' form, refusals, faults, and that logging is left alone."""

import json
import logging
from pathlib import Path

import pytest
from mcp import Client
from mcp.server import Server
from mcp.shared.exceptions import MCPError

from mcp_servers.__main__ import main
from mcp_servers.answers import Answered, Asked, Record, Short
from mcp_servers.registry import SERVERS, Sources, served_lookup
from mcp_servers.serving import Tool, lookup_server


class Echo(Record):
    said: str


class Say(Asked):
    """Say it again."""

    word: Short


def say(prefix: str, asked: Say) -> Answered[Echo]:
    if asked.word == "crash":
        raise RuntimeError(f"crashed on {asked.word}")
    return Answered(found=Echo(said=prefix + asked.word))


@pytest.fixture
def server() -> Server:
    return lookup_server("echo", "Echo", (Tool("say", Say, Echo, say),), "> ", "echo 1")


async def test_an_answer_is_structured_and_the_same_as_text(server: Server) -> None:
    async with Client(server) as client:
        result = await client.call_tool("say", {"word": " hello "})
    assert result.structured_content == {
        "outcome": "answered",
        "data_version": "echo 1",
        "detail": "",
        "found": {"said": "> hello"},
    }
    assert json.loads(result.content[0].text) == result.structured_content


@pytest.mark.parametrize("arguments", [{}, {"word": ""}, {"word": "x" * 81}, {"word": 5}, {"word": "a", "Jane": "b"}])
async def test_bad_arguments_are_refused_without_quoting_them(server: Server, arguments: dict[str, object]) -> None:
    async with Client(server) as client:
        result = await client.call_tool("say", arguments)
    assert result.structured_content["outcome"] == "refused"
    assert result.structured_content["data_version"] == "echo 1"
    assert "Jane" not in result.structured_content["detail"]
    assert "xxx" not in result.structured_content["detail"]


async def test_a_fault_reaches_neither_log_nor_caller_with_the_arguments(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    async with Client(server) as client:
        with pytest.raises(MCPError, match="The server failed to answer"):
            await client.call_tool("say", {"word": "crash"})
    assert "RuntimeError" in caplog.text
    assert "crashed on" not in caplog.text


def test_building_servers_leaves_the_root_logger_alone() -> None:
    root = logging.getLogger()
    before = (list(root.handlers), root.level)
    for name in ("npi", "pubmed", "clinical_trials"):
        served_lookup(name).build(Sources())
    assert (list(root.handlers), root.level) == before


def test_ports_and_tools_are_not_shared() -> None:
    assert len({served.port for served in SERVERS}) == len(SERVERS) == 5
    names = [tool for served in SERVERS for tool in served.tools]
    assert len(set(names)) == len(names) == 19


def test_an_unknown_server_is_told_what_there_is() -> None:
    with pytest.raises(KeyError, match="icd10, npi, cms_coverage, pubmed, clinical_trials"):
        served_lookup("weather")


def test_the_entry_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "icd10", "--database", "nowhere.sqlite"]) == 1
    assert "run `make setup`" in capsys.readouterr().err


def test_the_entry_reports_a_rule_book_that_cannot_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "cms_coverage", "--rule-book", str(tmp_path)]) == 1
    assert "rule book" in capsys.readouterr().err
