"""An agent served by a process of its own: its rule book read, its lookups at their addresses."""

from collections.abc import Mapping

from agents.composing import agents_here, worked_with
from agents.registry import AGENTS
from agents.server import AgentServer
from priorauth.inputs import AgentName
from priorauth.rulebook import read_rule_book
from priorauth.setting_types import PREFIX
from priorauth.settings import ReviewSettings, SettingsInvalid
from telemetry.serving import serve_part

DEFAULT_PORT = 8088


def serve_agent(agent: AgentName, host: str, port: int, settings: ReviewSettings) -> None:
    """Serve until the process is told to stop. Requests are not logged.

    Raises :class:`SettingsInvalid` where a lookup of the agent has no address, and ``RuleBookInvalid``.
    """
    endpoints = lookup_addresses(agent, settings)
    rule_book = read_rule_book(settings.rulebook)
    server = AgentServer(agent, lambda: agents_here(settings, rule_book, endpoints), worked_with(rule_book, settings))
    serve_part(f"agent-{agent.value}", server.application(), host, port, settings.telemetry)


def lookup_addresses(agent: AgentName, settings: ReviewSettings) -> Mapping[str, str]:
    """Where the lookups of an agent are. Raises :class:`SettingsInvalid`, naming every variable that is missing."""
    found = {name: settings.mcp_url(name) for name in AGENTS[agent].lookups}
    missing = [f"{PREFIX}MCP_{name.upper()}_URL" for name, address in found.items() if address is None]
    if missing:
        told = ", ".join(missing)
        raise SettingsInvalid(
            f"The {agent.value} agent looks things up at servers whose addresses are not set: {told}."
        )
    return {name: address for name, address in found.items() if address is not None}
