"""What follows from the words of a statement and is not named in them: pack-years, the area of a wound."""

from collections.abc import Iterator, Mapping

from agents.reading.assertion import Scopes
from agents.reading.draft import Draft
from agents.reading.layout import Statement
from agents.reading.pack_years import pack_years_of, tells_packs
from agents.reading.page import Page
from agents.reading.wound_sizes import tells_wound_size, wound_area_of
from priorauth.vocabulary import Concept


def is_computable(page: Page) -> bool:
    """Whether something may be computed from any statement of a page."""
    return tells_packs(page.folded) or any(tells_wound_size(page, statement) for statement in page.statements)


def tells_computable(page: Page, statement: Statement) -> bool:
    """Whether something may be computed from a statement; far quicker than to do so."""
    return tells_packs(page.folded[statement.start : statement.end]) or tells_wound_size(page, statement)


def computed_of(page: Page, statement: Statement, scopes: Scopes, concepts: Mapping[str, Concept]) -> Iterator[Draft]:
    """All that is computed from a statement from which something may be."""
    if tells_packs(page.folded[statement.start : statement.end]):
        yield from pack_years_of(page, statement, scopes, concepts)
    if tells_wound_size(page, statement):
        yield from wound_area_of(page, statement, scopes, concepts)
