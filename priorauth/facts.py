"""What the record states about this patient, each with the words that state it."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import Field, model_validator

from priorauth.evidence import Derived, Evidence, TextQuote
from priorauth.kinds import DocumentKind, Side
from priorauth.value import Value, is_empty


class Assertion(StrEnum):
    """How the record states a concept.

    ``historical`` is true of the patient's past and not said to be so now; ``family`` is of a relative; ``possible`` is
    suspected, likely, or to be ruled out; ``planned`` is ordered, recommended or conditional.
    """

    PRESENT = "present"
    ABSENT = "absent"
    POSSIBLE = "possible"
    PLANNED = "planned"
    HISTORICAL = "historical"
    FAMILY = "family"


class Activity(StrEnum):
    """What the patient did when a measurement was taken."""

    REST = "rest"
    EXERTION = "exertion"
    RECOVERY = "recovery"
    SLEEP = "sleep"


class OxygenSource(StrEnum):
    """What the patient breathed when a measurement was taken."""

    ROOM_AIR = "room_air"
    SUPPLEMENTAL = "supplemental"
    PAP = "pap"


class TreatmentOutcome(StrEnum):
    """How a treatment went, where the record says so."""

    FAILED = "failed"
    NOT_TOLERATED = "not_tolerated"
    CONTRAINDICATED = "contraindicated"
    REFUSED = "refused"
    EFFECTIVE = "effective"
    ONGOING = "ongoing"


class Bound(StrEnum):
    """How a stated value bounds what was measured: "> 500 ms" is ``more_than``, "35 % or less" ``at_most``."""

    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"


class Conditions(Value):
    """Under which conditions a fact holds. None is "not stated".

    ``litres_per_minute`` is the flow of supplemental oxygen; ``method`` the test as the vocabulary names it.
    """

    activity: Activity | None = None
    oxygen: OxygenSource | None = None
    litres_per_minute: Decimal | None = None
    side: Side | None = None
    method: str | None = None


class Computation(Value):
    """How a value was computed that the record does not name: by which formula, and the sum in words."""

    formula: str
    statement: str


class Fact(Value):
    """One statement of the record.

    ``value`` (with ``high`` for a range) is in ``unit``, the concept's canonical unit; with ``bound`` the record says
    only that what was measured lies beyond it. ``on`` is the date of the event itself, None where the record does not
    tell it; where the record names only the month or the year, ``on_between`` holds its first and last day instead.
    ``documented_on`` is the document's, and ``first_documented_on``
    the earliest document that holds the same words (copied text keeps its first date). ``duration_days`` is how long a
    treatment or a symptom lasted. ``superseded_by`` names the fact that corrects this one (an addendum, a final report
    over a preliminary one). ``computed`` tells how the value follows from the quoted words where they do not state it
    themselves. ``doubt`` says why the value cannot be believed. ``confidence`` is 0 to 100 on the clinical
    skill's scale. ``added_by`` names the clinician who pointed at the passage, where one did.
    """

    id: str
    concept: str
    assertion: Assertion
    value: Decimal | None = None
    high: Decimal | None = None
    bound: Bound | None = None
    unit: str | None = None
    on: date | None = None
    on_between: tuple[date, date] | None = None
    duration_days: int | None = Field(default=None, ge=0)
    outcome: TreatmentOutcome | None = None
    conditions: Conditions = Conditions()
    document_id: str
    document_kind: DocumentKind
    documented_on: date | None = None
    first_documented_on: date | None = None
    author: str | None = None
    signed: bool | None = None
    section: str | None = None
    superseded_by: str | None = None
    computed: Computation | None = None
    doubt: str | None = None
    confidence: int = Field(ge=0, le=100)
    evidence: TextQuote
    added_by: str | None = Field(default=None, exclude_if=is_empty)

    @model_validator(mode="after")
    def _has_a_day_or_a_month(self) -> "Fact":
        if self.on_between is not None and (self.on is not None or self.on_between[0] > self.on_between[1]):
            raise ValueError("a fact has a day, or a first and a last day in order, or no date")
        return self

    @property
    def grounds(self) -> Evidence:
        """What the fact rests on: the quoted words, or what was computed from them."""
        if self.computed is None:
            return self.evidence
        computed = self.computed
        return Derived(formula=computed.formula, statement=computed.statement, inputs=(self.evidence,))

    @property
    def possible_days(self) -> tuple[date, date] | None:
        """The first and the last day that the event can have had, None where the record tells no date."""
        return (self.on, self.on) if self.on is not None else self.on_between


DISPUTED = "two readers of the record disagree on this; a clinician reads the passage"
"""The doubt of every fact of a concept on which a model and the reader contradict each other."""


class Quarantine(Value):
    """A stretch of a document that names another person and was not read. ``reason`` holds no clinical text."""

    document_id: str
    start: int
    end: int
    reason: str
