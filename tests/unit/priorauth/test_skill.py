"""The typed rules of the four skills: what is refused, and why."""

from typing import Any

import pytest
from pydantic import BaseModel

from priorauth.skill import (
    CodeRange,
    ComplianceRules,
    GateName,
    Levels,
    PolicyFit,
    SkillHeader,
    SynthesisRules,
    Weights,
)
from tests.building.rules import COMPLIANCE_RULES, SYNTHESIS_RULES

WEIGHTS = {"criteria": 0.4, "extraction": 0.3, "compliance": 0.2, "policy": 0.1}
ITEMS = COMPLIANCE_RULES.model_dump()["items"]
BOTH = [ITEMS[0] | {"informational": True}, *ITEMS[1:]]
HEADER = {"name": "a-skill", "description": "What it does.", "version": "1", "priorauth": {}}
RANGE = {"first": "10004", "last": "69990"}


def fits_without(fit: PolicyFit) -> dict[PolicyFit, float]:
    return {name: score for name, score in SYNTHESIS_RULES.policy_fit.items() if name is not fit}


@pytest.mark.parametrize(
    ("model", "given", "told"),
    [
        (Weights, WEIGHTS | {"policy": 0.2}, "the four weights add up to 1"),
        (Levels, {"high": 0.5, "medium": 0.5}, "medium lies below high"),
        (CodeRange, RANGE | {"first": "1000F"}, "String should match pattern"),
        (CodeRange, RANGE | {"last": "W0001"}, "String should match pattern"),
        (SkillHeader, HEADER | {"name": "A Skill"}, "String should match pattern"),
        (SkillHeader, HEADER | {"description": ""}, "at least 1 character"),
        (ComplianceRules, {"items": ITEMS[:9]}, "the checklist lists the ten items in their order"),
        (ComplianceRules, {"items": ITEMS[::-1]}, "the checklist lists the ten items in their order"),
        (ComplianceRules, {"items": BOTH}, "an informational item cannot block"),
        (SynthesisRules, {"gates": SYNTHESIS_RULES.gates[::-1]}, "the gates are the three, in their order"),
        (SynthesisRules, {"policy_fit": fits_without(PolicyFit.DIAGNOSIS_OUTSIDE)}, "every policy fit has a score"),
    ],
)
def test_rules_that_are_not_whole_are_refused(model: type[BaseModel], given: dict[str, Any], told: str) -> None:
    whole = {ComplianceRules: COMPLIANCE_RULES.model_dump(), SynthesisRules: SYNTHESIS_RULES.model_dump()}
    with pytest.raises(ValueError, match=told):
        model.model_validate(whole.get(model, {}) | given)


@pytest.mark.parametrize(
    ("code", "holds"), [("10003", False), ("10004", True), ("43644", True), ("69990", True), ("69991", False)]
)
def test_a_range_holds_both_its_ends(code: str, holds: bool) -> None:
    assert CodeRange.model_validate(RANGE).holds(code) is holds


def test_the_front_matter_of_a_skill_may_hold_other_keys_of_the_open_format() -> None:
    assert SkillHeader.model_validate(HEADER | {"license": "MIT"}).name == "a-skill"


def test_the_gates_have_an_order() -> None:
    assert list(GateName) == ["gate_1_provider", "gate_2_codes", "gate_3_necessity"]
