"""The scale on which a statement's strength is measured."""

from typing import Any

import pytest

from priorauth.rubric import ConfidenceScale, Explicitness, Weakness
from tests.building.rules import SCALE

LEVELS = {"explicit_with_specifics": 95, "explicit": 85, "implied": 60, "vague": 40, "absent": 0}
DEDUCTIONS = {"unsigned": 10, "undated": 5, "copied_forward": 10, "scanned": 10}


@pytest.mark.parametrize(
    ("explicitness", "weaknesses", "score"),
    [
        (Explicitness.EXPLICIT_WITH_SPECIFICS, set(), 95),
        (Explicitness.EXPLICIT, set(), 85),
        (Explicitness.EXPLICIT, {Weakness.UNSIGNED}, 75),
        (Explicitness.EXPLICIT, {Weakness.UNSIGNED, Weakness.UNDATED}, 70),
        (Explicitness.EXPLICIT_WITH_SPECIFICS, set(Weakness), 60),
        (Explicitness.ABSENT, {Weakness.UNSIGNED}, 0),
    ],
)
def test_a_score(explicitness: Explicitness, weaknesses: set[Weakness], score: int) -> None:
    assert SCALE.score(explicitness, frozenset(weaknesses)) == score


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"levels": {"explicit": 85}}, "the scale names every level"),
        ({"deductions": {}}, "the scale names every deduction"),
        ({"levels": LEVELS | {"vague": 61}}, "the levels fall from 100 to 0 in their order"),
        ({"levels": LEVELS | {"explicit_with_specifics": 101}}, "the levels fall from 100 to 0"),
        ({"levels": LEVELS | {"absent": -1}}, "the levels fall from 100 to 0"),
        ({"floor": 101}, "less than or equal to 100"),
    ],
)
def test_a_scale_that_is_not_whole_is_refused(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        ConfidenceScale(**{"levels": LEVELS, "deductions": DEDUCTIONS, "floor": 70, "warn_below": 60} | given)
