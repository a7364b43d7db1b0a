"""The workflow files, Dependabot's and the dev container's: their schemas, and the rules of this repository."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.infra.workflow_rules import RULES, Rule, read_workflow
from tests.repository.tree import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
BROKEN = Path(__file__).parent / "broken/workflows"
CHECKER = Path(sys.executable).with_name("check-jsonschema")


def _checked(schema: str, *files: Path) -> subprocess.CompletedProcess[str]:
    command = [CHECKER, *schema.split(), *files]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def _names(rule: Rule) -> str:
    return rule.__name__


@pytest.mark.parametrize("schema", ["vendor.github-workflows", "custom.github-workflows-require-timeout"])
def test_workflows_are_of_their_schema_and_end_in_time(schema: str) -> None:
    checked = _checked(f"--builtin-schema {schema}", *WORKFLOWS)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("--builtin-schema vendor.github-workflows", "schema.yml"),
        ("--builtin-schema custom.github-workflows-require-timeout", "endless.yml"),
        ("--builtin-schema vendor.dependabot", "dependabot.yml"),
        (f"--schemafile {ROOT}/tests/infra/devcontainer.schema.json", "devcontainer.json"),
    ],
)
def test_a_schema_refuses_a_broken_file(schema: str, file: str) -> None:
    checked = _checked(schema, BROKEN / file)
    assert checked.returncode == 1
    assert "Schema validation errors were encountered" in checked.stdout


def test_what_moves_the_pins_is_of_its_schema_and_watches_folders_that_are_there() -> None:
    file = ROOT / ".github/dependabot.yml"
    checked = _checked("--builtin-schema vendor.dependabot", file)
    assert checked.returncode == 0, checked.stdout
    updates = read_workflow(file.read_text(encoding="utf-8"))["updates"]
    assert {"github-actions", "npm"} <= {one["package-ecosystem"] for one in updates}
    assert [one["directory"] for one in updates if not (ROOT / one["directory"].lstrip("/")).is_dir()] == []


@pytest.mark.parametrize("rule", RULES, ids=_names)
@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_keeps_every_rule(file: Path, rule: Rule) -> None:
    text = file.read_text(encoding="utf-8")
    assert list(rule(read_workflow(text), text)) == []


@pytest.mark.parametrize("rule", RULES, ids=_names)
def test_a_file_that_breaks_one_rule_is_told_by_that_rule_alone(rule: Rule) -> None:
    text = (BROKEN / f"{rule.__name__}.yml").read_text(encoding="utf-8")
    workflow = read_workflow(text)
    assert [one.__name__ for one in RULES if list(one(workflow, text))] == [rule.__name__]


def test_every_change_is_checked_by_the_command_of_a_contributor() -> None:
    text = (ROOT / ".github/workflows/build-and-test.yml").read_text(encoding="utf-8")
    workflow = read_workflow(text)
    assert "pull_request" in workflow[True]
    assert [step["run"] for step in workflow["jobs"]["test"]["steps"] if "run" in step] == [".ci/run"]
    assert "hashFiles('requirements/*.lock', 'frontend/package-lock.json')" in text


def test_every_image_is_built_scanned_and_published() -> None:
    jobs = read_workflow((ROOT / ".github/workflows/images.yml").read_text(encoding="utf-8"))["jobs"]
    rooms = sorted(path.parent.name for path in ROOT.glob("*/Dockerfile"))
    assert [sorted(jobs[name]["strategy"]["matrix"]["room"]) for name in ("build", "publish")] == [rooms, rooms]
    uses = [step.get("uses", "").partition("@")[0] for step in jobs["build"]["steps"]]
    assert uses.index("docker/build-push-action") < uses.index("anchore/scan-action")
    assert jobs["publish"]["needs"] == "build"


def test_the_dev_container_is_of_its_schema_and_sets_up_by_the_projects_own_command() -> None:
    file = ROOT / ".devcontainer/devcontainer.json"
    checked = _checked(f"--schemafile {ROOT}/tests/infra/devcontainer.schema.json", file)
    assert checked.returncode == 0, checked.stdout
    container = json.loads(file.read_text(encoding="utf-8"))
    assert container["postCreateCommand"] == "tools/setup dev"
    assert (ROOT / "tools/setup").is_file()
    assert ":3.11" in container["image"]
    assert container["features"]["ghcr.io/devcontainers/features/node:1"] == {"version": "20"}
