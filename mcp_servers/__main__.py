"""``python -m mcp_servers serve icd10 --host 127.0.0.1 --port 9001``: one of our servers over streamable HTTP."""

import argparse
import os
import sys
from pathlib import Path

from mcp_servers.cms_coverage.library import documents_of
from mcp_servers.cms_coverage.server import NAME as CMS_COVERAGE
from mcp_servers.http import serve
from mcp_servers.icd10.store import DEFAULT_DATABASE
from mcp_servers.registry import SERVERS, Sources, served_lookup
from priorauth.errors import PriorAuthError
from priorauth.rulebook import read_rule_book

DEFAULT_RULE_BOOK = Path(__file__).parents[1]


def main(arguments: list[str] | None = None) -> int:
    """Serve, or say on standard error why not and return 1."""
    chosen = _parser().parse_args(arguments)
    served = served_lookup(chosen.name)
    try:
        server = served.build(_sources(chosen.name, chosen.database, chosen.rule_book))
        serve(server, chosen.host, chosen.port or served.port, os.environ.get("PRIORAUTH_TELEMETRY", ""))
    except (PriorAuthError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _sources(name: str, database: Path, rule_book: Path) -> Sources:
    """The rule book is read for the one server that serves it."""
    if name != CMS_COVERAGE:
        return Sources(database)
    rules = read_rule_book(rule_book)
    return Sources(database, documents_of(rules.policies), rules.contractors)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m mcp_servers")
    serve_parser = parser.add_subparsers(required=True).add_parser("serve", help="serve one lookup over HTTP")
    serve_parser.add_argument("name", choices=[served.name for served in SERVERS])
    serve_parser.add_argument("--host", default="127.0.0.1")
    serve_parser.add_argument("--port", type=int, help="default: the lookup's own port, 9001 to 9005")
    serve_parser.add_argument("--database", type=Path, default=DEFAULT_DATABASE, help="the ICD-10-CM database")
    serve_parser.add_argument("--rule-book", type=Path, default=DEFAULT_RULE_BOOK, help="holds skills/ and policies/")
    return parser


if __name__ == "__main__":
    sys.exit(main())
