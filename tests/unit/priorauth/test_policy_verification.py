"""How sure we are of a whole policy, from what each of its conditions says or has from above."""

from typing import Any

import pytest

from priorauth.policy_verification import PolicyVerification, verification_of
from tests.building.rules import a_policy, a_top_criterion

COUGH = {"finding": "cough"}
UNREAD = {**COUGH, "verification": "unverified", "source": "Hearsay"}


def of(*criteria: dict[str, Any]) -> PolicyVerification:
    return verification_of(a_policy(criteria=criteria))


@pytest.mark.parametrize("level", ["verified", "secondary", "unverified"])
def test_conditions_that_are_all_alike_make_the_policy_like_them(level: str):
    found = of(a_top_criterion(all_of=[COUGH, {"finding": "heart_failure"}], verification=level))
    assert found.overall.value == level
    assert getattr(found, level) == 2
    assert found.verified + found.secondary + found.unverified == 2


def test_a_condition_that_says_so_itself_makes_it_partly():
    found = of(a_top_criterion(all_of=[COUGH, UNREAD]))
    assert (found.overall.value, found.verified, found.unverified, found.for_a_person) == ("partly", 1, 1, 1)


def test_what_is_prose_discretion_or_unverified_is_a_persons():
    found = of(
        a_top_criterion("one", judgement="It is reasonable."),
        a_top_criterion("two", **COUGH, discretion=True),
        a_top_criterion("three", all_of=[COUGH], verification="unverified"),
        a_top_criterion("four"),
    )
    assert found.for_a_person == 3
