"""Whether a text came through character recognition, as its own letters show.

Nobody types "m0derate", "l0/O1/2026" or "8l %": there a letter stands for a figure or a figure for a letter. Three
such places make a text scanned; one or two may be a slip of the keyboard. A well recognized scan leaves no trace and
counts as typed text.
"""

import re
from collections.abc import Iterator
from itertools import islice

_TRACE = re.compile(
    r"\b(?=[0-9lIO/]*[lIO])(?=[0-9lIO/]*[0-9])[0-9lIO]{1,2}/[0-9lIO]{1,2}/[0-9lIO]{2,4}\b"
    r"|(?<![\w./-])[0-9]+[lIO](?=\s?%)"
    r"|(?<![\w./-])[0-9]+[IO](?=\s?(?:mg|mm|kg|lb)\b)"
    r"|(?<![\w./-])[lI][0-9](?:\.[0-9])?(?=\s?(?:%|(?:mg|mm|kg|lb)\b))"
    r"|\b(?![xXqQ][01])[A-Za-z][a-z]*[01][a-z]{3,}\b"
)
_HINT = re.compile(r"[0-9/](?:(?<=[lIO].)|(?=[lIO])|(?<=[a-zA-Z][01])(?=[a-z]{3}))")
"""A figure or a slash beside a letter without which there is no trace: the search runs from figure to figure."""
_ENOUGH = 3


def is_scanned(text: str) -> bool:
    """Whether three places or more show the confusions of character recognition."""
    return len(list(islice(_traces(text), _ENOUGH))) == _ENOUGH


def _traces(text: str) -> Iterator[re.Match[str]]:
    """Every trace, looked for only in the lines that hold a hint."""
    read = 0
    for hint in _HINT.finditer(text):
        if hint.start() < read:
            continue
        start, end = text.rfind("\n", 0, hint.start()) + 1, text.find("\n", hint.end())
        read = end + 1 if end >= 0 else len(text)
        yield from _TRACE.finditer(text, start, read)
