"""The choices of a deployment, from where the templates take them: the parameters file, with its defaults.

A value ``${NAME=default}`` is the variable of the azd environment, or the default (learn.microsoft.com, azd's "Work
with environment variables").
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from infra.hooks.words import HookFailed

_SUBSTITUTED = re.compile(r"\$\{(\w+)(?::?[=-]([^}]*))?\}")
_LONGEST = re.compile(r"@maxLength\((\d+)\)\s*(?:@[^\n]*\n\s*)*param\s+environmentName\b")


@dataclass(frozen=True)
class Parameter:
    """Where a parameter's value comes from: an environment variable, a default, or both."""

    variable: str | None
    default: str


@dataclass(frozen=True)
class Choices:
    """What was chosen of the templates' parameters, in the environment that is being deployed."""

    parameters: Mapping[str, Parameter]
    values: Mapping[str, str]

    def text(self, name: str) -> str:
        """The value of a parameter; empty where neither the environment nor the file gives one."""
        parameter = self.parameters.get(name, Parameter(None, ""))
        return self.values.get(parameter.variable or "", parameter.default).strip()

    def yes(self, name: str) -> bool:
        """Whether a parameter is switched on."""
        return self.text(name).lower() in {"true", "1", "yes"}

    def command(self, name: str, value: str) -> str:
        """The command that sets a parameter."""
        variable = self.parameters.get(name, Parameter(None, "")).variable
        return f"azd env set {variable} {value}" if variable else f"set '{name}' to {value} in infra/"


def read_choices(root: Path, values: Mapping[str, str]) -> Choices:
    """The choices of an environment. Raises :class:`HookFailed` where there is no parameters file."""
    file = root / "infra" / "main.parameters.json"
    if not file.is_file():
        raise HookFailed(f"{file.name} is not in infra/.", "git checkout -- infra")
    told = json.loads(file.read_text(encoding="utf-8"))["parameters"]
    return Choices({name: _parameter(one["value"]) for name, one in told.items()}, values)


def longest_name(root: Path, otherwise: int) -> int:
    """The most characters that the template takes for the environment's name."""
    template = root / "infra" / "main.bicep"
    found = _LONGEST.search(template.read_text(encoding="utf-8")) if template.is_file() else None
    return int(found[1]) if found else otherwise


def _parameter(value: object) -> Parameter:
    text = value if isinstance(value, str) else json.dumps(value)
    found = _SUBSTITUTED.search(text)
    return Parameter(found[1], found[2] or "") if found else Parameter(None, text)
