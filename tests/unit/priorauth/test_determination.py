"""What accepting a recommendation determines."""

import pytest

from priorauth.determination import (
    AlreadyDetermined,
    DeterminationOutcome,
    Level,
    NothingToAccept,
    StaleRecommendation,
    accepted_outcome,
)
from priorauth.recommendation import Outcome, Recommendation


def recommending(outcome: Outcome) -> Recommendation:
    return Recommendation.model_construct(outcome=outcome)


def test_an_approval_is_what_accepting_an_approve_determines():
    assert accepted_outcome("PA-1", recommending(Outcome.APPROVE)) is DeterminationOutcome.APPROVED


def test_accepting_a_pend_determines_nothing():
    with pytest.raises(NothingToAccept, match=r"PA-1 is recommended to pend; accepting that determines nothing"):
        accepted_outcome("PA-1", recommending(Outcome.PEND))


def test_the_refusals_say_what_to_do():
    assert str(AlreadyDetermined("PA-1", Level.INITIAL)).startswith("Case PA-1 has its initial determination")
    assert str(StaleRecommendation("PA-1")).endswith("Read it, then decide on that one.")
