"""What the hooks say: sentences with the command that mends, tables, and nothing that should not be seen."""

import re
import sys
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_WIDTH = 110
_SECRETS = (
    re.compile(r"eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+)*"),
    re.compile(r"(?i)\bbearer\s+\S+"),
    re.compile(r"(?i)\b(?:sig|password|pwd|secret|accountkey|instrumentationkey)[\"']?\s*[=:]\s*\S+"),
)


class HookFailed(Exception):
    """What did not work, in a sentence, and the command that mends it."""

    def __init__(self, sentence: str, mend: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.mend = mend


class Problem(NamedTuple):
    """Something that stands in the way, in a sentence, and the command that mends it."""

    sentence: str
    mend: str


@dataclass(frozen=True)
class Proven:
    """One part of a deployment: whether it was seen to work, what was seen, and what to do where it was not."""

    part: str
    works: bool
    seen: str
    mend: str = ""


def without_secrets(text: str) -> str:
    """A text in which tokens, keys and signatures are replaced by dots."""
    for secret in _SECRETS:
        text = secret.sub("...", text)
    return text


def say(text: str = "") -> None:
    """A line for the person who deploys."""
    sys.stdout.write(f"{without_secrets(text)}\n")
    sys.stdout.flush()


def complain(problems: Sequence[Problem]) -> None:
    """Every problem with its number, its sentence and its command."""
    count = "1 thing stands" if len(problems) == 1 else f"{len(problems)} things stand"
    say(f"{count} in the way:")
    for number, problem in enumerate(problems, start=1):
        lead = f"{number:>3}. "
        say(textwrap.fill(problem.sentence, _WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead)))
        if problem.mend:
            say(f"{' ' * len(lead)}-> {problem.mend}")


def table(rows: Iterable[Proven]) -> None:
    """A row for each part: its state in words, and what was seen; what to do stands under a row that failed."""
    parts = tuple(rows)
    wide = max(len(one.part) for one in parts)
    lead = " " * (wide + 16)
    for one in parts:
        first = f"{one.part:<{wide}}  {'works' if one.works else 'NOT PROVEN':<12}  "
        say(textwrap.fill(one.seen, _WIDTH, initial_indent=first, subsequent_indent=lead))
        if not one.works and one.mend:
            say(f"{lead}-> {one.mend}")
