"""The initials by which clinicians name a coded diagnosis: PD where the code says Parkinson's disease.

The code tells which of its meanings an abbreviation has. Three letters or more are sought wherever a diagnosis may
stand; two mean too much else (RA is room air, MS the mental status), and count only where a patient is introduced with
them ("87M PD"), behind "dx", or as an item of a list of diagnoses.
"""

import re
from collections.abc import Iterator

from agents.reading.layout import Statement
from agents.reading.page import Page
from agents.reading.sections import Section

_CLAUSE = re.compile(r"[,(]|\s(?:with|without|due to|in)\s")
_NAMELESS = frozenset(("of", "the", "and", "or", "other", "unspecified"))
"""What initials leave out; "chronic" and "idiopathic" they have: CKD, IPF."""
_FEWEST, _PLAIN, _MOST = 2, 3, 5
_LISTS = frozenset((Section.HISTORY, Section.ASSESSMENT, Section.ASSESSMENT_AND_PLAN))
_INTRODUCED = re.compile(
    r"(?:\b[0-9]{1,3}\s?(?:y/?o|yrs?(?:\sold)?|year[ -]old)?[\s-]*(?:m|f|male|female|man|woman)[,.;]?\s+"
    r"(?:(?:with|w/)\s?)?"
    r"|\b(?:dx|diagnosis|diagnosed with)[\s:]+)$"
)
_ITEM = re.compile(r"\s*(?:[-*•#]\s*)?(?:[0-9]{1,2}[.)]?\s+)?$")
_ENDS = re.compile(r"\s*(?:$|[,;.\n(]|\s{2})")


def initials(stated: str) -> str:
    """The initials of the first clause of a folded description, in small letters; empty where they name nothing."""
    clause = _CLAUSE.split(stated, maxsplit=1)[0]
    words = [word for word in re.split(r"[\s-]+", clause) if word and word not in _NAMELESS]
    letters = "".join(word[0] for word in words)
    return letters if _FEWEST <= len(letters) <= _MOST and letters.isalpha() else ""


def abbreviated(page: Page, statement: Statement, letters: str) -> Iterator[tuple[int, int]]:
    """Where a statement holds the initials, in capitals, as the name of a diagnosis."""
    tokens = page.tokens
    for index in tokens.between(statement.start, statement.end):
        start, end = tokens.starts[index], tokens.ends[index]
        if tokens.words[index] == letters and page.text[start:end].isupper() and _names(page, statement, start, end):
            yield start, end


def _names(page: Page, statement: Statement, start: int, end: int) -> bool:
    if end - start >= _PLAIN:
        return True
    if _ENDS.match(page.folded, end, statement.end) is None:
        return False
    before = page.folded[statement.start : start]
    return _INTRODUCED.search(before) is not None or (statement.section in _LISTS and _ITEM.match(before) is not None)
