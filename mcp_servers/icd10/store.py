"""The ICD-10-CM database, read only."""

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from priorauth.errors import PriorAuthError

DEFAULT_DATABASE = Path(__file__).parents[2] / "var" / "icd10-cm.sqlite"

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 12
_RANKED = 2000

_ONE = "SELECT code, title, parent, billable FROM item WHERE code = ?"
_CHILDREN = "SELECT code, title, parent, billable FROM item WHERE parent = ? ORDER BY code"
_RANGE = """
SELECT code, title, parent, billable FROM item WHERE code >= ? AND code < ? AND billable >= ? ORDER BY code LIMIT ?
"""
_RANGE_COUNT = "SELECT count(*) FROM item WHERE code >= ? AND code < ? AND billable >= ?"
_CATEGORIES = """
SELECT code, title, parent, billable FROM item WHERE code >= ? AND code < ? AND parent IS NULL ORDER BY code LIMIT ?
"""
_CATEGORY_COUNT = "SELECT count(*) FROM item WHERE code >= ? AND code < ? AND parent IS NULL"
_NOTES = "SELECT kind, text FROM note WHERE code = ?"
_SEARCH = """
SELECT code, title, parent, billable FROM (
    SELECT code, item.title AS title, parent, billable, rank AS weight
    FROM words JOIN item ON item.id = words.rowid WHERE words MATCH ? AND billable >= ? LIMIT ?
) ORDER BY title NOT LIKE ?, weight, code LIMIT ?
"""
_SEARCH_COUNT = "SELECT count(*) FROM words WHERE words MATCH ?"
_BILLABLE_SEARCH_COUNT = """
SELECT count(*) FROM words JOIN item ON item.id = words.rowid WHERE words MATCH ? AND billable
"""


class DatabaseMissing(PriorAuthError):
    """The ICD-10-CM database was not built."""

    code = "icd10_database_missing"

    def __init__(self, path: Path) -> None:
        super().__init__(f"The ICD-10-CM database {path.name} is not there; run `make setup`, which builds it.")


@dataclass(frozen=True)
class Line:
    """A row of the release: a category (no parent) or a code."""

    code: str
    title: str
    parent: str | None
    billable: bool


class CodeStore:
    """Questions to the database. The connection is read only and may be used from any thread."""

    def __init__(self, path: Path = DEFAULT_DATABASE) -> None:
        """Raises DatabaseMissing where no database was built."""
        if not path.is_file():
            raise DatabaseMissing(path)
        self._database = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self.version = str(self._rows("SELECT version FROM release", ())[0][0])

    def close(self) -> None:
        """Let the file go."""
        self._database.close()

    def line(self, code: str) -> Line | None:
        """The row of a code, if the release has it."""
        return next(iter(self._lines(_ONE, (code,))), None)

    def children(self, code: str) -> list[Line]:
        """The codes directly below a code."""
        return self._lines(_CHILDREN, (code,))

    def ancestors(self, line: Line) -> list[Line]:
        """What stands above a code, its category first."""
        parent = self.line(line.parent) if line.parent else None
        return [*self.ancestors(parent), parent] if parent else []

    def below(self, code: str, limit: int, *, billable_only: bool = False) -> tuple[list[Line], int]:
        """The codes below a code in code order, the first ``limit`` of them, and how many there are."""
        return self._range(f"{code}!", f"{code}~", limit, billable_only)

    def with_prefix(self, prefix: str, limit: int, *, billable_only: bool) -> tuple[list[Line], int]:
        """The codes that begin with a prefix in canonical form, and how many there are."""
        return self._range(prefix, f"{prefix}~", limit, billable_only)

    def categories(self, letter: str, limit: int) -> tuple[list[Line], int]:
        """The categories whose code begins with a letter, the first ``limit`` of them, and how many there are."""
        bounds = (letter, f"{letter}~")
        return self._lines(_CATEGORIES, (*bounds, limit)), self._count(_CATEGORY_COUNT, bounds)

    def notes(self, code: str) -> list[tuple[str, str]]:
        """The notes that stand at a code itself, as (kind, text)."""
        return [(str(kind), str(text)) for kind, text in self._rows(_NOTES, (code,))]

    def search(self, words: Sequence[str], limit: int, *, billable_only: bool) -> tuple[list[Line], int]:
        """The codes that hold every word (or its beginning) in title or terms, the best first, and how many there are.

        Titles that begin with the words come before all others. Where more than 2000 codes fit, only the 2000 most
        general are ranked.
        """
        match = " ".join(map(_quoted, words))
        total = self._count(_BILLABLE_SEARCH_COUNT if billable_only else _SEARCH_COUNT, (match,))
        return self._lines(_SEARCH, (match, int(billable_only), _RANKED, f"{' '.join(words)}%", limit)), total

    def _range(self, start: str, end: str, limit: int, billable_only: bool) -> tuple[list[Line], int]:
        """Codes from ``start`` up to and without ``end``; ``!`` sorts before, ``~`` after every character of a code."""
        bounds = (start, end, int(billable_only))
        return self._lines(_RANGE, (*bounds, limit)), self._count(_RANGE_COUNT, bounds)

    def _lines(self, query: str, values: Sequence[str | int]) -> list[Line]:
        return [_line(row) for row in self._rows(query, values)]

    def _count(self, query: str, values: Sequence[str | int]) -> int:
        return int(self._rows(query, values)[0][0])

    def _rows(self, query: str, values: Sequence[str | int]) -> list[tuple[Any, ...]]:
        return self._database.execute(query, values).fetchall()


def search_words(text: str) -> list[str]:
    """The words of a search text, twelve at the most; whatever has a meaning in a query language is left behind."""
    return _WORD.findall(text)[:_MOST_WORDS]


def _quoted(word: str) -> str:
    """A full-text term: a word of three letters or more also matches longer words that begin with it."""
    return f'"{word}"*' if len(word) > 2 else f'"{word}"'


def _line(row: tuple[Any, ...]) -> Line:
    code, title, parent, billable = row
    return Line(code, title, parent, bool(billable))
