"""What the templates give and take, read from ``infra/`` and from the images' Dockerfiles."""

import json
import re
from collections.abc import Mapping
from typing import Any

from tests.infra.azure.deployer import PARAMETERS, ROOT

_TEMPLATE, _TAKEN = ROOT / "infra" / "main.bicep", ROOT / "infra" / "main.parameters.json"
_AGREED = (
    *("AZURE_AI_ACCOUNT_NAME", "AZURE_AI_MODEL_DEPLOYMENT", "AZURE_AI_PROJECT_ENDPOINT", "AZURE_RESOURCE_GROUP"),
    *("AZURE_CONTAINER_REGISTRY_ENDPOINT", "AZURE_CONTAINER_REGISTRY_NAME", "AZURE_LOG_ANALYTICS_WORKSPACE_ID"),
    *("SERVICE_ORCHESTRATOR_NAME", "SERVICE_ORCHESTRATOR_URI", "SERVICE_ICD10_URI", "SERVICE_NPI_URI"),
    *("SERVICE_CMS_COVERAGE_URI", "SERVICE_PUBMED_URI", "SERVICE_CLINICAL_TRIALS_URI"),
)
_AGREED_IMAGES = ("orchestrator/Dockerfile", "mcp_servers/Dockerfile", "agents/Dockerfile")


def outputs() -> set[str]:
    """The names of the templates' outputs."""
    if not _TEMPLATE.is_file():
        return set(_AGREED)
    return set(re.findall(r"^output ([A-Z][A-Z0-9_]*) ", _TEMPLATE.read_text(encoding="utf-8"), re.MULTILINE))


def parameters() -> Mapping[str, Any]:
    """The parameters file."""
    file = _TAKEN if _TAKEN.is_file() else PARAMETERS
    return json.loads(file.read_text(encoding="utf-8"))["parameters"]


def providers() -> set[str]:
    """The providers of all that the templates make, in small letters."""
    files = sorted((ROOT / "infra").rglob("*.bicep"))
    texts = (path.read_text(encoding="utf-8") for path in files)
    return {kind.lower() for text in texts for kind in re.findall(r"^resource \w+ '(Microsoft\.\w+)/", text, re.M)}


def is_image(path: str) -> bool:
    """Whether there is such a Dockerfile."""
    return (ROOT / path).is_file() or path in _AGREED_IMAGES
