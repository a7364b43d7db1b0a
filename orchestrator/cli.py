"""The command line, ``priorauth``. A command imports what it needs when it runs, so that help and checks are quick."""

import argparse
import logging
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from orchestrator.terminal.exits import Exit, describe_exits
from orchestrator.terminal.screen import Screen, screen_of_process
from priorauth.errors import PriorAuthError

_LAST_PORT = 65_535
_MOST_DAYS = 36_500
_DATA_DIR_HELP = "where cases are stored (var, in this repository)"
_CASE_HELP = "a case file: exactly the body of POST /api/cases; - is standard input"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Returns the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    screen = screen_of_process()
    try:
        return _COMMANDS[options.command](options, screen)
    except PriorAuthError as error:
        screen.complain(str(error))
        return _EXITS.get(error.code, Exit.FAILED)
    except KeyboardInterrupt:
        screen.complain("Interrupted.")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        screen.out.on_broken_pipe()
        return Exit.FAILED
    except Exception as error:  # noqa: BLE001 - the process's edge: a fault's own words may quote the record
        screen.complain(_describe_fault(error))
        return Exit.FAILED


def _review(options: argparse.Namespace, screen: Screen) -> int:
    from orchestrator.logs import configure_logging
    from orchestrator.terminal.review import review_files

    configure_logging(logging.WARNING)
    settings = _settings(options)
    if options.jsonl is None:
        return review_files(options.cases, settings, screen, as_json=options.json)

    from orchestrator.terminal.batch import review_jsonl

    return review_jsonl(options.jsonl, settings, screen)


def _check(options: argparse.Namespace, screen: Screen) -> int:
    from orchestrator.terminal.rule_book import check_rule_book

    return check_rule_book(_settings(options), screen)


def _explain(options: argparse.Namespace, screen: Screen) -> int:
    from orchestrator.terminal.rule_book import explain

    return explain(options.policy, _settings(options), screen, case=options.case)


def _requires(options: argparse.Namespace, screen: Screen) -> int:
    from orchestrator.terminal.requires import tell_requirement

    return tell_requirement(options, _settings(options), screen)


def _diff(options: argparse.Namespace, screen: Screen) -> int:
    from orchestrator.terminal.diff import compare

    return compare(options.old, options.new, options.cases, _settings(options), screen)


def _serve(options: argparse.Namespace, screen: Screen) -> int:
    from orchestrator.terminal.serve import serve

    return serve(options.host, options.port, _settings(options), screen)


def _audit(options: argparse.Namespace, screen: Screen) -> int:
    return _AUDITS[options.act](options, screen)


def _verify(options: argparse.Namespace, screen: Screen) -> int:
    from orchestrator.terminal.audit import verify_folder, verify_store

    return verify_folder(options.folder, screen) if options.folder else verify_store(_settings(options), screen)


def _export(options: argparse.Namespace, screen: Screen) -> int:
    from orchestrator.terminal.audit import export_case

    return export_case(options.case, options.to, options.actor, _settings(options), screen)


def _delete(options: argparse.Namespace, screen: Screen) -> int:
    from orchestrator.terminal.retention import delete_case

    return delete_case(options.case, options.reason, options.actor, _settings(options), screen)


def _retention(options: argparse.Namespace, screen: Screen) -> int:
    from orchestrator.terminal.retention import apply_retention

    return apply_retention(options.older_than, options.actor, options.dry_run, _settings(options), screen)


_COMMANDS: Mapping[str, Callable[[argparse.Namespace, Screen], int]] = {
    "review": _review,
    "check": _check,
    "explain": _explain,
    "requires": _requires,
    "diff": _diff,
    "serve": _serve,
    "audit": _audit,
}
_AUDITS: Mapping[str, Callable[[argparse.Namespace, Screen], int]] = {
    "verify": _verify,
    "export": _export,
    "delete": _delete,
    "retention": _retention,
}
_EXITS: Mapping[str, Exit] = {
    "bind_refused": Exit.USAGE,
    "case_not_found": Exit.USAGE,
    "not_comparable": Exit.USAGE,
}
"""The exit codes of failures that have one of their own, by the failure's code."""


def _settings(options: argparse.Namespace) -> Any:
    from orchestrator.settings import read_settings

    given = {name: getattr(options, name, None) for name in ("rulebook", "data_dir")}
    return read_settings(**{name: value for name, value in given.items() if value is not None})


def _parser() -> argparse.ArgumentParser:
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
    _add_diff(commands)
    _add_serve(commands)
    _add_audit(commands)
    return parser


def _add_diff(commands: Any) -> None:
    about = "show which outcomes an edited policy changes"
    diff = commands.add_parser("diff", help=about, description=f"{about[0].upper()}{about[1:]}.")
    for name in ("old", "new"):
        diff.add_argument(name, type=Path, metavar=name.upper(), help="a policy's file, or a rule book's folder")
    diff.add_argument("--cases", type=Path, required=True, metavar="DIR", help="the folder of the case files")
    _add_rulebook(diff)


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
    serve = commands.add_parser("serve", help="serve the API and the start page", description="Serve the API.")
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on (%(default)s)")
    serve.add_argument("--port", type=_port, default=8000, help="the port; 0 takes a free one (%(default)s)")
    serve.add_argument("--data-dir", type=Path, metavar="DIR", help=_DATA_DIR_HELP)
    _add_rulebook(serve)


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
    acts.choices["export"].add_argument("--to", type=Path, metavar="FOLDER", help="a new folder (./CASE)")
    _add_deletion(acts.choices)
    for name in ("export", "retention"):
        acts.choices[name].add_argument("--actor", type=_name, default="command line", metavar="NAME", help=_ACTOR_HELP)


_ACTS: Mapping[str, str] = {
    "verify": "prove every stored case, or an exported record, untouched, or name what is not as it was written",
    "export": "write a case's whole record into a private folder that an auditor can check alone, and record that",
    "delete": "delete a case's record; the links of its events, who deleted it and why are left",
    "retention": "delete the records of all cases that are not under review and whose last event is so many days old",
}
_ACTOR_HELP = "who does it, as the record will say"
_LONGEST_NAME, _LONGEST_REASON = 200, 2000


def _add_deletion(acts: Any) -> None:
    why = "the lawful reason, as the record will say; nothing of the person or the illness"
    acts["delete"].add_argument("--reason", type=_reason, required=True, metavar="TEXT", help=why)
    acts["delete"].add_argument("--actor", type=_name, required=True, metavar="NAME", help=_ACTOR_HELP)
    acts["retention"].add_argument(
        "--older-than", type=_days, required=True, metavar="DAYS", help="how old, at least 1"
    )
    acts["retention"].add_argument("--dry-run", action="store_true", help="name them and delete nothing")


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


def _describe_fault(error: Exception) -> str:
    """An unexpected fault by its type and places; its message is left out, for it may quote a record."""
    places = [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in _frames(error)]
    return "\n".join([f"An unexpected fault ({type(error).__name__}) ended the command, at:", *places])


def _frames(error: Exception) -> Sequence[traceback.FrameSummary]:
    return traceback.extract_tb(error.__traceback__)[-6:]


if __name__ == "__main__":
    sys.exit(main())
