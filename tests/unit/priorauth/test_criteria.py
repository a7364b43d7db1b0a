"""The shape of a criterion as an author writes it, and what its author is told where it is wrong."""

from typing import Any

import pytest
from pydantic import ValidationError

from priorauth.criteria import KINDS, AtLeast, kind_of
from priorauth.evaluation import evaluate
from priorauth.trees import children_of, walk
from tests.building.rules import INHERITED, a_criterion, an_inquiry

COUGH, FEVER, WHEEZE = {"finding": "cough"}, {"finding": "fever"}, {"finding": "wheeze"}
THRESHOLD = "a measurement needs a threshold: at_least, more_than, at_most or less_than"
EXAMPLES: dict[str, dict[str, Any]] = {
    "all_of": {"all_of": [COUGH]},
    "any_of": {"any_of": [COUGH]},
    "at_least_of": {"count": 1, "at_least_of": [COUGH]},
    "none_of": {"none_of": [COUGH]},
    "finding": COUGH,
    "measurement": {"measurement": "saturation", "unit": "%", "at_most": 88},
    "treatment": {"treatment": "exercise"},
    "document": {"document": ["order"]},
    "prior_use": {"prior_use": "exercise", "at_most": 1, "within_days": 365},
    "service_code": {"service_code": ["E1390"]},
    "request_type": {"request_type": ["initial"]},
    "units_at_most": {"units_at_most": 1},
    "place_of_service": {"place_of_service": ["12"]},
    "age": {"age": {"at_least": 18}},
    "sex": {"sex": "female"},
    "taxonomy": {"taxonomy": ["207R"]},
    "diagnosis": {"diagnosis": ["J44"]},
    "judgement": {"judgement": "It is reasonable."},
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_node_is_named_by_the_one_key_that_says_its_kind(kind: str) -> None:
    assert kind_of(a_criterion(**EXAMPLES[kind])) == kind_of(EXAMPLES[kind]) == kind


@pytest.mark.parametrize("kind", KINDS)
def test_a_node_of_every_kind_can_be_judged(kind: str) -> None:
    assert evaluate(a_criterion(**EXAMPLES[kind]), an_inquiry(), INHERITED).kind == kind


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ({}, "a criterion is named by exactly one of: all_of, any_of"),
        ({"text": "A cough"}, "a criterion is named by exactly one of"),
        (COUGH | {"sex": "female"}, "a criterion is named by exactly one of"),
        (COUGH | {"fnord": 1}, "Extra inputs are not permitted"),
        ({"all_of": []}, "at least 1 item"),
        ({"count": 3, "at_least_of": [COUGH, FEVER]}, "asks for 3 of 2 conditions"),
        ({"count": 0, "at_least_of": [COUGH]}, "greater than or equal to 1"),
        ({"measurement": "saturation", "unit": "%"}, THRESHOLD),
        (EXAMPLES["measurement"] | {"at_least": 89}, "no value can satisfy both thresholds"),
        (EXAMPLES["measurement"] | {"at_most": None, "more_than": 9, "less_than": 8}, "no value can satisfy both"),
        (EXAMPLES["measurement"] | {"more_than": 88}, "no value can satisfy both"),
        (COUGH | {"asserted": "absent"}, "planned"),
        (COUGH | {"id": "Not An Id"}, "String should match pattern"),
        (COUGH | {"within_days": 0}, "greater than or equal to 1"),
        ({"age": {"at_least": 131}}, "less than or equal to 130"),
    ],
)
def test_an_author_is_told_what_is_wrong(written: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError) as error:
        a_criterion(**written)
    assert told in str(error.value)


@pytest.mark.parametrize(
    "written",
    ["finding", 7, None, [COUGH]],
)
def test_what_is_no_mapping_is_no_criterion(written: Any) -> None:
    with pytest.raises(ValidationError, match="a criterion is named by exactly one of"):
        a_criterion(all_of=[written])


def test_equal_thresholds_admit_one_value() -> None:
    assert a_criterion(measurement="saturation", unit="%", at_least=89, at_most=89).admits(89)


TREE = a_criterion(any_of=[{"all_of": [COUGH, FEVER]}, {"count": 1, "at_least_of": [WHEEZE]}, {"none_of": [COUGH]}])


def test_a_tree_is_walked_in_order() -> None:
    kinds = [kind_of(node) for node in walk(TREE)]
    assert kinds == ["any_of", "all_of", "finding", "finding", "at_least_of", "finding", "none_of", "finding"]


def test_only_operators_have_children() -> None:
    assert isinstance(children_of(TREE)[1], AtLeast)
    assert all(children_of(a_criterion(**example)) == () for example in list(EXAMPLES.values())[4:])
