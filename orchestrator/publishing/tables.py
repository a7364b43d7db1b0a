"""Rows as comma-separated values. Whoever opens the file in a spreadsheet gets text and numbers, and no formula."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet may run."""
Row = Mapping[str, object]


def written(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """The table, with a header and line ends as RFC 4180 asks. What a row does not name is empty, as None is."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(columns)
    writer.writerows([harmless(row.get(name, "")) for name in columns] for row in rows)
    return table.getvalue()


def harmless(value: object) -> object:
    """The value; text that a spreadsheet would take for a formula stands behind an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
