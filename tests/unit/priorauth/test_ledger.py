"""How a lookup call can end."""

import pytest

from priorauth.ledger import LookupOutcome


@pytest.mark.parametrize(
    ("outcome", "failed"),
    [
        (LookupOutcome.ANSWERED, False),
        (LookupOutcome.NOTHING_FOUND, False),
        (LookupOutcome.NOT_IN_SNAPSHOT, False),
        (LookupOutcome.UNAVAILABLE, True),
        (LookupOutcome.REFUSED, True),
        (LookupOutcome.MALFORMED, True),
    ],
)
def test_only_a_call_without_any_answer_failed(outcome: LookupOutcome, failed: bool) -> None:
    assert outcome.failed is failed
