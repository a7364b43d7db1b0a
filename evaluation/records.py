"""Case bodies for measuring: the examples, and a record as long as wanted."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
EXAMPLES = tuple(sorted((REPOSITORY / "examples").glob("*.json")))
_STATED_ON = "10/06/2026"
_FIRST_VISIT = dt.date(2018, 1, 8)


def example_bodies() -> list[dict[str, Any]]:
    """The body of every example, in the order of their names."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in EXAMPLES]


def long_body(characters: int) -> dict[str, Any]:
    """The first example with so many characters of visit notes: one clinic's notes, a visit a week, in one text."""
    body = example_bodies()[0]
    note = body["documents"][0]["text"]
    visits: list[str] = []
    length = 0
    while length < characters:
        day = _FIRST_VISIT + dt.timedelta(days=7 * len(visits))
        visits.append(note.replace(_STATED_ON, day.strftime("%m/%d/%Y")))
        length += len(note) + 1
    body["documents"][0]["text"] = "\f".join(visits)[:characters]
    return body
