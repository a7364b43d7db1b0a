"""The images keep to the rules, and each rule sees what is wrong with a Dockerfile in which one thing was changed."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from infra.images.__main__ import main
from infra.images.dockerfile import Dockerfile, read_dockerfile
from infra.images.pinning import named_images
from priorauth.inputs import AgentName
from tests.infra import image_rules as rules
from tests.repository.tree import ROOT

DOCKERFILES = {name: ROOT / name / "Dockerfile" for name in ("orchestrator", "agents", "mcp_servers")}
EXTRAS = {
    "orchestrator": ("orchestrator", "agents", "azure"),
    "agents": ("agents", "azure-telemetry"),
    "lookups": ("lookups", "azure-telemetry"),
    "run": ("orchestrator", "agents"),
    "build": (),
}
RULES: dict[str, Callable[[Dockerfile], Iterator[str]]] = {
    "bases": rules.problems_of_bases,
    "user": rules.problems_of_user,
    "health": rules.problems_of_health,
    "copies": lambda one: rules.problems_of_copies(one, rules.sent_to_builds()),
    "words": rules.problems_of_words,
    "imports": rules.problems_of_imports,
    "places": rules.problems_of_places,
}
each_image = pytest.mark.parametrize("image", DOCKERFILES)


@each_image
@pytest.mark.parametrize("rule", RULES)
def test_an_image_keeps_to_the_rules(image: str, rule: str) -> None:
    assert list(RULES[rule](read_dockerfile(DOCKERFILES[image]))) == []


@pytest.mark.parametrize(
    ("rule", "image", "old", "new", "told"),
    [
        ("bases", "agents", "FROM ${PYTHON_IMAGE} AS agent", "FROM python:3.11 AS agent", "no variable with a default"),
        ("bases", "agents", "python:3.11-slim-bookworm", "python:latest", "no tag of a version"),
        ("user", "agents", "USER 10001:10001", "USER nobody", "runs as nobody"),
        ("user", "mcp_servers", "USER 10001:10001\n", "", "runs as root"),
        ("health", "agents", "8088/readiness", "8080/readiness", "at the port that it exposes"),
        ("health", "mcp_servers", "HEALTHCHECK", "LABEL health=", "no health check"),
        ("copies", "agents", "COPY skills skills", "COPY skill skill", "skill, which is not there"),
        ("copies", "agents", "COPY skills skills", "COPY docs docs", "which .dockerignore keeps back"),
        ("copies", "orchestrator", "--from=workbench", "--from=web", "web, which is no stage before"),
        ("words", "agents", "HOME=/tmp", "MODEL_KEY=abc", "names a secret"),
        ("words", "agents", "COPY skills skills", "ADD skills skills", "what no lock file names"),
        ("words", "agents", "RUN /build", "RUN apt-get install -y git && /build", "what no lock file names"),
        ("words", "agents", "--require-hashes ", "", "without hashes"),
        ("places", "orchestrator", "COPY frontend/calls frontend/calls\n", "", "reads frontend/calls, which is not"),
        ("places", "orchestrator", " PRIORAUTH_DATA_DIR=/data", "", "reads var, which is not there"),
        (
            "places",
            "mcp_servers",
            "mcp_servers.icd10.build var/",
            "mcp_servers.icd10.build data/",
            "var/icd10-cm.sqlite",
        ),
        ("places", "agents", "COPY policies policies\n", "", "reads policies, which is not there"),
        ("imports", "agents", "COPY mcp_clients mcp_clients\n", "", "mcp_clients, which is not copied"),
        (
            "imports",
            "agents",
            "requirements/agents.lock",
            "requirements/lookups.lock",
            "agent_framework, which no lock",
        ),
    ],
)
def test_a_rule_sees_what_is_wrong(tmp_path: Path, rule: str, image: str, old: str, new: str, told: str) -> None:
    text = DOCKERFILES[image].read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "Dockerfile"
    broken.write_text(text.replace(old, new), encoding="utf-8")
    assert any(told in problem for problem in RULES[rule](read_dockerfile(broken)))


@each_image
def test_hadolint_finds_nothing(image: str) -> None:
    assert hadolint(DOCKERFILES[image]) == (0, "")


def test_hadolint_finds_what_is_wrong(tmp_path: Path) -> None:
    broken = tmp_path / "Dockerfile"
    broken.write_text("FROM python:latest\nRUN cd /tmp && pip install httpx\n", encoding="utf-8")
    code, said = hadolint(broken)
    assert code != 0
    assert {"DL3007", "DL3003", "DL3013"} <= set(said.split())


def hadolint(dockerfile: Path) -> tuple[int, str]:
    command = [str(Path(sys.executable).with_name("hadolint")), "--no-color", str(dockerfile)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return run.returncode, run.stdout


@pytest.mark.parametrize("name", EXTRAS)
def test_an_image_has_what_the_tests_ran_with_and_all_that_is_asked_for(name: str) -> None:
    lock, tested = (rules.pins(ROOT / "requirements" / f"{one}.lock") for one in (name, "dev"))
    assert list(rules.problems_of_lock(lock, tested)) == []
    if EXTRAS[name]:
        assert list(rules.problems_of_extras(lock, *EXTRAS[name])) == []


def test_a_stale_lock_file_is_seen() -> None:
    lock = rules.pins(ROOT / "requirements" / "lookups.lock")
    assert list(rules.problems_of_lock(lock | {"mcp": "2.2.0"}, lock)) == ["mcp is 2.2.0 here, and 2.3.0 in dev.lock"]
    assert "agent-framework-core is not in the lock file" in rules.problems_of_extras(lock, "agents")


def test_the_images_are_built_from_the_same_bases() -> None:
    defaults = [{one.rest for one in read_dockerfile(path).arguments} for path in DOCKERFILES.values()]
    assert defaults[1] == defaults[2] < defaults[0]


@pytest.mark.parametrize("agent", [agent.value for agent in AgentName])
def test_there_is_a_target_for_each_agent_and_none_besides(agent: str) -> None:
    agents = read_dockerfile(DOCKERFILES["agents"])
    arguments = agents.last("CMD", agent)
    assert arguments is not None
    assert arguments.words == ["serve", agent, "--host", "0.0.0.0", "--port", "8088"]
    assert {stage.name for stage in agents.stages} == {*AgentName, "built", "agent", None}
    assert agents.last("CMD") is None


def test_what_an_image_may_lack_is_still_imported() -> None:
    imported = {f"{place}: {name}" for package in rules.PACKAGES for place, name in rules.imports_of(package)}
    assert set(rules.LEFT_OUT) <= imported


def test_the_digests_of_others_images_are_told_as_the_registry_tells_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Docker is a script here; its documentation says: `docker buildx imagetools inspect --format '{{json .Manifest}}'`
    prints the manifest's descriptor, in which `digest` stands (docs.docker.com/reference/cli/docker/buildx/imagetools).
    """
    digest = f"sha256:{'ab' * 32}"
    docker = tmp_path / "docker"
    docker.write_text(
        f'#!/bin/sh\n[ "$1 $2 $3 $5" = "buildx imagetools inspect --format" ] && echo \'{{"digest": "{digest}"}}\''
    )
    docker.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    main(["pin"])
    told = dict(line.split("=", 1) for line in capsys.readouterr().out.splitlines())
    assert told == {name: f"{image}@{digest}" for name, image in named_images().items()}
    assert set(told) == {"PYTHON_IMAGE", "NODE_IMAGE", "POSTGRES_IMAGE", "COLLECTOR_IMAGE", "TRACE_VIEWER_IMAGE"}
