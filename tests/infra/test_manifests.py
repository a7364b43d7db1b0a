"""The agents' manifests: made from the list of agents, of the form that Foundry reads, and read right by the hooks."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from agents import __main__ as command
from agents import manifests
from agents.manifests import FOLDER, manifest_texts, stale_manifests, write_manifests
from agents.registry import AGENTS
from infra.hooks.manifests import ManifestUnreadable, parse
from orchestrator.settings import Settings
from priorauth.inputs import AgentName
from priorauth.settings import ReviewSettings, variables_of

SCHEMA = Draft202012Validator(json.loads((Path(__file__).parent / "schemas" / "agent.schema.json").read_text()))
MANIFESTS = sorted(FOLDER.glob("*/agent.yaml"))


def test_the_manifests_are_up_to_date() -> None:
    assert list(stale_manifests()) == []
    assert {path.parent.name for path in MANIFESTS} == {agent.value for agent in AgentName}


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.parent.name)
def test_a_manifest_has_the_form_that_foundry_reads(path: Path) -> None:
    assert [error.message for error in SCHEMA.iter_errors(yaml.safe_load(path.read_text()))] == []


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.parent.name)
def test_the_hooks_read_a_manifest_as_yaml_is_read(path: Path) -> None:
    assert parse(path.read_text()) == yaml.safe_load(path.read_text())


@pytest.mark.parametrize(
    "text",
    [
        "kind: hosted\n  name: deeper\n",
        "kind: &anchor hosted\n",
        "kind: [hosted]\n",
        "kind: |\n  hosted\n",
        "- kind\n",
        "kind hosted\n",
        "kind: hosted\nkind: again\n",
        "kind: '\n",
        "kind:\n",
        "protocols:\n- protocol: responses\n   version: 2.0.0\n",
        "protocols:\n- protocol: responses\nresources: {}\n",
        "resources:\n- cpu\n",
    ],
)
def test_the_hooks_refuse_what_no_manifest_of_ours_holds(text: str) -> None:
    with pytest.raises(ManifestUnreadable):
        parse(text)


def test_another_shape_does_not_pass_the_schema() -> None:
    good = manifests.manifest(AGENTS[AgentName.CLINICAL])
    bad = [
        good | {"kind": "prompt"},
        good | {"environment_variables": [{"name": "FOUNDRY_PROJECT_ENDPOINT", "value": "x"}]},
        good | {"protocols": []},
        good | {"resources": {"cpu": 1, "memory": "2Gi"}},
        good | {"template": {}},
        {name: value for name, value in good.items() if name != "name"},
    ]
    assert SCHEMA.is_valid(good)
    assert [SCHEMA.is_valid(one) for one in bad] == [False] * len(bad)


@pytest.mark.parametrize("agent", list(AgentName))
def test_an_agent_is_told_what_it_reads_and_nothing_else(agent: AgentName) -> None:
    told = [one["name"] for one in manifests.manifest(AGENTS[agent])["environment_variables"]]
    urls = {name for name in told if name.startswith("PRIORAUTH_MCP_")}
    assert set(told) <= set(variables_of(ReviewSettings))
    assert urls == {f"PRIORAUTH_MCP_{lookup.upper()}_URL" for lookup in AGENTS[agent].lookups}


def test_the_service_asks_for_the_agents_by_the_names_of_their_manifests() -> None:
    named = {agent: manifests.manifest(spec)["name"] for agent, spec in AGENTS.items()}
    assert named == dict(Settings().hosted_agents)


def test_what_is_stale_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    assert len(list(stale_manifests(tmp_path / "none"))) == len(AgentName)
    write_manifests(tmp_path)
    assert list(stale_manifests(tmp_path)) == []
    first = next(iter(manifest_texts(tmp_path)))
    first.write_text("kind: prompt\n")
    (tmp_path / "billing").mkdir()
    told = ["compliance/agent.yaml is not what the list of agents says.", "billing belongs to no agent."]
    assert list(stale_manifests(tmp_path)) == told
    monkeypatch.setattr(command, "stale_manifests", lambda: iter(told))
    assert command.main(["manifests", "--check"]) == 1
    assert capsys.readouterr().err.splitlines() == [f"{one} Run 'python -m agents manifests'." for one in told]


def test_a_container_knows_from_foundry_which_agent_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[tuple[AgentName, str, int]] = []
    monkeypatch.setattr(command, "serve_agent", lambda *asked: served.append(asked[:3]))
    monkeypatch.setenv("FOUNDRY_AGENT_NAME", "priorauth-coverage")
    monkeypatch.delenv("PORT", raising=False)
    assert command.main([]) == 0
    monkeypatch.setenv("PORT", "9000")
    assert command.main([]) == 0
    assert command.main(["serve", "clinical"]) == 0
    assert served == [
        (AgentName.COVERAGE, "0.0.0.0", 8088),
        (AgentName.COVERAGE, "0.0.0.0", 9000),
        (AgentName.CLINICAL, "127.0.0.1", 8088),
    ]


@pytest.mark.parametrize("name", ["", "priorauth-billing", "another-service"])
def test_another_name_serves_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOUNDRY_AGENT_NAME", name)
    with pytest.raises(SystemExit) as left:
        command.main([])
    assert left.value.code == 2
