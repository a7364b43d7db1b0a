"""Canonical JSON against the test vectors of RFC 8785, and the digests made of it."""

import hashlib
from typing import Any

import pytest
import rfc8785

from priorauth.canonical import canonical_json, digest, digest_of
from priorauth.value import Value


def test_the_example_of_rfc_8785_section_3_2_2() -> None:
    value = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
    }
    assert canonical_json(value).decode() == (
        '{"literals":[null,true,false],'
        '"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_members_are_sorted_by_utf_16_code_units() -> None:
    """RFC 8785, section 3.2.3: the order of its own test data."""
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    sorted_names = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    canonical = canonical_json({name: index for index, name in enumerate(names)}).decode()
    assert [canonical.index(rfc8785.dumps(name).decode()) for name in sorted_names] == sorted(
        canonical.index(rfc8785.dumps(name).decode()) for name in names
    )


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (5e-324, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (9007199254740991, "9007199254740991"),
        (295147905179352830000.0, "295147905179352830000"),
        (1e21, "1e+21"),
        (1e23, "1e+23"),
        (9.999999999999997e22, "9.999999999999997e+22"),
        (0.000001, "0.000001"),
        (1e-7, "1e-7"),
        (333333333.33333325, "333333333.33333325"),
    ],
)
def test_the_numbers_of_rfc_8785_appendix_b(number: float, text: str) -> None:
    assert canonical_json(number).decode() == text


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**60])
def test_a_number_that_json_cannot_carry_has_no_canonical_form(value: float) -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical_json(value)


@pytest.mark.parametrize("value", ["\ud800", ["a\ud800"], {"a": "\ud800"}, {1: "a"}, {"a": {None: 1}}])
def test_what_is_no_text_and_a_name_that_is_none_have_no_canonical_form(value: Any) -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical_json(value)


def test_members_are_sorted_and_left_out_at_any_depth() -> None:
    value = {"b": [{"d": 1.0, "c": None, "x": 0}, [True, "\u007f\u2028"]], "a": {"x": 1, "e": "\b\u001f"}, "x": {}}

    assert canonical_json(value, without=("x",)).decode() == (
        '{"a":{"e":"\\b\\u001f"},"b":[{"c":null,"d":1},[true,"\u007f\u2028"]]}'
    )


def test_a_digest_is_the_sha_256_of_the_canonical_form() -> None:
    assert digest({"b": 1, "a": "é"}) == "sha256:" + hashlib.sha256('{"a":"é","b":1}'.encode()).hexdigest()


class Call(Value):
    name: str
    started_at: float


class Review(Value):
    calls: tuple[Call, ...]
    started_at: float = 0


def test_the_digest_of_a_model_leaves_out_what_is_named_at_any_depth() -> None:
    def review(started_at: float, name: str = "lookup") -> str:
        one = Review(calls=(Call(name=name, started_at=started_at),), started_at=started_at)
        return digest_of(one, without=("started_at",))

    assert review(1) == review(2) == digest({"calls": [{"name": "lookup"}]})
    assert review(1) != review(1, name="another")


def test_the_digest_of_a_model_holds_everything_that_is_not_left_out() -> None:
    assert digest_of(Call(name="lookup", started_at=1)) != digest_of(Call(name="lookup", started_at=2))


def test_what_is_left_out_is_left_out_of_unusual_values_too() -> None:
    review = Review(calls=(Call(name="lookup", started_at=1e-7),))

    assert digest_of(review, without=("name",)) == digest({"calls": [{"started_at": 1e-7}], "started_at": 0})
