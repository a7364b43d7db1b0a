"""``python -m agents serve clinical --port 8088``: one agent behind the Responses protocol.

Without arguments, in a container of Foundry, the agent that the container is. ``python -m agents manifests`` writes how
Foundry is told of each; with ``--check``, it tells whether that is up to date.
"""

import argparse
import os
import sys

from agents.manifests import HOSTED_PREFIX, stale_manifests, write_manifests
from agents.serving import DEFAULT_PORT, serve_agent
from priorauth.errors import PriorAuthError
from priorauth.inputs import AgentName
from priorauth.settings import ReviewSettings, settings_in

HOSTED_AS = "FOUNDRY_AGENT_NAME"
"""Where Foundry, which starts containers without arguments, tells one which agent it is: one image serves all four."""


def main(arguments: list[str] | None = None) -> int:
    """Do what is asked, or say on standard error why not and return 1."""
    given = sys.argv[1:] if arguments is None else arguments
    chosen = _parser().parse_args(given or _hosted())
    return _manifests(chosen.check) if chosen.command == "manifests" else _serve(chosen)


def _hosted() -> list[str]:
    """What a container of Foundry is to do; nothing where this is none of ours. The platform names port and agent."""
    name = os.environ.get(HOSTED_AS, "").removeprefix(HOSTED_PREFIX)
    port = os.environ.get("PORT", str(DEFAULT_PORT))
    return ["serve", name, "--host", "0.0.0.0", "--port", port] if name in set(AgentName) else []


def _serve(chosen: argparse.Namespace) -> int:
    try:
        serve_agent(AgentName(chosen.name), chosen.host, chosen.port, settings_in(os.environ, ReviewSettings))
    except PriorAuthError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _manifests(check: bool) -> int:
    if not check:
        write_manifests()
        return 0
    stale = list(stale_manifests())
    for problem in stale:
        print(problem, "Run 'python -m agents manifests'.", file=sys.stderr)
    return 1 if stale else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m agents")
    commands = parser.add_subparsers(required=True, dest="command")
    serve_parser = commands.add_parser("serve", help="serve one agent over HTTP")
    serve_parser.add_argument("name", choices=[name.value for name in AgentName])
    serve_parser.add_argument("--host", default="127.0.0.1")
    serve_parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    manifests_parser = commands.add_parser("manifests", help="write the agents' manifests for Foundry")
    manifests_parser.add_argument("--check", action="store_true", help="only tell whether they are up to date")
    return parser


if __name__ == "__main__":
    sys.exit(main())
