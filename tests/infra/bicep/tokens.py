"""The words of a Bicep file, each with its line. Strings carry what stands in their ``${...}``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What a word is."""

    NAME = auto()
    NUMBER = auto()
    STRING = auto()
    SIGN = auto()
    NEWLINE = auto()


@dataclass(frozen=True)
class Token:
    """A word. Of a string, ``text`` is what stands between the quotes, and ``inner`` what it interpolates."""

    kind: Kind
    text: str
    line: int
    inner: tuple["Token", ...] = ()


class Unreadable(Exception):
    """A file that is no Bicep, with its line."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


_PLAIN = re.compile(
    r"(?P<blank>[ \t\r]+|//[^\n]*|/\*.*?\*/|#[^\n]*)|(?P<newline>\n)|(?P<name>[A-Za-z_]\w*)|(?P<number>\d+)"
    r"|(?P<sign>=>|==|!=|<=|>=|=~|!~|&&|\|\||\?\?|\.\?|::|[-+*/%=<>!?:.,()\[\]{}@])",
    re.DOTALL,
)
_KINDS = {"newline": Kind.NEWLINE, "name": Kind.NAME, "number": Kind.NUMBER, "sign": Kind.SIGN}


def tokens_of(text: str, line: int = 1) -> Iterator[Token]:
    """The words of a text that begins at a line. Raises :class:`Unreadable`."""
    at = 0
    while at < len(text):
        if text[at] == "'":
            end = _end_of_string(text, at, line)
            inner = tuple(_interpolated(text[at + 1 : end], line))
            yield Token(Kind.STRING, text[at + 1 : end], line, inner)
            at = end + 1
            continue
        found = _PLAIN.match(text, at)
        if found is None:
            raise Unreadable(line, f"there is a {text[at]!r} that begins no word")
        if found.lastgroup != "blank":
            yield Token(_KINDS[str(found.lastgroup)], found.group(), line)
        line += found.group().count("\n")
        at = found.end()


def _end_of_string(text: str, start: int, line: int) -> int:
    """Where a string's closing quote is; strings inside ``${...}`` have quotes of their own."""
    at, depth = start + 1, 0
    while at < len(text) and text[at] != "\n":
        if text[at] == "\\":
            at += 1
        elif text.startswith("${", at):
            depth += 1
            at += 1
        elif depth and text[at] == "}":
            depth -= 1
        elif depth and text[at] == "'":
            at = _end_of_string(text, at, line)
        elif text[at] == "'":
            return at
        at += 1
    raise Unreadable(line, "a string does not end on its line")


def _interpolated(text: str, line: int) -> Iterator[Token]:
    """The words inside each ``${...}`` of a string, none of which holds an object."""
    for part in re.findall(r"(?<!\\)\$\{((?:[^{}']|'[^']*')*)\}", text):
        yield from tokens_of(part, line)
        yield Token(Kind.SIGN, ",", line)
