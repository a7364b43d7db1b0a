"""What a tree of criteria asks in every case."""

from decimal import Decimal
from typing import Any

import pytest

from priorauth.demands import Bound, Demands, Range, demands_of
from tests.building.rules import a_criterion


def asked(*criteria: dict[str, Any]) -> Demands:
    return demands_of([a_criterion(**one) for one in criteria])


def said(demands: Demands) -> dict[str, str]:
    return {about: str(one) for about, one in demands.items()}


def index(**bounds: Any) -> dict[str, Any]:
    return {"measurement": "index", "unit": "1/h"} | bounds


COUGH = {"finding": "cough"}
FEVER = {"finding": "fever"}
BOTH = {"finding cough": "True", "finding fever": "True"}
NEITHER = {"finding cough": "False", "finding fever": "False"}
NOT_OVER_65 = {"none_of": [index(more_than=65)]}


@pytest.mark.parametrize(
    ("criterion", "told"),
    [
        (COUGH, {"finding cough": "True"}),
        (COUGH | {"asserted": "family"}, {}),
        (COUGH | {"before": "fever"}, {}),
        ({"none_of": [COUGH]}, {"finding cough": "False"}),
        ({"none_of": [{"none_of": [COUGH]}]}, {"finding cough": "True"}),
        ({"none_of": [{"any_of": [COUGH, FEVER]}]}, NEITHER),
        ({"none_of": [{"all_of": [COUGH, FEVER]}]}, {}),
        ({"all_of": [COUGH, FEVER]}, BOTH),
        ({"any_of": [COUGH, FEVER]}, {}),
        ({"any_of": [{"all_of": [COUGH, FEVER]}, COUGH]}, {"finding cough": "True"}),
        ({"any_of": [COUGH, {"none_of": [COUGH]}]}, {}),
        ({"all_of": [index(at_least=15), NOT_OVER_65]}, {"index": "at least 15 1/h and at most 65 1/h"}),
        ({"all_of": [index(at_least=15), index(more_than=20)]}, {"index": "more than 20 1/h"}),
        ({"any_of": [index(at_least=15), index(at_least=5, at_most=14)]}, {"index": "at least 5 1/h"}),
        ({"any_of": [index(at_most=4), index(at_least=15)]}, {}),
        ({"none_of": [index(at_least=15, at_most=20)]}, {}),
        ({"any_of": [index(at_least=15), COUGH]}, {}),
        ({"count": 2, "at_least_of": [COUGH, FEVER]}, BOTH),
        ({"count": 1, "at_least_of": [COUGH, FEVER]}, {}),
        ({"none_of": [{"count": 1, "at_least_of": [COUGH, FEVER]}]}, NEITHER),
        ({"none_of": [{"count": 2, "at_least_of": [COUGH, FEVER]}]}, {}),
        ({"age": {"at_least": 18}}, {"the age": "at least 18 years"}),
        ({"age": {"below": 65}}, {"the age": "less than 65 years"}),
        ({"units_at_most": 12}, {"the units": "at most 12"}),
        ({"treatment": "exercise", "lasted_days": 42}, {"the length of exercise": "at least 42 days"}),
        ({"treatment": "exercise"}, {}),
        (
            {"prior_use": "exercise", "at_most": 3, "within_days": 365},
            {"earlier exercise within 365 days": "at most 3"},
        ),
        (
            {"measurement": "saturation", "unit": "%", "at_most": 88, "when": {"activity": "rest"}},
            {"saturation, rest": "at most 88 %"},
        ),
        ({"judgement": "A person judges."}, {}),
    ],
)
def test_what_a_tree_implies(criterion: dict[str, Any], told: dict[str, str]) -> None:
    assert said(asked(criterion)) == told


def test_all_criteria_of_a_policy_are_asked() -> None:
    assert said(asked(COUGH, index(at_least=15), index(at_most=65))) == {
        "finding cough": "True",
        "index": "at least 15 1/h and at most 65 1/h",
    }


def test_two_units_of_one_thing_are_not_joined() -> None:
    both = asked({"any_of": [index(at_least=15), {"measurement": "index", "unit": "%", "at_least": 15}]})
    assert both == {}


def bound(value: int, *, inclusive: bool = True) -> Bound:
    return Bound(Decimal(value), inclusive)


@pytest.mark.parametrize(
    ("first", "second", "differs"),
    [
        (Range("1", low=bound(15)), Range("1", low=bound(15)), False),
        (Range("1", low=bound(15)), Range("1", low=bound(20)), True),
        (Range("1", low=bound(15)), Range("1", low=bound(15, inclusive=False)), True),
        (Range("1", low=bound(15)), Range("1", low=bound(15), high=bound(65)), False),
        (Range("1", low=bound(15)), Range("1", high=bound(65)), False),
        (Range("1", low=bound(15)), Range("1", high=bound(15)), False),
        (Range("1", low=bound(15)), Range("1", high=bound(15, inclusive=False)), True),
        (Range("1", low=bound(15)), Range("1", high=bound(10)), True),
    ],
)
def test_which_ranges_disagree(first: Range, second: Range, differs: bool) -> None:
    """An end that only one policy gives adds to the other's."""
    assert first.differs_from(second) is differs
    assert second.differs_from(first) is differs
