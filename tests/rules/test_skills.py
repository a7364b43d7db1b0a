"""The numbers that are shipped are those that the unit tests compute with by hand."""

from itertools import pairwise

import pytest

from priorauth.skill import ComplianceRules
from priorauth.value import Value
from tests.building.rules import CLINICAL_RULES, COMPLIANCE_RULES, COVERAGE_RULES, SYNTHESIS_RULES
from tests.rules.rule_cases import rule_book

SKILLS = rule_book().skills


@pytest.mark.parametrize(
    ("shipped", "computed_with", "fields"),
    [
        (SKILLS.synthesis, SYNTHESIS_RULES, ["weights", "levels", "failed_agent_penalty", "policy_fit"]),
        (SKILLS.clinical, CLINICAL_RULES, ["scale", "max_articles", "max_trials"]),
        (SKILLS.coverage, COVERAGE_RULES, ["presumed_absent"]),
        (SKILLS.compliance, COMPLIANCE_RULES, ["penalty", "minimum_clinical_sentences"]),
    ],
    ids=["synthesis", "clinical", "coverage", "compliance"],
)
def test_a_skill_has_the_numbers_of_the_contract(shipped: Value, computed_with: Value, fields: list[str]) -> None:
    assert {name: getattr(shipped, name) for name in fields} == {name: getattr(computed_with, name) for name in fields}


def test_the_items_that_block_are_those_of_the_contract() -> None:
    def marks(rules: ComplianceRules) -> list[tuple[str, bool, bool]]:
        return [(item.name, item.blocking, item.informational) for item in rules.items]

    assert marks(SKILLS.compliance) == marks(COMPLIANCE_RULES)


def test_ranges_of_codes_do_not_overlap() -> None:
    for ranges in (SKILLS.compliance.service_types, SKILLS.coverage.out_of_scope):
        ordered = sorted(ranges, key=lambda one: one.first)
        assert [one.first for one in ordered if one.first > one.last] == []
        assert [two.first for one, two in pairwise(ordered) if two.first <= one.last] == []
