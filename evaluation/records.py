"""Case bodies for measuring: the examples, and a record as long as wanted."""

import datetime as dt
import json
import random
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
EXAMPLES = tuple(sorted((REPOSITORY / "examples").glob("*.json")))
_STATED_ON = "10/06/2026"
_FIRST_VISIT = dt.date(2018, 1, 8)
_DIGIT, _LETTER = "0123456789", "ACDEFGHJKMNPQRTUVWXY"
_EITHER = _DIGIT + _LETTER
_MEMBER_ID = ("123456789", _LETTER, _EITHER, _DIGIT, _LETTER, _EITHER, _DIGIT, _LETTER, _LETTER, _DIGIT, _DIGIT)
"""The letters that may stand at each place of a Medicare beneficiary identifier (CMS)."""


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


def varied_bodies(seed: int) -> Iterator[bytes]:
    """The examples in turn without end, each for another member id; nothing else is changed."""
    chance, bodies = random.Random(seed), example_bodies()
    for body in cycle(bodies):
        body["member"]["member_id"] = "".join(chance.choice(letters) for letters in _MEMBER_ID)
        yield json.dumps(body).encode()
