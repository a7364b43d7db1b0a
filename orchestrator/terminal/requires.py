"""``priorauth requires``: whether a service needs prior authorization at all, by which rule, and who says so."""

import argparse
from collections.abc import Iterator

from pydantic import ValidationError

from orchestrator.clock import utc_now
from orchestrator.settings import Settings
from orchestrator.terminal.exits import Exit
from orchestrator.terminal.lines import BLANK, Line, plain, rows, words
from orchestrator.terminal.screen import Screen
from orchestrator.terminal.wording import QUIET, VERIFICATIONS
from priorauth.requirements import Needed, ProgramAnswer, Question, Requirement, requirement
from priorauth.rulebook import read_rule_book

_STYLES = {Needed.YES: "bold", Needed.NO: "", Needed.UNKNOWN: "yellow"}


def tell_requirement(options: argparse.Namespace, settings: Settings, screen: Screen) -> Exit:
    """Answers for the code, day, state, setting and line of business of the command line."""
    given = {
        "code": options.code,
        "on": options.date or utc_now().date(),
        "state": options.state.upper() if options.state else None,
        "setting": options.setting,
        "line_of_business": options.line_of_business,
    }
    try:
        question = Question.model_validate(given)
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_input=False):
            screen.complain(f"--{_option(problem['loc'])}: {problem['msg'].removeprefix('Value error, ')}.")
        return Exit.USAGE
    answer = requirement(question, read_rule_book(settings.rulebook).programs)
    if options.json:
        screen.data(answer.model_dump_json())
    else:
        screen.show(requirement_lines(answer))
    return Exit.DONE


def _option(location: tuple[int | str, ...]) -> str:
    name = str(location[0])
    return {"on": "date"}.get(name, name).replace("_", "-")


def requirement_lines(answer: Requirement) -> Iterator[Line]:
    """The answer, and what each program says with its source."""
    asked = answer.question
    where = " in ".join(part for part in (asked.setting and asked.setting.value, asked.state) if part)
    business = asked.line_of_business.value.replace("_", " ")
    described = ", ".join(part for part in (asked.code, where, asked.on.isoformat(), business) if part)
    yield plain(f"{answer.needed.value.upper()}  {described}", style=_STYLES[answer.needed] or "bold")
    yield plain(answer.reason, indent=2)
    for program in answer.programs:
        yield BLANK
        yield from _program_lines(program)


def _program_lines(answer: ProgramAnswer) -> Iterator[Line]:
    yield plain(f"{answer.program}  {answer.title}", style="bold")
    said = [
        (answer.needed.value, answer.reason),
        ("policies", ", ".join(answer.listing.policies) if answer.listing else ""),
        ("source", f"{answer.source} · {VERIFICATIONS[answer.verification]} · {answer.url}"),
    ]
    yield from rows([(words(name, QUIET), words(text)) for name, text in said if text])
