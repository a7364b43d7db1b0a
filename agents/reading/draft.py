"""A fact in the making: what a statement says, before documents are compared and ids are given."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from agents.reading.layout import Statement
from agents.reading.page import Page
from agents.reading.settings import NO_CONDITIONS
from priorauth.facts import Assertion, Bound, Computation, Conditions, TreatmentOutcome
from priorauth.rubric import Explicitness
from priorauth.vocabulary import Concept


@dataclass(slots=True)
class Draft:
    """One reading of one mention. ``at`` orders the facts of a document; ``extra`` are stretches that stand elsewhere.

    ``day_of_document`` says that the date was taken from the document and not from the words.
    """

    page: Page
    statement: Statement
    concept: Concept
    at: int
    assertion: Assertion
    explicitness: Explicitness
    conditions: Conditions = NO_CONDITIONS
    value: Decimal | None = None
    high: Decimal | None = None
    bound: Bound | None = None
    on: dt.date | None = None
    on_between: tuple[dt.date, dt.date] | None = None
    day_of_document: bool = False
    duration_days: int | None = None
    outcome: TreatmentOutcome | None = None
    computed: Computation | None = None
    doubt: str | None = None
    copied: bool = False
    extra: tuple[tuple[int, int], ...] = ()
    first_documented_on: dt.date | None = None
    superseded_by: "Draft | None" = None
    in_addendum: bool = False
    id: str = ""

    @property
    def stands(self) -> bool:
        """Whether it states its concept as present, in its own words and not corrected, as far as is known by now."""
        return self.assertion is Assertion.PRESENT and not self.copied and self.superseded_by is None


def composed(
    page: Page,
    statement: Statement,
    at: int,
    concept: Concept,
    computed: Computation | None,
    extra: tuple[tuple[int, int], ...] = (),
) -> Draft:
    """A concept as present that a record tells in several places, of the document's day; ``extra`` are the others."""
    return Draft(
        page=page,
        statement=statement,
        concept=concept,
        at=at,
        assertion=Assertion.PRESENT,
        explicitness=Explicitness.EXPLICIT,
        on=page.document.date,
        day_of_document=True,
        computed=computed,
        extra=extra,
    )


def told(draft: Draft) -> tuple[object, ...]:
    """What a mention tells; a second one of the same statement that tells the same is none of its own."""
    return draft.concept.id, draft.assertion, draft.conditions.side, draft.duration_days, draft.outcome
