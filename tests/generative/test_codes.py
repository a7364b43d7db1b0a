"""Codes: a canonical form is its own canonical form, and no text is ever more than refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.codes import Icd10CmCode, InvalidCode, Mbi, Modifier, Npi, ProcedureCode

CODES = [Icd10CmCode, ProcedureCode, Modifier, Npi, Mbi]
WRITTEN = {
    Icd10CmCode: st.from_regex(r"\A ?[A-Za-z][0-9][0-9A-Za-z]\.?[0-9A-Za-z]{1,4} ?\Z"),
    ProcedureCode: st.from_regex(r"\A ?([0-9]{5}|[0-9]{4}[FfTtUuMm]|[A-Va-v][0-9]{4}) ?\Z"),
    Modifier: st.from_regex(r"\A[A-Za-z0-9]{2}\Z"),
    Npi: st.from_regex(r"\A[12][0-9]{8}\Z"),
    Mbi: st.from_regex(r"\A[1-9][ACac][0-9A]-?[0-9][DdE][F0]-?[0-9][Gg][HJ][0-9]{2}\Z"),
}


def with_check_digit(nine: str) -> str:
    return next(npi for digit in "0123456789" if (npi := Npi.parse(nine + digit)) is not None)


@pytest.mark.parametrize("code", CODES)
@given(data=st.data())
def test_the_canonical_form_is_canonical(code: type[Icd10CmCode], data: st.DataObject) -> None:
    text = data.draw(WRITTEN[code])
    first = code(with_check_digit(text) if code is Npi else text)
    again = code(first)
    assert str(again) == str(first)
    assert isinstance(first, str)


@pytest.mark.parametrize("code", CODES)
@given(text=st.text(max_size=14))
def test_any_text_is_a_code_or_none(code: type[Icd10CmCode], text: str) -> None:
    parsed = code.parse(text)
    if parsed is None:
        with pytest.raises(InvalidCode) as refused:
            code(text)
        assert str(refused.value)
    else:
        assert parsed.isascii()


@given(st.from_regex(r"\A[12][0-9]{8}\Z"))
def test_of_ten_check_digits_one_matches(nine: str) -> None:
    assert sum(Npi.parse(nine + digit) is not None for digit in "0123456789") == 1


@given(st.from_regex(r"\A[12][0-9]{8}\Z"), st.integers(0, 9), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_noticed(nine: str, place: int, digit: str) -> None:
    npi = with_check_digit(nine)
    changed = npi[:place] + digit + npi[place + 1 :]
    assert (Npi.parse(changed) is not None) is (changed == npi)


@given(st.from_regex(r"\A[A-Z][0-9][0-9A-Z]\.[0-9A-Z]{1,4}\Z"))
def test_a_diagnosis_is_within_each_of_its_ancestors(text: str) -> None:
    code = Icd10CmCode(text)
    for length in range(3, len(code) + 1):
        assert code.is_within(code[:length])
