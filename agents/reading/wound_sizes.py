"""The area of a wound whose length and width a statement tells: "the ulcer measures 3.0 x 2.5 x 0.2 cm".

Only a size that the words call a wound's or an ulcer's, and only where one size is told, or one is called the present
one: of several, another wound's or an earlier one's could be taken.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from agents.reading.assertion import Scopes
from agents.reading.cues import Kind
from agents.reading.draft import Draft
from agents.reading.explicitness import Explicitness
from agents.reading.layout import Statement
from agents.reading.marked import Stemmed
from agents.reading.page import Page
from agents.reading.timing import Clock
from priorauth.facts import Assertion, Computation
from priorauth.vocabulary import Concept

WOUND_AREA = "wound_area"
_FIGURE = r"[0-9]{1,2}(?:\.[0-9]{1,2})?"
_SIZE = re.compile(
    rf"(?<![\w./-])(?P<length>{_FIGURE})\s?(?:cm|mm)?\s?(?:l|\(l\))?\s?(?:x|by|×)\s?(?P<width>{_FIGURE})\s?(?:cm|mm)?"
    rf"\s?(?:w|\(w\))?(?:\s?(?:x|by|×)\s?{_FIGURE}\s?(?:cm|mm)?\s?(?:d|\(d\))?)?\s?(?P<unit>(?<=cm)|(?<=mm)|cm\b|mm\b)"
)
_WOUND = Stemmed("wound|ulcer|dfu|vlu", r"\b(?:wound|ulcer|ulceration|dfu|vlu)s?\b")
_ANOTHER = re.compile(
    r"\b(?:mass|nodule|lesion|cyst|tumou?r|lipoma|hernia|aneurysm|undermin\w*|tunnel\w*|erythema|callus|eschar|graft"
    r"|sheet|disc|dressing|apligraf|epifix|grafix|dermagraft|product|incision|flap|measured? against)\b"
)
_EARLIER = re.compile(
    r"\b(?:was|were|from|initial(?:ly)?|previous(?:ly)?|prior|last|baseline|at presentation|on admission|originally"
    r"|formerly|weeks? ago|months? ago)\b[^.;]{0,40}$"
)
_NOW = re.compile(r"\b(?:now|today|current(?:ly)?|to)\b[^.;0-9]{0,24}$")
_BOUND = re.compile(r"(?:\bthan|\bat least|\bup to|\bunder|\bover|\bminimum(?: of)?|\bexceed\w*|[<>≤≥]=?)\s?$")
_VOID = frozenset({Kind.FAMILY, Kind.NEGATED, Kind.HYPOTHETICAL, Kind.MUTE, Kind.FUTURE, Kind.PLANNED, Kind.PAST})


def tells_wound_size(page: Page, statement: Statement) -> bool:
    """Whether a statement may tell a wound's size; far quicker than to read it."""
    return _WOUND.search(page, statement) is not None


def wound_area_of(page: Page, statement: Statement, scopes: Scopes, concepts: Mapping[str, Concept]) -> Iterator[Draft]:
    """The area that a statement's one present size of a wound comes to, its length times its width."""
    folded, start, end = page.folded, statement.start, statement.end
    if WOUND_AREA not in concepts or _ANOTHER.search(folded, start, end):
        return
    sizes = list(_SIZE.finditer(folded, start, end))
    present = [size for size in sizes if _NOW.search(folded[start : size.start()])]
    if len(sizes) > 1:
        sizes = present
    if len(sizes) != 1 or (sizes[0] not in present and _EARLIER.search(folded[start : sizes[0].start()])):
        return
    size = sizes[0]
    if _BOUND.search(folded[start : size.start()]) or scopes.kinds_over(size.start(), size.start() + 1) & _VOID:
        return
    timing = Clock(page).of_clause((start, end), statement, scopes, size.start())
    area, unit = Decimal(size["length"]) * Decimal(size["width"]), folded[size.start() : size.end()][-2:]
    yield Draft(
        page=page,
        statement=statement,
        concept=concepts[WOUND_AREA],
        at=size.start(),
        assertion=Assertion.PRESENT,
        explicitness=Explicitness.EXPLICIT,
        value=(area / 100 if unit == "mm" else area).quantize(Decimal("0.01")),
        on=timing.on,
        on_between=timing.between,
        day_of_document=timing.from_document,
        copied=scopes.has(Kind.COPIED),
        computed=Computation(
            formula="length times width of the wound",
            statement=f"{size['length']} x {size['width']} {unit}: {area.normalize():f} {unit}².",
        ),
    )
