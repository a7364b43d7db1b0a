"""The agents' manifests, read without a YAML library: just the form in which ``python -m agents manifests`` writes."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.hooks.words import HookFailed

FOLDER = Path("agents") / "hosting"
_LINE = re.compile(r"^(?P<indent>(?: {2})?)(?P<item>- )?(?P<key>[a-z_]+):(?: (?P<value>\S.*))?$")
_PLAIN = re.compile(r"^[A-Za-z0-9$][^#]*$")
_REFERENCE = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")
MODEL, _EMBEDDED = "PRIORAUTH_MODEL", "embedded"


class ManifestUnreadable(HookFailed):
    """A manifest that is not of the form that is written."""


@dataclass(frozen=True)
class HostedAgent:
    """An agent as its manifest tells of it. ``environment`` still holds the references to the deployment's values."""

    name: str
    description: str
    protocols: tuple[Mapping[str, str], ...]
    cpu: str
    memory: str
    environment: Mapping[str, str]


def read_manifests(root: Path) -> tuple[HostedAgent, ...]:
    """Every agent's manifest. Raises :class:`ManifestUnreadable`."""
    paths = sorted((root / FOLDER).glob("*/agent.yaml"))
    if not paths:
        raise ManifestUnreadable(f"There are no manifests in {FOLDER}.", "python -m agents manifests")
    return tuple(_agent(path) for path in paths)


def resolved(agent: HostedAgent, values: Mapping[str, str]) -> dict[str, str]:
    """The agent's environment with the deployment's values. Raises :class:`HookFailed`, naming all that are missing.

    The embedded model takes no name and no address, so it is given none.
    """
    embedded = values.get(MODEL) == _EMBEDDED
    told = {name: text for name, text in agent.environment.items() if not (embedded and name.startswith(f"{MODEL}_"))}
    needed = dict.fromkeys(name for text in told.values() for name in _REFERENCE.findall(text))
    missing = [name for name in needed if not values.get(name)]
    if missing:
        raise HookFailed(f"{agent.name} needs values that azd does not know: {', '.join(missing)}.", "azd provision")
    return {name: _REFERENCE.sub(lambda found: values[found[1]], text) for name, text in told.items()}


def _agent(path: Path) -> HostedAgent:
    told = parse(path.read_text(encoding="utf-8"))
    try:
        return HostedAgent(
            name=told["name"],
            description=told["description"],
            protocols=tuple(told["protocols"]),
            cpu=told["resources"]["cpu"],
            memory=told["resources"]["memory"],
            environment={one["name"]: one["value"] for one in told["environment_variables"]},
        )
    except (KeyError, TypeError):
        raise ManifestUnreadable(f"{path} lacks what a manifest has.", "python -m agents manifests") from None


def parse(text: str) -> dict[str, Any]:
    """A manifest's text: plain or quoted values, mappings of them, and lists of such mappings.

    Raises :class:`ManifestUnreadable` for anything else, whatever YAML would make of it.
    """
    found: dict[str, Any] = {}
    key = ""
    for number, line in _lines(text):
        match = _LINE.match(line)
        if match is None or (match["indent"] and match["item"]):
            raise _unreadable(number)
        if not match["indent"] and not match["item"]:
            key = match["key"]
            if key in found:
                raise _unreadable(number)
            found[key] = None if match["value"] is None else _value(match["value"], number)
        else:
            found[key] = _nested(found.get(key), match, number)
    if any(value is None for value in found.values()):
        raise _unreadable(len(text.splitlines()))
    return found


def _nested(parent: Any, match: re.Match[str], number: int) -> Any:
    """What stands under a key, with one line more of it."""
    one = {match["key"]: _value(match["value"] or "", number)}
    if match["item"] and (parent is None or isinstance(parent, list)):
        return [*(parent or ()), one]
    if not match["item"] and isinstance(parent, list):
        return [*parent[:-1], parent[-1] | one]
    if not match["item"] and (parent is None or isinstance(parent, dict)):
        return (parent or {}) | one
    raise _unreadable(number)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, line


def _value(text: str, number: int) -> str:
    if re.fullmatch(r"'[^']+'", text):
        return text[1:-1]
    if re.fullmatch(r'"[^"]+"', text):
        return json.loads(text)
    if _PLAIN.match(text) and ": " not in text:
        return text
    raise _unreadable(number)


def _unreadable(number: int) -> ManifestUnreadable:
    return ManifestUnreadable(f"Line {number} of a manifest cannot be read.", "python -m agents manifests")
