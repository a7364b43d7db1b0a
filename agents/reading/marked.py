"""Patterns that are tried only where they can match.

A statement is asked many questions, and the answer to most is no. A pattern that begins with a choice is tried at every
sign of a text, which takes several times as long as to look for some plain words: where none of them stands, the
pattern is not tried.
"""

import re
import sys
from collections.abc import Iterator

from agents.reading.tables import phrases


class Marked:
    """A pattern of which every match holds one of its ``marks``, given as a table of plain words or parts of words.

    Who adds an alternative to the pattern adds its mark, unless it holds one that is there.
    """

    __slots__ = ("marks", "pattern")

    def __init__(self, marks: str, pattern: str) -> None:
        self.marks = tuple(phrases(marks))
        self.pattern = re.compile(pattern)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """What the pattern finds first in a stretch."""
        return self.pattern.search(text, start, end) if self.may_match(text[start:end]) else None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """All that the pattern finds in a stretch."""
        return self.pattern.finditer(text, start, end) if self.may_match(text[start:end]) else iter(())

    def may_match(self, words: str) -> bool:
        """Whether a mark stands in some words."""
        for mark in self.marks:  # noqa: SIM110 - asked thousands of times a page, where any() takes half as long again
            if mark in words:
                return True
        return False
