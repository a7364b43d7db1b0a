"""Before anything is made: login, subscription, tools, names, addresses, providers, permissions, model and quota."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from infra.hooks import needs
from infra.hooks.models import hosting, model
from infra.hooks.networks import class_a, network
from infra.hooks.parameters import read_choices
from infra.hooks.programs import ProgramMissing, known_values
from infra.hooks.words import HookFailed, Problem, complain, say

_OFFLINE = (needs.names, needs.addresses, needs.messages, network)
_SIGNED_IN = (needs.subscription, needs.providers, needs.permissions, model)
_OF_AZURE = "subscription, resource providers, permissions, model and quota"
_OF_THE_ENVIRONMENT = "all that depends on the environment"
_NOBODY = needs.Account("", "", "", "", is_person=True)


@dataclass
class _Seen:
    """The problems, what may become one, and what could not be looked at because of them."""

    problems: list[Problem] = field(default_factory=list[Problem])
    notes: list[str] = field(default_factory=list[str])
    unseen: str = ""

    def look(self, *checks: Callable[[], Iterable[Problem]]) -> None:
        """Look at needs; one that cannot be looked at is a problem too."""
        for check in checks:
            try:
                self.problems.extend(check())
            except HookFailed as error:
                self.add(error)

    def add(self, error: HookFailed, mend: str = "") -> None:
        """A problem that an error tells of."""
        self.problems.append(Problem(error.sentence, error.mend or mend))


def preflight(root: Path) -> int:
    """Tells every problem at once; 0 where there is none."""
    seen = _looked(root)
    for note in seen.notes:
        say(note)
    if not seen.problems:
        say("Everything that a deployment needs is there.")
        return 0
    complain(list(dict.fromkeys(seen.problems)))
    if seen.unseen:
        say(f"Not looked at, because of these: {seen.unseen}.")
    return 1


def _looked(root: Path) -> _Seen:
    seen = _Seen()
    seen.look(needs.tools, needs.deployer_tool)
    try:
        values = known_values()
        choices = read_choices(root, values)
    except HookFailed as error:
        seen.add(error, "azd env new priorauth-dev")
        seen.unseen = _OF_THE_ENVIRONMENT
        return seen
    looking = needs.Looking(root, values, choices, _NOBODY)
    seen.notes.extend((*hosting(looking), *class_a(looking)))
    seen.look(*(partial(check, looking) for check in _OFFLINE))
    try:
        signed_in = needs.Looking(root, values, choices, needs.account())
    except HookFailed as error:
        seen.add(error if isinstance(error, ProgramMissing) else HookFailed("Nobody is signed in to az.", "az login"))
        seen.unseen = _OF_AZURE
        return seen
    seen.look(*(partial(check, signed_in) for check in _SIGNED_IN))
    return seen
