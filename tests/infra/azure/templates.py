"""What the templates give and take, read from ``infra/`` and from the images' Dockerfiles."""

import json
import re
from collections.abc import Mapping
from typing import Any

from tests.infra.azure.deployer import ROOT


def outputs() -> set[str]:
    """The names of the templates' outputs."""
    template = (ROOT / "infra" / "main.bicep").read_text(encoding="utf-8")
    return set(re.findall(r"^output ([A-Z][A-Z0-9_]*) ", template, re.MULTILINE))


def parameters() -> Mapping[str, Any]:
    """The parameters file."""
    return json.loads((ROOT / "infra" / "main.parameters.json").read_text(encoding="utf-8"))["parameters"]


def providers() -> set[str]:
    """The providers of all that the templates make, in small letters."""
    files = sorted((ROOT / "infra").rglob("*.bicep"))
    texts = (path.read_text(encoding="utf-8") for path in files)
    return {kind.lower() for text in texts for kind in re.findall(r"^resource \w+ '(Microsoft\.\w+)/", text, re.M)}


def is_image(path: str) -> bool:
    """Whether there is such a Dockerfile."""
    return (ROOT / path).is_file()
