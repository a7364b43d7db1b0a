"""Before anything is made: login, subscription, tools, names, addresses, providers, permissions, model and quota."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from infra.hooks import needs
from infra.hooks.models import model
from infra.hooks.parameters import read_choices
from infra.hooks.programs import ProgramMissing, known_values
from infra.hooks.words import HookFailed, Problem, complain, say

_OFFLINE = (needs.names, needs.addresses)
_SIGNED_IN = (needs.subscription, needs.providers, needs.permissions, model)
_NOBODY = needs.Account("", "", "", "", is_person=True)


def preflight(root: Path) -> int:
    """Tells every problem at once; 0 where there is none."""
    found, unseen = _found(root)
    if not found:
        say("Everything that a deployment needs is there.")
        return 0
    complain(found)
    if unseen:
        say(f"Not looked at, because of these: {', '.join(unseen)}.")
    return 1


def _found(root: Path) -> tuple[list[Problem], list[str]]:
    """The problems, and what could not be looked at."""
    found = [*_looked(needs.tools), *_looked(needs.deployer_tool)]
    try:
        values = known_values()
        choices = read_choices(root, values)
    except HookFailed as error:
        return _once([*found, _problem(error, "azd env new priorauth-dev")]), ["all that depends on the environment"]
    looking = needs.Looking(root, values, choices, _NOBODY)
    found += [problem for check in _OFFLINE for problem in _looked(partial(check, looking))]
    try:
        looking = needs.Looking(root, values, choices, needs.account())
    except ProgramMissing as error:
        return _once([*found, _problem(error)]), ["subscription, resource providers, permissions, model and quota"]
    except HookFailed:
        signed_out = Problem("Nobody is signed in to az.", "az login")
        return [*found, signed_out], ["subscription, resource providers, permissions, model and quota"]
    found += [problem for check in _SIGNED_IN for problem in _looked(partial(check, looking))]
    return _once(found), []


def _looked(check: Callable[[], Iterable[Problem]]) -> list[Problem]:
    """The problems of one need; one that cannot be looked at is a problem too."""
    found: list[Problem] = []
    try:
        found.extend(check())
    except HookFailed as error:
        found.append(_problem(error))
    return found


def _problem(error: HookFailed, mend: str = "") -> Problem:
    return Problem(error.sentence, error.mend or mend)


def _once(problems: Iterable[Problem]) -> list[Problem]:
    return list(dict.fromkeys(problems))
