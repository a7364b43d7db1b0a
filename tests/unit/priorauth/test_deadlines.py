"""Deadlines and extensions: what they may state, and what they say."""

from typing import Any

import pytest
from pydantic import ValidationError

from priorauth.deadlines import Deadline, Excluded, Extension
from tests.building.jurisdictions import SURE, a_deadline


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Standard decision: 3 calendar days from receipt"),
        (
            {"value": 1, "unit": "business_days", "start": "complete"},
            "Standard decision: 1 business day from complete information",
        ),
        (
            {"unit": "hours", "excludes": ["weekends", "holidays"]},
            "Standard decision: 3 hours from receipt, without weekends and holidays",
        ),
        (
            {"when": ["part_b_drug"], "cap_hours": 72, "extendable": False},
            "Standard decision, Part B drug: 3 calendar days from receipt, at most 72 hours, never extended",
        ),
        (
            {"of": "notice", "priority": "expedited", "start": "decision"},
            "Expedited notice: 3 calendar days from the decision",
        ),
    ],
)
def test_a_deadline_in_words(given: dict[str, Any], said: str) -> None:
    assert Deadline.model_validate(a_deadline(**given)).said == said


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"unit": "business_days", "excludes": ["weekends"]}, "leave excludes out"),
        ({"start": "notice"}, "from receipt or from complete information"),
        ({"value": 0}, "greater than or equal to 1"),
    ],
)
def test_a_deadline_that_cannot_be(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Deadline.model_validate(a_deadline(**given))


@pytest.mark.parametrize(
    ("given", "left_out"),
    [
        ({}, frozenset[Excluded]()),
        ({"excludes": ["holidays"]}, frozenset({Excluded.HOLIDAYS})),
        ({"unit": "business_days"}, frozenset(Excluded)),
    ],
)
def test_the_days_that_do_not_count(given: dict[str, Any], left_out: frozenset[Excluded]) -> None:
    assert Deadline.model_validate(a_deadline(**given)).days_left_out == left_out


def test_an_extension_in_words() -> None:
    stated = {
        "priorities": ["standard", "expedited"],
        "days": 14,
        "grounds": ["enrollee_asks", "provider_asks"],
        "notice": "In writing.",
    }
    assert Extension.model_validate(SURE | stated).said == (
        "standard and expedited: by up to 14 calendar days where the enrollee asks for it, or the provider asks for "
        "it. Notice: In writing."
    )
