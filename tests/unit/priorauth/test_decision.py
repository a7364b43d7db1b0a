"""What a clinician states of a decision, and what is wrong with it."""

from typing import Any

import pytest

from priorauth.decision import Decision, has_substance, problems_of_shape

DIGEST = "sha256:" + "0" * 64
RATIONALE = "The sleep study on page two shows an index of 17, which the draft did not read from its table."
REASON = {
    "fact": "The oximetry of this member shows a saturation of 93 % at rest.",
    "policy_id": "NCD-1",
    "criterion_id": "coughs",
    "provision": "Oxygen is covered at a saturation of 88 % or less at rest.",
    "explanation": "The saturation is higher than the rule asks for.",
}


def a_decision(**given: Any) -> Decision:
    stated = {"action": "override", "digest": DIGEST, "outcome": "approved", "reason_code": "EVIDENCE_MISSED"}
    return Decision.model_validate(stated | {"rationale": RATIONALE} | given)


def found(**given: Any) -> list[tuple[str, str]]:
    return [(one.path, one.code) for one in problems_of_shape(a_decision(**given))]


def test_an_override_with_reason_and_rationale_is_whole() -> None:
    assert found() == []
    assert found(action="accept", outcome=None, reason_code=None, rationale=None) == []


def test_to_accept_takes_nothing_else() -> None:
    paths = {path for path, _ in found(action="accept")}
    assert paths == {"/outcome", "/reason_code", "/rationale"}


def test_everything_that_is_missing_is_told_at_once() -> None:
    assert found(outcome=None, reason_code=None, rationale="ok") == [
        ("/outcome", "missing"),
        ("/reason_code", "missing"),
        ("/rationale", "no_substance"),
    ]


@pytest.mark.parametrize("said", ["", "ok", "because " * 20, "x" * 200, "Looks fine to me."])
def test_a_rationale_without_substance(said: str) -> None:
    assert not has_substance(said)


def test_a_rationale_of_substance() -> None:
    assert has_substance(RATIONALE)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ({"outcome": "approved", "begins": "2026-12-02", "ends": "2026-12-01"}, ("/lines/0/ends", "impossible_date")),
        ({"outcome": "approved", "reason": REASON}, ("/lines/0/reason", "not_for_approval")),
        ({"outcome": "denied", "units": 1, "reason": REASON}, ("/lines/0", "not_for_denial")),
        ({"outcome": "reduced", "reason": REASON}, ("/lines/0/units", "missing")),
        ({"outcome": "denied"}, ("/lines/0/reason", "missing")),
        (
            {"outcome": "denied", "reason": REASON | {"explanation": "The system found that it does not qualify."}},
            ("/lines/0/reason/explanation", "not_a_reason"),
        ),
        (
            {"outcome": "denied", "reason": REASON | {"explanation": "This service is not medically necessary."}},
            ("/lines/0/reason/explanation", "not_specific"),
        ),
    ],
)
def test_what_is_wrong_with_a_line(line: dict[str, Any], problem: tuple[str, str]) -> None:
    assert found(lines=[{"line": "1", **line}]) == [problem]


def test_a_denied_line_with_its_reason_is_whole() -> None:
    assert found(outcome="adverse", lines=[{"line": "1", "outcome": "denied", "reason": REASON}]) == []
