"""``azure.yaml``: of the form that azd reads, short, and of one mind with the templates, the images and the hooks."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from jsonschema import Draft202012Validator

from agents.manifests import manifest
from agents.registry import AGENTS
from infra.hooks import __main__ as hooks
from infra.hooks import deployment, needs, verify
from infra.hooks.image import DOCKERFILE
from infra.hooks.parameters import longest_name, read_choices
from infra.hooks.sample import EXAMPLE
from mcp_clients.registry import LOOKUPS
from priorauth.inputs import AgentName
from tests.infra.azure import templates
from tests.infra.azure.deployer import PARAMETERS, ROOT

FILE = ROOT / "azure.yaml"
TOLD: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
SCHEMA = Draft202012Validator(json.loads((Path(__file__).parent / "schemas" / "azure.schema.json").read_text()))
CALLERS = sorted((ROOT / "infra" / "hooks").glob("*.sh"))
_REFERENCE = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")


def test_it_is_of_the_form_that_azd_reads() -> None:
    assert [error.message for error in SCHEMA.iter_errors(TOLD)] == []


def test_it_is_short() -> None:
    assert len(FILE.read_text(encoding="utf-8").splitlines()) <= 80


def test_another_shape_does_not_pass_the_schema() -> None:
    service = TOLD["services"]["orchestrator"]
    bad: list[Any] = [
        TOLD | {"name": "Prior Authorization"},
        TOLD | {"surplus": 1},
        TOLD | {"hooks": {"preup": TOLD["hooks"]["postdown"]}},
        TOLD | {"hooks": {"postdown": {"run": "infra/hooks/postdown.sh", "shell": "sh"}}},
        TOLD | {"services": {"orchestrator": service | {"image": "x"}}},
        TOLD | {"services": {"orchestrator": service | {"host": "appservice"}}},
        TOLD | {"services": {"cms_coverage": service}},
        TOLD | {"services": {"orchestrator": service | {"docker": {"path": "Dockerfile", "context": "."}}}},
    ]
    assert [SCHEMA.is_valid(one) for one in bad] == [False] * len(bad)


def test_the_services_are_the_orchestrator_and_the_lookups() -> None:
    assert list(TOLD["services"]) == ["orchestrator", *(lookup.name.replace("_", "-") for lookup in LOOKUPS)]


@pytest.mark.parametrize("name", TOLD["services"])
def test_a_service_has_its_dockerfile_and_its_app(name: str) -> None:
    service = TOLD["services"][name]
    folder = "orchestrator" if name == "orchestrator" else "mcp_servers"
    assert service["docker"]["path"] == f"{folder}/Dockerfile"
    assert templates.is_image(service["docker"]["path"])
    assert f"${{SERVICE_{name.upper().replace('-', '_')}_IMAGE_NAME}}" in json.dumps(templates.parameters())
    assert service["project"] == service["docker"]["context"] == "."


def test_the_hooks_are_files_and_run_hooks_that_there_are() -> None:
    assert {path.stem for path in CALLERS} == set(TOLD["hooks"])
    for event, told in TOLD["hooks"].items():
        scripts = [ROOT / told[system]["run"] for system in ("posix", "windows")]
        called = [re.search(r"-m infra\.hooks (.+)$", one.read_text(), re.MULTILINE) for one in scripts]
        assert [one.stem for one in scripts] == [event] * 2
        assert called[0] is not None
        assert called[1] is not None
        assert called[0][1] == called[1][1]
        assert set(called[0][1].split()) <= set(hooks.HOOKS)
        assert os.access(scripts[0], os.X_OK)


def test_every_hook_is_run_at_some_event() -> None:
    assert set(" ".join(path.read_text() for path in CALLERS).split()) >= set(hooks.HOOKS)


def test_the_callers_are_clean_shell() -> None:
    shellcheck = ROOT / ".venv" / "bin" / "shellcheck"
    told = subprocess.run([shellcheck, *CALLERS], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout) == (0, "")


def test_every_output_that_is_used_is_one_of_the_templates() -> None:
    """The hooks' own, those of the manifests, and those that azd itself looks for."""
    manifests = set(_REFERENCE.findall(json.dumps([manifest(spec) for spec in AGENTS.values()]))) - {"PRIORAUTH_MODEL"}
    used = {*get_args(deployment.Output), *manifests, "AZURE_CONTAINER_REGISTRY_ENDPOINT", "AZURE_AI_ACCOUNT_NAME"}
    assert used <= templates.outputs()


def test_the_hooks_know_the_parameters_as_the_templates_take_them() -> None:
    known = json.loads(PARAMETERS.read_text())["parameters"]
    assert {name: templates.parameters().get(name) for name in known} == known
    assert longest_name(ROOT, 64) == 40


def test_a_parameter_is_what_was_chosen_or_its_default(tmp_path: Path) -> None:
    (tmp_path / "infra").mkdir()
    told = {"a": {"value": "${A=x}"}, "b": {"value": "${B}"}, "c": {"value": True}, "d": {"value": "${D:-y}"}}
    (tmp_path / "infra" / "main.parameters.json").write_text(json.dumps({"parameters": told}))
    choices = read_choices(tmp_path, {"A": "chosen"})
    assert [choices.text(name) for name in "abcde"] == ["chosen", "", "true", "y", ""]
    assert choices.yes("c")
    assert choices.command("a", "z") == "azd env set A z"
    assert choices.command("c", "false") == "set 'c' to false in infra/"
    assert longest_name(tmp_path, 64) == 64


def test_every_kind_of_resource_has_its_provider_looked_at() -> None:
    """Authorization and Resources are there in every subscription."""
    always = {"microsoft.authorization", "microsoft.resources"}
    assert templates.providers() - always <= {name.lower() for name in (*needs.PROVIDERS, needs.NETWORK)}


def test_the_parts_that_are_proven_are_those_that_there_are() -> None:
    assert set(verify.AGENTS) == {agent.value for agent in AgentName}
    assert set(verify.LOOKUPS) == {lookup.name for lookup in LOOKUPS}


def test_what_the_hooks_read_of_the_project_is_there() -> None:
    assert (ROOT / EXAMPLE).is_file()
    assert templates.is_image(DOCKERFILE.as_posix())
