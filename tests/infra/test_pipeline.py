"""The azd environment that a pipeline begins with, made by ``tools/azd-environment`` against stand-ins for az and azd.

``az group exists`` answers true or false, ``az containerapp list --output tsv`` a line for each app with its fields
between tabs (learn.microsoft.com, the references of ``az group`` and ``az containerapp``, and "Output formats").
"""

import os
import subprocess
from pathlib import Path

import pytest

from tests.infra.workflow_rules import read_workflow
from tests.repository.tree import ROOT

APPS = "orchestrator\tregistry.example/orchestrator:7\ncms-coverage\tregistry.example/lookups:7\n"
CHOSEN = {"AZURE_ENV_NAME": "trial", "AZURE_LOCATION": "swedencentral", "AZURE_SUBSCRIPTION_ID": "s-1"}


def _stand_in(folder: Path, name: str, answers: str) -> None:
    program = folder / name
    program.write_text(f'#!/bin/sh\necho "{name} $*" >> "$CALLS"\n{answers}\n', encoding="utf-8")
    program.chmod(0o755)


def _calls(tmp_path: Path, *, there: bool, choices: str = "") -> list[str]:
    told = f"case $1 in group) echo {'true' if there else 'false'};; containerapp) printf '{APPS}';; esac"
    _stand_in(tmp_path, "az", told.replace("\t", "\\t").replace("\n", "\\n"))
    _stand_in(tmp_path, "azd", "" if there else 'if [ "$2" = select ]; then exit 1; fi')
    calls = tmp_path / "calls"
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "CALLS": str(calls), "CHOICES": choices} | CHOSEN
    subprocess.run([ROOT / "tools/azd-environment"], env=environment, check=True, timeout=30)
    return calls.read_text(encoding="utf-8").splitlines()


def test_a_first_deployment_has_what_was_chosen_and_no_image(tmp_path: Path) -> None:
    calls = _calls(tmp_path, there=False, choices="MODEL_CAPACITY=20\n\nALLOWED_ADDRESSES=192.0.2.0/24,198.51.100.7/32")
    assert [one for one in calls if one.startswith("azd")] == [
        "azd env select trial",
        "azd env new trial --location swedencentral --subscription s-1 --no-prompt",
        "azd env set MODEL_CAPACITY 20",
        "azd env set ALLOWED_ADDRESSES 192.0.2.0/24,198.51.100.7/32",
    ]


def test_a_later_one_knows_the_images_that_run(tmp_path: Path) -> None:
    calls = _calls(tmp_path, there=True)
    assert [one for one in calls if one.startswith("azd")] == [
        "azd env select trial",
        "azd env set SERVICE_ORCHESTRATOR_IMAGE_NAME registry.example/orchestrator:7",
        "azd env set SERVICE_CMS_COVERAGE_IMAGE_NAME registry.example/lookups:7",
    ]


@pytest.mark.parametrize("failing", ["az", "azd"])
def test_what_fails_ends_it(tmp_path: Path, failing: str) -> None:
    _stand_in(tmp_path, "az", "echo true")
    _stand_in(tmp_path, "azd", "")
    _stand_in(tmp_path, failing, "exit 3")
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "CALLS": os.devnull} | CHOSEN
    ended = subprocess.run([ROOT / "tools/azd-environment"], env=environment, check=False, timeout=30)
    assert ended.returncode != 0


def test_the_images_variables_are_those_that_the_template_reads() -> None:
    template = (ROOT / "infra/main.parameters.json").read_text(encoding="utf-8")
    services = read_workflow((ROOT / "azure.yaml").read_text(encoding="utf-8"))["services"]
    assert [name for name in services if f"SERVICE_{name.upper().replace('-', '_')}_IMAGE_NAME" not in template] == []
