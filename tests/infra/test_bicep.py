"""The Bicep files keep every rule of the linter, and the linter sees each rule broken: by one small edit of them."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

import pytest
import yaml

from mcp_servers.registry import SERVERS
from orchestrator.downstream.webhooks import key_of
from orchestrator.settings import read_settings
from priorauth.inputs import AgentName
from tests.infra.bicep.linter import RULES, judge, lint, texts_in
from tests.infra.bicep.tokens import Kind, Token
from tests.infra.bicep.tree import BicepFile, Group, Value, read_file
from tests.infra.broken_networks import BROKEN_NETWORKS
from tests.infra.broken_trees import BROKEN, Broken
from tests.repository.tree import ROOT

_ADDRESS = "https://part.example"
_SECRET = f"whsec_{'c2VjcmV0' * 4}"
_SECONDS = 7
_ALL = (*BROKEN, *BROKEN_NETWORKS)


@cache
def _texts() -> dict[str, str]:
    return texts_in(ROOT)


def test_the_files_keep_every_rule() -> None:
    assert [str(finding) for finding in lint(_texts())] == []


@pytest.mark.parametrize("broken", _ALL, ids=lambda one: f"{one.rule}-{_ALL.index(one)}")
def test_a_broken_file_breaks_its_rule_and_no_other(broken: Broken) -> None:
    text = _texts().get(broken.file, "")
    assert not broken.old or text.count(broken.old) == 1
    texts = _texts() | {broken.file: text.replace(broken.old, broken.new) if broken.old else text + broken.new}
    found = (lint if broken.rule == "grammar" else judge)(texts)
    named = broken.named or broken.file
    line = _line(texts[named], broken.at)
    assert {finding.rule for finding in found} == {broken.rule}
    assert any(str(finding).startswith(f"{named}:{line}: {broken.rule}: ") for finding in found)


def test_every_rule_is_seen_broken() -> None:
    assert {broken.rule for broken in _ALL} == {*RULES, "grammar"}


def test_an_assignment_that_nothing_makes_is_told() -> None:
    extra = "  - {name: anyone, who: anyone, role: Owner, id: x, scope: group, why: none}\n\n# Beside"
    texts = _texts() | {"infra/roles.yaml": _texts()["infra/roles.yaml"].replace("\n# Beside", extra, 1)}
    assert [str(finding) for finding in lint(texts)] == [
        "infra/roles.yaml:1: roles: nothing makes the assignment anyone"
    ]


def test_the_reference_tells_every_role_and_every_file() -> None:
    reference = (ROOT / "docs" / "reference" / "azure.md").read_text(encoding="utf-8")
    rows = yaml.safe_load(_texts()["infra/roles.yaml"])["roles"]
    told = reference.partition("## Who may do what")[2].partition("## What only")[0]
    assert [line for line in told.splitlines() if line.startswith("| ")][1:] == [
        f"| {row['who']} | {row['role']} | {row['scope']} | {row['why']} |" for row in rows
    ]
    files = {name.rsplit("/", 1)[1] for name in _texts() if name.startswith("infra/modules/")}
    assert {file for file in files if f"`{file}`" not in reference} == set()


def test_each_role_has_one_id() -> None:
    """A name stands for one role definition, so a row cannot say one thing and give another."""
    rows = yaml.safe_load(_texts()["infra/roles.yaml"])["roles"]
    pairs = {(row["role"], row["id"]) for row in rows}
    assert len(pairs) == len({role for role, _ in pairs}) == len({identifier for _, identifier in pairs})


@pytest.mark.parametrize("agents", ["foundry", "inprocess"])
@pytest.mark.parametrize("model", ["foundry", "embedded"])
def test_the_orchestrator_can_use_what_it_is_told(agents: str, model: str) -> None:
    """Its settings take each value as the template writes it, or one of the form that Azure fills in."""
    name = "infra/modules/orchestrator.bicep"
    told = dict(_told(read_file(name, _texts()[name]), model))
    settings = read_settings(told | {"PRIORAUTH_AGENTS": agents})
    assert (settings.database_identity, settings.telemetry, settings.allow_unauthenticated) == ("azure", "azure", True)
    assert [settings.mcp_url(lookup.name) for lookup in SERVERS] == [_ADDRESS] * len(SERVERS)
    assert (settings.webhook_url, settings.webhook_secret) == (_ADDRESS, _SECRET)
    assert settings.webhook_timeout_seconds == _SECONDS
    assert key_of(settings.webhook_secret)
    served = settings.served_model(AgentName.CLINICAL)
    assert (served and served.endpoint) == (f"{_ADDRESS}/openai/v1" if model == "foundry" else None)


def _told(file: BicepFile, model: str) -> Iterator[tuple[str, str]]:
    """The variables of a choice: of the model's two branches the one that names it."""
    for variable in ("always", "model", "signing", "messages"):
        declared = file.named(variable, "var")
        assert declared
        branches = [atom for atom in declared.value.atoms if isinstance(atom, Group) and atom.opening == "["]
        told = [[item.group.entries for item in branch.items if item.group] for branch in branches if branch.items]
        kept = [one for one in told if variable != "model" or one[0]["value"].text == model]
        yield from ((str(entry["name"].text), _told_as(entry)) for one in kept for entry in one)


def _told_as(entry: Mapping[str, Value]) -> str:
    """A variable's value; what a secret of the vault holds is a secret that signs messages."""
    return _filled(entry["value"]) if "value" in entry else _SECRET


def _filled(value: Value) -> str:
    """A value with what only a deployment knows put in, whatever its name: an address, or a word."""
    token = value.atoms[0]
    if not isinstance(token, Token) or token.kind is not Kind.STRING:
        return _ADDRESS if re.search(r"lookupUris|projectEndpoint|webhookUrl", value.words) else "word"
    filled = token.text.replace("${projectEndpoint}", _ADDRESS).replace("${webhookTimeoutSeconds}", str(_SECONDS))
    return re.sub(r"\$\{\w+\}", "word", filled)


def _line(text: str, beginning: str) -> int:
    return next(at for at, line in enumerate(text.splitlines(), 1) if line.startswith(beginning))
