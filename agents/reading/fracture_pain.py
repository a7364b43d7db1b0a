"""Pain that comes from a fracture, where the note names the place and the imaging names the fracture.

"Point tender L1" in the examination and "L1 compression fx" in the report of the scan say together what "tender over
the fracture" says. A tenderness that goes over other levels as well is none of the fracture's.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from agents.reading.assertion import Scopes
from agents.reading.draft import Draft, composed
from agents.reading.layout import Statement
from agents.reading.page import Page
from agents.reading.sections import Section, says_nothing
from priorauth.facts import Computation
from priorauth.vocabulary import Concept

PAIN = "pain_from_fracture"
_FRACTURE = "thoracolumbar_compression_fracture"
_LEVEL = re.compile(r"\b(?:t(?:1[0-2]|[1-9])|l[1-5])\b(?P<more>\s?[-/]\s?[tls]?[0-9])?")
_TENDER = re.compile(
    r"(?<!non[- ])\b(?P<sign>tender(?:ness)?|ttp)\b"
    r"(?:\s(?:to|on|palpation|percussion|over|at|directly|the|midline|spinous|process|of|only))*\s[tl][0-9]"
)
_UNTOLD = frozenset((Section.FAMILY, Section.PLAN, Section.HISTORY, Section.INDICATION))


def pain_at_fracture(
    pages: Sequence[Page], drafts: Sequence[Draft], concepts: Mapping[str, Concept]
) -> Iterator[Draft]:
    """The pain from a fracture that a record tells by its place, if it does not name it."""
    fractured = {
        level: draft for draft in drafts if _is_fracture(draft) for level in _levels(draft.page, draft.statement)
    }
    if not fractured or PAIN not in concepts or any(draft.concept.id == PAIN for draft in drafts):
        return
    for page in pages:
        for statement in page.statements:
            at = _tender_at(page, statement, frozenset(fractured))
            if at is not None:
                yield _draft(page, statement, at, concepts[PAIN])


def _is_fracture(draft: Draft) -> bool:
    return draft.concept.id == _FRACTURE and draft.stands


def _levels(page: Page, statement: Statement) -> frozenset[str]:
    """The levels of the spine that a statement names; none where it names a range of them."""
    found = list(_LEVEL.finditer(page.folded, statement.start, statement.end))
    return frozenset() if any(one["more"] for one in found) else frozenset(one.group() for one in found)


def _tender_at(page: Page, statement: Statement, fractured: frozenset[str]) -> int | None:
    """Where a statement tells of tenderness at levels that are fractured, and at no other."""
    tender = _TENDER.search(page.folded, statement.start, statement.end)
    if tender is None or statement.section in _UNTOLD:
        return None
    words = page.folded[statement.start : statement.end]
    levels = _levels(page, statement)
    if says_nothing(statement.section, words) or not levels or not levels <= fractured:
        return None
    covered = Scopes(page, statement).kinds_over(tender.start("sign"), tender.end("sign"))
    return None if covered else tender.start("sign")


def _draft(page: Page, statement: Statement, at: int, concept: Concept) -> Draft:
    told = Computation(
        formula="tenderness at the level of the fracture",
        statement="The note tells of tenderness at a level at which the record states a compression fracture.",
    )
    return composed(page, statement, at, concept, told)
