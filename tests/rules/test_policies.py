"""Every rule case of every policy: the sentence holds."""

from typing import Any

import pytest

from tests.rules.rule_cases import RuleCase, read_cases, relation, rule_book, statuses

CASES = read_cases()


def _sentence(case: RuleCase) -> Any:
    return pytest.param(case, id=f"{case.policy}: {case.name}")


@pytest.mark.parametrize("case", [_sentence(case) for case in CASES])
def test_the_policy_says(case: RuleCase) -> None:
    policy = rule_book().policy(case.policy)
    assert policy is not None
    found = statuses(case, policy)
    assert {name: found[name] for name in case.expect} == case.expect
    if case.relation is not None:
        assert relation(case, policy) is case.relation


def test_a_sentence_stands_once() -> None:
    names = [case.name for case in CASES]
    assert sorted({name for name in names if names.count(name) > 1}) == []
