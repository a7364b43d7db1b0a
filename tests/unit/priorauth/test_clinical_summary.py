"""The computed summary says how much was read, and the complaint in the record's own words."""

from priorauth.clinical_summary import computed_summary
from priorauth.facts import Assertion
from tests.building.facts import a_fact, a_span
from tests.building.findings import an_extraction

READ = "Documents read: 2; statements: 2, of something present: 1."


def test_a_summary_counts_what_was_read_and_quotes_the_complaint() -> None:
    facts = (a_fact(), a_fact("fever", Assertion.ABSENT))
    first, *others = an_extraction(90).fields
    told = an_extraction(90).model_copy(
        update={"fields": (first.model_copy(update={"spans": (a_span("a\n cough"),)}), *others)}
    )
    assert computed_summary(facts, told, 2) == f"{READ} Chief complaint: “a cough”"


def test_a_summary_says_that_little_was_found() -> None:
    facts = (a_fact(), a_fact("fever", Assertion.ABSENT))
    low = an_extraction(10)
    assert computed_summary(facts, low, 2) == f"{READ} Low confidence: the record states too little explicitly."
