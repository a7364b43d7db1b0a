"""What this repository asks of its workflow files beyond their schema. Each rule tells what breaks it, in words."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.repository.commands import problems_of_commands
from tests.repository.tree import ROOT

SHELLCHECK = Path(sys.executable).with_name("shellcheck")
_FOREIGN_CODE_WITH_OUR_RIGHTS = {"pull_request_target", "workflow_run", "issue_comment"}
_PIN = re.compile(r"\buses: (?!\./)(\S+)(.*)$", re.MULTILINE)
_PINNED = re.compile(r"[\w.-]+(?:/[\w.-]+)+@[0-9a-f]{40}")
_EXPRESSION = re.compile(r"\$\{\{.*?\}\}", re.DOTALL)
_PATH = re.compile(r"(?<![\w$/.~*-])\.?[A-Za-z][\w.-]*(?:/[\w*.-]+)+(?![\w:/@])")
_PATH_INPUTS = {"file", "cache-dependency-path", "working-directory", "path"}

Workflow = Mapping[Any, Any]


def read_workflow(text: str) -> Workflow:
    """A workflow file's content. YAML reads its key ``on`` as the truth value."""
    return yaml.safe_load(text)


def _jobs(workflow: Workflow) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield from workflow["jobs"].items()


def _steps(workflow: Workflow) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    for name, job in _jobs(workflow):
        for number, step in enumerate(job.get("steps", ()), 1):
            yield f"{name}, step {number}", job, step


def _scripts(workflow: Workflow) -> Iterator[tuple[str, str]]:
    yield from ((place, step["run"]) for place, _, step in _steps(workflow) if "run" in step)


def permissions_are_least(workflow: Workflow, _: str) -> Iterator[str]:
    """A workflow may read the code; what a job may write, that job says itself."""
    if workflow.get("permissions") not in ({"contents": "read"}, {}):
        yield "the workflow's own permissions are not just contents: read"
    for name, job in _jobs(workflow):
        if isinstance(job.get("permissions"), str):
            yield f"{name}: permissions are not listed one by one"


def foreign_code_gets_no_rights(workflow: Workflow, _: str) -> Iterator[str]:
    """No event that runs with this repository's rights on what a stranger sent."""
    events = workflow[True]
    named = {events} if isinstance(events, str) else set(events)
    yield from (f"is started by {event}" for event in sorted(named & _FOREIGN_CODE_WITH_OUR_RIGHTS))


def actions_are_pinned(_: Workflow, text: str) -> Iterator[str]:
    """An action is named by its commit, with its version behind it for people and for what moves the pin."""
    for used, comment in _PIN.findall(text):
        if not _PINNED.fullmatch(used):
            yield f"{used} is not pinned by a whole commit"
        elif not re.fullmatch(r"\s+# v\d+(\.\d+)*", comment):
            yield f"{used} does not say its version"


def an_identity_needs_an_environment(workflow: Workflow, _: str) -> Iterator[str]:
    """Who a job is told to be elsewhere depends on its environment, which people may guard."""
    for name, job in _jobs(workflow):
        if (job.get("permissions") or {}).get("id-token") == "write" and "environment" not in job:
            yield f"{name}: may take an identity and names no environment"


def no_secret_is_kept(_: Workflow, text: str) -> Iterator[str]:
    """Only the token that each run is given anew."""
    found = sorted(set(re.findall(r"\bsecrets\.(\w+)", text)) - {"GITHUB_TOKEN"})
    yield from (f"uses the secret {name}" for name in found)
    if re.search(r"secrets: inherit", text):
        yield "hands every secret on"


def checkouts_keep_no_token(workflow: Workflow, _: str) -> Iterator[str]:
    """The token is not left in the work tree for whatever runs there."""
    for place, _job, step in _steps(workflow):
        keeps = step.get("with", {}).get("persist-credentials") is not False
        if step.get("uses", "").startswith("actions/checkout@") and keeps:
            yield f"{place}: the checkout leaves its token behind"


def scripts_hold_no_expressions(workflow: Workflow, _: str) -> Iterator[str]:
    """What comes from outside comes by the environment, where it is no code."""
    yield from (f"{place}: an expression in a script" for place, run in _scripts(workflow) if _EXPRESSION.search(run))


def scripts_are_sound(workflow: Workflow, _: str) -> Iterator[str]:
    """Shellcheck has nothing to say of them."""
    for place, run in _scripts(workflow):
        script = f"#!/bin/bash\nset -e\n{_EXPRESSION.sub('VALUE', run)}\n"
        yield from (f"{place}: {told}" for told in shellcheck(script))


def shellcheck(script: str) -> list[str]:
    """What shellcheck says of a script, a remark a line."""
    told = subprocess.run(
        [SHELLCHECK, "--format=gcc", "-"], input=script, capture_output=True, text=True, check=False, timeout=60
    )
    return told.stdout.splitlines()


def commands_exist(workflow: Workflow, _: str) -> Iterator[str]:
    """What is called of this project's own commands can be called so."""
    for place, run in _scripts(workflow):
        yield from (f"{place}: {told}" for told in problems_of_commands(run))


def paths_exist(workflow: Workflow, text: str) -> Iterator[str]:
    """A file that a script, a hash or an input names is in the repository; a matrix's value is put in its place."""
    named = {path for listed in re.findall(r"hashFiles\(([^)]*)\)", text) for path in re.findall(r"'([^']+)'", listed)}
    for _place, job, step in _steps(workflow):
        named |= set(_PATH.findall(_EXPRESSION.sub("", step.get("run", ""))))
        inputs = [str(value) for name, value in step.get("with", {}).items() if name in _PATH_INPUTS]
        named |= {path for value in inputs for path in _filled(value, job) if not path.startswith(("~", "$"))}
    yield from (f"{path} is not there" for path in sorted(named) if not list(ROOT.glob(path)))


def _filled(value: str, job: Mapping[str, Any]) -> Iterator[str]:
    matrix = job.get("strategy", {}).get("matrix", {})
    for line in value.splitlines():
        found = re.search(r"\$\{\{ matrix\.(\w+) \}\}", line)
        filled = [line.replace(found[0], each) for each in matrix[found[1]]] if found else [line]
        yield from (one.strip() for one in filled)


Rule = Callable[[Workflow, str], Iterator[str]]
RULES: tuple[Rule, ...] = (
    permissions_are_least,
    foreign_code_gets_no_rights,
    actions_are_pinned,
    an_identity_needs_an_environment,
    no_secret_is_kept,
    checkouts_keep_no_token,
    scripts_hold_no_expressions,
    scripts_are_sound,
    commands_exist,
    paths_exist,
)
