"""Builds the ICD-10-CM database. Run ``python -m mcp_servers.icd10.build OUT.sqlite``; ``make setup`` does.

The release comes from the package ``simple-icd-10-cm``, which is slow and large to import and is imported here only.
"""

import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

DATA_VERSION = "ICD-10-CM FY2026, update of 2026-04-01"

_SCHEMA = """
CREATE TABLE release (version TEXT NOT NULL);
CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    parent TEXT,
    billable INTEGER NOT NULL
);
CREATE INDEX item_parent ON item (parent);
CREATE TABLE note (code TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL);
CREATE INDEX note_code ON note (code);
CREATE VIRTUAL TABLE words USING fts5(title, terms, content='', tokenize='porter unicode61');
"""

Notes = dict[str, list[str]]
Item = tuple[str, str, str | None, bool, Notes]
"""Code, title, parent (None for a category), whether it is billable, and its notes by kind."""


def build(target: Path, items: Iterable[Item] | None = None) -> int:
    """Write the database, replacing what is there, and return how many categories and codes it holds.

    ``items`` are the installed release's unless others are given.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(f".{os.getpid()}.draft")
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.executescript(_SCHEMA)
        database.execute("INSERT INTO release VALUES (?)", (DATA_VERSION,))
        database.execute("INSERT INTO words (words, rank) VALUES ('rank', 'bm25(10.0, 3.0)')")
        count = _fill(database, sorted(_release() if items is None else items, key=_depth))
        database.commit()
    draft.replace(target)
    return count


def _fill(database: sqlite3.Connection, items: list[Item]) -> int:
    numbered = list(enumerate(items, start=1))
    database.executemany(
        "INSERT INTO item VALUES (?, ?, ?, ?, ?)",
        ((number, code, title, parent, billable) for number, (code, title, parent, billable, _) in numbered),
    )
    database.executemany(
        "INSERT INTO note VALUES (?, ?, ?)",
        ((code, kind, text) for code, _, _, _, notes in items for kind, texts in notes.items() for text in texts),
    )
    database.executemany(
        "INSERT INTO words (rowid, title, terms) VALUES (?, ?, ?)",
        ((number, title, _terms(notes)) for number, (_, title, _, _, notes) in numbered),
    )
    return len(items)


def _depth(item: Item) -> int:
    """How far down a code stands. Items are numbered by it, so that a search meets the general codes first."""
    return len(item[0])


def _terms(notes: Notes) -> str:
    return " ; ".join((*notes["inclusion"], *notes["includes"]))


def _release() -> Iterator[Item]:
    """The categories and codes of the release in its order; chapters and blocks are left out."""
    import simple_icd_10_cm as icd

    for code in dict.fromkeys(icd.get_all_codes(True)):
        if not icd.is_category_or_subcategory(code):
            continue
        notes: Notes = {
            "inclusion": icd.get_inclusion_term(code),
            "includes": icd.get_includes(code),
            "excludes1": icd.get_excludes1(code),
            "excludes2": icd.get_excludes2(code),
        }
        parent = None if icd.is_category(code) else icd.get_parent(code)
        yield code, icd.get_description(code), parent, icd.is_leaf(code), notes


if __name__ == "__main__":
    count = build(Path(sys.argv[1]))
    sys.stdout.write(f"{count} categories and codes of {DATA_VERSION} are in {sys.argv[1]}.\n")
