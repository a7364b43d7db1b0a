"""The summary of what was read, computed: what the record holds, in its own words."""

from collections.abc import Iterator, Sequence

from priorauth.extraction import Extraction
from priorauth.facts import Assertion, Fact
from priorauth.skill import ExtractionFieldName

_QUOTED = (ExtractionFieldName.CHIEF_COMPLAINT, ExtractionFieldName.DURATION_AND_PROGRESSION)


def computed_summary(facts: Sequence[Fact], extraction: Extraction, documents: int) -> str:
    """How much was read, the chief complaint and its course in the record's words, and whether that is little."""
    return " ".join(_sentences(facts, extraction, documents))


def _sentences(facts: Sequence[Fact], extraction: Extraction, documents: int) -> Iterator[str]:
    present = sum(fact.assertion is Assertion.PRESENT for fact in facts)
    yield f"Documents read: {documents}; statements: {len(facts)}, of something present: {present}."
    spans = {field.name: field.spans for field in extraction.fields}
    for name in _QUOTED:
        for span in spans.get(name, ())[:1]:
            yield f"{name.value.replace('_', ' ').capitalize()}: “{' '.join(span.quote.split())}”"
    if extraction.low:
        yield "Low confidence: the record states too little explicitly."
