"""The commands of ``priorauth`` and what each of them takes."""

import argparse
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from orchestrator.terminal.exits import describe_exits

_LAST_PORT = 65_535
_MOST_DAYS = 36_500
_DATA_DIR_HELP = "where cases are stored (var, in this repository)"
_CASE_HELP = "a case file: exactly the body of POST /api/cases; - is standard input"


def parser_of_commands() -> argparse.ArgumentParser:
    """The parser of ``priorauth`` and its commands."""
    parser = argparse.ArgumentParser(
        prog="priorauth",
        description="Prior-authorization review: drafts with evidence, for a clinician to accept or override.",
        epilog=describe_exits(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_review(commands)
    for name, about in (("check", "validate all skills and policies"), ("explain", "show a policy's criteria")):
        _add_rulebook(commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}."))
    explain = commands.choices["explain"]
    explain.add_argument("policy", nargs="?", help="its id; without one, the policies are listed")
    explain.add_argument("--case", metavar="CASE.json", help="show it with this case's statuses and quotes")
    _add_requires(commands)
    _add_jurisdictions(commands)
    _add_diff(commands)
    _add_evaluate(commands)
    _add_serve(commands)
    _add_agent(commands)
    _add_doctor(commands)
    _add_audit(commands)
    _add_messages(commands)
    _add_lifecycle(commands)
    _add_metrics(commands)
    _add_overrides(commands)
    return parser


def _add_diff(commands: Any) -> None:
    about = "show which outcomes an edited policy changes"
    diff = commands.add_parser("diff", help=about, description=f"{about[0].upper()}{about[1:]}.")
    for name in ("old", "new"):
        diff.add_argument(name, type=Path, metavar=name.upper(), help="a policy's file, or a rule book's folder")
    diff.add_argument("--cases", type=Path, required=True, metavar="DIR", help="the folder of the case files")
    _add_rulebook(diff)


def _add_evaluate(commands: Any) -> None:
    about = "review labelled cases and score what comes out"
    evaluate = commands.add_parser("evaluate", help=about, description=f"{about[0].upper()}{about[1:]}.")
    evaluate.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="the labelled cases (evaluation/cases)")
    evaluate.add_argument("--json", action="store_true", help="the figures as JSON")
    evaluate.add_argument("--misses", action="store_true", help="list the misses of the tuned half")
    evaluate.add_argument(
        "--metamorphic", action="store_true", help="also change the cases and tell which answers did what they must not"
    )
    evaluate.add_argument("--html", type=Path, metavar="FILE", help="write the figures with plots to a page, too")
    _add_rulebook(evaluate)


def _add_requires(commands: Any) -> None:
    about = "say whether a service needs prior authorization at all"
    requires = commands.add_parser("requires", help=about, description=f"{about[0].upper()}{about[1:]}.")
    requires.add_argument("--code", required=True, help="the CPT or HCPCS code of the service")
    requires.add_argument("--state", help="where it is given: two letters")
    requires.add_argument("--date", help="the day of the service, as 2026-03-01 (today)")
    requires.add_argument("--setting", help="outpatient (of a hospital), asc, office, home, inpatient or emergency")
    requires.add_argument("--line-of-business", default="medicare_ffs", help="the member's (%(default)s)")
    requires.add_argument("--json", action="store_true", help="the whole typed answer")
    _add_rulebook(requires)


def _add_jurisdictions(commands: Any) -> None:
    about = "show what federal programs and states ask of a determination, and how sure that is"
    jurisdictions = commands.add_parser("jurisdictions", help=about, description=f"{about[0].upper()}{about[1:]}.")
    jurisdictions.add_argument("profile", nargs="?", help="its id; without one, the profiles are listed")
    jurisdictions.add_argument("--json", action="store_true", help="the profiles as data")
    _add_rulebook(jurisdictions)


def _add_review(commands: Any) -> None:
    review = commands.add_parser(
        "review",
        help="review one case or many",
        description="Review cases. The result goes to standard output, progress and errors to standard error.",
        epilog=describe_exits(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    which = review.add_mutually_exclusive_group(required=True)
    which.add_argument("cases", nargs="*", default=[], metavar="CASE.json", help=_CASE_HELP)
    which.add_argument(
        "--jsonl", metavar="FILE", help="a file with a case on each line; a result on each line, in order"
    )
    review.add_argument("--json", action="store_true", help="the whole typed result; of several cases, one a line")
    _add_rulebook(review)


def _add_rulebook(command: argparse.ArgumentParser) -> None:
    command.add_argument("--rulebook", type=Path, metavar="DIR", help="the folder that holds skills/ and policies/")


def _add_serve(commands: Any) -> None:
    serve = commands.add_parser("serve", help="serve the API and the workbench", description="Serve the API.")
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on (%(default)s)")
    serve.add_argument("--port", type=_port, default=8000, help="the port; 0 takes a free one (%(default)s)")
    serve.add_argument("--data-dir", type=Path, metavar="DIR", help=_DATA_DIR_HELP)
    _add_rulebook(serve)


AGENTS = ("compliance", "clinical", "coverage", "synthesis")
_AGENT_PORT = 8088


def _add_agent(commands: Any) -> None:
    agent = commands.add_parser("agent", help="serve one agent by itself", description="Serve one agent by itself.")
    acts = agent.add_subparsers(dest="act", metavar="ACT", required=True)
    about = "serve an agent over HTTP, for a service that is set to PRIORAUTH_AGENTS=http"
    serve = acts.add_parser("serve", help=about, description=f"{about[0].upper()}{about[1:]}.")
    serve.add_argument("name", choices=AGENTS, help="which one")
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on (%(default)s)")
    serve.add_argument("--port", type=_port, default=_AGENT_PORT, help="the port (%(default)s)")
    _add_rulebook(serve)


def _add_doctor(commands: Any) -> None:
    about = "ask every part of this installation once, and tell what works and what to do about the rest"
    doctor = commands.add_parser("doctor", help=about, description=f"{about[0].upper()}{about[1:]}.")
    doctor.add_argument("--json", action="store_true", help="the same as data")
    doctor.add_argument("--data-dir", type=Path, metavar="DIR", help=_DATA_DIR_HELP)
    _add_rulebook(doctor)


def _add_audit(commands: Any) -> None:
    about = "prove, export and lawfully delete what is stored"
    audit = commands.add_parser("audit", help=about, description=f"{about[0].upper()}{about[1:]}.")
    acts = audit.add_subparsers(dest="act", metavar="ACT", required=True)
    for name, about in _ACTS.items():
        act = acts.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
        act.add_argument("--data-dir", type=Path, metavar="DIR", help=_DATA_DIR_HELP)
    for name in ("export", "delete"):
        acts.choices[name].add_argument("case", metavar="CASE", help="the case's id")
    acts.choices["verify"].add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="an exported record")
    acts.choices["verify-pdf"].add_argument("file", metavar="FILE", help="the PDF; - is standard input")
    acts.choices["verify-pdf"].add_argument("--fingerprint", type=_fingerprint, metavar="SHA256", help=_SIGNED_BY_HELP)
    acts.choices["export"].add_argument("--to", type=Path, metavar="FOLDER", help="a new folder (./CASE)")
    _add_deletion(acts.choices)
    for name in ("export", "retention"):
        acts.choices[name].add_argument("--actor", type=_name, default="command line", metavar="NAME", help=_ACTOR_HELP)


def _add_messages(commands: Any) -> None:
    about = "list the messages that other systems have not taken, and send them again"
    messages = commands.add_parser("messages", help=about, description=f"{about[0].upper()}{about[1:]}.")
    again = "try these again, or all that were given up where none is named"
    messages.add_argument("--send-again", nargs="*", metavar="ID", help=again)
    messages.add_argument("--data-dir", type=Path, metavar="DIR", help=_DATA_DIR_HELP)


def _add_lifecycle(commands: Any) -> None:
    about = "print the states of a case, who may move it, and the events, as a page of Markdown"
    commands.add_parser("lifecycle", help=about, description=f"{about[0].upper()}{about[1:]}.")


BUSINESSES = ("medicare_ffs", "medicare_advantage", "medicaid", "chip", "marketplace", "commercial")
FORMATS = ("json", "csv", "html")
GROUPS = ("policy", "criterion", "reviewer", "reason")
"""The values of enumerations, written out: the parser is made before a command imports what it needs."""


def _add_metrics(commands: Any) -> None:
    about = "compute the yearly public metrics of CMS-0057-F from the decided cases"
    metrics = commands.add_parser("metrics", help=about, description=f"{about[0].upper()}{about[1:]}.")
    metrics.add_argument("--year", type=int, required=True, help="the year of the decisions")
    metrics.add_argument("--line-of-business", choices=BUSINESSES, help="only this one")
    metrics.add_argument("--format", choices=FORMATS, help="instead of lines for the terminal")
    metrics.add_argument("--output", type=Path, metavar="FILE", help="write to this file (as JSON, without --format)")
    metrics.add_argument("--data-dir", type=Path, metavar="DIR", help=_DATA_DIR_HELP)
    _add_rulebook(metrics)


def _add_overrides(commands: Any) -> None:
    about = "tell how often, where and why clinicians decide otherwise than recommended"
    overrides = commands.add_parser("overrides", help=about, description=f"{about[0].upper()}{about[1:]}.")
    acts = overrides.add_subparsers(dest="act", metavar="ACT", required=True)
    about = "the rates of overrides, each with its denominator and its interval"
    report = acts.add_parser("report", help=about, description=f"{about[0].upper()}{about[1:]}.")
    report.add_argument("--year", type=int, help="only determinations of this year")
    report.add_argument("--by", choices=GROUPS, help="only this table (all of them)")
    report.add_argument("--json", action="store_true", help="the figures as data")
    report.add_argument("--data-dir", type=Path, metavar="DIR", help=_DATA_DIR_HELP)


_ACTS: Mapping[str, str] = {
    "verify": "prove every stored case, or an exported record, untouched, or name what is not as it was written",
    "verify-pdf": "tell whether a signed PDF is as this service issued it, or what to do where it is not",
    "export": "write a case's whole record into a private folder that an auditor can check alone, and record that",
    "delete": "delete a case's record; the links of its events, who deleted it and why are left",
    "retention": "delete the records of all cases that are not under review and whose last event is so many days old",
}
_ACTOR_HELP = "who does it, as the record will say"
_SIGNED_BY_HELP = "the SHA-256 of the certificate that must have signed it (that of the key in the data directory)"
_LONGEST_NAME, _LONGEST_REASON = 200, 2000


def _add_deletion(acts: Any) -> None:
    why = "the lawful reason, as the record will say; nothing of the person or the illness"
    acts["delete"].add_argument("--reason", type=_reason, required=True, metavar="TEXT", help=why)
    acts["delete"].add_argument("--actor", type=_name, required=True, metavar="NAME", help=_ACTOR_HELP)
    acts["retention"].add_argument(
        "--older-than", type=_days, required=True, metavar="DAYS", help="how old, at least 1"
    )
    acts["retention"].add_argument("--dry-run", action="store_true", help="name them and delete nothing")


def _fingerprint(text: str) -> str:
    digits = text.replace(":", "").lower()
    if re.fullmatch("[0-9a-f]{64}", digits) is None:
        raise argparse.ArgumentTypeError("a SHA-256 has 64 hexadecimal digits")
    return digits


def _name(text: str) -> str:
    return _said(text, _LONGEST_NAME)


def _reason(text: str) -> str:
    return _said(text, _LONGEST_REASON)


def _said(text: str, most: int) -> str:
    said = " ".join(text.split())
    if not 0 < len(said) <= most or not said.isprintable():
        raise argparse.ArgumentTypeError(f"give 1 to {most:,} printable characters")
    return said


def _days(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= _MOST_DAYS:
        raise argparse.ArgumentTypeError(f"give a number of days from 1 to {_MOST_DAYS:,}")
    return int(text)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > _LAST_PORT:
        raise argparse.ArgumentTypeError(f"a port is a number from 0 to {_LAST_PORT}")
    return int(text)
