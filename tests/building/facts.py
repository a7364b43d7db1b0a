"""Facts of the record, each with a quote of one word, and the small vocabulary they speak."""

import datetime as dt
from decimal import Decimal
from typing import Any

from priorauth.case import DocumentKind
from priorauth.evidence import LookupAnswer, Span, TextQuote
from priorauth.facts import Assertion, Conditions, Fact
from priorauth.vocabulary import Concept, ConceptKind, Vocabulary

SEEN = dt.date(2026, 9, 20)


def a_span(quote: str = "cough", document_id: str = "d1", start: int = 0) -> Span:
    return Span(document_id=document_id, start=start, end=start + len(quote), quote=quote)


def a_quote(quote: str = "cough") -> TextQuote:
    return TextQuote(spans=(a_span(quote),))


def a_lookup(call_id: str = "call-1") -> LookupAnswer:
    return LookupAnswer(call_id=call_id, statement="The lookup said so.")


def a_fact(concept: str = "cough", assertion: Assertion = Assertion.PRESENT, **given: Any) -> Fact:
    defaults: dict[str, Any] = {
        "id": f"{concept}-{assertion.value}",
        "on": SEEN,
        "document_id": "d1",
        "document_kind": DocumentKind.VISIT_NOTE,
        "confidence": 95,
        "evidence": a_quote(),
    }
    return Fact(concept=concept, assertion=assertion, **defaults | given)


def measured(concept: str, value: str | int, **given: Any) -> Fact:
    """A measurement; ``activity``, ``oxygen``, ``side`` and ``method`` are its conditions."""
    stated = {name: given.pop(name) for name in ("activity", "oxygen", "side", "method") if name in given}
    return a_fact(
        concept, **{"id": f"{concept}-{value}"} | given | {"value": Decimal(value), "conditions": Conditions(**stated)}
    )


def a_concept(id: str, kind: ConceptKind = ConceptKind.FINDING, *groups: str, unit: str | None = None) -> Concept:
    return Concept(id=id, name=id.replace("_", " "), kind=kind, cues=(id,), groups=groups, unit=unit)


VOCABULARY = Vocabulary(
    concepts=(
        a_concept("cough", ConceptKind.FINDING, "symptom"),
        a_concept("wheeze", ConceptKind.FINDING, "symptom"),
        a_concept("fever"),
        a_concept("asthma", ConceptKind.CONDITION),
        a_concept("evaluation", ConceptKind.EVENT),
        a_concept("sleep_test", ConceptKind.EVENT, "testing"),
        a_concept("blood_test", ConceptKind.EVENT, "testing"),
        a_concept("exercise", ConceptKind.TREATMENT, "conservative"),
        a_concept("brace", ConceptKind.TREATMENT, "conservative"),
        a_concept("saturation", ConceptKind.MEASUREMENT, unit="%"),
        a_concept("blood_gas", ConceptKind.MEASUREMENT, unit="mmHg"),
        a_concept("index", ConceptKind.MEASUREMENT, unit="1/h"),
        a_concept("exercise_count", ConceptKind.MEASUREMENT, unit="1"),
    ),
)
