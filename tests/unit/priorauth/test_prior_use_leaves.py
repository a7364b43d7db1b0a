"""How earlier use is judged: a record can pass the limit, state the count, or leave it to a person."""

import datetime as dt
from typing import Any

import pytest

from priorauth.assessment import Basis
from priorauth.facts import Assertion, Fact
from priorauth.kleene import Status
from priorauth.prior_use_leaves import judge_prior_use
from priorauth.verdict import Verdict
from tests.building.cases import ORDERED
from tests.building.facts import a_fact, measured
from tests.building.rules import a_criterion, an_inquiry

DAY = dt.timedelta(days=1)


def judge(*facts: Fact, **leaf: Any) -> Verdict:
    asked = {"prior_use": "exercise", "at_most": 1, "within_days": 365} | leaf
    return judge_prior_use(a_criterion(**asked), an_inquiry(*facts))


def used(days_before: int, **given: Any) -> Fact:
    return a_fact("exercise", id=f"{days_before} days before", on=ORDERED - days_before * DAY, **given)


def counted(times: int, days_before: int = 3) -> Fact:
    return measured("exercise_count", times, on=ORDERED - days_before * DAY)


@pytest.mark.parametrize(
    ("facts", "status", "basis"),
    [
        ([], Status.INSUFFICIENT, Basis.NOT_CHECKED),
        ([used(10)], Status.INSUFFICIENT, Basis.NOT_CHECKED),
        ([used(10), used(10)], Status.INSUFFICIENT, Basis.NOT_CHECKED),
        ([used(10), used(365)], Status.NOT_MET, Basis.STATED),
        ([used(10), used(366)], Status.INSUFFICIENT, Basis.NOT_CHECKED),
        ([used(10), used(20, assertion=Assertion.HISTORICAL)], Status.NOT_MET, Basis.STATED),
        ([used(10), used(20, assertion=Assertion.PLANNED)], Status.INSUFFICIENT, Basis.NOT_CHECKED),
        ([used(10), a_fact("exercise", on=None)], Status.INSUFFICIENT, Basis.NOT_CHECKED),
    ],
)
def test_dated_mentions_can_only_pass_the_limit(facts: list[Fact], status: Status, basis: Basis) -> None:
    verdict = judge(*facts)
    assert (verdict.status, verdict.basis) == (status, basis)


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ([counted(1)], Status.MET),
        ([counted(2)], Status.NOT_MET),
        ([counted(1), used(3)], Status.MET),
        ([counted(1, days_before=20), used(10)], Status.INSUFFICIENT),
        ([counted(0), used(10), used(20)], Status.NOT_MET),
        ([counted(2, days_before=300), counted(1)], Status.MET),
    ],
)
def test_a_count_that_the_record_states_decides_until_the_next_use(facts: list[Fact], status: Status) -> None:
    assert judge(*facts, stated_count="exercise_count").status is status


def test_a_count_counts_only_where_the_policy_names_it() -> None:
    assert judge(counted(1)).basis is Basis.NOT_CHECKED


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ([used(3, assertion=Assertion.ABSENT)], Status.MET),
        ([used(3, assertion=Assertion.ABSENT, confidence=50)], Status.INSUFFICIENT),
        ([used(400, assertion=Assertion.ABSENT)], Status.INSUFFICIENT),
        ([used(20, assertion=Assertion.ABSENT), used(10)], Status.INSUFFICIENT),
        ([a_fact("exercise", assertion=Assertion.ABSENT, on=None)], Status.INSUFFICIENT),
    ],
)
def test_that_it_never_was_given_meets_the_limit(facts: list[Fact], status: Status) -> None:
    assert judge(*facts, stated_count="exercise_count").status is status


def test_what_is_not_checked_shows_what_the_record_mentions() -> None:
    use = used(10)
    assert judge(use).deciding == (use,)
