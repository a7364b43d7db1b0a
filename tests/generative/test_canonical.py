"""Canonical JSON is what the library of RFC 8785 writes, whichever of the two encoders wrote it."""

import math
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from priorauth.canonical import canonical_json

numbers = (
    st.integers(-(2**54), 2**54)
    | st.floats(allow_nan=False)
    | st.floats(-1e-3, 1e-3)
    | st.floats(1e15, 1e22).map(math.floor)
)
values = st.recursive(
    st.none() | st.booleans() | numbers | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=20,
)


@given(values)
def test_both_encoders_write_the_same(value: Any) -> None:
    try:
        expected = rfc8785.dumps(value)
    except rfc8785.CanonicalizationError:
        with pytest.raises(rfc8785.CanonicalizationError):
            canonical_json(value)
    else:
        assert canonical_json(value) == expected


@given(
    st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([1e-4, 9.999e-5, 2.0**53, 2.0**53 - 1, 2.0**53 + 2, -0.0, 1e16, 1e21])
)
def test_every_number_is_spelled_as_ecmascript_spells_it(number: float) -> None:
    assert canonical_json([number]) == rfc8785.dumps([number])
