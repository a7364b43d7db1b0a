"""The deployer's machine: a checkout, an azd environment, and the hooks run there as processes of their own."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.infra.azure.scripted import Azure, azure_at
from tests.infra.azure.service import Orchestrator, orchestrator_at

ROOT = Path(__file__).parents[3]
PARAMETERS = Path(__file__).parent / "main.parameters.json"
SUBSCRIPTION = "22222222-2222-2222-2222-222222222222"
CHOSEN = {
    "AZURE_ENV_NAME": "priorauth-dev",
    "AZURE_LOCATION": "swedencentral",
    "AZURE_SUBSCRIPTION_ID": SUBSCRIPTION,
    "ALLOWED_ADDRESSES": "203.0.113.7/32",
}
_DOCKERFILE = (
    "FROM python AS built\nCOPY pyproject.toml README.md ./\nCOPY agents agents\nCOPY --from=built /app /app\n"
)
_BICEP = "@minLength(1)\n@maxLength(40)\nparam environmentName string\n"


@dataclass(frozen=True)
class Deployer:
    """Who runs hooks."""

    root: Path
    azure: Azure
    service: Orchestrator
    environment: dict[str, str]

    def run(self, *hooks: str) -> tuple[int, str]:
        """Exit code and output of hooks."""
        return self.execute("python3", "-m", "infra.hooks", *hooks)

    def event(self, name: str) -> tuple[int, str]:
        """The same for what azd runs at an event, from some other folder."""
        return self.execute("sh", str(self.root / "infra" / "hooks" / f"{name}.sh"), folder=self.root / "agents")

    def execute(self, *command: str, folder: Path | None = None, stdin: int | None = None) -> tuple[int, str]:
        """Run a command in the checkout; what it writes is its output. It reads ``stdin``, or nothing."""
        told = subprocess.run(
            command,
            cwd=folder or self.root,
            env=self.environment,
            text=True,
            stdin=stdin or subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120,
            check=False,
        )
        return told.returncode, told.stdout


@contextmanager
def deploying(folder: Path) -> Iterator[Deployer]:
    """A checkout with Azure and the service around it, everything well."""
    root = folder / "checkout"
    for place in ("infra/hooks", "agents/hosting"):
        shutil.copytree(ROOT / place, root / place, ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in {"agents/Dockerfile": _DOCKERFILE, "pyproject.toml": "", "README.md": ""}.items():
        (root / name).write_text(text)
    (root / "infra" / "main.bicep").write_text(_BICEP)
    shutil.copy(PARAMETERS, root / "infra")
    (root / "examples").mkdir()
    shutil.copy(ROOT / "examples" / "01-home-oxygen-resting-hypoxemia.json", root / "examples")
    with orchestrator_at() as (service, address), azure_at(folder, CHOSEN | _outputs(address)) as (azure, programs):
        quick = {"PRIORAUTH_HOOKS_PAUSE_SECONDS": "0.01", "PRIORAUTH_HOOKS_PATIENCE_SECONDS": "20"}
        yield Deployer(root, azure, service, programs | quick | {"PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"})


def _outputs(address: str) -> dict[str, str]:
    """What provisioning told azd."""
    lookups = ("ICD10", "NPI", "CMS_COVERAGE", "PUBMED", "CLINICAL_TRIALS")
    return {
        "AZURE_RESOURCE_GROUP": "rg-priorauth-dev",
        "AZURE_CONTAINER_REGISTRY_ENDPOINT": "crabc.azurecr.io",
        "AZURE_CONTAINER_REGISTRY_NAME": "crabc",
        "AZURE_AI_MODEL_DEPLOYMENT": "gpt-5-mini",
        "AZURE_AI_PROJECT_ENDPOINT": "https://ai-abc.services.ai.azure.com/api/projects/priorauth",
        "AZURE_LOG_ANALYTICS_WORKSPACE_ID": f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-priorauth-dev/log-abc",
        "SERVICE_ORCHESTRATOR_NAME": "orchestrator",
        "SERVICE_ORCHESTRATOR_URI": address,
    } | {f"SERVICE_{name}_URI": f"https://{name.lower()}.example/mcp" for name in lookups}
