"""The compose file keeps to the rules, each rule sees what is wrong in one, and the process twin starts the same."""

import copy
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.images.dockerfile import read_dockerfile
from infra.twin.plan import COMPOSE, composed, plan
from orchestrator.settings import read_settings
from priorauth.inputs import AgentName
from tests.infra import compose_rules as rules
from tests.repository.tree import ROOT

RULES: dict[str, Callable[[rules.Services], Iterator[str]]] = {
    "names": rules.problems_of_names,
    "confinement": rules.problems_of_confinement,
    "health": rules.problems_of_health,
    "settings": rules.problems_of_settings,
    "addresses": rules.problems_of_addresses,
    "reach": rules.problems_of_reach,
    "images": rules.problems_of_images,
}
DATABASE = "postgresql://someone@/somewhere"


@pytest.fixture(scope="module")
def services() -> Mapping[str, Any]:
    """With those of every profile."""
    return composed(COMPOSE_PROFILES="telemetry")


@pytest.mark.parametrize("rule", RULES)
def test_the_services_keep_to_the_rules(services: rules.Services, rule: str) -> None:
    assert list(RULES[rule](services)) == []


@pytest.mark.parametrize(
    ("rule", "service", "change", "told"),
    [
        ("names", "npi", None, "npi has no service"),
        ("names", "cache", {"image": "redis:8"}, "cache is no part"),
        ("confinement", "npi", {"read_only": False}, "may write to its root"),
        ("confinement", "clinical", {"cap_drop": None}, "has capabilities"),
        ("confinement", "postgres", {"cap_add": ["CHOWN"]}, "has capabilities"),
        ("confinement", "pubmed", {"security_opt": []}, "may gain privileges"),
        ("confinement", "pubmed", {"restart": ""}, "is not started again"),
        ("health", "postgres", {"healthcheck": ...}, "postgres has no health check"),
        ("health", "npi", {"command": ["serve", "npi", "--port", "9"]}, "not asked at its port 9"),
        ("health", "clinical", {"depends_on": {"icd10": {"condition": "service_started"}}}, "wait until icd10 is"),
        ("health", "clinical", {"depends_on": {}}, "asks icd10, and does not wait"),
        ("settings", "clinical", {"environment": {"PRIORAUTH_MODE": "x"}}, "PRIORAUTH_MODE, which is no setting"),
        ("settings", "clinical", {"environment": {"PRIORAUTH_MODEL_KEY": "x"}}, "the secret PRIORAUTH_MODEL_KEY"),
        ("addresses", "clinical", {"environment": {"PRIORAUTH_MCP_NPI_URL": "http://npi:80/mcp"}}, "nobody listens"),
        ("addresses", "clinical", {"environment": {"PRIORAUTH_MCP_NPI_URL": "http://icd10:8080/mcp"}}, "icd10 is"),
        ("reach", "orchestrator", {"ports": [{"target": 8000}]}, "reached from other machines"),
        ("reach", "npi", {"networks": {"outside": None}}, "a way out without a port"),
        ("reach", "npi", {"networks": {"store": None}}, "npi reaches the database"),
        ("images", "postgres", {"image": "postgres:latest"}, "no version"),
        ("images", "clinical", {"build": {"dockerfile": "agents/Dockerfile"}}, "built more than once"),
        ("images", "npi", {"command": ["serve", "npi", "--port", "9"]}, "listens elsewhere"),
    ],
)
def test_a_rule_sees_what_is_wrong(
    services: Mapping[str, Any], rule: str, service: str, change: dict[str, Any] | None, told: str
) -> None:
    broken = copy.deepcopy(dict(services))
    if change is None:
        del broken[service]
    else:
        whole = broken.get(service, {}) | change
        broken[service] = {name: value for name, value in whole.items() if value is not ...}
    assert any(told in problem for problem in RULES[rule](broken))


def test_the_file_has_the_form_of_the_specification() -> None:
    command = [str(Path(sys.executable).with_name("check-jsonschema")), "--builtin-schema", "vendor.compose-spec"]
    assert subprocess.run([*command, str(COMPOSE)], capture_output=True, check=False).returncode == 0


def test_compose_refuses_what_is_no_compose_file(tmp_path: Path) -> None:
    broken = tmp_path / "docker-compose.yml"
    broken.write_text(COMPOSE.read_text(encoding="utf-8").replace("depends_on: &lookups", "needs: &lookups"))
    with pytest.raises(subprocess.CalledProcessError):
        composed(broken)


def test_every_service_is_told_settings_that_it_can_use(services: Mapping[str, Any]) -> None:
    told = read_settings(services["orchestrator"]["environment"])
    assert (told.agents, told.model.kind, str(told.data_dir)) == ("http", "embedded", "/data")
    assert told.allow_unauthenticated, "whoever reaches the port may do everything; only this machine does"
    for agent in AgentName:
        assert services[agent.value]["environment"]["PRIORAUTH_MODEL"] == "embedded"


def test_nothing_is_published_or_told_but_by_a_variable_of_this_machine() -> None:
    services = composed(PORT="8123", POSTGRES_PASSWORD="another", PRIORAUTH_TELEMETRY="otlp")
    assert services["orchestrator"]["ports"][0]["published"] == "8123"
    assert services["orchestrator"]["environment"]["DATABASE_URL"].startswith("postgresql://priorauth:another@")
    assert services["postgres"]["environment"]["POSTGRES_PASSWORD"] == "another"
    assert {one["environment"]["PRIORAUTH_TELEMETRY"] for name, one in services.items() if name != "postgres"} == {
        "otlp"
    }


def test_the_twin_starts_what_the_containers_start(tmp_path: Path) -> None:
    services = composed()
    parts = {part.name: part for part in plan(services, tmp_path, DATABASE)}
    assert parts.keys() == services.keys() - {"postgres"}
    for name, part in parts.items():
        dockerfile = next(one["build"]["dockerfile"] for one in services.values() if _is_of(one, services[name]))
        begins = read_dockerfile(ROOT / dockerfile).last("ENTRYPOINT")
        assert begins is not None
        assert part.command[0] == sys.executable
        same = [*begins.words[1:], *services[name]["command"]]
        assert [word for word in part.command[1:] if not _is_place(word)] == [one for one in same if not _is_place(one)]
        assert part.after == services[name].get("depends_on", {}).keys() - {"postgres"}
        assert part.environment.keys() >= services[name]["environment"].keys()


def test_the_twin_turns_only_places(tmp_path: Path) -> None:
    services = composed()
    parts = {part.name: part for part in plan(services, tmp_path, DATABASE, web_port=8123)}
    web = parts["orchestrator"]
    assert web.health == "http://127.0.0.1:8123/ready"
    assert web.environment["DATABASE_URL"] == DATABASE
    assert web.environment["PRIORAUTH_DATA_DIR"] == str(tmp_path / "data")
    assert web.environment["PRIORAUTH_AGENT_CLINICAL_URL"] == parts["clinical"].address
    assert web.environment["PRIORAUTH_MCP_NPI_URL"] == f"{parts['npi'].address}/mcp"
    changed = {
        name for name, value in services["orchestrator"]["environment"].items() if web.environment[name] != value
    }
    assert changed == {name for name in changed if name.endswith("_URL") or name == "PRIORAUTH_DATA_DIR"}
    assert len({part.address for part in parts.values()}) == len(parts)


def test_the_collector_hears_where_the_services_speak_and_sends_spans_to_the_viewer(services: rules.Services) -> None:
    source = services["otel-collector"]["volumes"][0]["source"]
    collector = yaml.safe_load(Path(source).read_text(encoding="utf-8"))
    told = services["clinical"]["environment"]["OTEL_EXPORTER_OTLP_ENDPOINT"]
    assert (
        told == f"http://otel-collector:{collector['receivers']['otlp']['protocols']['http']['endpoint'].split(':')[1]}"
    )
    for line in collector["service"]["pipelines"].values():
        for kind, used in line.items():
            assert set(used) <= collector[kind].keys()
    assert set(collector["service"]["pipelines"]) == {"traces", "metrics", "logs"}
    assert collector["exporters"]["otlp/trace-viewer"]["endpoint"].split(":")[0] in services


def _is_of(one: Mapping[str, Any], service: Mapping[str, Any]) -> bool:
    return "build" in one and one["image"] == service["image"]


def _is_place(word: str) -> bool:
    return word.isdigit() or word in ("0.0.0.0", "127.0.0.1")
