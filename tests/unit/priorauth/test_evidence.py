"""What has no evidence is not said; evidence holds where its words and its calls are there."""

import pytest

from priorauth.evidence import CaseField, Derived, Evidence, LookupAnswer, Span, TextQuote, is_grounded
from tests.building.facts import a_span

TEXTS = {"d1": "She has a cough."}
CALLS = frozenset({"call-1"})

QUOTED = TextQuote(spans=(a_span("cough", start=10),))
ELSEWHERE = TextQuote(spans=(a_span("cough", start=9),))
IN_PART = TextQuote(spans=(a_span("cough", start=10), a_span("wheeze", start=3)))
OF_ANOTHER = TextQuote(spans=(a_span("cough", "d2", start=10),))
CALLED = LookupAnswer(call_id="call-1", statement="Valid.")
NOT_CALLED = LookupAnswer(call_id="call-2", statement="Valid.")
FIELD = CaseField(pointer="/diagnoses/0", value="J44.9")


def derived(*inputs: Evidence) -> Derived:
    return Derived(formula="sum", statement="Both.", inputs=inputs)


@pytest.mark.parametrize(
    ("evidence", "holds"),
    [
        (QUOTED, True),
        (ELSEWHERE, False),
        (IN_PART, False),
        (OF_ANOTHER, False),
        (CALLED, True),
        (NOT_CALLED, False),
        (FIELD, True),
        (derived(QUOTED, CALLED, FIELD), True),
        (derived(QUOTED, derived(NOT_CALLED)), False),
    ],
)
def test_evidence_holds_only_where_its_source_does(evidence: Evidence, holds: bool) -> None:
    assert is_grounded(evidence, texts=TEXTS, calls=CALLS) is holds


@pytest.mark.parametrize("end", [4, 6])
def test_a_span_is_as_long_as_its_quote(end: int) -> None:
    with pytest.raises(ValueError, match="a span is as long as its quote"):
        Span(document_id="d1", start=0, end=end, quote="cough")
