"""All rules over all files. ``pycep`` judges the grammar; :mod:`tests.infra.bicep.tree` reads what the files mean."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from lark.exceptions import UnexpectedInput
from pycep import BicepParser

from tests.infra.bicep import apps, deployment, modules, placement, secrets, symbols
from tests.infra.bicep.findings import Finding, Rule, Tree
from tests.infra.bicep.tokens import Unreadable
from tests.infra.bicep.tree import BicepFile, read_file

RULES: Mapping[str, Rule] = {
    "undeclared": symbols.undeclared,
    "unused": symbols.unused,
    "twice": symbols.twice,
    "undescribed": symbols.undescribed,
    "missing-file": modules.missing_file,
    "unknown-parameter": modules.unknown_parameter,
    "missing-parameter": modules.missing_parameter,
    "wrong-type": modules.wrong_type,
    "unknown-output": modules.unknown_output,
    "parameters-file": modules.parameters_file,
    "one-version": modules.one_version,
    "plain-secret": secrets.plain_secret,
    "secret-output": secrets.secret_output,
    "local-auth": secrets.local_auth,
    "unknown-variable": apps.unknown_variable,
    "told-plainly": apps.told_plainly,
    "environment": apps.environment,
    "registries": apps.registries,
    "measured": apps.measured,
    "contract": deployment.contract,
    "asked": deployment.asked,
    "scope": deployment.scope,
    "roles": deployment.roles,
    "administrators": deployment.administrators,
    "placement": placement.placement,
}
"""Every rule but ``grammar``, which comes before them: what cannot be read cannot be judged."""


def texts_in(root: Path) -> dict[str, str]:
    """The files that are looked at, by their names in the repository."""
    infra = root / "infra"
    looked_at = [
        *infra.rglob("*.bicep"),
        infra / "main.parameters.json",
        infra / "roles.yaml",
        *root.glob("azure.yaml"),
        *infra.glob("hooks/**/*.py"),
        *root.glob("agents/hosting/*/agent.yaml"),
    ]
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in sorted(looked_at)}


def lint(texts: Mapping[str, str]) -> list[Finding]:
    """What is wrong with the files, by file and line."""
    bicep = {name: text for name, text in texts.items() if name.endswith(".bicep")}
    unreadable = [finding for name, text in bicep.items() for finding in _grammar(name, text)]
    return unreadable or judge(texts)


def judge(texts: Mapping[str, str]) -> list[Finding]:
    """What files that can be read mean wrongly, by file and line."""
    tree = Tree(
        files={name: _read(name, text) for name, text in texts.items() if name.endswith(".bicep")},
        parameters=json.loads(texts["infra/main.parameters.json"])["parameters"],
        roles=_written(texts["infra/roles.yaml"]),
        askers={name: text for name, text in texts.items() if _asks(name)},
    )
    said = [Finding(rule, *where) for rule, judge in RULES.items() for where in judge(tree)]
    return sorted(said, key=lambda one: (one.file, one.line, one.rule))


@cache
def _grammar_problem(text: str) -> tuple[int, str] | None:
    try:
        for one in _read("", text).declarations:
            for group in one.value.objects():
                _ = group.entries
        _parser().parse(text=text)
    except UnexpectedInput as error:
        return error.line, f"this is no Bicep: {type(error).__name__}"
    except Unreadable as error:
        return error.line, str(error)
    return None


def _grammar(name: str, text: str) -> Iterator[Finding]:
    problem = _grammar_problem(text)
    if problem:
        yield Finding("grammar", name, *problem)


@cache
def _read(name: str, text: str) -> BicepFile:
    return read_file(name, text)


@cache
def _written(text: str) -> Mapping[str, Any]:
    return yaml.safe_load(text)


@cache
def _parser() -> BicepParser:
    return BicepParser()


def _asks(name: str) -> bool:
    return not name.endswith((".bicep", ".json")) and name != "infra/roles.yaml"
