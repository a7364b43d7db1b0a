"""What was found in the record beside its facts: the eight fields, claims that were not borne out, and passages."""

from pydantic import Field

from priorauth.evidence import Span
from priorauth.skill import ExtractionFieldName
from priorauth.value import Value


class ExtractionField(Value):
    """One of the eight fields of the clinical extraction: verbatim pieces of the record, confidence 0 to 100."""

    name: ExtractionFieldName
    spans: tuple[Span, ...]
    confidence: int = Field(ge=0, le=100)


class Extraction(Value):
    """The eight fields. ``confidence`` is their mean, 0 to 100; ``low`` says that it lies under the warning level."""

    fields: tuple[ExtractionField, ...]
    confidence: int = Field(ge=0, le=100)
    low: bool


class Disagreement(Value):
    """A claim about a quote that the quote's own words do not bear out. It decides nothing and is shown."""

    concept: str
    claimed: str
    read: str
    span: Span


class Passage(Value):
    """Words of the record that speak of a criterion which cannot be computed. They decide nothing."""

    policy_id: str
    criterion_id: str
    spans: tuple[Span, ...] = Field(min_length=1)
