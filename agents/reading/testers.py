"""Who performed the test, where other words stand between: "DME supplier (Acme) performed the overnight oximetry"."""

import re
from collections.abc import Iterator

from agents.reading.layout import Statement
from agents.reading.page import Page

_GAP = r"(?:(?!\b(?:not|never|no)\b)[^.;\n]){0,40}?"
_TEST = r"\b(?:oximetry|walk test|6mwt|(?:qualifying|saturation|oxygen) tests?|testing)\b"
_SUPPLIER = r"\b(?:supplier|dme|hme|oxygen company|oxygen vendor)\b"
_SUPPLIER_TESTED = re.compile(
    rf"{_SUPPLIER}{_GAP}\b(?:performed|conducted|completed|did|ran)\b{_GAP}{_TEST}"
    rf"|{_TEST}{_GAP}\b(?:performed|conducted|done|completed|run)\b{_GAP}\bby\b{_GAP}{_SUPPLIER}"
)
SUPPLIER_TEST = "test_by_supplier"


def tested_by_supplier(page: Page, statement: Statement) -> Iterator[tuple[int, int]]:
    """Where a statement says that an equipment supplier performed the test."""
    yield from (match.span() for match in _SUPPLIER_TESTED.finditer(page.folded, statement.start, statement.end))
