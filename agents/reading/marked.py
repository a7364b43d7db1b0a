"""Patterns that are tried only where they can match: where one of their words stands.

A statement is asked many questions, and the answer to most is no. A pattern that begins with a choice is tried at every
sign of a text, which takes several times as long as to look for some plain words: where none of them stands, the
pattern is not tried.
"""

import re
import sys
from collections.abc import Iterator

from agents.reading.layout import Statement
from agents.reading.page import Page
from agents.reading.stems import STEMS
from agents.reading.tables import phrases


class Stemmed:
    """A pattern for statements of which every match holds a word that begins with one of its ``stems``, or is one.

    Which statements hold such words is known before (:mod:`agents.reading.stems`): in all others it costs one look-up.
    Who adds an alternative to the pattern adds its stem, unless it holds one that is there.
    """

    __slots__ = ("bit", "pattern", "stems")

    def __init__(self, stems: str, pattern: str) -> None:
        self.stems = tuple(phrases(stems))
        self.bit = STEMS.add(self.stems)
        self.pattern = re.compile(pattern)

    def may_stand_in(self, page: Page, statement: Statement) -> bool:
        """Whether a word with a stem stands in a statement."""
        return page.holds(statement, self.bit)

    def search(
        self, page: Page, statement: Statement, start: int | None = None, end: int | None = None
    ) -> re.Match[str] | None:
        """What the pattern finds first in a statement, or in the part of it from ``start`` to ``end``."""
        if not page.held[statement.start] & self.bit:
            return None
        first, last = statement.start if start is None else start, statement.end if end is None else end
        return self.pattern.search(page.folded, first, last)

    def begins(self, page: Page, statement: Statement) -> bool:
        """Whether a statement begins with what the pattern finds."""
        return (
            page.held[statement.start] & self.bit != 0 and self.pattern.match(page.folded, statement.start) is not None
        )

    def finditer(self, page: Page, statement: Statement) -> Iterator[re.Match[str]]:
        """All that the pattern finds in a statement."""
        if not page.held[statement.start] & self.bit:
            return iter(())
        return self.pattern.finditer(page.folded, statement.start, statement.end)


class Marked:
    """A pattern for any words of which every match holds one of its ``marks``, a table of words or parts of words.

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
