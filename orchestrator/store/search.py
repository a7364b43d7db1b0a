"""Searching: which cases have a text in a member's name, a member id or the case id.

Three letters or more are found anywhere; two, with which too many words have something in common, where a word begins.
SQLite has an index of every three letters in a table of its own, which triggers keep (see the migration that made it);
Postgres has it in an index, and uses it by itself.
"""

import unicodedata

from sqlalchemy import ColumnElement, text
from sqlalchemy.orm import Session

from orchestrator.store.tables import CaseRow

BESIDE_THE_METADATA = ("case_search", "ix_cases_search_text")
"""How the names begin of what only the migration knows."""
MOST_LISTED = 5_000
"""Cases of one text that are listed by it and sorted. Where there are more, a page is full soon after its beginning, so
that the queue is gone through instead. Both take about as long there, with a million cases.
"""
_SHORT = 2
_IS_INDEXED = text("SELECT 1 FROM sqlite_master WHERE name = 'case_search'")
_LISTED = text("SELECT case_id FROM case_search WHERE case_search MATCH :phrase AND tenant_id = :tenant LIMIT :most")


def searchable(words: str) -> str:
    """Text for comparing: without case and without marks, so that ``nguyen`` finds ``Nguyễn``."""
    folded = unicodedata.normalize("NFKD", words.casefold())
    return "".join(character for character in folded if not unicodedata.combining(character))


def search_text(*parts: str) -> str:
    """What a case is found by: its parts, a space before each word."""
    return " " + " ".join(searchable("\n".join(parts)).split())


def has_words(session: Session, tenant: str, words: str) -> ColumnElement[bool]:
    """The condition that a case is the tenant's and has the words.

    Where the cases are listed, an empty text beside the tenant keeps the planner from going through the tenant's queue.
    """
    wanted = " ".join(searchable(words).split())
    wanted = f" {wanted}" if len(wanted) <= _SHORT else wanted
    listed = _listed(session, tenant, wanted)
    if listed is None:
        return (CaseRow.tenant_id == tenant) & CaseRow.search_text.contains(wanted, autoescape=True)
    return (CaseRow.tenant_id.concat("") == tenant) & CaseRow.id.in_(listed)


def _listed(session: Session, tenant: str, wanted: str) -> tuple[str, ...] | None:
    """The ids of all cases of the tenant with the words; None where they are too many, or not indexed here."""
    connection = session.connection()
    if len(wanted) <= _SHORT or connection.dialect.name != "sqlite" or not connection.scalar(_IS_INDEXED):
        return None
    phrase = '"' + wanted.replace('"', '""') + '"'
    found = tuple(connection.scalars(_LISTED, {"phrase": phrase, "tenant": tenant, "most": MOST_LISTED + 1}))
    return found if len(found) <= MOST_LISTED else None
