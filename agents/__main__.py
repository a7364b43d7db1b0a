"""``python -m agents serve clinical --port 8088``: one agent behind the Responses protocol."""

import argparse
import os
import sys

from agents.serving import DEFAULT_PORT, serve_agent
from priorauth.errors import PriorAuthError
from priorauth.inputs import AgentName
from priorauth.settings import ReviewSettings, settings_in


def main(arguments: list[str] | None = None) -> int:
    """Serve, or say on standard error why not and return 1."""
    chosen = _parser().parse_args(arguments)
    try:
        serve_agent(AgentName(chosen.name), chosen.host, chosen.port, settings_in(os.environ, ReviewSettings))
    except PriorAuthError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m agents")
    serve_parser = parser.add_subparsers(required=True).add_parser("serve", help="serve one agent over HTTP")
    serve_parser.add_argument("name", choices=[name.value for name in AgentName])
    serve_parser.add_argument("--host", default="127.0.0.1")
    serve_parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    return parser


if __name__ == "__main__":
    sys.exit(main())
