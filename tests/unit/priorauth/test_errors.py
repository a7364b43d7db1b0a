"""Error messages are read by people: what happened, to which thing, and what to do."""

import pytest

from priorauth.errors import (
    AgentFailed,
    AgentFailure,
    CaseNotFound,
    CaseRejected,
    PriorAuthError,
    Problem,
    RuleBookInvalid,
    RuleProblem,
)

PROBLEM = Problem(path="/member/name", code="missing", message="This field is required; add it and submit again.")
RULE_PROBLEM = RuleProblem(file="policies/ncd/1.md", line=7, message="no concept is named 'cuogh'")


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (CaseRejected([PROBLEM]), "case_rejected", "This was not accepted: 1 problem to correct."),
        (CaseRejected([PROBLEM] * 2), "case_rejected", "This was not accepted: 2 problems to correct."),
        (
            CaseNotFound("c9"),
            "case_not_found",
            "There is no case c9. Check the identifier, or list the queue at /api/cases.",
        ),
        (
            RuleBookInvalid([RULE_PROBLEM]),
            "rule_book_invalid",
            "The rule book has 1 problem:\n  policies/ncd/1.md:7: no concept is named 'cuogh'",
        ),
        (RuleBookInvalid([]), "rule_book_invalid", "The rule book has 0 problems:\n"),
        (
            AgentFailed("clinical", AgentFailure.OUTPUT_INVALID, "facts: field required"),
            "agent_failed",
            "The clinical agent gave no findings (output invalid): facts: field required",
        ),
    ],
)
def test_an_error_has_a_stable_code_and_a_sentence(error: PriorAuthError, code: str, sentence: str) -> None:
    assert error.code == code
    assert str(error) == sentence


def test_an_error_carries_what_it_speaks_of() -> None:
    failed = AgentFailed("clinical", AgentFailure.UNAVAILABLE, "nobody answered")
    assert (failed.agent, failed.failure, failed.detail) == ("clinical", AgentFailure.UNAVAILABLE, "nobody answered")
    assert CaseRejected([PROBLEM]).problems == (PROBLEM,)
    assert RuleBookInvalid([RULE_PROBLEM]).problems == (RULE_PROBLEM,)
