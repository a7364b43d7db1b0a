"""The four hosted agents, registered as azd does it after provisioning: all anew, half there, again, and refused."""

import json
from pathlib import Path

import pytest
import yaml

from infra.hooks.image import content_tag
from tests.infra.azure.deployer import ROOT, Deployer

AGENTS = ("clinical", "compliance", "coverage", "synthesis")
NAMES = tuple(f"priorauth-{agent}" for agent in AGENTS)


def _definition(deployer: Deployer, name: str) -> dict[str, object]:
    return deployer.azure.foundry.agents[name][-1]["definition"]


def test_all_four_are_registered_with_one_image(deployer: Deployer) -> None:
    code, text = deployer.event("postprovision")
    tag = content_tag(deployer.root)
    assert code == 0, text
    assert text.splitlines() == [
        f"Building the agents' image priorauth-agents:{tag} in the registry; this takes some minutes.",
        *(f"{name} version 1 is active." for name in NAMES),
    ]
    assert deployer.azure.foundry.changes == [f"create {name} 1" for name in NAMES]
    images = {json.dumps(_definition(deployer, name)["container_configuration"]) for name in NAMES}
    assert images == {json.dumps({"image": f"crabc.azurecr.io/priorauth-agents:{tag}", "registry_connection_id": None})}
    assert deployer.azure.times("az acr build --registry crabc --image priorauth-agents:") == 1
    assert any("--platform linux/amd64 --no-logs" in call for call in deployer.azure.asked)


@pytest.mark.parametrize("agent", AGENTS)
def test_what_is_registered_is_what_the_manifest_says(agent: str, deployer: Deployer) -> None:
    assert deployer.run("register")[0] == 0
    manifest = yaml.safe_load((ROOT / "agents" / "hosting" / agent / "agent.yaml").read_text())
    told = _definition(deployer, f"priorauth-{agent}")
    variables = told["environment_variables"]
    assert (told["kind"], told["cpu"], told["memory"]) == ("hosted", "1", "2Gi")
    assert told["protocol_versions"] == manifest["protocols"] == [{"protocol": "responses", "version": "2.0.0"}]
    assert told["session_configuration"] == {"idle_timeout_seconds": 120}
    assert list(variables) == [one["name"] for one in manifest["environment_variables"]]
    assert variables["PRIORAUTH_MODEL_ENDPOINT"].endswith("/api/projects/priorauth/openai/v1")
    assert not [value for value in variables.values() if not value or "$" in value]


def test_again_changes_nothing(deployer: Deployer) -> None:
    assert deployer.run("register")[0] == 0
    before, asked = list(deployer.azure.foundry.changes), len(deployer.azure.asked)
    code, text = deployer.run("register")
    assert code == 0
    assert text.startswith("The agents' image priorauth-agents:")
    assert deployer.azure.foundry.changes == before
    assert not any("POST" in call or "acr build" in call for call in deployer.azure.asked[asked:])


def test_another_content_is_another_image_and_another_version(deployer: Deployer) -> None:
    assert deployer.run("register")[0] == 0
    (deployer.root / "agents" / "new.py").write_text("1\n")
    code, text = deployer.run("register")
    assert code == 0
    assert "priorauth-clinical version 2 is active." in text
    assert deployer.azure.times("az acr build") == 2


def test_half_registered_agents_are_finished(deployer: Deployer) -> None:
    """One is ready, one is being made, one failed, one is of another image, and one is missing."""
    assert deployer.run("register")[0] == 0
    foundry = deployer.azure.foundry
    foundry.agents["priorauth-compliance"][-1] |= {"status": "creating", "looks": 0}
    foundry.agents["priorauth-coverage"][-1]["status"] = "failed"
    del foundry.agents["priorauth-synthesis"]
    foundry.changes.clear()
    code, text = deployer.run("register")
    assert code == 0, text
    assert "priorauth-coverage: version 1 failed; it is made again." in text
    assert foundry.changes == [
        "delete priorauth-coverage 1",
        "create priorauth-coverage 1",
        "create priorauth-synthesis 1",
    ]
    assert {versions[-1]["status"] for versions in foundry.agents.values()} == {"active"}


def test_an_agent_that_cannot_start_is_told(deployer: Deployer) -> None:
    deployer.azure.foundry.becomes = "failed"
    code, text = deployer.run("register")
    assert code == 1
    assert "priorauth-clinical version 1 is failed: The image could not be pulled." in text
    assert "-> az role assignment create --role AcrPull --assignee-object-id principal-of-priorauth-clinical " in text


def test_an_agent_that_never_gets_ready_is_told(deployer: Deployer) -> None:
    deployer.azure.foundry.looks = 10**9
    deployer.environment["PRIORAUTH_HOOKS_PATIENCE_SECONDS"] = "0.2"
    code, text = deployer.run("register")
    assert (code, "priorauth-clinical version 1 was not ready after 0.2 s." in text) == (1, True)


def test_who_may_not_make_agents_is_told_which_role_may(deployer: Deployer) -> None:
    deployer.azure.foundry.forbidden = True
    code, text = deployer.run("register")
    assert code == 1
    assert "'Foundry Project Manager'" in text
    assert "PermissionDenied" in text


def test_an_image_that_cannot_be_built_is_told(deployer: Deployer) -> None:
    deployer.azure.answers["az acr build"] = {"runId": "ca7", "status": "Failed"}
    code, text = deployer.run("register")
    assert code == 1
    assert "The build of the agents' image ended as Failed." in text
    assert "-> az acr task logs --registry crabc --run-id ca7" in text
    assert deployer.azure.foundry.changes == []


def test_a_registry_that_is_closed_is_told(deployer: Deployer) -> None:
    deployer.azure.errors["az acr repository show"] = "Could not connect to the registry login server."
    code, text = deployer.run("register")
    assert (code, "'az acr repository show' failed: Could not connect" in text) == (1, True)
    assert deployer.azure.times("az acr build") == 0


@pytest.mark.parametrize("name", ["AZURE_CONTAINER_REGISTRY_NAME", "SERVICE_NPI_URI", "AZURE_AI_MODEL_DEPLOYMENT"])
def test_what_is_not_provisioned_is_told(name: str, deployer: Deployer) -> None:
    deployer.azure.environment[name] = ""
    code, text = deployer.run("register")
    assert code == 1
    assert name in text
    assert "-> azd provision" in text


def test_the_embedded_model_has_neither_name_nor_address(deployer: Deployer) -> None:
    deployer.azure.environment |= {"PRIORAUTH_MODEL": "embedded", "AZURE_AI_MODEL_DEPLOYMENT": ""}
    assert deployer.run("register")[0] == 0
    variables = _definition(deployer, "priorauth-clinical")["environment_variables"]
    assert {name: value for name, value in variables.items() if "MODEL" in name} == {"PRIORAUTH_MODEL": "embedded"}


def test_agents_of_the_service_itself_are_not_registered(deployer: Deployer) -> None:
    deployer.azure.environment["PRIORAUTH_AGENTS"] = "inprocess"
    told = "The agents run in the orchestrator; none is registered in Foundry.\n"
    assert deployer.run("register") == (0, told)
    assert deployer.azure.foundry.changes == []


def test_manifests_that_are_missing_are_told(deployer: Deployer) -> None:
    for agent in AGENTS:
        (deployer.root / "agents" / "hosting" / agent / "agent.yaml").unlink()
    code, text = deployer.run("register")
    assert (code, "There are no manifests in agents/hosting." in text) == (1, True)


def test_the_tag_is_that_of_the_content_alone(tmp_path: Path) -> None:
    def checkout(name: str, ending: str) -> Path:
        root = tmp_path / name
        (root / "agents" / "__pycache__").mkdir(parents=True)
        (root / "agents" / "Dockerfile").write_text(
            "FROM python\nCOPY agents /app/agents\nCOPY --chown=1:1 one two /app/\n"
        )
        (root / "agents" / "a.py").write_bytes(f"x = 1{ending}".encode())
        (root / "agents" / "__pycache__" / "a.pyc").write_text(name)
        (root / "agents" / ".hidden").write_text(name)
        (root / "other.py").write_text(name)
        (root / "one").write_text("1")
        (root / "two").write_text("2")
        return root

    first, second = checkout("first", "\n"), checkout("second", "\r\n")
    assert content_tag(first) == content_tag(second)
    (second / "two").write_text("3")
    assert content_tag(first) != content_tag(second)


@pytest.mark.parametrize("gone", ["agents/Dockerfile", "README.md"])
def test_what_the_image_lacks_is_told(gone: str, deployer: Deployer) -> None:
    (deployer.root / gone).unlink()
    code, text = deployer.run("register")
    assert code == 1
    assert f"{gone} is not there." in text or "agents/Dockerfile copies 'README.md', which is not there." in text
