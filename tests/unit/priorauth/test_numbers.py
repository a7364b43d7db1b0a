"""Authorization numbers: their form, and that a slip of the pen shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.numbers import (
    ALPHABET,
    AUTHORIZATION_BITS,
    authorization_number,
    base32,
    in_groups,
    is_authorization_number,
)

NUMBERS = st.builds(authorization_number, st.integers(2000, 2099), st.integers(0, (1 << AUTHORIZATION_BITS) - 1))


@pytest.mark.parametrize(
    ("year", "bits", "expected"),
    [
        (2026, 0, "AUTH26-0000-0000-0000"),
        (2026, 1, "AUTH26-0000-0000-001Y"),
        (2007, (1 << AUTHORIZATION_BITS) - 1, "AUTH07-ZZZZ-ZZZZ-ZZZB"),
    ],
)
def test_a_number_has_its_year_and_its_check_character(year: int, bits: int, expected: str):
    assert authorization_number(year, bits) == expected


@pytest.mark.parametrize("bits", [-1, 1 << AUTHORIZATION_BITS])
def test_more_bits_than_fit_are_refused(bits: int):
    with pytest.raises(ValueError, match="55 random bits"):
        authorization_number(2026, bits)


@given(NUMBERS, st.integers(0, 13), st.sampled_from(ALPHABET))
def test_one_wrong_character_shows(number: str, place: int, character: str):
    assert is_authorization_number(number)
    at = 7 + place
    wrong = number[:at] + character + number[at + 1 :]
    assert is_authorization_number(wrong) is (wrong == number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "AUTH26",
        "AUTH26-0000-0000-000",
        "AUTH26-0000-0000-00000",
        "AUTHX6-0000-0000-0000",
        "PEND26-0000-0000-0000",
        "AUTH026-0000-0000-0000",
        "AUTH26-00000000-0000",
        "AUTH26-0000-0000-000u",
    ],
)
def test_what_is_no_number(text: str):
    assert not is_authorization_number(text)


def test_base_32_writes_the_lowest_characters():
    assert (base32(31, 1), base32(32, 2), base32(0, 3), in_groups("ABCDEFGHJ")) == ("Z", "10", "000", "ABCD-EFGH-J")
