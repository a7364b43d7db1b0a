"""The command line, ``priorauth``. A command imports what it needs when it runs, so that help and checks are quick."""

import argparse
import logging
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from orchestrator.terminal.arguments import parser_of_commands
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.screen import Screen, screen_of_process
from priorauth.errors import PriorAuthError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Returns the exit code."""
    options = parser_of_commands().parse_args(arguments)
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
    from orchestrator.terminal.review import review_files
    from telemetry.logs import configure_logging

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


def _jurisdictions(options: argparse.Namespace, screen: Screen) -> int:
    from orchestrator.terminal.jurisdictions import tell_jurisdictions

    return tell_jurisdictions(options.profile, _settings(options), screen, as_json=options.json)


def _diff(options: argparse.Namespace, screen: Screen) -> int:
    from orchestrator.terminal.diff import compare

    return compare(options.old, options.new, options.cases, _settings(options), screen)


def _evaluate(options: argparse.Namespace, screen: Screen) -> int:
    from evaluation.exam.command import Wanted, evaluate

    wanted = Wanted(options.json, options.misses, options.metamorphic, options.html)
    return evaluate(options.folder, _settings(options), screen, wanted)


def _serve(options: argparse.Namespace, screen: Screen) -> int:
    from orchestrator.terminal.serve import serve

    return serve(options.host, options.port, _settings(options), screen)


def _agent(options: argparse.Namespace, screen: Screen) -> int:
    from orchestrator.terminal.serve import serve_one_agent

    return serve_one_agent(options.name, options.host, options.port, _settings(options), screen)


def _doctor(options: argparse.Namespace, screen: Screen) -> int:
    from orchestrator.terminal.doctor import tell_health

    return tell_health(lambda: _settings(options), screen, as_json=options.json)


def _audit(options: argparse.Namespace, screen: Screen) -> int:
    return _AUDITS[options.act](options, screen)


def _verify(options: argparse.Namespace, screen: Screen) -> int:
    from orchestrator.terminal.audit import verify_folder, verify_store

    return verify_folder(options.folder, screen) if options.folder else verify_store(_settings(options), screen)


def _verify_pdf(options: argparse.Namespace, screen: Screen) -> int:
    from orchestrator.terminal.signatures import verify_pdf

    return verify_pdf(options.file, options.fingerprint, _settings(options), screen)


def _export(options: argparse.Namespace, screen: Screen) -> int:
    from orchestrator.terminal.audit import export_case

    return export_case(options.case, options.to, options.actor, _settings(options), screen)


def _delete(options: argparse.Namespace, screen: Screen) -> int:
    from orchestrator.terminal.retention import delete_case

    return delete_case(options.case, options.reason, options.actor, _settings(options), screen)


def _retention(options: argparse.Namespace, screen: Screen) -> int:
    from orchestrator.terminal.retention import apply_retention

    return apply_retention(options.older_than, options.actor, options.dry_run, _settings(options), screen)


def _messages(options: argparse.Namespace, screen: Screen) -> int:
    from orchestrator.terminal.messages import send_messages_again, tell_messages

    settings = _settings(options)
    if options.send_again is None:
        return tell_messages(settings, screen)
    return send_messages_again(options.send_again, settings, screen)


def _lifecycle(_: argparse.Namespace, screen: Screen) -> int:
    from priorauth.lifecycle_page import lifecycle_page

    screen.data(lifecycle_page().rstrip())
    return Exit.DONE


def _metrics(options: argparse.Namespace, screen: Screen) -> int:
    from orchestrator.terminal.metrics import tell_metrics

    return tell_metrics(options, _settings(options), screen)


def _overrides(options: argparse.Namespace, screen: Screen) -> int:
    from orchestrator.terminal.overrides import tell_overrides

    return tell_overrides(options, _settings(options), screen)


_COMMANDS: Mapping[str, Callable[[argparse.Namespace, Screen], int]] = {
    "review": _review,
    "check": _check,
    "explain": _explain,
    "requires": _requires,
    "jurisdictions": _jurisdictions,
    "diff": _diff,
    "evaluate": _evaluate,
    "serve": _serve,
    "agent": _agent,
    "doctor": _doctor,
    "audit": _audit,
    "messages": _messages,
    "lifecycle": _lifecycle,
    "metrics": _metrics,
    "overrides": _overrides,
}
_AUDITS: Mapping[str, Callable[[argparse.Namespace, Screen], int]] = {
    "verify": _verify,
    "verify-pdf": _verify_pdf,
    "export": _export,
    "delete": _delete,
    "retention": _retention,
}
_EXITS: Mapping[str, Exit] = {
    "bind_refused": Exit.USAGE,
    "case_not_found": Exit.USAGE,
    "message_not_found": Exit.USAGE,
    "not_comparable": Exit.USAGE,
    "year_out_of_range": Exit.USAGE,
}
"""The exit codes of failures that have one of their own, by the failure's code."""


def _settings(options: argparse.Namespace) -> Any:
    from orchestrator.settings import read_settings

    given = {name: getattr(options, name, None) for name in ("rulebook", "data_dir")}
    return read_settings(**{name: value for name, value in given.items() if value is not None})


def _describe_fault(error: Exception) -> str:
    """An unexpected fault by its type and places; its message is left out, for it may quote a record."""
    places = [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in _frames(error)]
    return "\n".join([f"An unexpected fault ({type(error).__name__}) ended the command, at:", *places])


def _frames(error: Exception) -> Sequence[traceback.FrameSummary]:
    return traceback.extract_tb(error.__traceback__)[-6:]


if __name__ == "__main__":
    sys.exit(main())
